"""Nothing catches everything and goes on: a fault that nobody sees is a fault in the book."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.project import PACKAGES, ROOT, python_files

EVERYTHING = frozenset({"BaseException", "Exception"})

# Functions that may: 'path function' -> why. An entry no longer needed must go.
ALLOWED: dict[str, str] = {
    "verifier/bls.py _guarded": "a panic of native code is no Exception; no check is then made",
    "verifier/selftest/mutating.py judged": "a traceback of the verifier is what it looks for",
}


def swallowers(source: str) -> list[str]:
    """Return the functions in `source` that catch everything without raising again."""
    return [name for name, node in _with_function(ast.parse(source)) if _swallows(node)]


def _with_function(tree: ast.AST, name: str = "module") -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        yield name, node
        inner = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from _with_function(node, getattr(node, "name", name) if inner else name)


def _swallows(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        return _is_everything(node.type) and not _raises(node)
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
        return any(_is_everything(argument) for argument in node.args)
    return False


def _is_everything(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(_is_everything(element) for element in kind.elts)
    return kind is None or ast.unparse(kind).removeprefix("builtins.") in EVERYTHING


def _raises(node: ast.AST) -> bool:
    """Say whether the handler itself raises; a function defined inside it does not count."""
    inner = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    return any(
        isinstance(child, ast.Raise) or (not isinstance(child, inner) and _raises(child))
        for child in ast.iter_child_nodes(node)
    )


def test_nothing_swallows_everything() -> None:
    found = {
        f"{path.relative_to(ROOT)} {name}"
        for package in PACKAGES
        for path in python_files(ROOT / package)
        for name in swallowers(path.read_text("utf-8"))
    }
    assert sorted(found - set(ALLOWED)) == []
    assert sorted(set(ALLOWED) - found) == [], "allowed to swallow, but does not"
    assert all(ALLOWED.values()), "each needs its reason"


@pytest.mark.parametrize(
    "handler",
    [
        "except: pass",
        "except Exception: log()",
        "except BaseException as error: print(error)",
        "except (ValueError, Exception): return",
        "except builtins.Exception: pass",
        "except Exception:\n  def later():\n   raise",
    ],
)
def test_a_planted_swallower_is_found(handler: str) -> None:
    assert swallowers(f"async def act():\n try: step()\n {handler}\n") == ["act"]


def test_a_planted_suppress_is_found() -> None:
    source = "with contextlib.suppress(ValueError, Exception): step()"
    assert swallowers(source) == ["module"]


@pytest.mark.parametrize(
    "handler",
    [
        "except ValueError: pass",
        "except Exception as error: raise LedgerError('expected …') from error",
        "except Exception:\n  if fatal: raise",
    ],
)
def test_a_named_or_raised_exception_is_left_alone(handler: str) -> None:
    assert swallowers(f"def act():\n try: step()\n {handler}\n") == []
