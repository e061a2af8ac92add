"""The command line: what it makes, what it refuses, what it says."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from app.wiring import opened, reading
from inspection.lists import Enterprise
from inspection.rosters import seal
from inspection.tables import AccessRow
from ledger import DataLock
from tests.app.calling import Sunlot, found
from tests.app.stage import TOKEN, run_python

OPERATOR = {"bot", "draw", "inspection", "telegram", "web"}
ENTERPRISE = Enterprise(
    "91110000MA0000000X", "示例企业", "110000", ("示例地址",), ("A01",), (), (), (), "normal"
)


def test_a_witness_runs_without_the_operators_code(tmp_path: Path) -> None:
    script = (
        "import sys\nfrom app.cli import main\n"
        f"sys.argv = ['sunlot', 'witness', 'make', '--folder', {str(tmp_path / 'w')!r}, "
        "'--name', 'witness.example/1', '--body', '示例公证处']\n"
        "try:\n    main()\n"
        f"finally:\n    print(sorted({OPERATOR!r} & {{*sys.modules}}))\n"
    )
    done = run_python(tmp_path, "-c", script)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "[]"
    assert (tmp_path / "w" / "witness.body").read_text("utf-8") == "示例公证处\n"


def test_the_help_names_the_witness_beside_the_office(sunlot: Sunlot) -> None:
    shown = sunlot("--help").stdout
    assert all(name in shown for name in ("init", "bot", "web", "witness"))


def test_who_only_reads_never_delays_the_bot(home: Path) -> None:
    """A slow disk under the auditor's folder: meanwhile the bot writes, and the reader cannot."""
    with (
        reading(home / "data", home / "publication") as system,
        system.office.desk("auditor") as desk,
    ):
        assert desk.state.size == 1
        with closing(sqlite3.connect(home / "data" / "sunlot.db", timeout=0)) as bot:
            bot.execute("BEGIN IMMEDIATE")
            bot.execute("CREATE TABLE written_meanwhile (n INTEGER)")
            bot.commit()
        with pytest.raises(OperationalError, match="readonly"):
            desk.session.execute(text("CREATE TABLE by_the_reader (n INTEGER)"))


@pytest.fixture
def home(sunlot: Sunlot, tmp_path: Path) -> Path:
    found(sunlot)
    return tmp_path


def test_init_makes_a_folder_only_its_owner_reads(sunlot: Sunlot, home: Path) -> None:
    data = home / "data"
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    for key in (data / "keys").iterdir():
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    trust = json.loads((data / "trust.json").read_text())
    assert trust["origin"] == "example.org/process"
    assert trust["log_key"] == (data / "log.vkey").read_text().strip()
    assert (home / "publication" / "checkpoint").read_text().startswith("example.org/process\n1\n")


def test_init_invites_two_officials(sunlot: Sunlot, tmp_path: Path) -> None:
    first, second = found(sunlot)
    for one in (first, second):
        assert one["link"] == f"https://t.me/sunlot_bot?start={one['start']}"
        assert len(one["start"]) == 45
        assert len(one["code"]) == 6
    assert first["start"] != second["start"]


def test_an_official_can_be_invited_at_the_terminal(sunlot: Sunlot, home: Path) -> None:
    call = ("invite-official", "官员丙", "--data", "data", "--publication", "publication")
    texts = set()
    for _ in range(2):  # as often as needed
        done = sunlot(*call, "--bot", "sunlot_bot")
        assert (done.returncode, done.stderr) == (0, "")
        assert re.search(r"官员丙: https://t\.me/sunlot_bot\?start=e_[\w-]{43}\n", done.stdout)
        assert re.search(r"code: \d{6}\n", done.stdout)
        texts.add(done.stdout)
    assert len(texts) == 2
    assert "1 entries" in sunlot("status", "--data", "data").stdout


def test_an_official_is_not_invited_beside_a_running_bot(sunlot: Sunlot, home: Path) -> None:
    with DataLock(home / "data"):
        done = sunlot("invite-official", "官员丙", "--data", "data")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_bad_name_is_refused_at_the_terminal(sunlot: Sunlot, home: Path) -> None:
    done = sunlot("invite-official", "官" * 41, "--data", "data", "--publication", "publication")
    assert (done.returncode, "1 to 40 characters" in done.stderr) == (1, True)


def test_init_never_replaces_anything(sunlot: Sunlot, home: Path) -> None:
    key = (home / "data" / "keys" / "agency.pem").read_bytes()
    done = sunlot("init", "--data", "data", "--origin", "example.org/x", "--simulation")
    assert done.returncode == 1
    assert "expected an empty or missing folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert (home / "data" / "keys" / "agency.pem").read_bytes() == key


def test_a_real_ledger_needs_two_names(sunlot: Sunlot, tmp_path: Path) -> None:
    done = sunlot("init", "--data", "d", "--origin", "example.org/x", "--official", "甲")
    assert (done.returncode, "expected 2 names" in done.stderr) == (2, True)
    assert not (tmp_path / "d").exists()


def test_a_bad_origin_leaves_a_plain_sentence(sunlot: Sunlot, tmp_path: Path) -> None:
    done = sunlot("init", "--data", "d", "--origin", "A B", "--simulation")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "origin" in done.stderr
    assert not (tmp_path / "d").exists()


def test_status_and_auditor_read_only(sunlot: Sunlot, home: Path) -> None:
    done = sunlot("status", "--data", "data")
    assert done.returncode == 0, done.stderr
    assert "example.org/process (simulation), 1 entries" in done.stdout
    assert "next step: no_campaign" in done.stdout
    done = sunlot("auditor", "--out", "auditor", "--data", "data")
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((home / "auditor").stat().st_mode) == 0o700


