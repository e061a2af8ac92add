"""What anybody can prove without the office: a draw finished, a contribution that was in the book.

Runs the verifier on what people kept, as processes of its own.
"""

from __future__ import annotations

import json
import shlex
from typing import Final

from demo import rounds
from demo.cast import ON_OWN_DEVICE
from demo.drawing import Results
from demo.errors import StageError
from demo.stage import ROOT, Stage, module
from demo.summary import round_of
from demo.words import Words

_KEEPER: Final = min(ON_OWN_DEVICE)


async def finish_first_draw(stage: Stage, results: Results, page: str) -> None:
    """From the copy made before the value was in the book: the seed must be the book's.

    The value is read from the beacon's page, as by somebody who has nothing but the copy.
    """
    draw = min(results.statements)
    number = round_of(results.statements[draw])
    if number is None:
        return
    value = await rounds.read_page(page, number)
    arguments = ["finish", str(stage.layout.opened), "--draw", f"1.{draw}", "--beacon", value]
    found = json.loads(await stage.verifier("verify-finish", *arguments, "--json"))
    arguments[-1] = value.replace(" ", "")
    trust = ["--trust", str(stage.layout.trust)]
    command = shlex.join([*module("verifier"), *arguments, *trust])
    results.finish = f"cd {shlex.quote(str(ROOT))} && {command}"
    seed = results.statements[draw]["seed"]
    if found["seed"] != seed:
        raise StageError(f"verify-finish: expected the seed {seed}, got {found['seed']}")


def how_to_finish(results: Results) -> Words:
    """The command of `Results.finish`, and what it shows."""
    return Words(
        "任何人都能用保存下来的副本算完第 1 次抽取（副本里还没有信标值）：\n  {command}",
        "anyone can finish the first draw from the copy made before the value was in the book:\n"
        "  {command}",
    )(command=results.finish)


async def proof_of_one(stage: Stage, results: Results) -> None:
    """The file that representative 1 kept of the first draw, alone and against the publication.

    Without a beacon nobody contributed on a device, so nobody got one.
    """
    draw = min(results.statements)
    if round_of(results.statements[draw]) is None:
        return
    stage.layout.proof.write_bytes(results.kept.proofs[draw, _KEEPER])
    await stage.verifier("verify-proof", "proof", str(stage.layout.proof))
    against = [str(stage.layout.proof), str(stage.layout.publication)]
    await stage.verifier("verify-proof-book", "proof", *against)
