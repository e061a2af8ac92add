"""Invented enterprises, people and institutions, and the opening of a campaign."""

from collections.abc import Callable

from .beacons import CHAINS
from .draw_rules import canonical, commit, hashed, leaf_hash, tree_root
from .publishing import Data, Publisher

DISCLOSE_BY = "2026-12-31"
TYPES = ["A01", "A02", "B01", "B02", "C07"]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def enterprise_code(number: int) -> str:
    """A valid code of an invented enterprise."""
    base = f"{number:08d}"
    total = sum(w * int(c) for w, c in zip((3, 7, 9, 10, 5, 8, 4, 2), base, strict=True))
    check = 11 - total % 11
    front = "91990000" + base + {10: "X", 11: "0"}.get(check, str(check))
    total = sum(ALPHABET.index(c) * (3**i % 31) for i, c in enumerate(front))
    return front + ALPHABET[(31 - total % 31) % 31]


def leaf_of(opening: Data) -> str:
    """The leaf of an opening whose parts are all open (01 §1)."""
    parts = {t: commit(t, opening[t]["salt"], opening[t]["value"]) for t in ("id", "facts", "lot")}
    return hashed("sunlot/v1/leaf", *(f"{tag}={parts[tag]}" for tag in ("id", "facts", "lot")))


