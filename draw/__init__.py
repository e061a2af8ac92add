"""The draw: beacon, seed, selection, types and matching as pure functions (docs/spec/02).

Values in, values out: no clock, no randomness, no file, no database, and none of our other
packages. Whoever wants to recompute a draw can lift this folder out as it stands.
"""

from draw.avoidance import Avoidance, months_after, months_before
from draw.beacon import (
    CHAINS,
    DEFAULT,
    QUICKNET,
    TEST,
    Beacon,
    Chain,
    chain_hash,
    message,
    read_typed,
    round_after,
    time_of,
)
from draw.commitments import commitment, leaf
from draw.errors import BadInput, DrawError, Infeasible
from draw.facts import Facts, Row, Visit
from draw.feasibility import Obstacle, infeasible
from draw.institutions import Institution, MatchRules, Quota
from draw.matching import Matching, MatchRow, match
from draw.pools import EXCLUSIONS, Pool, pool, sample_size
from draw.seed import SeedInput, secret_commitment
from draw.selection import Selection, reserves, select
from draw.statement import Statement
from draw.strata import Stratified, Stratum, select_by_type
from draw.subjects import Subject, assign_types
from draw.tickets import index, ticket
from draw.totals import by_institution, by_type

__all__ = [
    "CHAINS",
    "DEFAULT",
    "EXCLUSIONS",
    "QUICKNET",
    "TEST",
    "Avoidance",
    "BadInput",
    "Beacon",
    "Chain",
    "DrawError",
    "Facts",
    "Infeasible",
    "Institution",
    "MatchRow",
    "MatchRules",
    "Matching",
    "Obstacle",
    "Pool",
    "Quota",
    "Row",
    "SeedInput",
    "Selection",
    "Statement",
    "Stratified",
    "Stratum",
    "Subject",
    "Visit",
    "assign_types",
    "by_institution",
    "by_type",
    "chain_hash",
    "commitment",
    "index",
    "infeasible",
    "leaf",
    "match",
    "message",
    "months_after",
    "months_before",
    "pool",
    "read_typed",
    "reserves",
    "round_after",
    "sample_size",
    "secret_commitment",
    "select",
    "select_by_type",
    "ticket",
    "time_of",
]
