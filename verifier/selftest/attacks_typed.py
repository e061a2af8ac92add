"""Faults of `per_type`, of weights, and of matching that is hidden behind right totals."""

import copy
from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .book import Data, Maker
from .results import Selection
from .spoiling import Attack

Rows = list[dict[str, str]]
TYPES = ["A01", "A02", "C07"]


def typed_book(prepare: Callable[[Maker], None], policy: str = "open") -> Callable[[], Maker]:
    """A campaign drawn type by type, A01 by weight; `prepare` spoils its maker first."""

    def make() -> Maker:
        maker = Maker()
        prepare(maker)
        maker.open_campaign(policy, allocation="per_type", weighted=("A01",))
        if policy == "open":
            maker.disclose(["facts", "id", "lot"], "all")
        maker.whole_draw(1, TYPES, contributing=(1, 2, 3), revealing=(1, 3))
        maker.close()
        return maker

    return make


def pooled_book(prepare: Callable[[Maker], None], **campaign: Any) -> Callable[[], Maker]:
    """A campaign with one draw of three types; `prepare` spoils its maker first."""

    def make() -> Maker:
        maker = Maker()
        prepare(maker)
        maker.open_campaign(**campaign)
        maker.whole_draw(1, TYPES)
        return maker

    return make


def strata(change: Callable[[list[Data]], Any]) -> Callable[[], Maker]:
    """The strata that draw.result states are changed, and the statement with them."""

    def prepare(maker: Maker) -> None:
        maker.tamper = {("draw.result", 1): lambda data: change(data["strata"])}

    return typed_book(prepare)


def moved(rows: list[Data]) -> None:
    """One enterprise is counted to another type."""
    rows[0]["pool"] -= 1
    rows[1]["pool"] += 1


def made_up(rows: list[Data]) -> None:
    """One more is drawn in one type, one less in another."""
    rows[0]["n"] -= 1
    rows[1]["n"] += 1


def totals(change: Callable[[Data], Any]) -> Callable[[], Maker]:
    """The totals of a draw type by type are changed before they are stated."""

    def prepare(maker: Maker) -> None:
        maker.tamper = {("match.before_statement", 1): change}

    return typed_book(prepare)


def exchanged_drawn(data: Data) -> None:
    """Two types have each other's number of drawn enterprises, or nearly."""
    rows = data["by_type"]
    rows[0]["drawn"] += 1
    rows[1]["drawn"] -= 1


def statement(change: Callable[[list[str]], Any]) -> Callable[[], Maker]:
    """The lines of the statement are changed."""

    def prepare(maker: Maker) -> None:
        maker.tamper = {("statement.lines", 1): lambda holder: change(holder["lines"])}

    return typed_book(prepare)


def exchange_in_selection(maker: Maker) -> None:
    """A drawn enterprise is exchanged for one that was not drawn."""

    def spoiled(_seed: str, right: Selection) -> Selection:
        selection = list(right[0])
        chosen = {leaf for leaf, _mark in selection}
        selection.remove(next(row for row in selection if row[1] == "r"))
        selection.append(next(row for row in maker.pool if row[0] not in chosen and row[1] == "r"))
        return sorted(selection), right[1]

    maker.select_hook = spoiled


def rematched(
    market: Callable[[list[Data]], None] | None = None, facts: Callable[[Data], None] | None = None
) -> Callable[[Maker], None]:
    """Matching is done with other institutions or other facts than those of the book."""

    def prepare(maker: Maker) -> None:
        def hook(done: Rows) -> None:
            other, rows = copy.deepcopy(maker.market), maker.rows_of([row["leaf"] for row in done])
            rows = copy.deepcopy(rows)
            if market is not None:
                market(other)
            if facts is not None:
                for row in rows:
                    facts(row["facts"])
            until = maker.opening_data["sampling_until"]
            done[:] = rules.matching(maker.used_seed, until, {"C07"}, other, rows)

        maker.rows_hook = hook

    return prepare


def even_weights(market: list[Data]) -> None:
    """All weights count as one."""
    for service in (service for row in market for service in row["types"]):
        for role in ("sampling_weight", "testing_weight"):
            if service.get(role):
                service[role] = 1


def even_quotas(market: list[Data]) -> None:
    """All quotas count as two."""
    for service in (service for row in market for service in row["types"]):
        for role in ("sampling", "testing"):
            if service.get(role):
                service[role] = 2


def expired_too(market: list[Data]) -> None:
    """Certificates that have run out count as well."""
    for service in (service for row in market for service in row["types"]):
        service["valid_until"] = "2027-01-01"


def with_expired(maker: Maker) -> None:
    """An institution serves one type by right, and another by a certificate that has run out."""

    def market(rows: list[Data]) -> None:
        valid = {"sampling": 1, "testing": 1, "type": "A02", "valid_until": "2027-01-01"}
        rows[-1]["types"].append(valid)

    maker.institutions_hook = market
    rematched(expired_too)(maker)


def no_conflicts(facts: Data) -> None:
    """Nobody has a conflict."""
    facts["conflicts"] = []


def no_last(facts: Data) -> None:
    """Nobody was inspected before."""
    facts["last"] = []


def with_conflicts(maker: Maker) -> None:
    """Everybody has a conflict with two institutions, and matching looks away."""
    maker.facts_hook = lambda _number, facts: facts.update(conflicts=["S2", "T1"])
    rematched(facts=no_conflicts)(maker)


