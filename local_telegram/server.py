"""Putting the parts together into one ASGI application."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local_telegram.bell import Bell
from local_telegram.bot_api import BotApi
from local_telegram.faults import FaultPlan, Journal
from local_telegram.user_api import UserApi
from local_telegram.world import World


def application(world: World) -> Starlette:
    """Serve `world`; it has to be driven by this application alone from now on."""
    bell, faults, journal = Bell(), FaultPlan(), Journal()
    world.on_change = bell.ring
    bots = BotApi(world, bell, faults, journal)
    people = UserApi(world, bell, faults, journal)
    return Starlette(
        routes=[*bots.routes(), *people.routes()],
        exception_handlers={HTTPException: _no_route},
    )


async def _no_route(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if request.url.path.startswith("/local/"):
        sentence = f"The user side has no {request.method} {request.url.path}."
        return JSONResponse({"error": sentence}, status)
    return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
