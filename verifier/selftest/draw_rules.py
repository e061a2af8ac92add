"""The rules of the draw written a second time, plainly and slowly, for the honest book maker.

Nothing here is taken from the verifier: the two are compared by the self-test.
"""

import calendar
import datetime
import hashlib
import json
from typing import Any

Pool = tuple[list[tuple[str, str]], dict[str, list[str]], dict[str, int]]
REASONS = ["closed", "duplicate", "invalid", "drawn", "avoidance"]


def canonical(value: Any) -> bytes:
    """Canonical JSON of what a maker writes (00 §2)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hashed(*lines: str) -> str:
    """Hex SHA-256 of ASCII lines."""
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def commit(tag: str, salt: str, value: Any) -> str:
    """A commitment (00 §6)."""
    return hashed(f"sunlot/v1/{tag}", f"salt={salt}", f"value={canonical(value).decode()}")


def leaf_hash(data: bytes) -> bytes:
    """Leaf hash of RFC 6962."""
    return hashlib.sha256(b"\0" + data).digest()


def tree_root(hashes: list[bytes]) -> bytes:
    """Recursive, straight from RFC 6962 §2.1, over leaf hashes."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    left, right = tree_root(hashes[:split]), tree_root(hashes[split:])
    return hashlib.sha256(b"\1" + left + right).digest()


def path_of(hashes: list[bytes], index: int) -> list[bytes]:
    """PATH(m, D[n]) of RFC 6962 §2.1.1, word for word."""
    if len(hashes) == 1:
        return []
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    left, right = hashes[:split], hashes[split:]
    if index < split:
        return [*path_of(left, index), tree_root(right)]
    return [*path_of(right, index - split), tree_root(left)]


def list_root(rows: list[tuple[str, str]]) -> str:
    """Root of a list with marks (00 §5)."""
    return tree_root([leaf_hash(bytes.fromhex(leaf) + mark.encode()) for leaf, mark in rows]).hex()


def months_before(day: str, months: int) -> str:
    """A day some calendar months earlier, clamped (02 §2)."""
    d = datetime.date.fromisoformat(day)
    year, month = d.year, d.month - months
    while month < 1:
        year, month = year - 1, month + 12
    return datetime.date(year, month, min(d.day, calendar.monthrange(year, month)[1])).isoformat()


def ticket(seed: str, label: str, key: str) -> str:
    """A ticket (02 §5)."""
    return hashlib.sha256(f"{seed}:{label}:{key}".encode()).hexdigest()


def index(text: str, total: int) -> int:
    """A ticket's place among `total` (02 §5)."""
    return int(text, 16) * total // 2**256


def pool_of(
    rows: dict[str, Any], chosen: list[str], day: str, months: int, drawn: set[str]
) -> Pool:
    """Pool, candidates and exclusions by 02 §1."""
    pool, candidates, excluded = [], {}, dict.fromkeys(REASONS, 0)
    cut = months_before(day, months)
    for leaf in sorted(rows):
        facts = rows[leaf]
        own = [t for t in facts["types"] if t in chosen]
        failed = [row["type"] for row in facts["failed"] if row["type"] in chosen]
        recent = {r["type"] for r in facts["last"] if months and cut < r["date"] <= day}
        free = [t for t in own if t not in recent]
        if not own:
            continue
        if facts["status"] != "normal":
            excluded[facts["status"]] += 1
        elif failed:
            pool.append((leaf, "m"))
            candidates[leaf] = failed
        elif leaf in drawn:
            excluded["drawn"] += 1
        elif not free:
            excluded["avoidance"] += 1
        else:
            pool.append((leaf, "r"))
            candidates[leaf] = free
    return pool, candidates, excluded


def select(seed: str, pool: list[tuple[str, str]], n: int) -> tuple[list[tuple[str, str]], Any]:
    """Selection and cut-off by 02 §6."""
    musts = [row for row in pool if row[1] == "m"]
    order = sorted((ticket(seed, "draw", leaf), leaf) for leaf, mark in pool if mark == "r")
    chosen = order[: n - len(musts)]
    cutoff = chosen[-1][0] if chosen else None
    return sorted(musts + [(leaf, "r") for _t, leaf in chosen]), cutoff


