"""What each attack changes, in plain words, and the requirements it breaks.

`words.txt` has three lines for each: id and requirements, English, Chinese.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

VOID_CHECKS = (
    "06.contribution", "06.reuse", "06.beacon", "06.bracket", "07.seed", "07.tickets",
    "07.cutoff", "07.odds", "08.totals", "08.statement", "10.pool", "10.types", "10.matching",
)  # fmt: skip
WHO: Mapping[str, Mapping[str, str]] = {
    "operator": {"en": "operator with every key", "zh": "持有全部密钥的运营方"},
    "witnesses": {
        "en": "operator with every key and fewer than k witnesses",
        "zh": "持有全部密钥并串通少于 k 个见证方的运营方",
    },
    "anyone": {"en": "anyone on the way, without a key", "zh": "传递途中没有密钥的任何人"},
}


@dataclass(frozen=True)
class Words:
    """A change in both languages, and the ids of 05-requirements that it breaks."""

    en: str
    zh: str
    must: tuple[str, ...]


def _read(text: str) -> dict[str, Words]:
    made = {}
    for block in text.strip().split("\n\n"):
        head, en, zh = block.splitlines()
        name, _, must = head.rstrip("]").partition(" [")
        for check in VOID_CHECKS if "{check}" in name else ("",):
            told = [line.replace("{check}", check) for line in (name, en, zh)]
            made[told[0]] = Words(told[1], told[2], tuple(must.split()))
    return made


WORDS: Mapping[str, Words] = _read((files(__package__) / "words.txt").read_text("utf-8"))
