"""The command line: same bytes in any process, refusals in one line, all variants."""

import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from demo.generate import REFERENCE, Variant, contents, dataset, main


def run(out: Path, hash_seed: str) -> dict[str, bytes]:
    """Run in another process with another order of sets."""
    subprocess.run(
        [sys.executable, "-m", "demo.generate", "--out", str(out), "--variant", "small"],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8", "TZ": "UTC"},
    )
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_same_bytes_in_every_process(tmp_path: Path) -> None:
    first = run(tmp_path / "one", "1")
    assert first == run(tmp_path / "two", "2")
    assert first == contents(dataset(variant=Variant.SMALL))
    assert set(first) == {"catalogue.csv", "enterprises.csv", "institutions.xlsx", "README.txt"}


def test_readme_says_what_is_invented_and_lists_the_digests(files: dict[str, bytes]) -> None:
    text = files["README.txt"].decode()
    assert "虚构的合成数据" in text
    assert "is invented" in text
    for name, body in files.items():
        if name != "README.txt":
            assert f"{sha256(body).hexdigest()}  {name}" in text


@pytest.mark.parametrize("variant", [Variant.NORMAL], indirect=True)
def test_readme_has_the_counts_of_the_model_event(files: dict[str, bytes]) -> None:
    text = files["README.txt"].decode()
    for count in ("67,861", "17,379", "2,531", "12,970", ": 276", ": 54 "):
        assert count in text


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2024, 2, 29), date(2100, 12, 31)])
def test_other_reference_dates_keep_the_counts(day: date) -> None:
    text = contents(dataset(day, Variant.SMALL))["README.txt"].decode()
    assert "enterprises 企业: 600\n" in text
    assert "pool 抽样池: 154\n" in text


@pytest.mark.parametrize("text", ["tomorrow", "2026-02-30", "1999-12-31", "9999-01-01", ""])
def test_a_bad_date_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--out", "unused", "--reference-date", text])
    assert stop.value.code == 2
    assert "expected YYYY-MM-DD from 2000 to 2100" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "file"
    taken.write_text("in the way")
    assert main(["--out", str(taken / "below"), "--variant", "small"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("expected a writable folder")
    assert error.count("\n") == 1


def test_main_writes_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--out", str(tmp_path / "new" / "folder"), "--variant", "small"]) == 0
    assert f"sunlot-demo-small-{REFERENCE.isoformat()}" in capsys.readouterr().out
    assert len(list((tmp_path / "new" / "folder").iterdir())) == 4
