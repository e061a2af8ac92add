"""Whatever was altered is rejected by every judge that reads it, and by no other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.foreign.alterations import ALTERATIONS, EVERY
from tests.foreign.judges import Verdict, aics_check, go_check
from tests.foreign.published import Files, Published, openssl_check, sigstore_check

Judge = Callable[[Path, Published, Path], Verdict]

JUDGES: dict[str, Judge] = {
    "go": lambda folder, book, _scratch: go_check(folder, book.vkey),
    "aics": lambda folder, book, _scratch: aics_check(folder, book.vkey),
    "sigstore": lambda folder, book, _scratch: sigstore_check(folder, book),
    "openssl": openssl_check,
}


def written(files: Files, folder: Path) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def judged(name: str, files: Files, book: Published, tmp_path: Path) -> Verdict:
    (tmp_path / "scratch").mkdir()
    return JUDGES[name](written(files, tmp_path / "altered"), book, tmp_path / "scratch")


@pytest.mark.parametrize("name", JUDGES)
def test_unaltered_it_is_accepted(book: Published, name: str, tmp_path: Path) -> None:
    verdict = judged(name, book.files, book, tmp_path)
    assert verdict.accepted, verdict.said


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("what", ALTERATIONS)
def test_altered_it_is_rejected(book: Published, what: str, judge: str, tmp_path: Path) -> None:
    alteration = ALTERATIONS[what]
    changed = alteration.change(dict(book.files))
    assert changed != book.files
    verdict = judged(judge, changed, book, tmp_path)
    assert verdict.accepted == (judge not in alteration.seen_by), verdict.said


def test_every_judge_has_something_to_see() -> None:
    assert set(JUDGES) == EVERY
