"""What totals contradict in public while everything is sealed, and salts used twice."""

from collections.abc import Callable
from typing import Any

from . import draw_rules as rules
from .attacks_kept import opening, refuting
from .book import TYPES, Data, Maker, standard
from .package import Package
from .spoiling import Attack, during

SALT = "5" * 64


def total(change: Callable[[Data], None], **options: Any) -> Callable[[], Maker]:
    """The totals of draw 1 are changed before they are stated."""
    made: Callable[[], Maker] = during("match.before_statement", 1, change, **options)
    return made


def unknown_type(data: Data) -> None:
    """The totals are told under a type that nobody chose."""
    drawn = sum(row["drawn"] for row in data["by_type"])
    data["by_type"] = [{"drawn": drawn, "pool": 1, "type": "ZZZ"}]


def star_for_nothing(data: Data) -> None:
    """Every chosen type is told, and a merged row besides."""
    names = ("A01", "A02")
    rows: list[Data] = [{"drawn": 0, "pool": 1, "type": name} for name in names]
    rows[0]["drawn"] = sum(row["drawn"] for row in data["by_type"])
    data["by_type"] = [*rows, {"drawn": 0, "pool": 1, "type": "*"}]


def huge_pool(data: Data) -> None:
    """The merged row has more candidates than the pool has rows for its types."""
    data["by_type"][0]["pool"] = 1_000


def expired_takes_all(role: str) -> Callable[[Data], None]:
    """Every row goes to an institution whose certificate has run out."""

    def change(data: Data) -> None:
        for row in data["institutions"]:
            row[role] = data["rows"]["count"] if row["institution"] == "Z9" else 0

    return change


def over_by_weight(data: Data) -> None:
    """Rows are over quota although there are no quotas."""
    data["over_quota"]["sampling"] = 1


def dropped(data: Data) -> None:
    """Rotation was dropped for more rows than were drawn."""
    data["rotation_dropped"] = data["rows"]["count"] + 1


def billion(data: Data) -> None:
    """A billion enterprises of sixty were excluded."""
    data["excluded"][0]["count"] = 10**9


class SaltyMaker(Maker):
    """A maker that gives some parts the same salt: each a campaign, an enterprise, a part."""

    def __init__(self, *salted: tuple[int, int, str]) -> None:
        self.salted = salted
        super().__init__()

    def _opening(self, number: int) -> Data:
        made = super()._opening(number)
        for campaign, enterprise, part in self.salted:
            if (campaign, enterprise) == (self.campaign, number):
                made[part]["salt"] = SALT
        return made


def disclosed(maker: Maker) -> Maker:
    """A whole campaign; everything is disclosed."""
    maker.open_campaign()
    maker.whole_draw(1, ["A01", "A02"])
    maker.close()
    maker.disclose(["facts", "id", "lot"], "all")
    return maker


def matched(maker: Maker) -> Maker:
    """A matched draw of a sealed campaign."""
    maker.open_campaign()
    maker.whole_draw(1, TYPES[:2])
    return maker


def in_two_campaigns() -> Maker:
    """The second campaign opens a part under a salt of the first."""
    return disclosed(disclosed(SaltyMaker((1, 0, "facts"), (2, 0, "id"))))


def salted_people(names: tuple[str, ...], *rows: tuple[int, int, str]) -> Callable[[], Maker]:
    """People of these names, and parts of enterprises, have the same salt."""

    def make() -> Maker:
        maker, right = SaltyMaker(*rows), Maker.person

        def person(name: str) -> str:
            if name not in names:
                return right(maker, name)
            value = {"name": name, "telegram": 1000 + len(maker.people[maker.campaign])}
            row = person_row(value, SALT)
            maker.people[maker.campaign].append(row)
            return str(row["person"])

        maker.person = person  # type: ignore[method-assign]
        return matched(maker)

    return make


def person_row(value: Data, salt: str) -> Data:
    """One line of a people file."""
    made = rules.commit("person", salt, value)
    return {"kind": "person", "person": made, "salt": salt, "v": 1, "value": value}