def matching(
    seed: str, until: str, waived: set[str], institutions: list[Any], rows: list[dict[str, Any]]
) -> list[dict[str, str]]:
    """Rows need leaf, lot, candidates, facts; gives assignments ascending by leaf (02 §8)."""
    for row in rows:
        row["type"] = type_of(seed, row)
    out = []
    for name in sorted({row["type"] for row in rows}):
        base, weighted = _shares(name, until, institutions)
        left = None if weighted else {role: dict(quotas) for role, quotas in base.items()}
        group = [row for row in rows if row["type"] == name]
        group.sort(key=lambda r: (ticket(seed, "order", r["lot"]), r["lot"]))
        out += [_assign(seed, row, name in waived, base, left) for row in group]
    return sorted(out, key=lambda r: r["leaf"])


def type_of(seed: str, row: dict[str, Any]) -> str:
    """The type of one row among its candidates (02 §7)."""
    options: list[str] = row["candidates"]
    return options[index(ticket(seed, "type", row["lot"]), len(options))]


def _shares(name: str, until: str, institutions: list[Any]) -> tuple[dict[str, Any], bool]:
    """Quotas or weights of a type by role and institution, and whether they are weights."""
    base: dict[str, dict[str, int]] = {"sampling": {}, "testing": {}}
    weighted = False
    for one in institutions:
        for service in one["types"]:
            if service["type"] != name:
                continue
            weighted = "sampling_weight" in service
            if service["valid_until"] >= until:
                for role in base:
                    share = service[f"{role}_weight" if weighted else role]
                    if share:
                        base[role][one["code"]] = share
    return base, weighted


def _assign(
    seed: str,
    row: dict[str, Any],
    waived: bool,
    base: dict[str, dict[str, int]],
    left: dict[str, dict[str, int]] | None,
) -> dict[str, str]:
    conflicts = row["facts"]["conflicts"]
    S = [c for c in sorted(base["sampling"]) if c not in conflicts]
    T = [c for c in sorted(base["testing"]) if c not in conflicts]
    last = [v for v in row["facts"]["last"] if v["type"] == row["type"]]
    S2 = [c for c in S if not last or c != last[0]["sampler"]]
    T2 = [c for c in T if not last or c != last[0]["tester"]]

    def others(code: str, X: list[str]) -> list[str]:
        return X if waived else [c for c in X if c != code]

    kept = any(others(i, S2) for i in T2)
    X, Y = (S2, T2) if kept else (S, T)
    tester, over_t = _take(
        seed, "test", row["lot"], [i for i in Y if others(i, X)], "testing", base, left
    )
    sampler, over_s = _take(seed, "sample", row["lot"], others(tester, X), "sampling", base, left)
    over = {(0, 0): "none", (1, 0): "sampling", (0, 1): "testing", (1, 1): "both"}
    return {
        "leaf": row["leaf"],
        "type": row["type"],
        "sampling": sampler,
        "testing": tester,
        "over": over[int(over_s), int(over_t)],
        "rotation": "kept" if kept else "dropped",
        "salt": ticket(seed, "row", row["lot"]),
    }


def _take(
    seed: str,
    label: str,
    lot: str,
    eligible: list[str],
    role: str,
    base: dict[str, dict[str, int]],
    left: dict[str, dict[str, int]] | None,
) -> tuple[str, bool]:
    """The institution that the ticket picks, and whether it is over quota (no `left`: weights)."""
    whole = {c: base[role][c] for c in eligible}
    free = {} if left is None else {c: left[role][c] for c in eligible if left[role][c] > 0}
    weights = free or whole
    k = index(ticket(seed, label, lot), sum(weights.values()))
    for code in sorted(weights):
        if k < weights[code]:
            break
        k -= weights[code]
    if free and left is not None:
        left[role][code] -= 1
    return code, left is not None and not free


def row_digest(row: dict[str, str]) -> str:
    """Hash of an assignment row (02 §8.4)."""
    names = ("salt", "leaf", "type", "sampling", "testing", "over", "rotation")
    return hashed("sunlot/v1/row", *(f"{name}={row[name]}" for name in names))


def by_type(types: list[str], pool: dict[str, int], drawn: dict[str, int]) -> list[dict[str, Any]]:
    """Totals by type, small ones merged (02 §8.5)."""
    small = {t for t in types if pool[t] < 50}
    while small and sum(pool[t] for t in small) < 50 and len(small) < len(types):
        small.add(min((pool[t], t) for t in types if t not in small)[1])
    rows = [{"type": t, "pool": pool[t], "drawn": drawn[t]} for t in types if t not in small]
    if small:
        total = {"pool": sum(pool[t] for t in small), "drawn": sum(drawn[t] for t in small)}
        rows.append({"type": "*", **total})
    return rows