def test_rebuild_brings_a_lost_book_back_once(sunlot: Sunlot, home: Path) -> None:
    done = sunlot("rebuild", "--data", "data", "--publication", "publication")
    assert (done.returncode, "hold entries already" in done.stderr) == (1, True)
    for file in (home / "data").glob("sunlot.db*"):
        file.unlink()
    done = sunlot("rebuild", "--data", "data", "--publication", "publication")
    assert done.returncode == 0, done.stderr
    assert "1 entries are back" in done.stdout
    assert "signed and published up to: 1" in sunlot("status", "--data", "data").stdout


def test_rebuild_needs_a_publication_that_verifies(sunlot: Sunlot, home: Path) -> None:
    for file in (home / "data").glob("sunlot.db*"):
        file.unlink()
    checkpoint = home / "publication" / "checkpoint"
    checkpoint.write_text(checkpoint.read_text().replace("example.org", "example.com"))
    done = sunlot("rebuild", "--data", "data", "--publication", "publication")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr


def test_an_opening_is_written_by_code_and_logged(sunlot: Sunlot, home: Path) -> None:
    folders = (home / "data", home / "publication")
    with opened(*folders) as system, system.office.desk("test:seal") as desk:
        seal(desk.session, 1, [ENTERPRISE], desk.entropy)
    command = ("opening", "1", ENTERPRISE.code, "--out", "opening.json", "--data", "data")
    done = sunlot(*command)
    assert done.returncode == 0, done.stderr
    line = json.loads((home / "opening.json").read_text("utf-8"))
    assert line["id"]["value"]["name"] == ENTERPRISE.name
    assert set(line["facts"]) == set(line["lot"]) == {"commitment"}
    assert stat.S_IMODE((home / "opening.json").stat().st_mode) == 0o600
    with opened(*folders) as system, system.office.desk("test:look") as desk:
        logged = [row.what for row in desk.session.scalars(select(AccessRow))]
    assert logged == [f"opening 1 {ENTERPRISE.code}"]
    done = sunlot(*command)
    assert (done.returncode, "exists" in done.stderr) == (1, True)
    done = sunlot("opening", "1", "91000000000000000X", "--out", "other.json", "--data", "data")
    assert (done.returncode, "not in the roster of campaign 1" in done.stderr) == (1, True)
    assert not (home / "other.json").exists()


COMMANDS = [
    ["status"],
    ["auditor", "--out", "a"],
    ["bot"],
    ["rebuild"],
    ["opening", "1", "X", "--out", "a"],
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_folder_says_what_to_do(
    sunlot: Sunlot, tmp_path: Path, command: list[str]
) -> None:
    done = sunlot(*command, SUNLOT_TOKEN=TOKEN)
    assert done.returncode == 1
    assert "sunlot init" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_bot_needs_a_token(sunlot: Sunlot, home: Path) -> None:
    done = sunlot("bot", SUNLOT_DATA="data")
    assert (done.returncode, "SUNLOT_TOKEN" in done.stderr) == (2, True)


def test_a_rehearsal_token_is_not_for_a_real_book(sunlot: Sunlot, tmp_path: Path) -> None:
    found(sunlot, "--official", "甲", "--official", "乙")
    done = sunlot("bot", SUNLOT_DATA="data", SUNLOT_TOKEN=TOKEN)
    assert (done.returncode, "rehearse" in done.stderr) == (2, True)


def test_a_readable_key_is_refused(sunlot: Sunlot, home: Path) -> None:
    (home / "data" / "keys" / "agency.pem").chmod(0o644)
    done = sunlot("bot", SUNLOT_DATA="data", SUNLOT_TOKEN=TOKEN)
    assert (done.returncode, "0600" in done.stderr) == (1, True)


def test_the_small_file_cannot_change_what_the_book_is(sunlot: Sunlot, home: Path) -> None:
    identity = home / "data" / "ledger.json"
    identity.write_text('{"origin": "example.org/process", "simulation": false}')
    real = "7361234567:" + "AbCdEfGh-_" * 3 + "12345"
    done = sunlot("bot", SUNLOT_DATA="data", SUNLOT_TOKEN=real)
    assert (done.returncode, "as in the book" in done.stderr) == (1, True)
    assert real not in done.stderr


@pytest.mark.parametrize("text", ['{"示例企业甲": 1}', "示例企业甲", '"示例企业甲"'])
def test_what_nobody_expected_is_one_line_without_its_text(
    sunlot: Sunlot, home: Path, text: str
) -> None:
    (home / "data" / "ledger.json").write_text(text, encoding="utf-8")
    done = sunlot("status", "--data", "data")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "folder.py:" in done.stderr
    assert "示例" not in done.stderr


@pytest.mark.parametrize("table", ["bot_inbox", "ledger_entry"])
def test_an_error_of_the_database_is_one_line_without_its_statement(
    sunlot: Sunlot, home: Path, table: str
) -> None:
    with sqlite3.connect(home / "data" / "sunlot.db") as raw:
        raw.execute(f"ALTER TABLE {table} RENAME TO gone")
    raw.close()
    done = sunlot("status", "--data", "data")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "OperationalError (SQLITE_ERROR)" in done.stderr
    assert "SELECT" not in done.stderr


def test_a_stray_file_in_the_publication_is_named_at_the_next_start(
    sunlot: Sunlot, home: Path
) -> None:
    (home / "publication" / "index.html").write_text("")
    done = sunlot("bot", SUNLOT_DATA="data", SUNLOT_PUBLICATION="publication", SUNLOT_TOKEN=TOKEN)
    assert (done.returncode, "index.html" in done.stderr) == (1, True)