def with_visits(maker: Maker) -> None:
    """Everybody was inspected long ago by the same two institutions, and matching looks away."""
    visits = [
        {"date": "2024-05-01", "sampler": "S1", "tester": "T1", "type": name} for name in TYPES
    ]
    maker.facts_hook = lambda _number, facts: facts.update(last=copy.deepcopy(visits))
    rematched(facts=no_last)(maker)


def changed_row(change: Callable[[dict[str, str]], None]) -> Callable[[Maker], None]:
    """One row is changed after matching."""

    def prepare(maker: Maker) -> None:
        maker.rows_hook = lambda rows: change(next(r for r in rows if r["type"] != "C07"))

    return prepare


def tester_samples(row: dict[str, str]) -> None:
    """The tester samples as well."""
    row["sampling"] = row["testing"]


def hidden_over_quota(maker: Maker) -> None:
    """Rows over quota are told as if they were not."""

    def market(rows: list[Data]) -> None:
        for service in (service for row in rows[:2] for service in row["types"]):
            service.update(sampling=1, testing=1, valid_until="2027-01-01")
        del rows[2:]

    def hide(rows: Rows) -> None:
        for row in rows:
            row["over"] = "none"

    maker.institutions_hook = market
    maker.facts_hook = lambda _number, facts: facts.update(conflicts=[])
    maker.rows_hook = hide


def market_of(change: Callable[[list[Data]], None], weighted: tuple[str, ...] = ("A01",)) -> Any:
    """The institutions blob is changed before the campaign is opened."""

    def make() -> Maker:
        maker = Maker()
        maker.market_hook = change
        maker.open_campaign(weighted=weighted)
        return maker

    return make


def mixed(market: list[Data]) -> None:
    """One row of a weighted type has quotas."""
    service = next(s for s in market[0]["types"] if s["type"] == "A01")
    for role in ("sampling", "testing"):
        service[role] = service.pop(f"{role}_weight")


def weights_in_quotas(market: list[Data]) -> None:
    """In a campaign of quotas one type has weights."""
    for service in (s for row in market for s in row["types"] if s["type"] == "A01"):
        for role in ("sampling", "testing"):
            service[f"{role}_weight"] = service.pop(role)


def quotas_only(market: list[Data]) -> None:
    """In a campaign of weights no type has any."""
    for service in (s for row in market for s in row["types"] if s["type"] == "A01"):
        for role in ("sampling", "testing"):
            service[role] = service.pop(f"{role}_weight")


def heavy(market: list[Data]) -> None:
    """A weight above a million."""
    market[0]["types"][0]["sampling_weight"] = 1_000_001


ATTACKS: list[Attack] = [
    Attack("05.rules", "per_type while sealed", typed_book(lambda m: None, "sealed"),
           "campaign.open"),
    Attack("05.institutions", "mixed", market_of(mixed), "campaign.open"),
    Attack("05.institutions", "weights in quotas", market_of(weights_in_quotas, ()),
           "campaign.open"),
    Attack("05.institutions", "no weights", market_of(quotas_only), "campaign.open"),
    Attack("05.institutions", "too heavy", market_of(heavy), "campaign.open"),
    Attack("07.strata", "moved", strata(moved), "draw.result", 1),
    Attack("07.strata", "made up", strata(made_up), "draw.result", 1),
    Attack("07.strata", "left out", strata(lambda rows: rows.pop(1)), "draw.result", 1),
    Attack("07.strata", "musts", strata(lambda rows: rows[0].update(must=rows[0]["must"] + 1)),
           "draw.result", 1),
    Attack("07.cutoff", "of a type", strata(lambda rows: rows[0].update(cutoff="8" * 64)),
           "draw.result", 1),
    Attack("07.odds", "of a type", strata(lambda rows: rows[0]["odds"].reverse()),
           "draw.result", 1),
    Attack("07.tickets", "exchange in a type", typed_book(exchange_in_selection),
           "draw.result", 1),
    Attack("08.statement", "type left out", statement(lambda lines: lines.pop(14)),
           "match.result", 1),
    Attack("10.types", "drawn by type", totals(exchanged_drawn), "match.result", 1),
    Attack("10.types", "pool by type", totals(lambda d: d["by_type"][0].update(
        pool=d["by_type"][0]["pool"] + 1)), "match.result", 1),
    Attack("10.matching", "weights ignored", typed_book(rematched(even_weights)),
           "match.result", 1),
    Attack("10.matching", "quotas ignored", pooled_book(rematched(even_quotas)),
           "match.result", 1),
    Attack("10.matching", "certificates ignored", pooled_book(with_expired),
           "match.result", 1),
    Attack("10.matching", "conflicts ignored", pooled_book(with_conflicts), "match.result", 1),
    Attack("10.matching", "rotation ignored", pooled_book(with_visits), "match.result", 1),
    Attack("10.matching", "sampling is testing", pooled_book(changed_row(tester_samples)),
           "match.result", 1),
    Attack("10.matching", "over quota hidden", pooled_book(hidden_over_quota), "match.result", 1),
    Attack("10.matching", "own salt", pooled_book(changed_row(
        lambda row: row.update(salt="3" * 64))), "match.result", 1),
]  # fmt: skip
