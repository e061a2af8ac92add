"""Faults of entries, signatures and campaigns (steps 3, 4, 5)."""

from collections.abc import Callable

from .attacks_draws import n_too_high
from .book import Data, Maker, standard
from .spoiling import Attack, body, during, insert, later, prepared, put, swap


def raw(kind: str, change: Callable[[bytes], bytes]) -> Callable[[Maker], None]:
    """Change the bytes of an entry's body before they are signed."""

    def spoil(maker: Maker) -> None:
        seq = maker.find(kind)
        whole = maker.sealed_entries()[seq]
        signed = whole[len(b'{"body":') : whole.index(b',"sigs":[')]
        maker.entries[seq]["raw_body"] = change(signed)

    return spoil


def wrong_blob_root(maker: Maker) -> None:
    """State another root of the roster."""
    maker.data("campaign.open")["roster"]["root"] = "0" * 64


def unordered_roster(maker: Maker) -> None:
    """Exchange two lines of the roster."""
    roster = maker.data("campaign.open")["roster"]
    lines = maker.blobs.pop(roster["blob"]).splitlines(keepends=True)
    lines[3], lines[4] = lines[4], lines[3]
    roster["blob"] = maker.blob(b"".join(lines))


def spoiled_document(name: str, change: Callable[[bytes], bytes]) -> Callable[[Maker], None]:
    """Change the bytes of a blob that the campaign names."""

    def spoil(maker: Maker) -> None:
        opening = maker.data("campaign.open")
        data = maker.blobs.pop(opening[name]["blob"])
        opening[name]["blob"] = maker.blob(change(data))

    return spoil


def type_out_of_catalogue(maker: Maker) -> None:
    """Let an institution serve an unknown type."""

    def market(rows: list[Data]) -> None:
        rows[-1]["types"].append(
            {"sampling": 1, "testing": 1, "type": "Q01", "valid_until": "2027-01-01"}
        )

    maker.institutions_hook = market


def audited_twice(maker: Maker) -> None:
    """Audit the roster twice."""
    insert(maker, 3, "roster.audit", dict(maker.data("roster.audit")))


def odd_signature(maker: Maker) -> None:
    """Sign something else."""
    maker.entries[maker.find("draw.freeze", 3)]["message"] = b"something else"


def log_signs(maker: Maker) -> None:
    """Sign an entry with the log key."""
    maker.entries[maker.find("draw.freeze", 3)]["key"] = maker.log


def second_signature(maker: Maker) -> None:
    """Add a second signature."""
    row = {"key": "f" * 64, "sig": "0" * 128}
    maker.entries[maker.find("draw.freeze", 3)]["more_sigs"] = [row]


def log_key_is_agency_key(maker: Maker) -> None:
    """Use one key for both."""
    maker.log = maker.agency


def no_institution_for_b02(maker: Maker) -> None:
    """B02 cannot be served, and no enterprise has it, so that only the catalogue tells."""

    def market(rows: list[Data]) -> None:
        for row in rows:
            for service in row["types"]:
                if service["type"] == "B02":
                    service["valid_until"] = "2026-01-01"

    def facts(_number: int, value: Data) -> None:
        value["types"] = [t for t in value["types"] if t != "B02"] or ["A01"]
        value["failed"] = [f for f in value["failed"] if f["type"] in value["types"]]

    maker.institutions_hook, maker.facts_hook = market, facts


def void_beside_an_open_draw() -> Maker:
    """Draw 1 really fails, but draw 2 has begun (01 §8.5c)."""
    maker = Maker()
    maker.tamper = {("draw.freeze", 1): n_too_high}
    maker.open_campaign()
    maker.whole_draw(1, ["A01"])
    maker.begin(2, ["B01"])
    maker.void_draw("verifier", "07.count", draw=1)
    return maker


def campaign_void_after_choice() -> Maker:
    """Void a campaign after a choice."""
    maker = Maker()
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.void_campaign()
    return maker