def audit_lines(
    what: str, change: Callable[[list[bytes]], list[bytes]]
) -> Callable[[Package], None]:
    """The lines of a file of the auditors, `people` or `openings`, are changed."""

    def spoil(package: Package) -> None:
        name = f"auditor/campaign-1.{what}.jsonl"
        lines = package.beside[name].splitlines(keepends=True)
        package.beside[name] = b"".join(change(lines))

    return spoil


def turned(lines: list[bytes]) -> list[bytes]:
    """The first two lines come in the other order."""
    return [lines[1], lines[0], *lines[2:]]


def with_stranger(lines: list[bytes]) -> list[bytes]:
    """Somebody whom the campaign does not name is among the people."""
    row = person_row({"name": "外人", "telegram": 999}, "6" * 64)
    return sorted([*lines, rules.canonical(row) + b"\n"])


def bad_code(number: int, value: Data) -> None:
    """No enterprise has a valid code."""
    value["code"] = f"9199{number:014d}"


def bad_codes() -> Maker:
    """A sealed campaign; the codes of its enterprises are not valid."""
    maker = Maker()
    maker.id_hook = bad_code
    return matched(maker)


def long_opening(_one: Data) -> bytes:
    """An opening longer than any may be."""
    return b" " * 65_537


def closed_id(one: Data) -> None:
    """The holder keeps closed who it is."""
    inner = one["id"]
    one["id"] = {"commitment": rules.commit("id", inner["salt"], inner["value"])}


def public(code: str, name: str, make: Callable[[], Maker], kind: str) -> Attack:
    """An attack on draw 1 that everybody can see, without the auditors' folder."""
    return Attack(code, name, make, kind, 1, auditor=False)


ATTACKS: list[Attack] = [
    # totals
    public("07.pool", "excluded beyond the roster", during("draw.freeze", 1, billion),
           "draw.freeze"),
    public("08.totals", "type of nobody", total(unknown_type), "match.result"),
    public("08.totals", "merged of nothing", total(star_for_nothing), "match.result"),
    public("08.totals", "pool too large", total(huge_pool), "match.result"),
    public("08.totals", "expired samples", total(expired_takes_all("sampling")), "match.result"),
    public("08.totals", "expired tests", total(expired_takes_all("testing")), "match.result"),
    public("08.totals", "over quota by weight", total(over_by_weight, weighted=tuple(TYPES)),
           "match.result"),
    public("08.totals", "rotation", total(dropped), "match.result"),
    # salts
    Attack("10.opening", "salt twice", lambda: disclosed(SaltyMaker(
           (1, 0, "facts"), (1, 1, "facts"))), "disclosure", auditor=False),
    Attack("10.opening", "salt twice in a row", lambda: disclosed(SaltyMaker(
           (1, 0, "id"), (1, 0, "lot"))), "disclosure", auditor=False),
    Attack("10.opening", "salt twice for auditors", lambda: matched(SaltyMaker(
           (1, 0, "facts"), (1, 1, "lot")))),
    Attack("10.opening", "salt in two campaigns", in_two_campaigns, "disclosure", None, 1,
           auditor=False),
    Attack("10.people", "salt twice", salted_people(("代表1", "代表2"))),
    Attack("10.people", "salt of an enterprise", salted_people(("代表1",), (1, 0, "lot"))),
    # an enterprise
    Attack("11.opening", "code", bad_codes, auditor=False, files=opening(lambda _one: None)),
    Attack("11.opening", "too long", standard, auditor=False, files=opening(
        lambda _one: None, long_opening)),
    Attack("11.opening", "refuted with the id closed", standard, auditor=False, exit=2,
           files=refuting(lambda maker: min(maker.leaves), closed_id)),
    # people
    Attack("10.people", "unordered", standard, files=audit_lines("people", turned)),
    Attack("10.people", "left out", standard, files=audit_lines("people", lambda rows: rows[:-1])),
    Attack("10.people", "stranger", standard, files=audit_lines("people", with_stranger)),
    # openings
    Attack("10.opening", "unordered for auditors", standard, files=audit_lines("openings", turned)),
    Attack("10.opening", "left out for auditors", standard, files=audit_lines(
        "openings", lambda rows: rows[1:])),
    Attack("10.opening", "cut for auditors", standard, files=audit_lines(
        "openings", lambda rows: [*rows[:-1], rows[-1][:-1]])),
]  # fmt: skip
