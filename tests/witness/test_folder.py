"""Making a witness, and telling it for which books to sign."""

from pathlib import Path

import pytest

from ledger import keys
from ledger.cosignatures import read_vkey
from tests.ledger.world import fixed_key
from tests.witness.book import HONEST, NAME
from witness import WitnessError, make, serve, trust
from witness.folder import opened


def test_a_witness_is_made_once(tmp_path: Path) -> None:
    vkey = make(tmp_path, NAME)
    assert read_vkey(vkey)[0] == NAME
    key = tmp_path / "witness-key.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    before = key.read_bytes()
    with pytest.raises(WitnessError, match="already"):
        make(tmp_path, NAME)
    assert key.read_bytes() == before
    with opened(tmp_path) as (witness, _):
        assert (witness.name, witness.vkey) == (NAME, vkey)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "x" * 256])
def test_a_name_that_nobody_could_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WitnessError, match="name"):
        make(tmp_path / "new", name)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("body", ["two\nlines", " padded", "x" * 201])
def test_a_body_that_is_not_one_short_line_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(WitnessError, match="body"):
        make(tmp_path / "new", NAME, body)
    assert not (tmp_path / "new").exists()


def test_a_book_is_trusted_with_one_key(tmp_path: Path) -> None:
    make(tmp_path, NAME)
    trust(tmp_path, HONEST.origin, HONEST.vkey)
    trust(tmp_path, HONEST.origin, HONEST.vkey)
    other = keys.vkey(HONEST.origin, fixed_key("other").public)
    with pytest.raises(WitnessError, match="trusted before"):
        trust(tmp_path, HONEST.origin, other)
    with pytest.raises(WitnessError, match="expected one named"):
        trust(tmp_path, "other.example", HONEST.vkey)
    with pytest.raises(WitnessError, match="log key"):
        trust(tmp_path, HONEST.origin, "nonsense")
    with pytest.raises(WitnessError, match="name of this witness"):
        trust(tmp_path, NAME, keys.vkey(NAME, fixed_key("log").public))
    with opened(tmp_path) as (_, store), store.transaction() as rows:
        assert rows.logs() == [HONEST.origin]
        assert rows.log_key(HONEST.origin) == HONEST.vkey


@pytest.mark.parametrize("name", ["witness-key.pem", "witness.vkey", "witness.sqlite3"])
def test_half_a_witness_is_none(tmp_path: Path, name: str) -> None:
    """Above all without its database: the key could sign against what it signed before."""
    make(tmp_path, NAME)
    (tmp_path / name).unlink()
    with pytest.raises(WitnessError, match=name):
        serve(tmp_path, "127.0.0.1", 0)
    assert not (tmp_path / name).exists()


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    make(tmp_path / "a", NAME)
    make(tmp_path / "b", NAME)
    vkey = tmp_path / "a" / "witness.vkey"
    vkey.write_bytes((tmp_path / "b" / "witness.vkey").read_bytes())
    with pytest.raises(WitnessError, match="is not the key"), opened(tmp_path / "a"):
        pass
    vkey.write_bytes(b"\xff")
    with pytest.raises(WitnessError), opened(tmp_path / "a"):
        pass


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    make(tmp_path, NAME)
    (tmp_path / "witness-key.pem").chmod(0o644)
    with pytest.raises(WitnessError, match="0600"), opened(tmp_path):
        pass
