"""What a witness signs and refuses (C2SP tlog-witness), through its application."""

import base64
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import Cosignature, Inconsistent
from ledger.cosignatures import read_cosignatures, sign_cosignature
from ledger.witnessing import MAX_REQUEST_BYTES, SIZE_TYPE, AddCheckpoint, write_request
from tests.ledger.world import fixed_key
from tests.witness.book import FORK, HONEST, NAME, TIME, Log, text_of
from tests.witness.conftest import Desk
from witness import make, trust
from witness.folder import opened
from witness.judge import AGAIN_SECONDS, Cosigned, HoldsAnother, Verdict, judge
from witness.store import MAX_EVIDENCE, Kind


def said(desk: Desk, note: bytes, line: bytes) -> tuple[Cosignature, ...]:
    return read_cosignatures(note + line, [desk.witness.vkey])


async def test_an_honest_log_grows(desk: Desk) -> None:
    sizes = [0, 1, 4, 4, 9, 300]
    for old, new in zip([0, *sizes], sizes, strict=False):
        desk.time += 60
        answer = await desk.post(HONEST.request(old, new))
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(f"— {NAME} ".encode())
        assert said(desk, HONEST.note(new), answer.content) == (
            Cosignature(desk.witness.vkey, desk.time),
        )
    assert desk.points == ["witness.committed"] * len(sizes)


async def test_the_same_head_gets_the_same_signature_for_a_while(desk: Desk) -> None:
    first = await desk.post(HONEST.request(0, 7))
    desk.time += AGAIN_SECONDS
    assert (await desk.post(HONEST.request(7, 7))).content == first.content
    desk.time += 1
    later = await desk.post(HONEST.request(7, 7))
    assert said(desk, HONEST.note(7), later.content)[0].time == desk.time


@pytest.mark.parametrize("old", [0, 3, 6, 8])
async def test_another_old_size_is_told_the_right_one(desk: Desk, old: int) -> None:
    await desk.post(HONEST.request(0, 7))
    answer = await desk.post(HONEST.request(old, 9))
    assert answer.status_code == 409
    assert answer.content == b"7\n"
    assert answer.headers["content-type"] == SIZE_TYPE


