"""The command line: what it makes, what it refuses, what it says."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from tests.app.stage import TOKEN, found, sunlot


@pytest.fixture
def home(tmp_path: Path) -> Path:
    found(tmp_path)
    return tmp_path


def test_init_makes_a_folder_only_its_owner_reads(home: Path) -> None:
    data = home / "data"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    for key in (data / "keys").iterdir():
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    trust = json.loads((data / "trust.json").read_text())
    assert trust["origin"] == "example.org/process"
    assert trust["log_key"] == (data / "log.vkey").read_text().strip()
    assert (home / "publication" / "checkpoint").read_text().startswith("example.org/process\n1\n")


def test_init_invites_two_officials(tmp_path: Path) -> None:
    first, second = found(tmp_path)
    for one in (first, second):
        assert one["link"] == f"https://t.me/sunlot_bot?start={one['start']}"
        assert len(one["start"]) == 45
        assert len(one["code"]) == 6
    assert first["start"] != second["start"]


def test_init_never_replaces_anything(home: Path) -> None:
    key = (home / "data" / "keys" / "agency.pem").read_bytes()
    done = sunlot(home, "init", "--data", "data", "--origin", "example.org/x", "--simulation")
    assert done.returncode == 1
    assert "expected an empty or missing folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert (home / "data" / "keys" / "agency.pem").read_bytes() == key


def test_a_real_ledger_needs_two_names(tmp_path: Path) -> None:
    done = sunlot(tmp_path, "init", "--data", "d", "--origin", "example.org/x", "--official", "甲")
    assert (done.returncode, "expected 2 names" in done.stderr) == (2, True)
    assert not (tmp_path / "d").exists()


def test_a_bad_origin_leaves_a_plain_sentence(tmp_path: Path) -> None:
    done = sunlot(tmp_path, "init", "--data", "d", "--origin", "A B", "--simulation")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "origin" in done.stderr


def test_status_and_auditor_read_only(home: Path) -> None:
    done = sunlot(home, "status", "--data", "data")
    assert done.returncode == 0, done.stderr
    assert "example.org/process (simulation), 1 entries" in done.stdout
    assert "next step: no_campaign" in done.stdout
    done = sunlot(home, "auditor", "--out", "auditor", "--data", "data")
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((home / "auditor").stat().st_mode) == 0o700


@pytest.mark.parametrize("command", [["status"], ["auditor", "--out", "a"], ["bot"]])
def test_a_missing_folder_says_what_to_do(tmp_path: Path, command: list[str]) -> None:
    done = sunlot(tmp_path, *command, SUNLOT_TOKEN=TOKEN)
    assert done.returncode == 1
    assert "sunlot init" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_bot_needs_a_token(home: Path) -> None:
    done = sunlot(home, "bot", SUNLOT_DATA="data")
    assert (done.returncode, "SUNLOT_TOKEN" in done.stderr) == (2, True)


def test_a_rehearsal_token_is_not_for_a_real_book(tmp_path: Path) -> None:
    found(tmp_path, simulation=False)
    done = sunlot(tmp_path, "bot", SUNLOT_DATA="data", SUNLOT_TOKEN=TOKEN)
    assert (done.returncode, "rehearse" in done.stderr) == (2, True)


def test_a_readable_key_is_refused(home: Path) -> None:
    (home / "data" / "keys" / "agency.pem").chmod(0o644)
    done = sunlot(home, "bot", SUNLOT_DATA="data", SUNLOT_TOKEN=TOKEN)
    assert (done.returncode, "0600" in done.stderr) == (1, True)


def test_the_small_file_cannot_change_what_the_book_is(home: Path) -> None:
    identity = home / "data" / "ledger.json"
    identity.write_text('{"origin": "example.org/process", "simulation": false}')
    real = "7361234567:" + "AbCdEfGh-_" * 3 + "12345"
    done = sunlot(home, "bot", SUNLOT_DATA="data", SUNLOT_TOKEN=real)
    assert (done.returncode, "as in the book" in done.stderr) == (1, True)
    assert real not in done.stderr
