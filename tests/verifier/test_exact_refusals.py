"""Refusals that only one check makes: the same text is right with one thing less."""

from pathlib import Path

import pytest

from verifier import command
from verifier.note import NoteError, parse_checkpoint
from verifier.openings import LineError, read_person
from verifier.selftest.book import Maker, standard
from verifier.selftest.draw_rules import canonical, commit


def person(name: str, salt: str = "1" * 64) -> dict[str, object]:
    value = {"name": name, "telegram": 7}
    made = commit("person", salt, value)
    return {"kind": "person", "person": made, "salt": salt, "v": 1, "value": value}


def test_a_line_of_people_that_is_too_long() -> None:
    assert read_person(canonical(person("张" * 20_000))).telegram == 7
    with pytest.raises(LineError, match="longer"):
        read_person(canonical(person("张" * 22_000)))


def test_a_person_under_another_salt() -> None:
    with pytest.raises(LineError, match="commitment"):
        read_person(canonical({**person("张三"), "salt": "2" * 64}))


def test_a_control_character_in_the_origin() -> None:
    head = Maker().note(1, b"\1" * 32)
    assert parse_checkpoint(head).size == 1
    with pytest.raises(NoteError, match="control"):
        parse_checkpoint(head.replace(b"lottery", b"lot\x07tery", 1))


def test_a_draw_that_cannot_be_finished(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, trust = standard(size=24).publish(tmp_path)
    value = ["--beacon", "a" * 96]
    for more, told in (([], "no draw of a campaign"), (["--draw", "1.1"], "draw 1 of")):
        given = ["finish", str(root), "--trust", str(trust), *value, *more, "--lang", "en"]
        assert command.run(given) == 2
        out = capsys.readouterr().out
        assert "cannot be finished" in out or told in out
