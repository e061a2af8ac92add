"""Real processes: killed at every named point, and two on one data folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from ledger import DataLock, Locked
from ledger.chain import follow
from tests.ledger import workload
from tests.ledger.world import AGENCY_KEY, grown_world, open_world

ROOT = Path(__file__).resolve().parents[2]


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.child", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workload.make_base(tmp_path_factory.mktemp("base") / "data")


@pytest.fixture(scope="module")
def expected(base: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    world = open_world(workload.copy(base, tmp_path_factory.mktemp("whole") / "data"))
    workload.run(world)
    world.close()
    return world.files()


def run_until_dead(folder: Path, point: str, how: str) -> list[str]:
    """Run the workload until its second `point`, kill it there; return what it had said."""
    said: list[str] = []
    with start("work", str(folder), point, "2", how) as child:
        assert child.stdout is not None
        for line in child.stdout:
            said.append(line.strip())
            if said[-1] == f"at {point}":
                child.kill()
    assert child.returncode == (9 if how == "exit" else -9)
    assert "finished" not in said
    return said


@pytest.mark.parametrize("how", ["exit", "wait"])
@pytest.mark.parametrize("point", workload.APPEND_POINTS + workload.PUBLISH_POINTS)
def test_killed_and_recovered(
    base: Path, expected: dict[str, bytes], tmp_path: Path, point: str, how: str
) -> None:
    folder = workload.copy(base, tmp_path / "data")
    said = run_until_dead(folder, point, how)
    acknowledged = [line.split()[2:] for line in said if line.startswith("ack ")]
    world = open_world(folder)
    world.publisher.recover()
    recovered = {entry.leaf for entry in world.entries()}
    assert acknowledged
    assert {leaf for leaves in acknowledged for leaf in leaves} <= recovered
    world.close()
    again = open_world(folder)
    workload.run(again)
    assert again.files() == expected
    again.close()


def test_one_process_a_data_folder(tmp_path: Path) -> None:
    with start("lock", str(tmp_path)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(Locked, match="another process"):
            DataLock(tmp_path)
        holder.kill()
        holder.wait()
    with DataLock(tmp_path):  # the kernel freed it with its holder
        with start("lock", str(tmp_path)) as second:
            assert second.communicate()[0] == "refused\n"
        with pytest.raises(Locked):
            DataLock(tmp_path)
    lock = DataLock(tmp_path)
    lock.release()
    lock.release()
    DataLock(tmp_path).release()


def test_two_writers_make_one_chain(tmp_path: Path) -> None:
    """Even past the data lock, the database lets one transaction append at a time."""
    grown_world(tmp_path, 1).close()
    writers = [start("append", str(tmp_path), name, "25") for name in ("left", "right")]
    for writer in writers:
        assert writer.communicate()[0] == ""
        assert writer.returncode == 0
    world = open_world(tmp_path)
    entries = world.entries()
    assert len(entries) == 51
    previous = None
    for entry in entries:
        follow(previous, entry)
        assert entry.signed_by(AGENCY_KEY.public)
        previous = entry
    head = world.publisher.recover()
    assert head is not None
    assert head.size == 51
