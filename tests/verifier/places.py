"""Places of the verifier that refuse something, and how one is taken out of a running process."""

import ast
import gc
import importlib
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

import verifier

SOURCE = Path(verifier.__file__).parent
# The command line has its own tests; sentences in Chinese refuse nothing.
LEFT_OUT = ("__main__.py", "command.py", "make_zipapp.py", "*_zh.py")
CALLS = frozenset({"fail", "fail_each", "fail_leaves", "differs", "skip", "_skip"})


@dataclass(frozen=True)
class Place:
    """A statement that refuses something, `text` without line breaks; `nth` of the same text."""

    file: str
    line: int
    text: str
    nth: int = 0

    @property
    def name(self) -> tuple[str, str]:
        """What stays the same when lines move."""
        return self.file, self.text + (f" #{self.nth + 1}" if self.nth else "")


# ------------------------------------------------------------------ places in the source
def _is_fault(node: ast.AST | None) -> bool:
    """A Fault, in a pair with its entry or in a list too, or what makes one."""
    if isinstance(node, ast.Tuple | ast.List):
        return any(map(_is_fault, node.elts))
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    return name == "Fault" or name in {"_out_of_place", "_number", "_wrong_code"}


def is_place(node: ast.AST) -> bool:
    """True for a statement that refuses something."""
    if isinstance(node, ast.Raise):
        return isinstance(node.exc, ast.Call)
    if isinstance(node, ast.Return):
        return _is_fault(node.value)
    if not isinstance(node, ast.Expr):
        return False
    if isinstance(node.value, ast.Yield):
        return _is_fault(node.value.value)
    call = node.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return False
    handed_on = call.func.attr == "append" and any(map(_is_fault, call.args))
    return call.func.attr in CALLS or handed_on


def files() -> list[Path]:
    """The sources, the self-test left out."""
    return [
        path
        for path in sorted(SOURCE.glob("*.py"))
        if not any(path.match(pattern) for pattern in LEFT_OUT)
    ]


def places_in(path: Path) -> Iterator[tuple[Place, ast.stmt]]:
    """All places of one file with their statements."""
    seen: dict[str, int] = {}
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.stmt) and is_place(node):
            text = " ".join(ast.unparse(node).split())[:110]
            yield Place(path.name, node.lineno, text, seen.setdefault(text, 0)), node
            seen[text] += 1


def places() -> list[Place]:
    """All places."""
    return [place for path in files() for place, _node in places_in(path)]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


# ------------------------------------------------------------------ other code for the functions
class _Change(ast.NodeTransformer):
    """Puts other statements where a place stands; `how` gives them, by line and column."""

    def __init__(self, how: Callable[[ast.stmt], Sequence[ast.stmt]]) -> None:
        self.how = how

    def visit(self, node: ast.AST) -> ast.AST | list[ast.stmt]:
        if isinstance(node, ast.stmt) and is_place(node):
            return [ast.copy_location(one, node) for one in self.how(node)]
        visited: ast.AST = self.generic_visit(node)
        return visited


def without(node: ast.stmt) -> list[ast.stmt]:
    """What is left of a place that is taken out."""
    if isinstance(node, ast.Return):
        empty = ast.List([], ast.Load()) if isinstance(node.value, ast.List) else None
        return [ast.Return(empty or ast.Constant(None))]
    # A generator has to stay one.
    return [ast.If(ast.Constant(False), [node], [])]


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield (one.co_qualname, one.co_firstlineno), one
            yield from _codes(one)


def put(path: Path, how: Callable[[ast.stmt], Sequence[ast.stmt]]) -> None:
    """Give all functions of a file, closures too, the code of its changed source."""
    importlib.import_module(f"{verifier.__name__}.{path.stem}")
    tree = deepcopy(_tree(path))
    _Change(how).visit(tree)
    made = dict(_codes(compile(ast.fix_missing_locations(tree), str(path), "exec")))
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename == str(path):
            new = made.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if new is not None and new.co_freevars == one.__code__.co_freevars:
                one.__code__ = new
