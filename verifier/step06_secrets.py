"""Step 6, secrets: 06.operator, 06.contribution, 06.reuse (spec 04 §3, 02 §3)."""

from collections.abc import Iterable, Mapping

from .book import Draw
from .findings import Fault, Findings, say
from .material import CampaignMaterial
from .rules import secret_commitment
from .step03_entries import Entry

_SECRET_KINDS = ("draw.commit", "draw.contribution", "draw.open")


def run(
    materials: Mapping[int, CampaignMaterial], entries: Iterable[Entry], findings: Findings
) -> None:
    """Check the secrets of every draw, and reuse over the whole ledger."""
    for material in materials.values():
        for draw in material.campaign.draws:
            _check_operator(material, draw, findings)
            _check_contributions(material, draw, findings)
            _check_listed(draw, findings)
    _check_reuse(entries, findings)


def _opens(material: CampaignMaterial, draw: Draw, opening: Entry, told: str) -> str | None:
    """None if an opening gives the commitment told, else what it gives."""
    party, secret = opening.data["party"], opening.data["secret"]
    made = [secret_commitment(*draw.id, root, party, secret) for root in material.roster_roots()]
    return None if told in made else made[0]


def _check_operator(material: CampaignMaterial, draw: Draw, findings: Findings) -> None:
    opening = draw.operator_open
    if opening is None:
        return
    if draw.commit is None or not material.roster_roots():
        note = say("an entry it needs is missing or could not be read")
        findings.skip("06.operator", note, draw=draw.id, entry=opening.seq)
        return
    findings.cover("06.operator", draw=draw.id)
    told = draw.commit.data["commitment"]
    made = _opens(material, draw, opening, told)
    if made is not None:
        wrong = say("the opened secret does not give the commitment")
        fault = Fault(wrong, "body.data.secret", told, made)
        findings.fail("06.operator", fault, entry=opening.seq, draw=draw.id)


def _check_contributions(material: CampaignMaterial, draw: Draw, findings: Findings) -> None:
    contributions = {e.data["representative"]: e for e in reversed(draw.contributions)}
    for number, opening in draw.representative_openings().items():
        contribution = contributions.get(number)
        if contribution is None or not material.roster_roots():
            note = say("an entry it needs is missing or could not be read")
            findings.skip("06.contribution", note, draw=draw.id, entry=opening.seq)
            continue
        findings.cover("06.contribution", 0, draw=draw.id)
        told = contribution.data["commitment"]
        made = _opens(material, draw, opening, told)
        if made is not None:
            wrong = say("the opened secret does not give the commitment")
            fault = Fault(wrong, "body.data.secret", told, made)
            findings.fail("06.contribution", fault, entry=opening.seq, draw=draw.id)


def _check_listed(draw: Draw, findings: Findings) -> None:
    if draw.close is None:
        return
    if draw.uncertain:
        note = say("an entry it needs is missing or could not be read")
        findings.skip("06.contribution", note, draw=draw.id, entry=draw.close.seq)
        return
    findings.cover("06.contribution", len(draw.close.data["contributions"]), draw=draw.id)
    made = {e.data["representative"]: e.data["commitment"] for e in reversed(draw.contributions)}
    told = {row["representative"]: row["commitment"] for row in draw.close.data["contributions"]}
    for number in sorted(made.keys() | told.keys()):
        if made.get(number) != told.get(number):
            wrong = say("draw.close does not list exactly the contributions made")
            where = f"body.data.contributions, representative {number}"
            expected = made.get(number) or say("null")
            fault = Fault(wrong, where, expected, told.get(number) or say("null"))
            findings.fail("06.contribution", fault, entry=draw.close.seq, draw=draw.id)


def _check_reuse(entries: Iterable[Entry], findings: Findings) -> None:
    """06.reuse: a second use is the fault of the draw that comes later."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        if entry.kind not in _SECRET_KINDS:
            continue
        name = "secret" if entry.kind == "draw.open" else "commitment"
        key = (name, entry.data[name])
        draw = (entry.data["campaign"], entry.data["draw"])
        earlier = seen.setdefault(key, entry)
        findings.cover("06.reuse", draw=draw)
        if earlier is not entry:
            wrong = say("used before, in entry {seq}", seq=str(earlier.seq))
            fault = Fault(wrong, f"body.data.{name}", None, entry.data[name])
            findings.fail("06.reuse", fault, entry=entry.seq, draw=draw)
