"""Random and malicious input: always a verdict, never a traceback, in bounded time."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verifier import canonical, codes, dates, lists, note, records, tiles
from verifier.openings import LineError, UnknownVersionError, read_json
from verifier.schema import RefusedError
from verifier.selftest.book import Maker, standard, write
from verifier.selftest.draw_rules import canonical as plain

from .judged import judged, judged_files, results

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2**53 - 1) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.from_regex(r"[a-z0-9_]{1,6}", fullmatch=True), inner, max_size=4)
    ),
    max_leaves=12,
)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return 0
    return 1 + max(map(depth, inner), default=0)


@given(JSON)
def test_canonical_json_is_read_back(value: Any) -> None:
    if depth(value) <= 8:
        assert canonical.decode(plain(value)) == value
        assert canonical.encode(value) == plain(value)


@given(st.binary(max_size=200))
def test_junk_is_refused_or_is_canonical(data: bytes) -> None:
    try:
        value = canonical.decode(data)
    except canonical.NotCanonicalError:
        return
    assert canonical.encode(value) == data


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}', '{"b":1,"a":1}', '{"a": 1}', '{"a":1} ', "1.0", "1e3", "1e400", "-1", "-0",
        "NaN", "Infinity", "-Infinity", "9007199254740992", "01", "+1", '"\\u0041"', '"\\/"',
        '"\\ud800"', '"\\ud83d\\ude00"', '"\\u000A"', '"\\u000a"', '"\\u001F"', '"\x7f\\u007f"',
        '{"A":1}', '{"":1}', '{"a-b":1}', '{"' + "a" * 33 + '":1}', "[[[[[[[[[1]]]]]]]]]", "[1,]",
        "\ufeff1", "", " ", "[", '"', '"\\', "nul", "'a'", "[1]]", '{"a":1}\n', "9" * 5000,
        '"a\nb"', "\x001", '"\\u00e9"',
    ],
)  # fmt: skip
def test_refused_texts(text: str) -> None:
    with pytest.raises(canonical.NotCanonicalError):
        canonical.decode(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "text",
    ['"\\u001f\\u0000\\b\\t\\n\\f\\r\\"\\\\"', '"/\x7f"', "9007199254740991", "0",
     "[[[[[[[[1]]]]]]]]",
     '{"a":[1,{"b":null}],"name":"示例","ok":true,"z":""}', '"[[[[[[[[[[[["', "null", '"é😀"'],
)  # fmt: skip
def test_accepted_texts(text: str) -> None:
    canonical.decode(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 1_000_000,
        b'"' + b'\\"' * 500_000,
        b'"\\' * 500_000,
        b"{" * 500_000 + b"}" * 500_000,
        b'["' * 200_000,
        b"9" * 1_000_000,
    ],
)
def test_long_hostile_texts_are_refused_at_once(data: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(canonical.NotCanonicalError):
        canonical.decode(data)
    assert time.monotonic() - start < 3


@given(st.binary(max_size=300))
def test_readers_refuse_junk_in_their_own_way(data: bytes) -> None:
    for read, refusal in (
        (note.parse_checkpoint, note.NoteError),
        (lambda d: lists.read_list(d, marked=True), lists.ListError),
        (lambda d: lists.read_list(d, marked=False), lists.ListError),
        (lambda d: note.parse_log_key(d.decode("latin-1")), note.NoteError),
    ):
        with pytest.raises(refusal):
            read(data)
    tiles.split_entries(data, 256)
    assert tiles.parse_path(data.decode("latin-1")) is None


@given(st.sampled_from(sorted(records.KINDS)), JSON)
def test_schemas_refuse_other_values(kind: str, value: Any) -> None:
    with pytest.raises(RefusedError):
        records.KINDS[kind](value)


@given(JSON)
def test_openings_refuse_other_values(value: Any) -> None:
    from verifier import documents

    with pytest.raises((LineError, UnknownVersionError)):
        read_json(plain(value), documents.OPENING)


@QUICK
@given(files=st.dictionaries(
    st.sampled_from(["checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1", "x", "blob/sha256/y"]),
    st.binary(max_size=400), max_size=5))  # fmt: skip
def test_a_folder_of_junk(tmp_path_factory: pytest.TempPathFactory, files: Any) -> None:
    folder = tmp_path_factory.mktemp("junk")
    maker = Maker(size=1)
    maker.publish(folder)
    for name, data in files.items():
        write(folder / "publication" / name, data)
    report = judged_files(folder / "publication", folder / "trust.json")
    assert report["exit"] in ((0,) if not files else (1, 2))


@QUICK
@given(data=st.data())
def test_signed_books_with_random_values(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any value of any entry replaced by any other, and everything signed again."""
    maker = standard(size=24)
    entry = data.draw(st.sampled_from(maker.entries))["data"]
    name = data.draw(st.sampled_from(sorted(entry)))
    entry[name] = data.draw(
        JSON
        | st.sampled_from([2**53 - 1, "0" * 64, "9999-12-31", "1900-01-01", "", "*", [], {}, None])
    )
    report = judged(maker, tmp_path_factory.mktemp("random"), auditor=True)
    assert report["exit"] in (0, 1, 3)


