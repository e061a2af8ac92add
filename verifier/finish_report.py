"""What `finish` prints (spec 04 §9)."""

import json
from collections.abc import Iterator
from typing import Any

from .dates import moment
from .findings import Text, draw_name, say
from .finish import TYPED, Finished
from .report import check_lines, finding_json, grouped, strata_lines
from .texts import Language, render, translate


def finish_json(one: Finished, language: Language) -> str:
    """The one object of spec 04 §9, in ASCII; null where there is no such draw."""
    draw = None if one.known is None else one.known.draw.id
    value = {
        "v": 1,
        "exit": one.exit,
        "campaign": None if draw is None else draw[0],
        "draw": None if draw is None else draw[1],
        "round": None if one.waiting is None else one.waiting.round,
        "time": None if one.waiting is None else one.waiting.due,
        "seed": None if one.completion is None else one.completion.seed,
        **_sizes(one),
        **_outcome(one),
        "bracket": _bracket(one),
        "agrees": one.agrees,
        "findings": [finding_json(finding, language) for finding in one.findings],
    }
    return json.dumps(value, ensure_ascii=True)


def _sizes(one: Finished) -> dict[str, Any]:
    freeze = None if one.known is None else one.known.draw.freeze
    data = None if freeze is None else freeze.data
    return {
        "N": None if data is None else data["pool"]["count"],
        "m": None if data is None else data["must"],
        "n": None if data is None else data["n"],
    }


def _outcome(one: Finished) -> dict[str, Any]:
    completion = one.completion
    selection = None if completion is None else completion.selection
    if selection is None:
        return {"cutoff": None, "odds": None, "selection": None}
    return {
        "cutoff": selection.cutoff,
        "odds": None if selection.odds is None else list(selection.odds),
        "selection": {"count": len(selection.rows), "root": one.root},
    }


def _bracket(one: Finished) -> dict[str, Any]:
    judged = None if one.bracket is None else one.bracket.bracket
    return {
        "proven": judged is not None and judged.proven,
        "signed": 0 if judged is None else judged.signed,
        "quorum": one.quorum,
        "margin": None if judged is None else judged.margin,
    }


def finish_text(one: Finished, language: Language) -> str:
    """The same for people, with the leaves drawn, one a line with its mark."""
    return "".join(line + "\n" for line in _lines(one, language))


def _lines(one: Finished, language: Language) -> Iterator[str]:
    def said(template: str, **args: object) -> str:
        return translate(template, language, args)

    yield render(_headline(one), language)
    if one.known is not None and one.waiting is not None:
        time, round = moment(one.waiting.due), str(one.waiting.round)
        name = draw_name(one.known.draw.id)
        yield said("Draw {draw}, round {round}, due {time}", draw=name, round=round, time=time)
        yield from _result_lines(one, language)
        yield from _bracket_lines(one, language)
        if one.agrees is not None:
            same, other = say("The book says the same."), say("The book says otherwise.")
            yield render(same if one.agrees else other, language)
    yield ""
    yield from check_lines(one.findings, language)
    if one.remarks:
        yield ""
        yield said("Remarks")
    for _code, text in one.remarks:
        yield f"  - {render(text, language)}"


def _headline(one: Finished) -> Text:
    """The outcome; where only the typed value is wrong, that the book is not."""
    wrong = [finding for finding in one.findings if finding.result == "failed"]
    if one.waiting is not None and wrong and all(f.field == TYPED for f in wrong):
        return say(
            "Not computed: the value you typed is not that of round {round}. Check each digit. The"
            " book shows no fault.",
            round=str(one.waiting.round),
        )
    return say(f"FINISH {one.exit}")


def _result_lines(one: Finished, language: Language) -> Iterator[str]:
    completion = one.completion
    if completion is None or completion.selection is None or completion.seed is None:
        return
    selection, sizes = completion.selection, _sizes(one)

    def said(template: str, **args: object) -> str:
        return "  " + translate(template, language, args)

    yield said("{N} enterprises in the pool, {m} of them musts; {n} drawn", **sizes)
    if selection.odds is not None:
        odds = f"{selection.odds[0]:,}/{selection.odds[1]:,}"
        yield said("chance of every other enterprise: {odds}", odds=odds)
    yield said("seed: {v}", v=grouped(completion.seed))
    if selection.cutoff is not None:
        yield said("cut-off ticket: {v}", v=grouped(selection.cutoff))
    yield from strata_lines(selection.strata, language)
    yield said("root of the selection: {v}", v=grouped(one.root or ""))
    yield said("The enterprises drawn: leaf and mark (m = must, r = random)")
    for leaf, mark in selection.rows:
        yield f"  {leaf} {mark}"


def _bracket_lines(one: Finished, language: Language) -> Iterator[str]:
    if one.bracket is None:
        none = say("There are no witnesses who could prove when the list was closed.")
        yield render(none, language)
    else:
        yield render(one.bracket.timely, language)
