"""The Bot API over HTTP: `/bot<TOKEN>/<method>` and `/file/bot<TOKEN>/<file_path>`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from local_telegram.bell import Bell
from local_telegram.bot_methods import BOT_METHODS
from local_telegram.calls import Call
from local_telegram.errors import Refusal, conflict, too_many_requests
from local_telegram.faults import Fault, FaultPlan, Journal
from local_telegram.message_methods import MESSAGE_METHODS
from local_telegram.model import Account, Json
from local_telegram.parameters import Parameters, read_parameters
from local_telegram.world import World

MAX_POLL_SECONDS = 50
_METHODS = MESSAGE_METHODS | BOT_METHODS
_NAMES = {name.lower(): name for name in (*_METHODS, "getUpdates")}
_STATUS_TEXTS = {500: "Internal Server Error", 502: "Bad Gateway"}
_OTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
_WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class _Dropped(Response):
    """Promises a body and ends instead: uvicorn then closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del scope, receive
        headers = [(b"content-length", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


@dataclass(frozen=True)
class BotApi:
    """The routes that bots use."""

    world: World
    bell: Bell
    faults: FaultPlan
    journal: Journal

    def routes(self) -> list[Route]:
        """For the Starlette application."""
        return [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._file, methods=["GET"]),
        ]

    async def _call(self, request: Request) -> Response:
        asked = request.path_params["method"]
        method = _NAMES.get(asked.lower(), asked)  # Telegram ignores the case of method names
        try:
            bot = self._bot(request)
            given = await read_parameters(request)
        except Refusal as refusal:
            return _refused(refusal)
        fault = self.faults.take(method)
        if fault is None:
            return await self._answer(method, bot, given)
        return await self._answer_badly(fault, method, bot, given)

    def _bot(self, request: Request) -> Account:
        bot_id = self.world.tokens.get(request.path_params["token"])
        if bot_id is None:
            raise Refusal(401, "Unauthorized")
        return self.world.accounts[bot_id]

    async def _answer(self, method: str, bot: Account, given: Parameters) -> Response:
        try:
            result = await self._perform(method, bot, given)
        except Refusal as refusal:
            self._note(method, bot, given, refusal)
            return _refused(refusal)
        self._note(method, bot, given, None)
        return JSONResponse({"ok": True, "result": result})

    async def _perform(self, method: str, bot: Account, given: Parameters) -> object:
        if method == "getUpdates":
            return await self._updates(bot, given)
        if method not in _METHODS:
            raise Refusal(404, "Not Found")
        return _METHODS[method](Call(self.world, bot, given))

    async def _updates(self, bot: Account, given: Parameters) -> list[Json]:
        """Long poll. As in Telegram, a newer call ends an older one that still waits."""
        queue = self.world.queues[bot.id]
        if queue.webhook:
            raise conflict(_WEBHOOK_ACTIVE)
        queue.turn += 1
        turn = queue.turn
        self.bell.ring()
        queue.allow(given.structure("allowed_updates"))
        queue.confirm(given.integer("offset") or 0)
        seconds = min(given.integer("timeout") or 0, MAX_POLL_SECONDS)
        await self.bell.wait_until(
            lambda: bool(queue.pending or queue.webhook) or queue.turn != turn or queue.closed,
            seconds,
        )
        if queue.closed:
            raise Refusal(401, "Unauthorized")
        if queue.turn != turn:
            raise conflict(_OTHER_POLLER)
        if queue.webhook:
            raise conflict("terminated by setWebhook request")
        return queue.read(given.integer("limit") or 0)

    async def _answer_badly(
        self, fault: Fault, method: str, bot: Account, given: Parameters
    ) -> Response:
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            return await self._answer(method, bot, given)
        if fault.after:
            await self._answer(method, bot, given)
        refusal = _as_refusal(fault)
        self._note(method, bot, given, refusal)
        return _Dropped() if fault.kind == "drop" else _refused(refusal)

    def _note(self, method: str, bot: Account, given: Parameters, refusal: Refusal | None) -> None:
        self.journal.add(
            {
                "time": self.world.clock(),
                "bot": bot.username,
                "method": method,
                "chat": given.integer("chat_id"),
                "ok": refusal is None,
                "code": refusal.code if refusal else 200,
                "description": refusal.description if refusal else "",
            }
        )

    async def _file(self, request: Request) -> Response:
        try:
            self._bot(request)
        except Refusal as refusal:
            return _refused(refusal)
        path = request.path_params["path"]
        for stored in self.world.files.values():
            if stored.path == path:
                return Response(stored.data, media_type="application/octet-stream")
        return _refused(Refusal(404, "Not Found"))


def _as_refusal(fault: Fault) -> Refusal:
    if fault.kind == 429:
        return too_many_requests(fault.retry_after)
    if isinstance(fault.kind, int):
        return Refusal(fault.kind, _STATUS_TEXTS[fault.kind])
    return Refusal(0, "connection dropped")


def _refused(refusal: Refusal) -> JSONResponse:
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.retry_after is not None:
        body["parameters"] = {"retry_after": refusal.retry_after}
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else None
    return JSONResponse(body, refusal.code, headers)