def campaign_void_after_void_choice() -> Maker:
    """A choice of a draw that is void counts, too (01 §8.7)."""
    maker = Maker()
    maker.open_campaign()
    maker.begin(1, ["A01"])
    maker.void_draw("mistake")
    maker.void_campaign()
    return maker


def campaign_void_after_draw() -> Maker:
    """Void a campaign after a draw."""
    maker = standard(closed=False)
    maker.void_campaign()
    return maker


ATTACKS = [
    Attack("03.canonical", "space", later(raw("roster.audit", lambda b: b + b" ")),
           "roster.audit"),
    Attack("03.canonical", "key twice", later(raw("roster.audit", lambda b: b.replace(
        b'"seq":2', b'"seq":2,"seq":2'))), "roster.audit"),
    Attack("03.canonical", "float", later(raw("roster.audit", lambda b: b.replace(
        b'"seq":2', b'"seq":2.0'))), "roster.audit"),
    Attack("03.canonical", "escaped", later(raw("campaign.open", lambda b: b.replace(
        b'"title":"', b'"title":"\\u4e00'))), "campaign.open"),
    Attack("03.canonical", "NaN", later(raw("roster.audit", lambda b: b.replace(
        b'"seq":2', b'"seq":NaN'))), "roster.audit"),
    Attack("03.canonical", "1e400", later(raw("roster.audit", lambda b: b.replace(
        b'"seq":2', b'"seq":1e400'))), "roster.audit"),
    Attack("03.canonical", "too long", later(put("campaign.open", None, title="长" * 20100)),
           "campaign.open"),
    Attack("03.schema", "extra key", later(put("draw.choice", 3, extra=1)), "draw.choice", 3),
    Attack("03.schema", "order", later(put("draw.choice", 1, types=["A02", "A01"])),
           "draw.choice", 1),
    Attack("03.schema", "pattern", later(put("confirm", 1, nonce="A" * 64)), "confirm", 1),
    Attack("03.schema", "closed list", later(lambda m: m.data("draw.void")["reason"].update(
        code="rain")), "draw.void", 2),
    Attack("03.schema", "body key", later(body("roster.audit", more=1)), "roster.audit"),
    Attack("03.seq", "gap", later(body("draw.choice", 3, seq=999)), "draw.choice", 3),
    Attack("03.prev", "other", later(body("draw.choice", 3, prev="0" * 64)), "draw.choice", 3),
    Attack("03.time", "back", later(lambda m: m.entries[m.find("draw.choice", 3)].update(
        at=m.entries[m.find("draw.choice", 3) - 1]["at"] - 1)), "draw.choice", 3),
    Attack("03.simulation", "flag", later(body("draw.choice", 3, simulation=False)),
           "draw.choice", 3),
    Attack("04.genesis", "one key", prepared(log_key_is_agency_key), None),
    Attack("04.genesis", "origin", later(put("genesis", None, origin="other.example/x")),
           "genesis"),
    Attack("04.signature", "message", later(odd_signature), "draw.freeze", 3),
    Attack("04.signature", "log key", later(log_signs), "draw.freeze", 3),
    Attack("04.signature", "two", later(second_signature), "draw.freeze", 3),
    Attack("04.signature", "none", later(lambda m: m.entries[m.find("draw.freeze", 3)].update(
        bytes=lambda b: b[: b.rindex(b"[")] + b"[]}")), "draw.freeze", 3),
    Attack("05.order", "audited twice", later(audited_twice), "roster.audit", None, 1),
    Attack("05.order", "not drawn", later(put("campaign.close", None, not_drawn=[1])),
           "campaign.close"),
    Attack("05.order", "opening after result", later(lambda m: swap(
        m, m.find("draw.open", 1, 2), m.find("draw.result", 1))), "draw.open", 1, 2),
    Attack("05.order", "representative", later(put("draw.choice", 4, representative=2)),
           "draw.choice", 4),
    Attack("05.order", "inherited", later(put("draw.choice", 3, inherited=None)),
           "draw.choice", 3),
    Attack("05.order", "confirmed twice", later(put("confirm", 1, 1, representative=1)),
           "confirm", 1, 1),
    Attack("05.order", "no answer there", later(put("object.answer", 1, objection=3)),
           "object.answer", 1),
    Attack("05.order", "void beside an open draw", void_beside_an_open_draw, "draw.void", 1),
    Attack("05.order", "campaign void after choice", campaign_void_after_choice,
           "campaign.void"),
    Attack("05.order", "campaign void after void choice", campaign_void_after_void_choice,
           "campaign.void"),
    Attack("05.order", "campaign void after draw", campaign_void_after_draw, "campaign.void"),
    Attack("05.people", "two roles", prepared(lambda m: m.tamper.update({
        ("campaign.open", None): lambda d: d["supervisors"].append(d["officials"][2])
        or d["supervisors"].sort()})), "campaign.open"),
    Attack("05.people", "one approval twice", during("campaign.open", None, lambda d: d.update(
        approvals=[d["approvals"][0]] * 2)), "campaign.open"),
    Attack("05.people", "approved by others", later(lambda m: m.data("draw.void").update(
        approvals=sorted([m.data("draw.void")["approvals"][0],
                          {"level": "D", "person": m.supervisors[0]}],
                         key=lambda a: a["person"]))), "draw.void", 2),
    Attack("05.people", "choice by official", later(lambda m: m.data("draw.choice", 1).update(
        person=m.officials[0])), "draw.choice", 1),
    Attack("05.people", "audit by official", later(lambda m: m.data("roster.audit").update(
        person=m.officials[0])), "roster.audit"),
    Attack("05.people", "confirmed by another", later(lambda m: m.data("confirm", 1).update(
        person=m.seats[1]["person"])), "confirm", 1),
    Attack("05.people", "answered by official", later(lambda m: m.data("object.answer").update(
        person=m.officials[1])), "object.answer"),
    Attack("05.rules", "empty title", during("campaign.open", None, lambda d: d.update(title="")),
           "campaign.open"),
    Attack("05.rules", "open basis", during("campaign.open", None, lambda d: d.update(
        open_basis="x")), "campaign.open"),
    Attack("05.rules", "disclosed too late", during("campaign.open", None, lambda d: d.update(
        disclose_by="2027-03-03")), "campaign.open"),
    Attack("05.rules", "reference date", during("campaign.open", None, lambda d: d.update(
        reference_date="2026-03-03")), "campaign.open"),
    Attack("05.rules", "waiver of no type", during("campaign.open", None, lambda d: d[
        "waivers"][0]["types"].append("X9")), "campaign.open"),
    Attack("05.rules", "avoidance", prepared(lambda m: m.tamper.update({
        ("campaign.open", None): lambda d: d.update(avoidance_months=25)})), "campaign.open"),
    Attack("05.roster", "root", later(wrong_blob_root), "campaign.open"),
    Attack("05.roster", "order", later(unordered_roster), "campaign.open"),
    Attack("05.roster", "audit", later(put("roster.audit", None, roster="0" * 64)),
           "roster.audit"),
    Attack("05.catalogue", "no line feed", later(spoiled_document(
        "catalogue", lambda b: b[:-1])), "campaign.open"),
    Attack("05.catalogue", "planned 0", later(spoiled_document(
        "catalogue", lambda b: b.replace(b'"planned":2', b'"planned":0'))), "campaign.open"),
    Attack("05.institutions", "quota 0", later(spoiled_document(
        "institutions", lambda b: b.replace(b'"sampling":9,"testing":9',
                                            b'"sampling":0,"testing":0'))), "campaign.open"),
    Attack("05.institutions", "type", prepared(type_out_of_catalogue), "campaign.open"),
    Attack("05.feasible", "B02", prepared(no_institution_for_b02), "campaign.open"),
]  # fmt: skip
