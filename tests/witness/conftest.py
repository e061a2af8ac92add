"""A witness in a folder, that trusts the honest log and answers in this process."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from ledger.witnessing import PATH
from tests.witness.book import HONEST, NAME, TIME
from witness import make, trust
from witness.folder import Witness, opened
from witness.service import witness_site
from witness.store import Store


@dataclass
class Desk:
    """The witness, its store, its clock (to be turned), and requests to its application."""

    witness: Witness
    store: Store
    folder: Path
    time: int = TIME
    points: list[str] = field(default_factory=list)

    async def post(self, body: bytes) -> httpx.Response:
        async with self._client() as client:
            return await client.post(PATH, content=body)

    async def get(self, path: str) -> httpx.Response:
        async with self._client() as client:
            return await client.get(path)

    def _client(self) -> httpx.AsyncClient:
        site = witness_site(self.witness, self.store, lambda: self.time, self.points.append)
        transport = httpx.ASGITransport(site)
        return httpx.AsyncClient(transport=transport, base_url="http://witness.test")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(tmp_path / "witness", NAME)
    trust(tmp_path / "witness", HONEST.origin, HONEST.vkey)
    return tmp_path / "witness"


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    with opened(folder) as (witness, store):
        yield Desk(witness, store, folder)
