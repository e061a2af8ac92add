"""The two pages are one guide: same steps, same lines, in the same order; all of them short."""

import ast
import re
import sys

import pytest

from tests.by_hand.pages import FOLDER, PAGES, WAYS, steps

WIDEST = 100


@pytest.mark.parametrize("page", PAGES)
def test_each_step_has_its_lines_in_each_way_of_writing(page: str) -> None:
    assert [step.number for step in steps(page)] == list(range(18))
    assert {step.languages for step in steps(page)} == {WAYS}


def test_the_lines_are_the_same_in_both_languages() -> None:
    chinese, english = ([step.lines for step in steps(page)] for page in PAGES)
    assert chinese == english


def test_the_index_names_the_steps() -> None:
    index = (FOLDER / "README.md").read_text("utf-8")
    for chinese, english in zip(steps("zh"), steps("en"), strict=True):
        assert f"| {chinese.number} | {chinese.title} | {english.title} |\n" in index


@pytest.mark.parametrize("page", PAGES)
def test_every_step_says_what_one_should_see(page: str) -> None:
    text = (FOLDER / f"{page}.md").read_text("utf-8")
    said = {"zh": "**应看到**", "en": "**You should see**"}[page]
    assert text.count(said) == len(steps(page))


@pytest.mark.parametrize("way", WAYS)
def test_no_line_is_long_and_none_has_to_be_completed(way: str) -> None:
    for step in steps("zh"):
        for line in step.lines[way].splitlines():
            assert len(line) <= WIDEST, line
            assert not re.search(r"(?<!\.)\.\.\.(?!\.)|…|<[a-z-]+>", line), line


def test_python_needs_its_standard_library_alone() -> None:
    trees = [ast.parse(step.lines["python"]) for step in steps("zh")]
    imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Import)]
    names = {alias.name for node in imports for alias in node.names}
    assert names
    assert names <= set(sys.stdlib_module_names)
    assert not [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
