"""Every requirement of docs/spec/05 has checks that cite it, and every MUST has an id."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from verifier.checks import COVERAGE, REQUIREMENTS

SPEC = Path(__file__).resolve().parents[2] / "docs" / "spec"
ID = r"S[0-9]{2}-[0-9][0-9./]*"
ROW = re.compile(rf"\| `({ID})` \| [^|]+ \| ([^|]+) \| ([^|]+) \|")
WORD = re.compile(r"\b(?:MUST NOT|MUST|SHALL NOT|SHALL|SHOULD NOT|SHOULD|MAY|REQUIRED)\b")
# The sentences that say what these words are.
DEFINING = (
    "The words MUST, MUST NOT, SHOULD and MAY are used",
    "MUST（必须）、MUST NOT（不得）、SHOULD（应当）、MAY（可以）按 BCP 14 使用",
    "and a BCP 14 word without an id",
)


def rows() -> dict[str, frozenset[str]]:
    """The checks of every requirement, as 05 lists them."""
    found = {}
    for line in (SPEC / "05-requirements.md").read_text(encoding="utf-8").splitlines():
        match = ROW.fullmatch(line)
        if match is not None:
            assert WORD.search(match[2]), f"{match[1]} requires nothing"
            assert match[1] not in found, f"{match[1]} stands twice"
            found[match[1]] = frozenset(re.findall(r"`([0-9]{2}\.[a-z]+)`", match[3]))
    return found


def cited() -> dict[str, frozenset[str]]:
    """The checks that cite a requirement, by requirement."""
    ids = {one for several in REQUIREMENTS.values() for one in several}
    return {
        one: frozenset(code for code, several in REQUIREMENTS.items() if one in several)
        for one in ids
    }


def words() -> Iterator[tuple[str, str, str]]:
    """File, line and what follows every BCP 14 word outside of the table."""
    for file in sorted(SPEC.glob("0*.md")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if ROW.fullmatch(line) or any(one in line for one in DEFINING):
                continue
            for match in WORD.finditer(line):
                yield file.name, line, line[match.end() :]


def test_the_table_is_read() -> None:
    assert len(rows()) > 50


def test_every_requirement_has_the_checks_that_cite_it() -> None:
    assert cited() == rows()


def test_every_check_cites_a_requirement() -> None:
    assert set(REQUIREMENTS) == set(COVERAGE)
    assert all(REQUIREMENTS.values())


def test_every_word_of_bcp_14_has_an_id_of_the_table() -> None:
    known = rows()
    for file, line, rest in words():
        match = re.match(rf" \[({ID})\]", rest)
        assert match is not None, f"{file}: no id: {line}"
        assert match[1] in known, f"{file}: {match[1]} is not in the table"


def vectors() -> Iterator[tuple[str, list[str], bool]]:
    """Name, ids and whether it keeps them, of every vector and every book that cites any."""
    for file in sorted((SPEC / "vectors").glob("*.json")):
        whole: dict[str, Any] = json.loads(file.read_bytes())
        for one in whole.get("vectors", ()):
            expected = one["expect"]
            bad = expected is False
            if isinstance(expected, dict):
                bad = set(expected) == {"error"} or expected.get("exit", 0) != 0
            yield f"{file.stem}: {one['name']}", one.get("must", []), not bad


def test_vectors_cite_only_requirements_of_the_table() -> None:
    known = rows()
    for name, ids, _good in vectors():
        assert set(ids) <= set(known), name


def test_every_requirement_has_a_good_and_a_bad_vector() -> None:
    good = {one for _name, ids, keeps in vectors() if keeps for one in ids}
    bad = {one for _name, ids, keeps in vectors() if not keeps for one in ids}
    assert (set(rows()) - good, set(rows()) - bad) == (set(), set())
