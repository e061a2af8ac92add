"""The PowerShell lines, read as strictly as can be where there is no PowerShell to run them.

With `pwsh` on the machine test_lines and test_alterations carry them out as well. Without it this
is all: a foreign grammar parses them; each command is one of ours or of Windows PowerShell 5.1;
each .NET member is one of .NET Framework 4.6; each variable was given a value; and the hashed texts
have the lines of the specification, in its order. It does not show that they work.
"""

import importlib
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Protocol

import pytest

from tests.by_hand.pages import Step, steps

CMDLETS = {
    "ConvertFrom-Json",
    "ForEach-Object",
    "Get-ChildItem",
    "Get-FileHash",
    "Group-Object",
    "New-Object",
    "Select-Object",
    "Set-Alias",
    "Sort-Object",
    "Test-Path",
    "Where-Object",
}
STATIC = {
    "[BitConverter]": {"ToString"},
    "[Convert]": {"FromBase64String", "ToBase64String", "ToByte", "ToInt64"},
    "[DateTimeOffset]": {"FromUnixTimeSeconds"},
    "[Environment]": {"CurrentDirectory"},
    "[IO.File]": {
        *("ReadAllBytes", "ReadAllLines", "ReadAllText"),
        *("WriteAllBytes", "WriteAllText"),
    },
    "[Math]": {"Ceiling"},
    "[Security.Cryptography.SHA256]": {"Create"},
    "[StringComparison]": {"Ordinal"},
    "[regex]": {"Match"},
    "[string]": {"CompareOrdinal"},
}
AUTOMATIC = {"$_", "$args", "$env:localappdata", "$env:programfiles", "$false", "$pwd"}
# Commands that read a path as a pattern, in which `[` and `]` of a folder's name mean something.
PATTERNS = re.compile(r"\b(Get-ChildItem|Get-FileHash|Test-Path) (?!-LiteralPath )")
NEWER = re.compile(r"&&|\|\||\?\?|\?\.")  # operators of PowerShell 7 that 5.1 has not
# The lines of the hashed texts (02 §3, §4, §9 and 00 §6, 01 §1), in the order of the guide's lines.
HASHED = {
    7: "campaign draw roster party secret",
    9: "pool N m n campaign draw roster types operator contribution beacon",
    12: "origin simulation campaign draw representative types roster beacon seed cutoff odds"
    " selection rows over_quota",
    15: "salt value id facts lot",
}


class Node(Protocol):
    """A node of the tree, as far as it is looked at here."""

    type: str
    text: bytes
    is_error: bool
    is_missing: bool
    children: Sequence["Node"]


class Tree(Protocol):
    root_node: Node


class Parser(Protocol):
    def parse(self, source: bytes) -> Tree: ...


@cache
def _parser() -> Parser:
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = importlib.import_module("tree_sitter_powershell")
    made: Parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    return made


def nodes(source: str) -> list[Node]:
    """Every node of the tree, in the order of the text."""

    def walk(node: Node) -> Iterator[Node]:
        yield node
        for child in node.children:
            yield from walk(child)

    return list(walk(_parser().parse(source.encode()).root_node))


def text(node: Node) -> str:
    return node.text.decode()


def texts(source: str, kind: str) -> list[str]:
    return [text(node) for node in nodes(source) if node.type == kind]


def faults(source: str) -> list[str]:
    return [text(node) for node in nodes(source) if node.is_error or node.is_missing]


def whole() -> str:
    return "\n".join(step.lines["powershell"] for step in steps("zh"))


def commands(source: str) -> set[str]:
    return set(texts(source, "command_name"))


def functions(source: str) -> set[str]:
    return set(texts(source, "function_name"))


def static_members(source: str) -> set[tuple[str, str]]:
    """(type, member) of every `[Type]::Member`."""
    return set(re.findall(r"(\[[\w.]+\])::(\w+)", source))


def unset(source: str) -> set[str]:
    """Variables that are read and never given a value, whatever their case."""
    given = {name.lower() for name in texts(source, "variable") if _given(name, source)}
    return {name.lower() for name in texts(source, "variable")} - given - AUTOMATIC


def _given(name: str, source: str) -> bool:
    variable = re.escape("$" + name.strip("${}"))
    forms = (
        rf"{variable}(?:, \$\w+)* \+?= ",  # $a = …, $a, $b = …
        rf"\((?:.*, )?(?:\[[\w\[\]]+\])?{variable}[,)].*\{{",  # a function's parameter
        rf"foreach \({variable} in ",
    )
    return any(re.search(form, source, re.IGNORECASE) for form in forms)


@pytest.mark.parametrize("step", steps("zh"), ids=lambda step: str(step.number))
def test_the_grammar_accepts_every_step(step: Step) -> None:
    assert faults(step.lines["powershell"]) == []


@pytest.mark.parametrize(
    "wrong", ["if ($a { 1 }", 'Same "a', "$x = @(1", "} else {", "Sha (Raw $x", "$a ?? 1", "$a |"]
)
def test_the_grammar_refuses_what_is_wrong(wrong: str) -> None:
    assert faults(wrong)


def test_nothing_needs_a_newer_powershell() -> None:
    assert not NEWER.search(whole())


def test_no_folder_name_is_read_as_a_pattern() -> None:
    assert not PATTERNS.search(whole())
    assert PATTERNS.search("Test-Path $git")


def test_nothing_passes_through_a_redirection_or_in_quotes_to_a_program() -> None:
    """5.1 writes UTF-16 behind `>`, and drops the double quotes of what a program is given."""
    assert set(texts(whole(), "redirection")) == {"2>&1"}
    called = [one for one in texts(whole(), "command") if one.startswith("openssl ")]
    assert called
    assert not [one for one in called if re.search(r"[\"'$]", one)]
    assert "> file" in texts("Sha $x > file", "redirection")


def test_no_line_needs_more_than_ascii() -> None:
    """What is pasted passes through the code page of the window."""
    assert whole().isascii()


def test_an_openssl_that_does_not_run_is_no_earlier_answer() -> None:
    """A variable without a value of its own would be the caller's: that of the last signature."""
    lines = [line.strip() for line in whole().splitlines()]
    (at,) = (at for at, line in enumerate(lines) if "openssl pkeyutl" in line)
    assert lines[at].startswith("$answer = openssl ")
    assert lines[at - 1] == "$answer = 'openssl did not run'"


def test_every_command_is_ours_or_windows_own() -> None:
    used = commands(whole()) - functions(whole())
    assert used <= CMDLETS | {"openssl"}
    assert used >= CMDLETS - {"Sort-Object"}
    assert "Get-Nothing" in commands("Get-Nothing a")


def test_every_static_member_is_of_the_framework_of_windows() -> None:
    used = static_members(whole())
    assert used == {(name, member) for name, members in STATIC.items() for member in members}


def test_every_variable_has_a_value() -> None:
    assert unset(whole()) == set()
    assert unset("$a = 1\nSame $a $b") == {"$b"}


@pytest.mark.parametrize("step", steps("zh"), ids=lambda step: str(step.number))
def test_the_hashed_texts_have_the_lines_of_the_specification(step: Step) -> None:
    found = re.findall(r'"(\w+)(?:\.\$\([^)]*\))?=', step.lines["powershell"])
    assert found == HASHED.get(step.number, "").split()