@QUICK
@given(data=st.data())
def test_signed_books_with_entries_moved(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Entries left out, doubled or exchanged."""
    maker = standard(size=24)
    places = st.integers(0, len(maker.entries) - 1)
    first, second = data.draw(places), data.draw(places)
    act = data.draw(st.sampled_from(["drop", "double", "exchange"]))
    entries = maker.entries
    if act == "drop":
        del entries[first]
    elif act == "double":
        entries.insert(second, dict(entries[first]))
    else:
        entries[first], entries[second] = entries[second], entries[first]
    for place, entry in enumerate(entries):
        entry["at"] = entries[0]["at"] + place
    report = judged(maker, tmp_path_factory.mktemp("moved"), auditor=True)
    assert report["exit"] in (0, 1, 2, 3)


@QUICK
@given(body=st.binary(max_size=300) | JSON.map(plain))
def test_signed_junk_as_an_entry(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    maker = standard(size=24, closed=False)
    maker.entries.append(
        {"kind": "draw.commit", "at": maker.clock + 1, "data": {}, "raw_body": body}
    )
    report = judged(maker, tmp_path_factory.mktemp("body"))
    assert report["exit"] in (1, 3)


def test_hostile_values_that_are_valid_json(tmp_path: Path) -> None:
    for field, value in (
        ("sampling_until", "9999-12-31"), ("disclose_by", "9999-12-31"),
        ("reference_date", "1900-01-01"), ("avoidance_months", 2**53 - 1),
        ("campaign", 2**53 - 1), ("officials", ["0" * 64] * 2),
    ):  # fmt: skip
        maker = standard(size=24)
        maker.data("campaign.open")[field] = value
        assert judged(maker, tmp_path, auditor=True)["exit"] in (1, 3)
    maker = standard(size=24)
    maker.entries[-1]["at"] = 2**53 - 1
    assert judged(maker, tmp_path)["exit"] == 0
    maker.data("campaign.open")["title"] = "\x00\x1b[2J\u202e" * 50
    assert judged(maker, tmp_path)["exit"] == 0
    for draw_field, value in (("n", 2**53 - 1), ("must", 2**53 - 1), ("planned", 0)):
        maker = standard(size=24)
        maker.data("draw.freeze", 1)[draw_field] = value
        assert judged(maker, tmp_path, auditor=True)["exit"] == 1


@given(st.text(max_size=30))
def test_dates_and_times_of_any_text(text: str) -> None:
    dates.parse_date(text)
    dates.parse_now(text)
    codes.is_enterprise_code(text)


def test_dates() -> None:
    assert dates.parse_date("2026-02-29") is None
    assert dates.parse_date("1899-12-31") is None
    assert dates.parse_date("2026-2-01") is None
    assert dates.parse_date("٢٠٢٦-01-01") is None
    day = dates.parse_date("2026-08-31")
    assert day is not None
    assert dates.add_months(day, -6).isoformat() == "2026-02-28"
    assert dates.add_months(day, 6).isoformat() == "2027-02-28"
    assert str(dates.date_of(1798732799)) == "2026-12-31"
    assert str(dates.date_of(1798732800)) == "2027-01-01"
    assert dates.date_of(2**53 - 1) is None
    assert dates.parse_now("2026-12-31T23:59:59+08:00") == 1798732799
    assert dates.parse_now("2026-12-31T15:59:59.9Z") == 1798732799
    assert dates.parse_now("2026-13-31T15:59:59Z") is None


def test_codes() -> None:
    assert codes.is_enterprise_code("91990000MA0DEM005D")
    assert not codes.is_enterprise_code("91990000MA0DEM005E")
    assert not codes.is_enterprise_code("91990000MA0DEM006D")
    assert not codes.is_enterprise_code("91990000ma0dem005d")
    assert not codes.is_enterprise_code("")


def test_tile_paths() -> None:
    assert tiles.grouped(5) == "005"
    assert tiles.grouped(1234) == "x001/234"
    assert tiles.grouped(1234067) == "x001/x234/067"
    for path in (
        "tile/0/5",
        "tile/0/x000/005",
        "tile/0/1234",
        "tile/0/005.p/256",
        "tile/0/005.p/0",
    ):
        assert tiles.parse_path(path) is None
    for path in ("tile/0/005", "tile/63/x001/234.p/255", "tile/entries/000.p/1"):
        tile = tiles.parse_path(path)
        assert tile is not None
        assert tile.path == path


def test_deep_json_in_an_opening_is_a_finding(tmp_path: Path) -> None:
    maker = Maker(size=1)
    root, trust = maker.publish(tmp_path)
    write(tmp_path / "one.json", b'{"a":' * 9000)
    report = judged_files(root, trust, opening=tmp_path / "one.json")
    assert report["exit"] == 1
    assert json.dumps(report)


def test_a_json_blob_of_more_than_16_mib_is_refused(tmp_path: Path) -> None:
    """04 §1: whatever it says, it is not read."""

    def prepare(maker: Maker) -> None:
        def catalogue(rows: list[dict[str, Any]]) -> None:
            rows[0]["name"] = "长" * (16 * 1024 * 1024 // 3)

        maker.catalogue_hook = catalogue

    report = judged(standard(prepare=prepare), tmp_path)
    assert (report["exit"], results(report, "failed")) == (1, {"05.catalogue"})
    assert {"05.feasible", "07.choice"} <= results(report, "not_checked")
