"""A visitor of the site: real HTTP messages to the application, without a port."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Visitor:
    """Asks `site`; Starlette's own test client wants a package that nothing else here needs."""

    site: ASGIApp

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", address, headers)

    def ask(
        self, method: str, address: str, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        return asyncio.run(self._ask(method, address, headers or {}))

    async def _ask(self, method: str, address: str, headers: Mapping[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self.site, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
            return await client.request(method, address, headers=headers)
