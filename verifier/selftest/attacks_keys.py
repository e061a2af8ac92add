"""Public keys under which anybody can sign, chosen from the start (00 §1.3)."""

from .book import Maker, standard
from .signers import NoKey
from .spoiling import Attack, prepared


def forgeable_agency(maker: Maker) -> None:
    """Nobody needs a key to sign an entry."""
    maker.agency = NoKey()
    maker.data("genesis")["agency_key"] = maker.public(maker.agency).hex()


def forgeable_log() -> Maker:
    """A book for whose heads nobody needs a key."""
    maker = standard(size=24)
    maker.log = NoKey()
    return maker


def forgeable_witness(maker: Maker) -> None:
    """Nobody needs a key to sign for the first witness."""
    maker.witnesses[0].key = NoKey()
    maker.data("genesis").update(maker.policy())


ATTACKS: list[Attack] = [
    Attack("04.genesis", "agency key of small order", prepared(forgeable_agency), "genesis"),
    Attack("01.trust", "log key of small order", forgeable_log, auditor=False, exit=2),
    Attack("01.trust", "witness key of small order", prepared(
        forgeable_witness, size=24, witnesses=3), auditor=False, exit=2, who="witnesses"),
]  # fmt: skip