async def test_an_older_checkpoint_is_not_signed_again(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    for old in (0, 4):
        answer = await desk.post(HONEST.request(old, 4))
        assert (answer.status_code, answer.content) == (409, b"7\n")
    with desk.store.transaction() as rows:
        assert rows.evidence(HONEST.origin) == []


async def test_an_old_size_above_the_checkpoints_is_a_bad_request(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    assert (await desk.post(HONEST.request(9, 7))).status_code == 400


async def test_a_wrong_proof_is_not_signed(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    note, proof = HONEST.note(9), HONEST.proof(7, 9)
    for wrong in ((), proof[:-1], proof[::-1], (*proof, bytes(32)), HONEST.proof(6, 9)):
        answer = await desk.post(write_request(AddCheckpoint(7, wrong, note)))
        assert answer.status_code == 422
    assert (await desk.post(HONEST.request(7, 9))).status_code == 200


async def test_a_first_checkpoint_has_no_proof(desk: Desk) -> None:
    answer = await desk.post(write_request(AddCheckpoint(0, (bytes(32),), HONEST.note(7))))
    assert answer.status_code == 422
    with desk.store.transaction() as rows:
        assert rows.newest(HONEST.origin) is None


async def test_two_roots_for_one_size_are_kept_as_proof_for_ever(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    await desk.post(HONEST.request(7, 9))
    for old, size in ((9, 9), (7, 7), (0, 7), (7, 9)):  # the newest size and an older one
        answer = await desk.post(FORK.request(old, size))
        assert (answer.status_code, answer.content) == (409, b"9\n")
    with desk.store.transaction() as rows:
        found = rows.evidence(HONEST.origin)
    assert [(one.kind, one.head.size) for one in found] == [(Kind.FORK, 9), (Kind.FORK, 7)]
    assert text_of(found[0].kept) == text_of(HONEST.note(9))
    assert found[0].offered == FORK.note(9)
    assert (await desk.post(HONEST.request(9, 12))).status_code == 200


async def test_a_fork_at_a_size_never_seen_is_kept_but_proves_nothing(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    assert (await desk.post(FORK.request(7, 9))).status_code == 422
    with desk.store.transaction() as rows:
        (found,) = rows.evidence(HONEST.origin)
    assert found.kind is Kind.UNPROVEN
    assert (found.offered, found.time) == (FORK.note(9), TIME)


async def test_repeating_public_notes_does_not_fill_the_disk(desk: Desk) -> None:
    """Anybody can send what the log published, with a wrong proof and further lines."""
    await desk.post(HONEST.request(0, 7))
    for number in range(5):
        stranger = sign_cosignature(text_of(HONEST.note(9)), TIME, f"w{number}", fixed_key("w"))
        note = HONEST.note(9) + stranger
        assert (await desk.post(write_request(AddCheckpoint(7, (), note)))).status_code == 422
    for _ in range(5):
        await desk.post(HONEST.request(7, 7))
    with desk.store.transaction() as rows:
        assert rows.count_evidence(HONEST.origin, Kind.UNPROVEN) == 1
    most = MAX_EVIDENCE[Kind.UNPROVEN]
    for size in range(10, 10 + most + 5):
        await desk.post(write_request(AddCheckpoint(7, (), HONEST.note(size))))
    with desk.store.transaction() as rows:
        assert rows.count_evidence(HONEST.origin, Kind.UNPROVEN) == most
    assert (await desk.post(FORK.request(7, 7))).status_code == 409
    with desk.store.transaction() as rows:  # what anyone can send hides no proof
        assert rows.evidence(HONEST.origin)[0].kind is Kind.FORK


async def test_strangers_are_not_signed_for(desk: Desk) -> None:
    other_key = Log(key=fixed_key("other log key"))
    other_origin = Log(origin="other.example/ledger")
    assert (await desk.post(other_key.request(0, 7))).status_code == 403
    assert (await desk.post(other_origin.request(0, 7))).status_code == 404
    changed = HONEST.request(0, 7).replace(b"\n7\n", b"\n8\n")
    assert (await desk.post(changed)).status_code == 403
    with desk.store.transaction() as rows:
        assert rows.newest(HONEST.origin) is None
        assert rows.evidence(HONEST.origin) == []


async def test_lines_of_others_are_not_kept(desk: Desk) -> None:
    stranger = sign_cosignature(text_of(HONEST.note(7)), TIME, "w", fixed_key("w"))
    note = HONEST.note(7) + stranger
    answer = await desk.post(write_request(AddCheckpoint(0, (), note)))
    shown = await desk.get(f"/checkpoint/{HONEST.origin}")
    assert shown.content == HONEST.note(7) + answer.content


async def test_lines_under_the_logs_name_are_not_kept_either(desk: Desk) -> None:
    """Anybody can add them: they would fill what is kept, shown, and drawn as a QR code."""
    junk = f"— {HONEST.origin} {base64.b64encode(bytes(2_500)).decode()}\n".encode()
    request = AddCheckpoint(0, (), HONEST.note(7) + junk)
    answer = await desk.post(write_request(request))
    shown = await desk.get(f"/checkpoint/{HONEST.origin}")
    assert shown.content == HONEST.note(7) + answer.content
    await desk.post(write_request(AddCheckpoint(7, (), FORK.note(7) + junk)))
    with desk.store.transaction() as rows:
        assert rows.evidence(HONEST.origin)[0].offered == FORK.note(7)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"old 0\n\nhello\n",
        HONEST.request(0, 7)[:-1],
        HONEST.request(0, 7) + b"x\n",
        HONEST.request(0, 7).replace(b"old 0", b"old 00"),
        HONEST.request(0, 7).replace(b"\n7\n", b"\n07\n"),
        HONEST.request(0, 7).replace(b"\n7\n", b"\n7\nextension\n"),
        b"\xff" + HONEST.request(0, 7),
    ],
)
async def test_what_is_out_of_form_is_a_bad_request(desk: Desk, body: bytes) -> None:
    assert (await desk.post(body)).status_code == 400


async def test_a_request_that_is_too_long_is_not_read(desk: Desk) -> None:
    answer = await desk.post(bytes(MAX_REQUEST_BYTES + 1))
    assert answer.status_code == 413


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200), cut=st.integers(0, 300))
async def test_no_bytes_break_it(desk: Desk, data: bytes, cut: int) -> None:
    body = HONEST.request(0, 7)
    answer = await desk.post(body[:cut] + data + body[cut + 1 :])
    assert answer.status_code in {200, 400, 403, 404, 409, 422}


async def test_a_clock_that_went_back_signs_nothing(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    desk.time -= 1
    for body in (HONEST.request(7, 9), HONEST.request(7, 7)):
        answer = await desk.post(body)
        assert answer.status_code == 503
        assert "clock is 1 s before" in answer.text
        assert "retry-after" in answer.headers
    desk.time += 1
    assert (await desk.post(HONEST.request(7, 9))).status_code == 200


async def test_a_clock_that_ran_ahead_once_holds_up_that_book_only(desk: Desk) -> None:
    other = Log(origin="other.example/ledger")
    trust(desk.folder, other.origin, other.vkey)
    desk.time += 1_000_000
    await desk.post(HONEST.request(0, 7))
    desk.time -= 1_000_000
    assert (await desk.post(other.request(0, 7))).status_code == 200
    refused = await desk.post(HONEST.request(7, 9))
    assert (refused.status_code, "1,000,000 s before" in refused.text) == (503, True)


async def test_a_damaged_record_stops_it(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    with desk.store.transaction() as rows:
        rows._connection.exec_driver_sql("UPDATE signed SET size = 6")
    answer = await desk.post(HONEST.request(6, 9))
    assert answer.status_code == 500
    assert "nothing was signed" in answer.text
    with pytest.raises(Inconsistent), desk.store.transaction() as rows:
        rows.newest(HONEST.origin)


def test_of_two_requests_at_once_one_wins(desk: Desk) -> None:
    """Two continuations of size 7, both right; whichever commits second must be refused."""
    decide(desk, HONEST.request(0, 7))
    for old in range(7, 27, 2):
        found = at_once(desk, [HONEST.request(old, old + 1), HONEST.request(old, old + 2)])
        winners = [one for one in found if isinstance(one, Cosigned)]
        losers = [one for one in found if isinstance(one, HoldsAnother)]
        assert len(winners) == len(losers) == 1
        assert losers[0].size in {old + 1, old + 2}
        decide(desk, HONEST.request(losers[0].size, old + 2))


def test_the_same_request_at_once_is_answered_alike_or_once(desk: Desk) -> None:
    decide(desk, HONEST.request(0, 7))
    same = at_once(desk, [HONEST.request(7, 7)] * 4)
    assert len(set(same)) == 1
    found = at_once(desk, [HONEST.request(7, 9)] * 4)
    assert sorted(type(one).__name__ for one in found) == ["Cosigned", *["HoldsAnother"] * 3]


def decide(desk: Desk, body: bytes) -> Verdict:
    with desk.store.transaction() as rows:
        return judge(rows, desk.witness, body, desk.time)


def at_once(desk: Desk, bodies: list[bytes]) -> list[Verdict]:
    found: list[Verdict] = []
    barrier = threading.Barrier(len(bodies))

    def run(body: bytes) -> None:
        barrier.wait()
        found.append(decide(desk, body))

    threads = [threading.Thread(target=run, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


async def test_a_witness_knows_its_books_after_a_restart(desk: Desk) -> None:
    await desk.post(HONEST.request(0, 7))
    desk.store.close()
    with opened(desk.folder) as (witness, store), store.transaction() as rows:
        newest = rows.newest(HONEST.origin)
        assert newest is not None
        assert (newest.head.size, newest.time) == (7, TIME)
        assert witness.vkey == desk.witness.vkey


def test_another_witness_does_not_take_its_database(desk: Desk, tmp_path: Path) -> None:
    make(tmp_path / "other", NAME)
    database = "witness.sqlite3"
    (tmp_path / "other" / database).write_bytes((desk.folder / database).read_bytes())
    with pytest.raises(Exception, match="expected the database of"), opened(tmp_path / "other"):
        pass