class CampaignMaker(Publisher):
    """Opens campaigns; the hooks change what is invented before it is used."""

    allocation: str = "pooled"
    weighted: tuple[str, ...] = ()

    def __init__(
        self,
        size: int = 60,
        seed: int = 1,
        simulation: bool = True,
        witnesses: int = 0,
        quorum: int | None = None,
        beacon: str | None = None,
    ) -> None:
        self.size = size
        self.chain = None if beacon is None else CHAINS[beacon]
        self.campaign = 0
        self.facts_hook: Callable[[int, Data], None] | None = None
        self.institutions_hook: Callable[[list[Data]], None] | None = None
        self.market_hook: Callable[[list[Data]], None] | None = None
        self.catalogue_hook: Callable[[list[Data]], None] | None = None
        self.id_hook: Callable[[int, Data], None] | None = None
        self.lot_hook: Callable[[int, str], str] | None = None
        super().__init__(seed, simulation, witnesses, quorum)

    def person(self, name: str) -> str:
        """The commitment of a new invented person."""
        value = {"name": name, "telegram": 1000 + len(self.people[self.campaign])}
        salt = self.salt()
        person = commit("person", salt, value)
        self.people[self.campaign].append(
            {"kind": "person", "person": person, "salt": salt, "v": 1, "value": value}
        )
        return person

    def _facts(self, number: int) -> Data:
        roll = self.random.random
        types = sorted(self.random.sample(TYPES, self.random.choice([1, 1, 2, 3])))
        failed = [{"evidence": f"R{number}", "type": t} for t in types if roll() < 0.12]
        last = []
        for name in TYPES:
            if roll() < 0.3:
                day = self.random.choice(["2026-02-10", "2025-11-30", "2024-05-01", "2026-03-01"])
                sampler, tester = self.random.sample(["", "S1", "S2", "T1", "T2", "T3"], 2)
                last.append({"date": day, "sampler": sampler, "tester": tester, "type": name})
        facts = {
            "conflicts": sorted({self.random.choice(["S1", "T1"]) for _ in range(roll() < 0.1)}),
            "failed": failed,
            "last": last,
            "region": "990101",
            "status": self.random.choice(["normal"] * 12 + ["closed", "invalid", "duplicate"]),
            "types": types,
        }
        if self.facts_hook is not None:
            self.facts_hook(number, facts)
        return facts

    def _opening(self, number: int) -> Data:
        id_value = {
            "addresses": [f"示例市某路{number}号"],
            "code": enterprise_code(number + 1000 * self.campaign),
            "name": f"示例企业{number}",
        }
        if self.id_hook is not None:
            self.id_hook(number, id_value)
        lot = self.salt()
        if self.lot_hook is not None:
            lot = self.lot_hook(number, lot)
        return {
            "campaign": self.campaign,
            "facts": {"salt": self.salt(), "value": self._facts(number)},
            "id": {"salt": self.salt(), "value": id_value},
            "kind": "opening",
            "lot": {"salt": self.salt(), "value": lot},
            "v": 1,
        }

    def _institutions(self) -> list[Data]:
        rows: list[Data] = []
        for code in ("S1", "S2", "T1", "T2", "T3"):
            services = []
            for name in TYPES:
                sampling = self.random.choice([0, 2, 3, 5]) if code != "S1" else 4
                testing = self.random.choice([1, 2, 6])
                until = self.random.choice(["2027-01-01", "2026-06-30", "2026-08-01"])
                services.append({
                    "sampling": sampling, "testing": testing, "type": name, "valid_until": until,
                })  # fmt: skip
            rows.append({"code": code, "name": f"机构{code}", "types": services})
        for service in rows[1]["types"]:
            service["sampling"] = 3
        old = {"sampling": 9, "testing": 9, "type": "A01", "valid_until": "2026-06-29"}
        rows.append({"code": "Z9", "name": "过期机构", "types": [old]})
        if self.institutions_hook is not None:
            self.institutions_hook(rows)
        for service in (service for row in rows for service in row["types"]):
            if service["type"] in self.weighted and "sampling" in service:
                for role in ("sampling", "testing"):
                    service[f"{role}_weight"] = service.pop(role)
        if self.market_hook is not None:
            self.market_hook(rows)
        return rows

    def open_campaign(
        self,
        policy: str = "sealed",
        representatives: int = 3,
        months: int = 6,
        allocation: str = "pooled",
        weighted: tuple[str, ...] = (),
    ) -> None:
        """campaign.open and roster.audit; the types in `weighted` are drawn by weight."""
        self.allocation, self.weighted = allocation, weighted
        self._begin_campaign()
        self._invent_people(representatives)
        catalogue = self._catalogue()
        self.planned = {row["code"]: row["planned"] for row in catalogue}
        self.market = self._institutions()
        self.opening_data = self._opening_data(policy, months, catalogue)
        self.add("campaign.open", self.opening_data)
        self.root = self.opening_data["roster"]["root"]
        audit = {
            "campaign": self.campaign,
            "level": "D",
            "person": self.supervisors[0],
            "roster": self.root,
            "statements": ["codes_unique", "codes_valid", "failures_flagged", "types_complete"],
        }
        self.add("roster.audit", audit)

    def _begin_campaign(self) -> None:
        self.campaign += 1
        self.people[self.campaign] = []
        self.drawn: dict[int, set[str]] = {}
        self.pools: dict[int, list[tuple[str, str]]] = {}
        self.void: set[int] = set()
        self.draw = 0
        self.types_of: dict[int, list[str]] = {}
        self.representative_of: dict[int, int] = {}
        self.statements: dict[int, tuple[int, str]] = {}
        openings = [self._opening(number) for number in range(self.size)]
        self.leaves = {leaf_of(one): one for one in openings}
        self.openings[self.campaign] = [self.leaves[leaf] for leaf in sorted(self.leaves)]

    def _invent_people(self, representatives: int) -> None:
        self.officials = sorted(self.person(name) for name in ("甲", "乙", "丙"))
        self.supervisors = [self.person("丁")]
        self.seats: list[Data] = []
        for number in range(1, representatives + 1):
            person = self.person(f"代表{number}")
            substitute = self.person(f"替补{number}") if number == 1 else None
            self.seats.append({"number": number, "person": person, "substitute": substitute})

    def _catalogue(self) -> list[Data]:
        catalogue: list[Data] = [
            {"class": "日用品", "code": t, "name": f"产品{t}", "planned": 2 + i}
            for i, t in enumerate(TYPES)
        ]
        if self.catalogue_hook is not None:
            self.catalogue_hook(catalogue)
        return catalogue

    def _opening_data(self, policy: str, months: int, catalogue: list[Data]) -> Data:
        roster_text = "".join(f"{leaf}\n" for leaf in sorted(self.leaves)).encode()
        root = tree_root([leaf_hash(bytes.fromhex(leaf)) for leaf in sorted(self.leaves)]).hex()
        document = {"kind": "catalogue", "types": catalogue, "v": 1}
        market = {"institutions": self.market, "kind": "institutions", "v": 1}
        return {
            "allocation": self.allocation,
            "approvals": self.approvals(),
            "avoidance_months": months,
            "basis": "某办法第三条",
            "beacon": "none" if self.chain is None else self.chain.hash,
            "campaign": self.campaign,
            "catalogue": {"blob": self.blob(canonical(document) + b"\n")},
            "disclose_by": DISCLOSE_BY,
            "institutions": {"blob": self.blob(canonical(market) + b"\n")},
            "matching": "weights" if self.weighted else "quotas",
            "officials": self.officials,
            "open_basis": "某公告" if policy == "open" else "",
            "policy": policy,
            "reference_date": "2026-03-01",
            "representatives": self.seats,
            "roster": {"blob": self.blob(roster_text), "count": self.size, "root": root},
            "rules": "sunlot/v1",
            "sampling_until": "2026-06-30",
            "supervisors": self.supervisors,
            "title": "二〇二六年第一批抽查",
            "waivers": [{"code": "W1", "text": "唯一检验机构", "types": ["C07"]}],
        }

    def approvals(self) -> list[Data]:
        """Approvals of two officials."""
        return [{"level": "D", "person": person} for person in self.officials[:2]]
