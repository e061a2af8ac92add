"""The form of an opening with all parts open (spec 01 §1.1).

Openings come by the ten thousand. One that fits this form is canonical and of the right shape as
soon as its facts are, and is not parsed as a whole to say so. Every other one, the wrong ones too,
is read step by step by `openings`, which says what is wrong.
"""

import re
from functools import lru_cache

from . import documents
from .canonical import NotCanonicalError, decode, is_utf8
from .records import digest
from .rules import Facts, commitment_to, facts_from, leaf_of
from .schema import RefusedError, form_of, integer, text

# Longer ones are rare, and what is remembered of the facts must not fill the memory.
_MAX_USUAL = 2_048
_NUMBER, _DIGEST, _TEXT = map(form_of, (integer, digest, text))
_NAME = r'"[^"\\\x00-\x1f]+"'
_ID = rf'\{{"addresses":\[{_NAME}(?:,{_NAME})*\],"code":(?P<code>{_TEXT}),"name":{_NAME}\}}'
# Any text for the facts, which still must be judged. Atomic groups: a hostile text with many
# regions and many ends is scanned once, never again and again.
_FACTS = r'(?P<facts>(?P<front>(?>\{.*?"region":))"[0-9]{6}"(?P<back>(?>.*?(?=\},"id":))))'
_FORM = re.compile(
    (
        rf'\{{"campaign":(?P<campaign>{_NUMBER}),'
        rf'"facts":\{{"salt":(?P<facts_salt>{_DIGEST}),"value":{_FACTS}\}},'
        rf'"id":\{{"salt":(?P<id_salt>{_DIGEST}),"value":(?P<id>{_ID})\}},"kind":"opening",'
        rf'"lot":\{{"salt":(?P<lot_salt>{_DIGEST}),"value":(?P<lot>{_DIGEST})\}},"v":1\}}'
    ).encode(),
    re.DOTALL,
)
_GROUPS = ("campaign", "facts_salt", "facts", "id_salt", "id", "code", "lot_salt", "lot")


@lru_cache(maxsize=16_384)
def _facts_beside(data: bytes) -> Facts | None:
    """Facts of an enterprise out of their text, None if that is wrong.

    The text has the same region for everybody: nothing else in it is much of one enterprise alone,
    so that most texts have been seen before.
    """
    try:
        value = decode(data, known_keys=True)
        documents.FACTS_VALUE(value)
    except (NotCanonicalError, RefusedError):
        return None
    return facts_from(value)


def fitting(data: bytes) -> tuple[int, str, str, Facts, str] | None:
    """Campaign, leaf, code, facts and LOT of an opening; None if it must be read step by step."""
    match = _FORM.fullmatch(data)
    if match is None or len(data) > _MAX_USUAL or not is_utf8(data):
        return None
    known = _facts_beside(match["front"] + b'"000000"' + match["back"])
    if known is None:
        return None
    campaign, facts_salt, facts, id_salt, id, code, lot_salt, lot = match.group(*_GROUPS)
    leaf = leaf_of(
        commitment_to("id", id_salt[1:-1].decode(), id),
        commitment_to("facts", facts_salt[1:-1].decode(), facts),
        commitment_to("lot", lot_salt[1:-1].decode(), lot),
    )
    return int(campaign), leaf, code[1:-1].decode(), known, lot[1:-1].decode()
