"""Attacks that what somebody kept shows: notes, sheets, openings, proofs."""

from . import attacks_history as on
from . import attacks_kept as held
from .attacks_answers import drop_random_row, must_to_random, pool_changed
from .attacks_history import history, honest, retold
from .attacks_kept import proof_attack, refutation
from .spoiling import Attack, later

ATTACKS: list[Attack] = [
    # notes that were kept
    history("01.keep", "fork", retold, on.kept((honest, None))),
    history("01.keep", "split view", retold, on.kept((retold, 30), (honest, 30))),
    history("01.keep", "re-signed", retold, on.kept((honest, 30))),
    history("01.keep", "rolled back", on.shortened(40), on.kept((honest, None))),
    history("01.keep", "dropped", later(on.without_confirmation, size=24), on.kept((honest, 40))),
    history("01.keep", "reordered", later(on.exchanged_confirmations, size=24), on.kept(
        (honest, 40))),
    history("01.keep", "back-dated", later(on.back_dated, size=24), on.kept((honest, None))),
    history("01.keep", "inserted", later(on.inserted_disclosure, size=24), on.kept(
        (honest, None))),
    history("01.keep", "other end", later(on.other_end, size=24), on.kept((honest, None))),
    # printed checkpoints
    history("01.typed", "fork", retold, on.typed(honest, None)),
    history("01.typed", "re-signed", retold, on.typed(honest, 30, "base64")),
    history("01.typed", "rolled back", on.shortened(40), on.typed(honest, None)),
    history("01.typed", "other end", later(on.other_end, size=24), on.typed(honest, None)),
    history("01.typed", "another ledger", honest, on.typed_of_another),
    # printed results
    history("11.digest", "another result", honest, on.digest_of(lambda: honest(seed=5), 3)),
    history("11.digest", "cut off", on.shortened(30), on.digest_of(honest, 4)),
    # an enterprise
    history("11.opening", "another name", honest, held.opening(
        lambda one: one["id"]["value"].update(name="别的企业"))),
    history("11.opening", "other facts", honest, held.opening(
        lambda one: one["facts"].update(salt="0" * 64))),
    history("11.opening", "spaces", honest, held.opening(lambda _one: None, held.spaced)),
    history("11.opening", "another version", honest, held.opening(lambda one: one.update(v=2)),
            result="not_checked"),
    history("11.opening", "extra key", honest, held.opening(lambda one: one.update(more=1))),
    refutation("roster", honest, None, held.refuting(
        lambda m: min(m.leaves), lambda one: one["lot"].update(salt="0" * 64)), who="anyone",
        result="not_checked"),
    refutation("missing", held.EXCHANGED, "draw.result", held.refuting(held.row("r", drawn=False)),
               also=("07.tickets",)),
    refutation("missing must", held.NO_MUST, "draw.result", held.refuting(
        held.row("m", drawn=False)), also=("07.tickets",)),
    refutation("intruding", held.INTRUDED, "draw.result", held.refuting(held.row("r", drawn=True)),
               also=("07.tickets",)),
    refutation("left out", pool_changed(drop_random_row), "draw.freeze", held.refuting(
        held.left_out)),
    refutation("wrongly in", held.closed_one_in, "draw.freeze", held.refuting(
        held.wrongly_in)),
    refutation("mark", pool_changed(must_to_random), "draw.freeze", held.refuting(held.marked)),
    # contributors
    proof_attack("12.proof", "another path", held.proving(honest, lambda v: v["proof"].reverse()),
                 who="anyone"),
    proof_attack("12.proof", "odd nodes doubled", held.proving(honest, held.doubled_path)),
    proof_attack("12.proof", "another version", held.proving(honest, lambda v: v.update(v=2)),
                 who="anyone", result="not_checked"),
    proof_attack("12.proof", "another index", held.proving(honest, lambda v: v.update(
        index=v["index"] + 1)), who="anyone"),
    proof_attack("12.proof", "entry of another log", held.proving(
        lambda: honest(seed=7), lambda v: None)),
    proof_attack("12.witness", "too few", held.proving(
        lambda: held.signed_by(1), lambda v: None), make=lambda: held.signed_by(3), who="witnesses",
        result="not_checked"),
    proof_attack("12.witness", "same one twice", held.proving(
        lambda: held.signed_by(3), held.first_line_twice), make=lambda: held.signed_by(3),
        who="witnesses"),
    proof_attack("12.opening", "another secret", held.proving(honest, lambda v: v.update(
        secret="1" * 64)), who="anyone", also=("12.book",)),
    proof_attack("12.book", "rewritten", held.proving(honest, lambda v: None, 30), make=retold),
    proof_attack("12.book", "other end", held.proving(honest, lambda v: None), make=later(
        on.other_end, size=24)),
    proof_attack("12.book", "cut off", held.proving(honest, lambda v: None), make=on.shortened(30)),
    proof_attack("12.book", "another roster", held.proving(honest, lambda v: v.update(
        roster="2" * 64)), who="anyone"),
]  # fmt: skip
