"""What `refute` prints, and the form that can be signed and handed on (spec 04 §11)."""

import json
from collections.abc import Iterator

from .canonical import encode
from .dates import date_of
from .findings import Text, draw_name, say
from .openings import value_of
from .records import PARTS
from .refuting import CODE, Claim, Refutation
from .report import check_lines, finding_json, grouped
from .rules import commitment
from .texts import Language, clean, render, translate


def refute_json(one: Refutation, language: Language) -> str:
    """One object in ASCII: verdict, exit, the leaf, findings."""
    value = {
        "v": 1,
        "verdict": one.verdict,
        "exit": one.exit,
        "leaf": one.leaf,
        "findings": [finding_json(finding, language) for finding in one.findings],
    }
    return json.dumps(value, ensure_ascii=True)


def refute_text(one: Refutation, written: bool, language: Language) -> str:
    """The same for people; `written` says whether a form was."""
    return "".join(line + "\n" for line in _lines(one, written, language))


def _lines(one: Refutation, written: bool, language: Language) -> Iterator[str]:
    yield render(_headline(one), language)
    if one.leaf is not None:
        yield translate("leaf: {leaf}", language, {"leaf": grouped(one.leaf)})
    for claim in one.claims:
        yield f"  - {_claimed(claim, language)}"
    if written:
        yield render(
            say("The form was written. It contains everything the opening opens."), language
        )
    yield ""
    yield from check_lines(one.findings, language)


def _headline(one: Refutation) -> Text:
    if any(f.check == CODE and f.result == "failed" for f in one.findings):
        return say("REFUTE holds")
    if one.stranger and one.verdict == "incomplete" and one.opening is not None:
        return say(
            "CANNOT SAY: this opening is not of the roster of campaign {campaign}. Anybody can make"
            " such a file; by itself it does not show that the enterprise was left off. Show first"
            " that the authority issued it (for instance a signed receipt).",
            campaign=str(one.opening["campaign"]),
        )
    return say(f"REFUTE {one.verdict}")


def _claimed(claim: Claim, language: Language) -> str:
    name, what = render(draw_name(claim.draw), language), render(claim.told, language)
    stop = "。" if language == "zh" else "."
    return f"{name}{translate(': ', language, {})}{what}{stop}"


def form_text(one: Refutation, now: int) -> str:
    """The form, in Chinese and then in English; `now` in seconds since 1970."""
    parts = ["\n".join(_form(one, now, language)) for language in ("zh", "en")]
    return ("\n" + "=" * 72 + "\n\n").join(part + "\n" for part in parts)


def _form(one: Refutation, now: int, language: Language) -> Iterator[str]:
    def said(template: str, **args: object) -> str:
        return translate(template, language, args)

    if one.reading is None or one.opening is None or one.leaf is None:
        return
    checkpoint, opening = one.reading.head.checkpoint, one.opening
    yield said("Objection to a draw, which anyone can check again")
    yield ""
    yield said("Ledger: {v}", v=one.reading.head.trust.origin)
    if checkpoint is not None:
        yield said("Entries: {n}", n=checkpoint.size)
        yield said("Root of the tree: {root}", root=checkpoint.root.hex())
    yield said("Campaign: {v}", v=str(opening["campaign"]))
    value = value_of(opening, "id")
    yield said("name {name}, code {code}", name=value["name"], code=value["code"])
    yield said("leaf: {leaf}", leaf=one.leaf)
    for part in sorted(PARTS):
        yield f"  {part} = {_commitment(one, part)}"
    for claim in one.claims:
        yield ""
        yield from _claim(one, claim, language)
    yield ""
    yield said("Whoever holds the publication can repeat this with `verifier refute`, the trust"
               " file and the opening below.")  # fmt: skip
    yield said("This sheet contains everything that the opening opens; give it only to people who"
               " may know that.")  # fmt: skip
    yield clean(encode(opening).decode())
    yield ""
    day = date_of(now)
    yield said("Day: {v}", v="" if day is None else day.isoformat())
    yield said("Name: ____________________    Signature: ____________________")


def _commitment(one: Refutation, part: str) -> str:
    told = {} if one.opening is None else one.opening[part]
    if "commitment" in told:
        return str(told["commitment"])
    return commitment(part, told["salt"], told["value"])


def _claim(one: Refutation, claim: Claim, language: Language) -> Iterator[str]:
    def said(template: str, **args: object) -> str:
        return translate(template, language, args)

    yield _claimed(claim, language)
    hashes = {} if one.reading is None else one.reading.tree.hashes
    found = hashes.get(claim.entry.seq)
    yield said("entry {seq}", seq=str(claim.entry.seq))
    yield said("leaf hash of the entry: {v}", v="" if found is None else found.hex())
    for template, value in (("expected {v}", claim.expected), ("found {v}", claim.found)):
        yield said(template, v=value if isinstance(value, Text) else str(value))
    if claim.seed is not None:
        yield said("seed: {v}", v=claim.seed)
        yield said("ticket: {v}", v=claim.ticket)
        yield f"  printf '%s' \"{claim.seed}:draw:{one.leaf}\" | sha256sum"
        limit = say("null") if claim.cutoff is None else claim.cutoff
        yield said("cut-off ticket: {v}", v=limit)
