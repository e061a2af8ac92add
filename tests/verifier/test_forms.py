"""What fits a form is right: canonical, of the right shape, and read as step by step."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier import documents, envelopes, opening_forms, openings, records
from verifier.canonical import decode, encode
from verifier.schema import form_of
from verifier.step03_entries import body_slice, read_entry

FORMS = {kind: form for kind, rule in records.KINDS.items() if (form := form_of(rule))}
DIGEST, SIGNATURE = "5f" * 32, "6e" * 64

OPENING: dict[str, Any] = {
    "campaign": 1,
    "facts": {
        "salt": "11" * 32,
        "value": {
            "conflicts": ["990604"],
            "failed": [{"evidence": 'x "region":"123456" y', "type": "A1"}],
            "last": [{"date": "2025-01-01", "sampler": "S1", "tester": "", "type": "A1"}],
            "region": "990604",
            "status": "normal",
            "types": ["A1", "B2"],
        },
    },
    "id": {"salt": "22" * 32, "value": {"addresses": ["甲路1号"], "code": "C", "name": "某公司"}},
    "kind": "opening",
    "lot": {"salt": "33" * 32, "value": "44" * 32},
    "v": 1,
}


def entry(kind: str, data: str, **changed: str) -> bytes:
    told = {"at": "7", "prev": DIGEST, "seq": "3", "simulation": "true", "v": "1", **changed}
    return (
        f'{{"body":{{"at":{told["at"]},"data":{data},"kind":"{kind}","prev":"{told["prev"]}",'
        f'"seq":{told["seq"]},"simulation":{told["simulation"]},"v":{told["v"]}}},'
        f'"sigs":[{{"key":"{DIGEST}","sig":"{SIGNATURE}"}}]}}'
    ).encode()


def by_steps(data: bytes) -> tuple[envelopes.Envelope, str]:
    """The envelope as step 3 makes it without forms; raises what a refusal raises."""
    value = read_entry(data)
    records.BODY(value["body"])
    records.SIGNATURES(value["sigs"])
    records.KINDS[value["body"]["kind"]](value["body"]["data"])
    return envelopes.opened(3, value, body_slice(data, value)), value["body"]["kind"]


def test_the_kinds_that_come_by_the_thousand_have_forms() -> None:
    assert FORMS.keys() >= {"draw.commit", "draw.contribution", "draw.open", "confirm", "object"}


@pytest.mark.parametrize("kind", FORMS)
@given(data=st.data())
@settings(max_examples=30)
def test_what_fits_is_read_alike_step_by_step(kind: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(FORMS[kind], re.ASCII), fullmatch=True))
    made = entry(kind, text)
    fitting = envelopes.fitting(made, 3)
    assert fitting is not None
    assert (fitting, kind) == by_steps(made)


@pytest.mark.parametrize("kind", FORMS)
@given(data=st.data())
@settings(max_examples=60)
def test_no_changed_byte_fits_and_is_wrong(kind: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(FORMS[kind], re.ASCII), fullmatch=True))
    made = bytearray(entry(kind, text))
    place = data.draw(st.integers(0, len(made) - 1))
    made[place] = data.draw(st.sampled_from([*b'0123"\\{}[],:a ', 0, 10, 0x80, 0xFF]))
    fitting = envelopes.fitting(bytes(made), 3)
    if fitting is not None:
        assert fitting == by_steps(bytes(made))[0]


@pytest.mark.parametrize(
    "changed",
    [
        {"seq": "03"},
        {"at": "9007199254740992"},
        {"at": "-1"},
        {"v": "2"},
        {"simulation": "null"},
        {"prev": "5F" * 32},
    ],
)
def test_what_is_wrong_around_the_data_does_not_fit(changed: dict[str, str]) -> None:
    data = f'{{"campaign":1,"level":"D","person":"{DIGEST}","roster":"{DIGEST}","statements":'
    text = data + encode(records.STATEMENTS).decode() + "}"
    assert envelopes.fitting(entry("roster.audit", text), 3) is not None
    assert envelopes.fitting(entry("roster.audit", text, **changed), 3) is None


def test_an_opening_that_fits_gives_the_row_of_its_steps() -> None:
    data = encode(OPENING)
    assert opening_forms.fitting(data) == (1, *openings.row_of(*openings.read_opening(data)))


@given(data=st.data())
@settings(max_examples=400)
def test_no_changed_opening_fits_and_is_wrong(data: st.DataObject) -> None:
    made = bytearray(encode(OPENING))
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.integers(0, len(made) - 1))
        made[place] = data.draw(st.sampled_from([*b'019"\\{}[],:aA- ', 0, 10, 0x80, 0xFF]))
    fitting = opening_forms.fitting(bytes(made))
    if fitting is not None:
        opening, leaf = openings.read_opening(bytes(made))
        assert fitting == (opening["campaign"], *openings.row_of(opening, leaf))


@given(
    conflicts=st.lists(st.sampled_from(["990604", "A1", "000000"]), unique=True).map(sorted),
    evidence=st.text(alphabet='"region:123456\\ ', max_size=30),
    region=st.sampled_from(["990604", "000000", "123456"]),
    name=st.text(max_size=8),
)
@settings(max_examples=300)
def test_openings_of_odd_texts_are_read_alike(
    conflicts: list[str], evidence: str, region: str, name: str
) -> None:
    facts = {**OPENING["facts"]["value"], "conflicts": conflicts, "region": region}
    facts["failed"] = [{"evidence": evidence, "type": "A1"}]
    id_value = {"addresses": ["x"], "code": name, "name": "n"}
    made = json.loads(json.dumps(OPENING))
    made["facts"]["value"], made["id"]["value"] = facts, id_value
    try:
        data = encode(made)
    except UnicodeEncodeError:
        return
    fitting = opening_forms.fitting(data)
    if fitting is not None:
        decode(data)
        documents.OPENING(made)
        assert fitting == (1, *openings.row_of(*openings.read_opening(data)))
