"""The pacing stays below Telegram's limits however people ask, and never blocks for ever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Pacing, Window
from local_telegram.floods import FloodControl

CHATS = st.sampled_from([1, 2, -1])
KINDS = st.sampled_from(["send", "edit", "document"])


@given(st.lists(st.tuples(CHATS, KINDS, st.floats(0, 2)), max_size=120))
def test_a_strict_service_never_refuses(asked: list[tuple[int, str, float]]) -> None:
    """Judged by the flood model of the local service, which was written by others."""
    pacing, flood, now = Pacing(), FloodControl(), 0.0
    for chat, kind, idle in asked:
        now += idle
        pause = pacing.wait(chat, kind, now)
        assert 0 <= pause <= 60
        now += pause
        assert pacing.wait(chat, kind, now) < 1e-6
        assert flood.admit(now, bot=7, chat=chat) == 0
        pacing.note(chat, kind, now)


@given(st.lists(st.floats(0, 1), max_size=60), st.integers(1, 5))
def test_a_window_holds_its_limit(gaps: list[float], limit: int) -> None:
    window, now, times = Window(limit, 3.0), 0.0, []
    for gap in gaps:
        now += gap
        if window.wait(now) == 0:
            window.note(now)
            times.append(now)
    for start in times:
        assert sum(start <= at < start + 3.0 - 1e-9 for at in times) <= limit


def test_edits_keep_their_distance() -> None:
    pacing = Pacing()
    for chat, gap in ((1, 0.4), (-1, 4.5)):
        pacing.note(chat, "edit", 100.0)
        assert abs(pacing.wait(chat, "edit", 100.0) - gap) < 1e-9
        assert pacing.wait(chat, "send", 100.0) == 0


def test_answers_wait_only_for_a_closed_chat() -> None:
    pacing = Pacing()
    for _ in range(50):
        pacing.note(1, "send", 5.0)
    assert pacing.wait(1, "answer", 5.0) == 0
    pacing.close(1, 9.0)
    assert pacing.wait(1, "answer", 5.0) == 4.0
    assert pacing.wait(2, "answer", 5.0) == 0
