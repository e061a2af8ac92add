"""Remarks on witnesses, brackets and beacons that are late (spec 04 §6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .beacon import TEST
from .completion import Completion, Waiting, waiting_for
from .dates import moment
from .findings import DrawId, Text, draw_name, say
from .material import CampaignMaterial, DrawMaterial
from .seen import Kept
from .step01_head import Head
from .step06_beacon import BracketState
from .step09_answers import is_silent

Remark = tuple[str, Text]

BEACON_TEMPLATES: Mapping[str, str] = {
    "no_beacon": "Campaign {campaign} was drawn without a public beacon: the operator, or whoever"
    " controls its server, could have steered this draw unless at least one representative made"
    " and checked a contribution on a device the operator does not control, and every"
    " contribution was opened.",
    "test_beacon": "Campaign {campaign} used the test beacon: its key is public, everybody could"
    " foretell it. It shows how a draw works and protects nothing.",
    "bracket": "Draw {draw}: {n} witness(es) signed the closed list {margin} s before the beacon"
    " ({bodies}).",
    "no_bracket": "Draw {draw}: not proven that the list was closed before the beacon, because"
    " this ledger has no witnesses.",
    "unfinished": "Draw {draw}: round {round} is due ({time}) and not in the book. Anyone who has"
    " its value can finish the draw: `verifier finish`.",
    "beacon_silent": "Draw {draw} is void because round {round} is said to have stayed silent for"
    " 24 hours. Ask a relay for it; whoever has its value can compute the draw:"
    " `verifier finish`.",
    "no_listing": "Read over the network: files that nothing in the book names could not be seen."
    " They prove nothing and mislead nobody who reads only what is named.",
    "kept": "{n} checkpoints kept in {folder} since {time}; this head extends all of them.",
    "no_witness": "This ledger has no witnesses: nobody but the operator has signed its head.",
    "witnesses": "{quorum} of {count} must have signed ({bodies}); {signed} have signed this head,"
    " the latest at {time}.",
}


_ONE_KEPT = "{n} checkpoint kept in {folder} since {time}; this head extends it."
_STORED = "This head was stored in {folder}; later runs are compared with it."


@dataclass(frozen=True)
class Timeliness:
    """What the remarks of this page rest on.

    `completion` is what `--beacon` gave, `kept` what `--keep` holds if the head extends it.
    """

    head: Head
    brackets: Mapping[DrawId, BracketState]
    now: int
    completion: Completion | None
    kept: Kept | None = None


def _remark(code: str, **args: object) -> Remark:
    return code, say(BEACON_TEMPLATES[code], **args)


def on_reading(told: Timeliness) -> Iterator[Remark]:
    """What nobody could see over a network, and what the head was compared with."""
    if not told.head.publication.listed:
        yield _remark("no_listing")
    if told.kept is not None:
        kept = told.kept
        if kept.first:
            yield "kept", say(_STORED, folder=kept.folder)
            return
        template = _ONE_KEPT if kept.count == 1 else BEACON_TEMPLATES["kept"]
        time = moment(kept.since)
        yield "kept", say(template, n=kept.count, folder=kept.folder, time=time)


def on_head(head: Head) -> Remark:
    """Who has signed the head, or that nobody has."""
    policy = head.trust.policy
    if not policy.witnesses:
        return _remark("no_witness")
    if not head.signed:
        return "witnesses", say(
            "{quorum} of {count} must have signed ({bodies}); none has signed this head.",
            quorum=policy.quorum,
            count=len(policy.witnesses),
            bodies=policy.bodies(),
        )
    return _remark(
        "witnesses",
        quorum=policy.quorum,
        count=len(policy.witnesses),
        bodies=policy.bodies(),
        signed=len(head.signed),
        time=moment(max(one.time for one in head.signed)),
    )


def on_campaign(base: CampaignMaterial) -> Iterator[Remark]:
    """That a campaign was drawn without a beacon, or with one that protects nothing."""
    campaign = base.campaign
    if campaign.opening is None:
        return
    if base.chain is None and any(draw.result is not None for draw in campaign.draws):
        yield _remark("no_beacon", campaign=str(campaign.number))
    if base.chain is TEST:
        yield _remark("test_beacon", campaign=str(campaign.number))


def on_late_round(known: DrawMaterial, told: Timeliness) -> Iterator[Remark]:
    """The round that a draw waits for, or waited for in vain."""
    draw, waiting = known.draw, waiting_for(known.base, known.draw)
    if waiting is None or draw.beacon is not None:
        return
    if draw.void is not None and is_silent(draw.void):
        yield _late("beacon_silent", waiting, told)
    elif draw.void is None and (told.now >= waiting.due or _is_given(waiting, told)):
        yield _late("unfinished", waiting, told)


def on_bracket(known: DrawMaterial, told: Timeliness) -> Iterator[Remark]:
    """What is proven of a beacon draw's closed list, or that nothing can be."""
    id = known.draw.id
    if known.base.chain is None or known.draw.beacon is None:
        return
    if not told.head.trust.policy.witnesses:
        yield _remark("no_bracket", draw=draw_name(id))
        return
    state = told.brackets.get(id)
    if state is not None and state.bracket is not None and state.bracket.proven:
        bracket = state.bracket
        yield _remark(
            "bracket",
            draw=draw_name(id),
            n=len(bracket.bodies),
            margin=bracket.margin,
            bodies=bracket.bodies,
        )


def _late(code: str, waiting: Waiting, told: Timeliness) -> Remark:
    name, time = draw_name(waiting.id), moment(waiting.due)
    _code, text = _remark(code, draw=name, round=str(waiting.round), time=time)
    completion = told.completion
    if completion is None or not _is_given(waiting, told):
        return code, text
    return code, say("{first} {second}", first=text, second=_outcome(completion))


def _is_given(waiting: Waiting, told: Timeliness) -> bool:
    """True if `--beacon` gave a value for this draw."""
    return told.completion is not None and told.completion.waiting.id == waiting.id


def _outcome(completion: Completion) -> Text:
    """What the value of `--beacon` gives."""
    if completion.fault is not None:
        return say("The value given is refused: {why}.", why=completion.fault)
    if completion.seed is None or completion.selection is None:
        return say("The value given cannot be used: an entry is missing or could not be read.")
    cutoff = completion.selection.cutoff or say("null")
    if completion.unchecked is not None:
        return say(
            "The value given could not be checked ({why}); it would give seed {seed} and cut-off"
            " {cutoff}.",
            why=completion.unchecked,
            seed=completion.seed,
            cutoff=cutoff,
        )
    return say(
        "The value given is right; it gives seed {seed} and cut-off {cutoff}.",
        seed=completion.seed,
        cutoff=cutoff,
    )
