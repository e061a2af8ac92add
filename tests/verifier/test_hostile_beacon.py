"""Random and malicious beacons, notes and proofs: always a verdict, never a traceback."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import verifier
from verifier import command, note
from verifier.beacon import CHAINS, typed_value, value_fault
from verifier.findings import Findings
from verifier.finish import Order, finish
from verifier.finish_report import finish_json
from verifier.proofs import judge_proof
from verifier.selftest.attacks_beacon import WITH
from verifier.selftest.book import BEFORE, Maker, standard
from verifier.selftest.draw_rules import canonical
from verifier.step01_head import parse_trust

from .judged import judged
from .test_hostile import JSON, QUICK
from .test_proof import proof_of

TYPED = st.text(max_size=200) | st.from_regex(r"[89ab][0-9a-f]{95}", fullmatch=True)


@QUICK
@given(data=st.data())
def test_signed_beacon_books_with_random_values(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    maker = standard(size=24, **WITH)
    kinds = st.sampled_from(["genesis", "draw.beacon", "draw.close", "draw.open", "draw.void"])
    entry = maker.data(data.draw(kinds))
    name = data.draw(st.sampled_from(sorted(entry)))
    within = entry[name] if isinstance(entry[name], dict) and data.draw(st.booleans()) else entry
    key = data.draw(st.sampled_from(sorted(within)))
    within[key] = data.draw(
        JSON | st.sampled_from([2**53 - 1, 0, "0" * 64, "8" + "0" * 95, "ab" * 96, None])
    )
    folder = tmp_path_factory.mktemp("random")
    assert judged(maker, folder, beacon="8" * 96)["exit"] in (0, 1, 2, 3)
    made = finish(Order(folder / "publication", folder / "trust.json", "8" * 96, None))
    assert json.loads(finish_json(made, "zh"))["exit"] in (1, 2)


@QUICK
@given(data=st.data())
def test_signed_beacon_books_with_entries_moved(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    maker = standard(size=24, **WITH)
    places = st.integers(1, len(maker.entries) - 1)
    first, second = data.draw(places), data.draw(places)
    entries = maker.entries
    entries[first], entries[second] = entries[second], entries[first]
    if data.draw(st.booleans()):
        del entries[max(first, second)]
    folder = tmp_path_factory.mktemp("moved")
    assert judged(maker, folder)["exit"] in (0, 1, 3)
    finish(Order(folder / "publication", folder / "trust.json", "8" * 96, (1, 1)))


@given(TYPED, st.sampled_from(sorted(CHAINS)), st.integers(0, 2**53))
def test_any_typed_value(text: str, chain: str, number: int) -> None:
    assert value_fault(CHAINS[chain], number, typed_value(text)) is not None


@given(st.text(max_size=60) | st.builds("{}+{}+{}".format, st.text(), st.text(), st.text()))
def test_any_vkey(text: str) -> None:
    with pytest.raises(note.NoteError):
        note.parse_witness_key(text)


@QUICK
@given(value=st.dictionaries(
    st.sampled_from(["checkpoint", "entry", "index", "proof", "roster", "secret", "kind", "v"]),
    JSON, min_size=1))  # fmt: skip
def test_proofs_with_random_values(value: dict[str, Any]) -> None:
    maker = BOOK
    trust = parse_trust(maker.trust(maker.sealed_entries()[0]))
    findings = Findings()
    judge_proof(canonical({**PROOF, **value}) + b"\n", trust, findings)
    told = {f.result for f in findings.all()}
    assert told & {"failed", "not_checked"} or {**PROOF, **value} == PROOF or "secret" in value


BOOK = standard(size=12, **WITH)
PROOF = proof_of(BOOK)


def test_numbers_at_the_end_of_the_world(tmp_path: Path) -> None:
    for kind in ("draw.close", "draw.beacon"):
        maker = standard(size=24, closed=False, **WITH)
        for entry in maker.entries[maker.find(kind, 4) :]:
            entry["at"] = 2**53 - 1
        report = judged(maker, tmp_path, now=2**53 - 1)
        assert report["exit"] in (1, 3)


def test_a_name_that_steers_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = Maker(**WITH)
    maker.witnesses[0].body = "\x1b[2J\u202e坏"
    maker.entries[0]["data"].update(maker.policy())
    root, trust = maker.publish(tmp_path)
    place = [str(root), "--trust", str(trust), "--now", str(BEFORE), "--lang", "zh"]
    assert command.run(place) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_a_lone_copy_judges_a_beacon(tmp_path: Path) -> None:
    copy = tmp_path / "alone" / "checker"
    shutil.copytree(
        Path(verifier.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__")
    )
    maker = standard(**WITH)
    root, trust = maker.publish(tmp_path)
    value = maker.data("draw.beacon", 4)["beacon"]["signature"]
    proof = tmp_path / "proof.json"
    proof.write_bytes(canonical(proof_of(maker)) + b"\n")
    common = ["--trust", str(trust), "--json"]
    for arguments in (
        [str(root), "--now", str(BEFORE)],
        ["finish", str(root), "--beacon", value],
        ["proof", str(proof), str(root)],
    ):
        done = subprocess.run(
            [sys.executable, "-I", str(copy), *arguments, *common],
            capture_output=True, cwd=tmp_path, check=False, env={},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b""), done.stdout
        assert json.loads(done.stdout)["exit"] == 0
