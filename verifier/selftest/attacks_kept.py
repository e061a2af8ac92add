"""What an enterprise or a contributor holds, against the book (04 §5, §10, §11)."""

import copy
from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .attacks_draws import exchange_for_reserve, selection_change
from .attacks_history import SIZE, Change, honest
from .book import BEFORE, Data, Maker
from .draw_rules import canonical, leaf_hash, path_of
from .package import Package, packed
from .results import Selection
from .spoiling import Attack, Who, during


def an_opening(maker: Maker, leaf: str, parts: tuple[str, ...] = ("facts", "id", "lot")) -> Data:
    """The opening of a leaf with some parts open."""
    one = copy.deepcopy(maker.leaves[leaf])
    for part in {"facts", "id", "lot"} - set(parts):
        inner = one[part]
        one[part] = {"commitment": rules.commit(part, inner["salt"], inner["value"])}
    return one


def opening(change: Callable[[Data], None], write: Callable[[Data], bytes] | None = None) -> Change:
    """The opening of the first leaf, changed, is given to the verifier."""

    def spoil(package: Package) -> None:
        one = an_opening(package.maker, min(package.maker.leaves))
        change(one)
        data = canonical(one) + b"\n" if write is None else write(one)
        package.beside["opening.json"] = data
        package.options["opening"] = "opening.json"

    return spoil


def refuting(leaf_of: Callable[[Maker], str], change: Callable[[Data], None] | None = None) -> Any:
    """The holder of a leaf refutes the draw."""

    def spoil(package: Package) -> None:
        one = an_opening(package.maker, leaf_of(package.maker))
        if change is not None:
            change(one)
        package.command = "refute"
        package.options = {"opening": "opening.json"}
        package.beside = {"opening.json": canonical(one) + b"\n"}

    return spoil


def _row(maker: Maker, mark: str, drawn: bool, right: bool) -> str:
    """A leaf of draw 1 with this mark that is (not) drawn, as the seed says or against it."""
    seed = maker.data("draw.result", 1)["seed"]
    pool, n = maker.pools[1], maker.data("draw.freeze", 1)["n"]
    by_rule = {leaf for leaf, _mark in rules.select(seed, pool, n)[0]}
    for leaf, own in pool:
        is_drawn, should = leaf in maker.drawn[1], leaf in by_rule
        if (own, is_drawn, should == is_drawn) == (mark, drawn, right):
            return leaf
    raise LookupError("no such row in draw 1")


def row(mark: str, drawn: bool, right: bool = False) -> Callable[[Maker], str]:
    """Who refutes."""
    return lambda maker: _row(maker, mark, drawn, right)


def no_must(_maker: Maker, selection: list[tuple[str, str]]) -> None:
    """A must is left out of the selection for somebody else."""
    must = next(entry for entry in selection if entry[1] == "m")
    exchange_for_reserve(_maker, selection)
    selection.remove(must)
    chosen = {leaf for leaf, _mark in selection}
    reserve = next(r for r in _maker.pool if r[0] not in chosen and r[1] == "r")
    selection.append(reserve)


def _right_pool(maker: Maker) -> dict[str, str]:
    """The pool of draw 1 by the rules: mark by leaf."""
    facts = {leaf: one["facts"]["value"] for leaf, one in maker.leaves.items()}
    told, chosen = maker.opening_data, maker.types_of[1]
    day, months = told["reference_date"], told["avoidance_months"]
    return dict(rules.pool_of(facts, chosen, day, months, set())[0])


def left_out(maker: Maker) -> str:
    """A leaf that should be in the pool of draw 1 and is not."""
    return min(set(_right_pool(maker)) - {leaf for leaf, _mark in maker.pools[1]})


def wrongly_in(maker: Maker) -> str:
    """A leaf that is in the pool of draw 1 and should not be."""
    return min({leaf for leaf, _mark in maker.pools[1]} - set(_right_pool(maker)))


def marked(maker: Maker) -> str:
    """A leaf whose mark in the pool of draw 1 is wrong."""
    right = _right_pool(maker)
    return next(leaf for leaf, mark in maker.pools[1] if right[leaf] != mark)


