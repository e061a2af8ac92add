"""What follows from a seed: draw.result, the matching, the statement (02 §5 - §9)."""

from tests.steering.fork import Fork
from tests.steering.scene import MUST, TYPE, Scene
from verifier.selftest import draw_rules as rules
from verifier.selftest.draw_rules import leaf_hash, tree_root
from verifier.selftest.publishing import ORIGIN, Data

Rows = list[dict[str, str]]


def add_result(fork: Fork, at: int, beacon: str, seed: str | None = None) -> None:
    """draw.result and match.result; another `seed` than the right one is written if given."""
    scene, n = fork.scene, fork.draw.frozen_n
    used = fork.draw.seed(scene, beacon) if seed is None else seed
    selection, cutoff = rules.select(used, list(scene.pool), n)
    text = "".join(f"{leaf} {mark}\n" for leaf, mark in selection).encode()
    chosen = {"blob": fork.blob(text), "count": n, "root": rules.list_root(selection)}
    odds = [n - MUST, len(scene.pool) - MUST]
    result = {"cutoff": cutoff, "odds": odds, "seed": used, "selection": chosen}
    fork.act("draw.result", at, **result)
    rows = _rows(scene, used, selection)
    totals = _totals(scene, rows)
    totals["statement"] = fork.blob(_statement(fork, beacon, result, totals))
    fork.act("match.result", at, **totals)


def _rows(scene: Scene, seed: str, selection: list[tuple[str, str]]) -> Rows:
    maker = scene.maker
    given = [
        {
            "leaf": leaf,
            "lot": maker.leaves[leaf]["lot"]["value"],
            "candidates": scene.candidates[leaf],
            "facts": maker.leaves[leaf]["facts"]["value"],
        }
        for leaf, _mark in selection
    ]
    return rules.matching(seed, maker.opening_data["sampling_until"], set(), maker.market, given)


def _totals(scene: Scene, rows: Rows) -> Data:
    services = [(one["code"], s) for one in scene.maker.market for s in one["types"]]
    listed = sorted({code for code, service in services if service["type"] == TYPE})
    counted = [
        {
            "institution": code,
            "sampling": sum(row["sampling"] == code for row in rows),
            "testing": sum(row["testing"] == code for row in rows),
        }
        for code in listed
    ]
    over = {
        role: sum(row["over"] in (role, "both") for row in rows) for role in ("sampling", "testing")
    }
    digests = [leaf_hash(bytes.fromhex(rules.row_digest(row))) for row in rows]
    return {
        "by_type": rules.by_type([TYPE], {TYPE: len(scene.pool)}, {TYPE: len(rows)}),
        "institutions": counted,
        "over_quota": over,
        "rotation_dropped": sum(row["rotation"] == "dropped" for row in rows),
        "rows": {"count": len(rows), "root": tree_root(digests).hex()},
        "waived": 0,
    }


def _statement(fork: Fork, beacon: str, result: Data, match: Data) -> bytes:
    scene = fork.scene
    over = match["over_quota"]
    lines = [
        "sunlot/v1/statement",
        f"origin={ORIGIN}",
        "simulation=true",
        "campaign=1",
        f"draw={fork.draw.number}",
        "representative=1",
        f"types={TYPE}",
        f"roster={scene.maker.root}",
        f"pool={scene.pool_root}",
        f"N={len(scene.pool)}",
        f"m={MUST}",
        f"n={fork.draw.frozen_n}",
        f"beacon={beacon}",
        f"seed={result['seed']}",
        f"cutoff={result['cutoff'] or 'none'}",
        "odds={}/{}".format(*result["odds"]),
        f"selection={result['selection']['root']}",
        f"rows={match['rows']['root']}",
        f"over_quota=sampling:{over['sampling']},testing:{over['testing']}",
    ]
    return "".join(f"{line}\n" for line in lines).encode()
