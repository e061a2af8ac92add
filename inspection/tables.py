"""The private rows of an inspection: people, lists, secrets. Never published.

They live in the ledger's database file, so that an entry and the private rows that belong to it are
committed in one transaction. Times are whole seconds since 1970 (UTC); digests and salts are hex.
Personal data stands only here and can be erased here; the book holds commitments (spec 00 §6).
"""

from __future__ import annotations

from sqlalchemy import Table
from sqlmodel import Field, SQLModel


class PersonRow(SQLModel, table=True):
    """An enrolled person: one chat account, one role. Revoked rows stay, with the time."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    telegram: int = Field(index=True)
    name: str
    language: str
    role: str
    number: int | None = None
    enrolled_at: int
    revoked_at: int | None = None


class InvitationRow(SQLModel, table=True):
    """A one-use invitation; token and code are kept as hashes only."""

    __tablename__ = "invitation"
    token_hash: str = Field(primary_key=True)
    code_hash: str
    name: str
    role: str
    number: int | None = None
    issued_by: int | None = None
    expires: int
    tries_left: int
    opened_by: int | None = Field(default=None, index=True)
    used_at: int | None = None


class SealRow(SQLModel, table=True):
    """A person's commitment in one campaign (tag `person`, spec 00 §6)."""

    __tablename__ = "seal"
    commitment: str = Field(primary_key=True)
    campaign: int = Field(index=True)
    person: int = Field(index=True)
    salt: str
    value: str


class TextRow(SQLModel, table=True):
    """A reason somebody gave, behind its commitment (tag `text`)."""

    __tablename__ = "sealed_text"
    commitment: str = Field(primary_key=True)
    salt: str
    value: str


class StagedRow(SQLModel, table=True):
    """The list of each kind that was sent in last; frozen into the next campaign."""

    __tablename__ = "staged_file"
    kind: str = Field(primary_key=True)
    name: str
    digest: str
    data: bytes
    rows: int
    by: int
    at: int


class EnterpriseRow(SQLModel, table=True):
    """One enterprise of one campaign's roster, with the openings of its three commitments."""

    __tablename__ = "enterprise"
    campaign: int = Field(primary_key=True)
    leaf: str = Field(primary_key=True)
    id_salt: str
    id_value: str
    facts_salt: str
    facts_value: str
    lot_salt: str
    lot: str


class SecretRow(SQLModel, table=True):
    """A secret behind a commitment of a draw (spec 02 §3); `party` as there."""

    __tablename__ = "secret"
    campaign: int = Field(primary_key=True)
    draw: int = Field(primary_key=True)
    party: str = Field(primary_key=True)
    secret: str


class BeaconRow(SQLModel, table=True):
    """A beacon's verified value for a draw that waits for it (spec 02 §11)."""

    __tablename__ = "beacon_value"
    campaign: int = Field(primary_key=True)
    draw: int = Field(primary_key=True)
    round: int
    signature: str = ""
    previous: str | None = None


class DraftRow(SQLModel, table=True):
    """The types ticked so far for a draw whose choice is not submitted (comma-joined codes)."""

    __tablename__ = "choice_draft"
    campaign: int = Field(primary_key=True)
    draw: int = Field(primary_key=True)
    types: str


class MatchRowTable(SQLModel, table=True):
    """An assignment row as matched; only for tasks and lists, the book holds its root."""

    __tablename__ = "match_row"
    campaign: int = Field(primary_key=True)
    draw: int = Field(primary_key=True)
    leaf: str = Field(primary_key=True)
    type: str
    sampling: str
    testing: str


class ProposalRow(SQLModel, table=True):
    """An act that waits for a second official."""

    __tablename__ = "proposal"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    params: str
    by: int
    at: int
    expires: int
    state: str
    decided_by: int | None = None
    reason: str = ""


class AccessRow(SQLModel, table=True):
    """Who looked at names, and when: the reading log of design §5."""

    __tablename__ = "access_log"
    id: int | None = Field(default=None, primary_key=True)
    at: int
    person: int
    what: str


def table_of(rows: type[SQLModel]) -> Table:
    """The table behind a class of rows, for many rows at once: they need not become objects."""
    return SQLModel.metadata.tables[str(rows.__tablename__)]
