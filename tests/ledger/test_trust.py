"""The trust file (03 §6)."""

import json

import pytest

from ledger import Draft, Malformed, canonical, entries, keys, trust
from tests.ledger import reference
from tests.ledger.world import AGENCY_KEY, LOG_KEY, ORIGIN, START, VKEY, genesis, note

GENESIS = entries.build(genesis(), 0, "0" * 64, START, True, AGENCY_KEY)


def test_it_is_written_as_specified() -> None:
    data = trust.trust_file(GENESIS, ORIGIN, LOG_KEY)
    assert data.endswith(b"}\n")
    assert canonical.decode(data[:-1]) == json.loads(data)
    assert json.loads(data) == {
        "genesis": reference.leaf(GENESIS.bytes).hex(),
        "log_key": VKEY,
        "origin": ORIGIN,
        "quorum": 0,
        "v": 1,
        "witnesses": [],
    }


def test_the_vkey_line_is_the_logs_key() -> None:
    assert keys.read_vkey(trust.vkey_line(ORIGIN, LOG_KEY)) == (ORIGIN, LOG_KEY.public)


@pytest.mark.parametrize("written", ["01" + 31 * "00", "ED" + 31 * "00", "ed" + 30 * "00", "", 7])
def test_the_agency_key_is_one(written: object) -> None:
    draft = genesis()
    wrong = Draft(draft.kind, {**draft.data, "agency_key": written})
    entry = entries.build(wrong, 0, "0" * 64, START, True, AGENCY_KEY)
    with pytest.raises(Malformed, match="key"):
        trust.trust_file(entry, ORIGIN, LOG_KEY)


def test_it_is_made_of_the_genesis_of_this_origin_only() -> None:
    second = entries.build(note(1), 1, GENESIS.leaf, START, True, AGENCY_KEY)
    other_kind = entries.build(Draft("test", {}), 0, "0" * 64, START, True, AGENCY_KEY)
    for entry in (second, other_kind):
        with pytest.raises(Malformed, match="genesis"):
            trust.trust_file(entry, ORIGIN, LOG_KEY)
    with pytest.raises(Malformed, match="origin"):
        trust.trust_file(GENESIS, "other.example", LOG_KEY)
    with pytest.raises(Malformed, match="different keys"):
        trust.trust_file(GENESIS, ORIGIN, AGENCY_KEY)
