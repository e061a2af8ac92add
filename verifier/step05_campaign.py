"""Step 5, campaign: 05.order, 05.people, 05.rules, 05.roster … 05.feasible (spec 04 §3)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from . import documents, order, people
from .beacon import TEST
from .book import Book, Campaign
from .canonical import NotCanonicalError, decode_line
from .checks import COVERAGE
from .dates import add_months, date_of
from .findings import Fault, Findings, say
from .lists import LeafList, ListError, read_list
from .matching import Market, has_pair, is_weighted, market_of
from .material import CampaignMaterial
from .openings import OpeningsFile, read_openings
from .publication import MAX_JSON_BLOB, Publication
from .records import PARTS
from .schema import RefusedError, Rule, UnknownError
from .step03_entries import Entry

_MAX_AVOIDANCE_MONTHS = 24
_DISCLOSE_WITHIN_MONTHS = 12


def run(publication: Publication, book: Book, findings: Findings) -> dict[int, CampaignMaterial]:
    """Check every campaign and gather what its draws rest on.

    1. Blobs: roster, catalogue, institutions. 2. Feasibility of every catalogue type.
    3. Rules of the opening entry. 4. People and order over all entries.
    """
    materials = {c.number: _material(publication, c, findings) for c in book.campaigns}
    for material in materials.values():
        _check_feasible(material, findings)
        if material.campaign.opening is not None:
            _check_rules(material, material.campaign.opening, book.genesis, findings)
    catalogues = {number: material.planned for number, material in materials.items()}
    order.check(book.entries, catalogues, findings)
    people.check(book, findings)
    return materials


def tell_unknown(profile: bool, campaigns: Collection[int], findings: Findings) -> None:
    """Say of what no step from this on is made: of campaigns, or with `profile` of any."""
    for code in (code for code in COVERAGE if "05" <= code[:2] <= "10"):
        if profile:
            findings.skip(code, say("the profile of genesis is unknown to this version"))
        for number in sorted(campaigns):
            note = say("campaign {campaign} is unknown to this version", campaign=str(number))
            findings.skip(code, note)


def _material(publication: Publication, campaign: Campaign, findings: Findings) -> CampaignMaterial:
    opening = campaign.opening
    if opening is None:
        for code in ("05.rules", "05.roster", "05.catalogue", "05.institutions", "05.feasible"):
            note = say("the campaign's opening entry is missing or could not be read")
            findings.skip(code, note)
        return CampaignMaterial(campaign, None, None, None, None)
    roster = _roster(publication, campaign, opening, findings)
    planned = _catalogue(publication, opening, findings)
    institutions = _institutions(publication, opening, planned, findings)
    market = None if institutions is None else _market(opening, institutions)
    opened = _before_draws(publication, campaign, opening, roster)
    return CampaignMaterial(campaign, roster, planned, institutions, market, opened)


def _before_draws(
    publication: Publication, campaign: Campaign, opening: Entry, roster: LeafList | None
) -> tuple[str, OpeningsFile] | None:
    """The disclosure on which strata rest; what is wrong with it is told by 10.opening."""
    if opening.data["allocation"] != "per_type" or roster is None:
        return None
    commits = (draw.commit.seq for draw in campaign.draws if draw.commit is not None)
    first = min(commits, default=2**53)
    for entry in campaign.disclosures:
        whole = entry.data["rows"] == "all" and tuple(entry.data["parts"]) == PARTS
        data = publication.blob(entry.data["blob"]) if whole and entry.seq < first else None
        if data is not None:
            leaves = frozenset(roster.leaves)
            return entry.data["blob"], read_openings(data, campaign.number, PARTS, leaves)
    return None


def _market(opening: Entry, institutions: list[dict[str, Any]]) -> Market:
    waived = frozenset(name for row in opening.data["waivers"] for name in row["types"])
    return market_of(institutions, opening.data["sampling_until"], waived)


def _roster(
    publication: Publication, campaign: Campaign, opening: Entry, findings: Findings
) -> LeafList | None:
    told = opening.data["roster"]
    audit = campaign.audit
    data = publication.blob(told["blob"])
    if data is None:
        findings.skip("05.roster", say("the blob is missing or damaged (02.blob)"))
        return None
    try:
        roster = read_list(data, marked=False)
    except ListError as fault:
        where = f"roster blob, line {fault.line}"
        findings.fail("05.roster", Fault(fault.note, where), entry=opening.seq)
        return None
    findings.cover("05.roster", len(roster.leaves))
    found = {"count": len(roster.leaves), "root": roster.root}
    for name, value in found.items():
        if told[name] != value:
            wrong = say("the value does not fit the roster blob")
            fault_ = Fault(wrong, f"body.data.roster.{name}", value, told[name])
            findings.fail("05.roster", fault_, entry=opening.seq)
    if audit is not None and audit.data["roster"] not in (roster.root, told["root"]):
        wrong = say("the audit names another roster")
        fault_ = Fault(wrong, "body.data.roster", roster.root, audit.data["roster"])
        findings.fail("05.roster", fault_, entry=audit.seq)
    return roster


def _json_blob(
    publication: Publication,
    code: str,
    digest: str,
    rule: Rule,
    opening: Entry,
    findings: Findings,
) -> Any:
    """A JSON blob that fits its rule, None if it does not (which is then told)."""
    if (publication.blob_size(digest) or 0) > MAX_JSON_BLOB:
        fault_ = Fault(say("the file is longer than allowed"), f"blob {digest}")
        findings.fail(code, fault_, entry=opening.seq)
        return None
    data = publication.blob(digest)
    if data is None:
        findings.skip(code, say("the blob is missing or damaged (02.blob)"))
        return None
    try:
        value = decode_line(data)
        rule(value)
    except UnknownError as fault:
        findings.skip(code, say("{field} is unknown to this version", field=fault.path))
        return None
    except RefusedError as fault:
        wrong = Fault(say("a field is wrong"), f"blob: {fault.path}", fault.expected, fault.found)
        findings.fail(code, wrong, entry=opening.seq)
        return None
    except NotCanonicalError as fault:
        findings.fail(code, Fault(say(str(fault)), f"blob {digest}"), entry=opening.seq)
        return None
    return value


def _catalogue(
    publication: Publication, opening: Entry, findings: Findings
) -> Mapping[str, int] | None:
    digest = opening.data["catalogue"]["blob"]
    rule = documents.CATALOGUE
    value = _json_blob(publication, "05.catalogue", digest, rule, opening, findings)
    if value is None:
        return None
    findings.cover("05.catalogue", len(value["types"]))
    return {row["code"]: row["planned"] for row in value["types"]}


def _institutions(
    publication: Publication,
    opening: Entry,
    planned: Mapping[str, int] | None,
    findings: Findings,
) -> list[dict[str, Any]] | None:
    code = "05.institutions"
    digest = opening.data["institutions"]["blob"]
    value = _json_blob(publication, code, digest, documents.INSTITUTIONS, opening, findings)
    if value is None:
        return None
    rows: list[dict[str, Any]] = value["institutions"]
    findings.cover(code, len(rows))
    faults, mixed = _form_faults(rows, opening.data["matching"])
    for fault in faults:
        findings.fail(code, fault, entry=opening.seq)
    for row in rows:
        for service in row["types"]:
            if planned is not None and service["type"] not in planned:
                wrong = say("the type is not in the catalogue")
                where = f"blob: institution {row['code']}"
                findings.fail(code, Fault(wrong, where, None, service["type"]), entry=opening.seq)
    # A type that is partly weighted has no rule by which it could be matched.
    return None if mixed else rows


def _form_faults(rows: list[dict[str, Any]], matching: str) -> tuple[list[Fault], bool]:
    """Whether types have quotas or weights as the campaign says, and no type both (01 §3.2)."""
    forms: dict[str, set[bool]] = {}
    for row in rows:
        for service in row["types"]:
            forms.setdefault(service["type"], set()).add(is_weighted(service))
    mixed = [name for name, found in sorted(forms.items()) if len(found) == 2]
    weighted = [name for name, found in sorted(forms.items()) if found == {True}]
    wrong = say("a type has quotas and weights")
    faults = [Fault(wrong, f"blob: type {name}") for name in mixed]
    if matching == "quotas":
        wrong = say("a campaign with quotas has no weights")
        faults += [Fault(wrong, f"blob: type {name}") for name in weighted]
    elif not weighted and not mixed:
        faults.append(Fault(say("a campaign with weights has a weighted type"), "blob"))
    return faults, bool(mixed)


def _check_feasible(material: CampaignMaterial, findings: Findings) -> None:
    opening, market, planned = material.campaign.opening, material.market, material.planned
    if opening is None:
        return
    if market is None or planned is None:
        findings.skip("05.feasible", say("catalogue or institutions could not be read"))
        return
    findings.cover("05.feasible", len(planned))
    for name in planned:
        sampling, testing = market.sampling.get(name, {}), market.testing.get(name, {})
        if not has_pair(tuple(sampling), tuple(testing), name in market.waived):
            wrong = say("no two institutions can sample and test this type")
            fault = Fault(wrong, f"type {name}")
            findings.fail("05.feasible", fault, entry=opening.seq)


def _check_rules(
    material: CampaignMaterial, opening: Entry, genesis: Entry | None, findings: Findings
) -> None:
    findings.cover("05.rules")
    if material.chain is TEST and genesis is not None and not genesis.data["simulation"]:
        wrong = say("only a simulation may use the test beacon")
        fault_ = Fault(wrong, "body.data.beacon", None, material.chain.hash)
        findings.fail("05.rules", fault_, entry=opening.seq)
    for check in (_dates, _texts, _waivers):
        for fault in check(opening, material.planned):
            findings.fail("05.rules", fault, entry=opening.seq)


def _dates(opening: Entry, _planned: Mapping[str, int] | None) -> Iterator[Fault]:
    data, today = opening.data, date_of(opening.at)
    if data["avoidance_months"] > _MAX_AVOIDANCE_MONTHS:
        wrong = say("avoidance may be at most 24 months")
        yield Fault(wrong, "body.data.avoidance_months", "0 … 24", data["avoidance_months"])
    if today is None:
        yield Fault(say("the time is beyond the year 9999"), "body.at", None, str(opening.at))
        return
    last = add_months(today, _DISCLOSE_WITHIN_MONTHS).isoformat()
    for name, low, high in (
        ("reference_date", "", today.isoformat()),
        ("sampling_until", today.isoformat(), data["disclose_by"]),
        ("disclose_by", "", last),
    ):
        if not low <= data[name] <= high:
            wrong = say("the date is outside of what spec 01 §3.3 allows")
            yield Fault(wrong, f"body.data.{name}", f"{low} … {high}", data[name])


def _texts(opening: Entry, _planned: Mapping[str, int] | None) -> Iterator[Fault]:
    data = opening.data
    for name in ("title", "basis"):
        if not data[name]:
            yield Fault(say("the text must not be empty"), f"body.data.{name}")
    if data["policy"] == "open" and not data["open_basis"]:
        wrong = say("policy open needs a legal basis")
        yield Fault(wrong, "body.data.open_basis")
    if data["policy"] == "sealed" and data["allocation"] == "per_type":
        wrong = say("allocation per_type needs policy open")
        yield Fault(wrong, "body.data.allocation", "pooled", "per_type")
    if data["policy"] == "sealed" and data["open_basis"]:
        wrong = say("with policy sealed this text must be empty")
        yield Fault(wrong, "body.data.open_basis", say("an empty text"), data["open_basis"])


def _waivers(opening: Entry, planned: Mapping[str, int] | None) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, row in enumerate(opening.data["waivers"]):
        where = f"body.data.waivers[{place}]"
        if not row["text"]:
            yield Fault(say("the text must not be empty"), f"{where}.text")
        for name in row["types"]:
            if name in seen:
                yield Fault(say("a type may be in one waiver only"), f"{where}.types", None, name)
            if planned is not None and name not in planned:
                wrong = say("the type is not in the catalogue")
                yield Fault(wrong, f"{where}.types", None, name)
            seen.add(name)