def closed_one_in() -> Maker:
    """The pool of draw 1 holds an enterprise that the facts say is closed."""
    maker = Maker()

    def spoiled(chosen: list[str], right: rules.Pool) -> rules.Pool:
        pool, candidates, excluded = right
        for leaf in sorted(maker.leaves):
            facts = maker.leaves[leaf]["facts"]["value"]
            own = [name for name in facts["types"] if name in chosen]
            if own and facts["status"] != "normal":
                return sorted([*pool, (leaf, "r")]), {**candidates, leaf: own}, excluded
        raise LookupError("no closed enterprise")

    maker.pool_hook = spoiled
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"])
    return maker


def refutation(name: str, make: Callable[[], Maker], kind: str | None, change: Any,
               **more: Any) -> Attack:  # fmt: skip
    """What an opening shows against draw 1, or fails to show."""
    draw = None if kind is None else 1
    return Attack("13.refute", name, make, kind, draw, files=change, auditor=False, **more)


def _intruded() -> Maker:
    """Somebody above the cut-off was put in; the cut-off stays that of the rule."""
    maker = Maker()

    def spoiled(_seed: str, right: Selection) -> Selection:
        selection = list(right[0])
        exchange_for_reserve(maker, selection)
        return sorted(selection), right[1]

    maker.select_hook = spoiled
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"])
    return maker


INTRUDED = _intruded
EXCHANGED = selection_change(exchange_for_reserve)
NO_MUST = selection_change(no_must)


# ------------------------------------------------------------------- proof of a contribution (12)
def proof_of(maker: Maker, size: int | None = None, secret: str | None = None) -> Data:
    """The proof of the first contribution under a head of the first `size` entries."""
    entries = maker.sealed_entries()
    index = maker.find("draw.contribution", 1)
    return {
        "checkpoint": maker.head(entries[:size]).decode(),
        "entry": entries[index].decode(),
        "index": index,
        "kind": "contribution",
        "proof": [h.hex() for h in path_of([leaf_hash(e) for e in entries[:size]], index)],
        "roster": maker.root,
        "secret": secret,
        "v": 1,
    }


def proving(make: Callable[[], Maker], change: Callable[[Data], None], size: int | None = None,
            opened: bool = False) -> Change:  # fmt: skip
    """The proof that somebody has of such a book, changed."""

    def spoil(package: Package) -> None:
        maker = make()
        secret = maker.data("draw.open", 1, 1)["secret"] if opened else None
        value = proof_of(maker, size, secret)
        change(value)
        package.command = "proof"
        package.options = {"file": "proof.json"}
        package.beside["proof.json"] = canonical(value) + b"\n"

    return spoil


def proof_attack(code: str, name: str, change: Change, make: Callable[[], Maker] = honest,
                 who: Who = "operator", **more: Any) -> Attack:  # fmt: skip
    """An attack on what a contributor kept, or on the book behind it."""
    return Attack(code, name, make, files=change, auditor=False, who=who, **more)


def with_other_secret() -> Maker:
    """A book in which the first representative is said to have opened another secret."""

    def change(data: Data) -> None:
        if data["party"] == "representative.1":
            data["secret"] = "5" * 64

    made: Maker = during("draw.open", 1, change, size=SIZE)()
    return made


def signed_by(count: int) -> Maker:
    """An honest book whose head so many of three witnesses have signed."""
    maker = honest(witnesses=3)
    maker.head_signers = list(range(count))
    return maker


def first_line_twice(value: Data) -> None:
    """The first cosignature stands in the note twice."""
    lines = value["checkpoint"].splitlines(keepends=True)
    value["checkpoint"] = "".join([*lines[:-1], lines[-2]])


def spaced(value: Data) -> bytes:
    """Canonical JSON with one blank too many."""
    return canonical(value).replace(b":", b": ", 1) + b"\n"


def doubled_path(value: Data) -> None:
    """The path leads through a tree that repeats its odd nodes."""
    value["proof"] = [value["proof"][0], *value["proof"]]


def proven_contribution() -> Package:
    """An honest control: the proof of a contribution, opened, against the publication."""
    made = packed(honest(), BEFORE)
    proving(honest, lambda _value: None, 20, opened=True)(made)
    return made


def refuted_in_vain() -> Package:
    """An honest control: who was not drawn by the rules refutes."""
    made = packed(honest(), BEFORE)
    refuting(row("r", drawn=False, right=True))(made)
    return made
