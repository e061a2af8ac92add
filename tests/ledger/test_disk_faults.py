"""ENOSPC and EIO at every call that publishing makes, single and double; and kills at each."""

import errno
import random
from pathlib import Path

import pytest

from ledger import Entry, Stopped
from tests.ledger import workload
from tests.ledger.faults import FailingDisk, Killed, Moment, kill_at
from tests.ledger.world import World, note, open_world, snapshot

MOMENTS: list[Moment] = ["before", "after", "torn"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return workload.make_base(tmp_path_factory.mktemp("base") / "data")


@pytest.fixture(scope="module")
def unkilled(base: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], int]:
    """The publication of a run without faults, and how many disk calls that took."""
    disk = FailingDisk(0, OSError())
    world = open_world(workload.copy(base, tmp_path_factory.mktemp("whole") / "data"), disk=disk)
    workload.run(world)
    world.close()
    return world.files(), disk.calls


def full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


def broken() -> OSError:
    return OSError(errno.EIO, "Input/output error")


def run_into(world: World) -> tuple[list[str], BaseException | None]:
    """Run until the fault; return the leaves that were acknowledged, and what was raised."""
    acknowledged: list[str] = []

    def remember(_request: str, entries: list[Entry]) -> None:
        acknowledged.extend(entry.leaf for entry in entries)

    try:
        workload.run(world, remember)
    except (Stopped, Killed) as error:
        return acknowledged, error
    finally:
        world.close()
    return acknowledged, None


def assert_recovers(folder: Path, acknowledged: list[str], expected: dict[str, bytes]) -> None:
    world = open_world(folder)
    workload.run(world)
    assert set(acknowledged) <= {entry.leaf for entry in world.entries()}
    assert world.files() == expected
    assert snapshot(folder / "publication.staging") == {}
    world.close()


def test_an_error_at_every_disk_call(
    base: Path, unkilled: tuple[dict[str, bytes], int], tmp_path: Path
) -> None:
    expected, calls = unkilled
    assert calls > 30
    for number in range(1, calls + 1):
        error = full() if number % 2 else broken()
        folder = workload.copy(base, tmp_path / str(number))
        world = open_world(folder, disk=FailingDisk(number, error, MOMENTS[number % 3]))
        acknowledged, raised = run_into(world)
        assert isinstance(raised, Stopped), f"call {number}"
        assert raised.__cause__ is error
        with pytest.raises(Stopped):
            world.append([note(7)], "afterwards")
        world.close()
        assert_recovers(folder, acknowledged, expected)


def test_a_kill_at_every_disk_call(
    base: Path, unkilled: tuple[dict[str, bytes], int], tmp_path: Path
) -> None:
    expected, calls = unkilled
    for number in range(1, calls + 1):
        folder = workload.copy(base, tmp_path / str(number))
        moment: Moment = "torn" if number % 2 else "before"
        world = open_world(folder, disk=FailingDisk(number, Killed(), moment))
        acknowledged, raised = run_into(world)
        assert isinstance(raised, Killed)
        assert_recovers(folder, acknowledged, expected)


def test_a_kill_at_every_point(
    base: Path, unkilled: tuple[dict[str, bytes], int], tmp_path: Path
) -> None:
    # Four points of the redo at start, then three publishes.
    points = 4 + 3 * len(workload.PUBLISH_POINTS)
    for number in range(1, points + 2):
        folder = workload.copy(base, tmp_path / str(number))
        acknowledged, raised = run_into(open_world(folder, at_point=kill_at(number)))
        assert (raised is None) == (number > points)
        assert_recovers(folder, acknowledged, unkilled[0])


def test_faults_during_recovery_from_faults(
    base: Path, unkilled: tuple[dict[str, bytes], int], tmp_path: Path
) -> None:
    """Two to four faults in a row, at calls drawn by a fixed seed."""
    expected, calls = unkilled
    drawn = random.Random(20210716)
    for trial in range(15):
        folder = workload.copy(base, tmp_path / str(trial))
        acknowledged: list[str] = []
        for _ in range(drawn.randint(2, 4)):
            number = drawn.randint(1, calls)
            error = drawn.choice([full(), broken(), Killed()])
            disk = FailingDisk(number, error, drawn.choice(MOMENTS))
            acknowledged += run_into(open_world(folder, disk=disk))[0]
        assert_recovers(folder, acknowledged, expected)
