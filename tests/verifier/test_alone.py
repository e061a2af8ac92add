"""The verifier installed alone: one file, a lone folder, a package (docs/spec/04)."""

import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import cryptography
import pytest

import verifier
from verifier.selftest.book import BEFORE, standard

FOLDER = Path(verifier.__file__).parent


@pytest.fixture(scope="module", name="place")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alone")
    standard(beacon="test").publish(folder)
    return folder


def only_cryptography(folder: Path) -> Path:
    """A folder in which Python finds cryptography, what that needs, and nothing else."""
    found = Path(cryptography.__file__).parents[1]
    folder.mkdir(exist_ok=True)
    for source in (found / "cryptography", found / "cffi", *found.glob("_cffi_backend*")):
        (folder / source.name).symlink_to(source)
    return folder


def run(arguments: list[str], place: Path, libraries: Path | None, here: Path) -> tuple[int, str]:
    """Judge the publication in a process of its own that sees only these libraries."""
    given = [str(place / "publication"), "--trust", str(place / "trust.json"), "--now", str(BEFORE)]
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    if libraries is not None:
        environment["PYTHONPATH"] = str(libraries)
    done = subprocess.run(
        [sys.executable, "-S", "-W", "error", *arguments, *given],
        capture_output=True, text=True, env=environment, cwd=here, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def build(target: Path) -> Path:
    script = str(FOLDER / "make_zipapp.py")
    done = subprocess.run(
        [sys.executable, "-I", script, str(target)], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{sha256(target.read_bytes()).hexdigest()}  {target.name}\n"
    return target


def test_one_file_judges_with_cryptography_alone(place: Path, tmp_path: Path) -> None:
    file = build(tmp_path / "verifier.pyz")
    libraries = only_cryptography(tmp_path / "libraries")
    code, told = run([str(file)], place, libraries, tmp_path)
    assert code == 3, told
    assert "INCOMPLETE" in told
    assert "06.beacon  value of the beacon: not checked" in told


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = build(tmp_path / "a.pyz"), build(tmp_path / "b.pyz")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as file:
        names = file.namelist()
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names[1:] == sorted(names[1:])
    assert {"__main__.py", "verifier/__main__.py", "verifier/selftest/__init__.py"} <= set(names)
    assert not any("__pycache__" in name or "browser" in name for name in names)


def test_a_lone_folder_judges(place: Path, tmp_path: Path) -> None:
    (tmp_path / "verifier").symlink_to(FOLDER)
    libraries = only_cryptography(tmp_path / "libraries")
    code, told = run(["-m", "verifier"], place, libraries, tmp_path)
    assert code == 3, told


def test_without_cryptography_it_says_so(place: Path, tmp_path: Path) -> None:
    code, told = run([str(build(tmp_path / "v.pyz"))], place, None, tmp_path)
    assert code != 0
    assert "cryptography" in told


def test_the_package_holds_the_verifier_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        capture_output=True, text=True, cwd=FOLDER, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("sunlot_verifier-*.whl")
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
        meta = next(name for name in names if name.endswith("METADATA"))
        told = file.read(meta).decode()
        entry = file.read(meta.replace("METADATA", "entry_points.txt")).decode()
    own = {name for name in names if ".dist-info/" not in name}
    assert {"verifier/__main__.py", "verifier/selftest/__init__.py"} <= own
    assert all(name.startswith("verifier/") for name in own)
    assert "Requires-Dist: cryptography\n" in told
    assert {line for line in told.splitlines() if line.startswith("Requires-Dist")} == {
        "Requires-Dist: cryptography",
        "Requires-Dist: py-arkworks-bls12381; extra == 'beacons'",
        "Requires-Dist: pyblst; extra == 'beacons'",
    }
    assert "sunlot-verifier = verifier.__main__:main" in entry
