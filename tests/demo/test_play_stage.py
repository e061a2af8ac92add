"""The stage with real processes: none outlives it, and each failure is a sentence."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from demo.errors import StageError
from demo.layout import Layout
from demo.options import read_options
from demo.stage import ROOT, Stage
from tests.demo.rehearsal import belonging_to, ended


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(Layout(tmp_path))


async def test_output_of_a_command_is_given_back(stage: Stage) -> None:
    async with stage:
        assert await stage.run("hello", sys.executable, "-c", "print('你好')") == "你好\n"


async def test_a_failing_command_is_told_with_its_last_words(stage: Stage) -> None:
    code = "import sys; print('out'); sys.exit('boom')"
    async with stage:
        with pytest.raises(StageError, match=r"(?s)expected exit code 0, got 1.*out.*boom"):
            await stage.run("bad", sys.executable, "-c", code)


async def test_a_process_that_ends_by_itself_is_noticed(stage: Stage, tmp_path: Path) -> None:
    async with stage:
        await stage.telegram()
        (process,) = belonging_to(tmp_path)
        os.kill(process, signal.SIGKILL)
        with pytest.raises(StageError, match="telegram: expected it to go on"):
            await stage.watch("telegram")


async def test_nothing_outlives_the_stage(stage: Stage, tmp_path: Path) -> None:
    async with stage:
        await stage.telegram()
        assert len(belonging_to(tmp_path)) == 1
    assert belonging_to(tmp_path) == []


def test_a_play_that_is_stopped_leaves_no_process(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "demo.play", "--small", "--out", str(out)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as play:
        assert play.stdout is not None
        next(line for line in play.stdout if "登记" in line)  # the bot has been started
        play.send_signal(signal.SIGTERM)
        rest = play.stdout.read()
    assert play.returncode == 1
    assert "已停止，所有进程已结束" in rest
    assert ended(out)
    assert (out / "chat.txt").is_file()


def test_a_folder_inside_the_repository_is_refused() -> None:
    assert "outside the repository" in str(read_options(["--out", str(ROOT / "demo" / "out")]))


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    assert "empty or missing folder" in str(read_options(["--out", str(tmp_path)]))


def test_late_needs_a_beacon(tmp_path: Path) -> None:
    found = str(read_options(["--out", str(tmp_path / "x"), "--no-beacon", "--late"]))
    assert found.startswith("--late:")
    assert not (tmp_path / "x").exists()
