"""What the tests of the local Telegram share: a clock to turn, and the user side over HTTP."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

import httpx

from local_telegram.model import Json

TOKEN = "7:LOCAL-test"

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients that speak plain HTTP: reading the machine's certificates takes 0.3 s a client."""


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class UserSide:
    """The user side of a real server, over HTTP."""

    http: httpx.AsyncClient

    async def post(self, path: str, /, **body: object) -> Json:
        """POST a JSON object under /local."""
        return await self.refused(200, path, **body)

    async def refused(self, status: int, path: str, /, **body: object) -> Json:
        """POST and expect this status."""
        response = await self.http.post(f"/local{path}", json=body)
        assert response.status_code == status, response.text
        answer: Json = response.json()
        return answer

    async def get(self, path: str, **query: str | int) -> Json:
        """GET under /local."""
        response = await self.http.get(f"/local{path}", params=query)
        assert response.status_code == 200, response.text
        answer: Json = response.json()
        return answer

    async def log(self) -> list[Json]:
        """All calls since the last reset."""
        entries: list[Json] = (await self.http.get("/local/log")).json()
        return entries

    async def event(self, person: int, kind: str, after: int = 0) -> Json:
        """The first event of this kind after `after`; waits for it, at most 10 s."""
        while True:
            found = await self.get(f"/users/{person}/events", after=after, timeout=10)
            assert found["events"], f"no {kind} event after {after}"
            for event in found["events"]:
                if event["type"] == kind:
                    return dict(event)
            after = found["last"]
