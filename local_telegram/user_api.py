"""The user side over HTTP, under `/local/`: people, groups, faults, the journal.

The contract is described in README.md beside this file; other programs are written against it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_telegram import bodies, person_acts, shapes
from local_telegram.bell import Bell
from local_telegram.errors import PersonError
from local_telegram.faults import FaultPlan, Journal, parse_fault
from local_telegram.model import Account, Chat, Json, Message, StoredFile
from local_telegram.world import World

MAX_WAIT_SECONDS = 60.0
MAX_BODY = 65 * 1024 * 1024
"""People may send more than bots can fetch (20 MB), so that this refusal can be tried."""

Handler = Callable[[Request], Awaitable[Response]]
Store = Callable[[str, str | None, bytes], StoredFile]
"""Keeps a file: name, MIME type if one was said, bytes."""


@dataclass(frozen=True)
class UserApi:
    """The routes that people, players and tests use."""

    world: World
    bell: Bell
    faults: FaultPlan
    journal: Journal

    def routes(self) -> list[Route]:
        """For the Starlette application."""
        posts: dict[str, Handler] = {
            "/bots": self.add_bot,
            "/users": self.add_user,
            "/groups": self.add_group,
            "/users/{uid:int}/send": self.send,
            "/users/{uid:int}/start": self.start,
            "/users/{uid:int}/upload": self.upload,
            "/users/{uid:int}/photo": self.photo,
            "/users/{uid:int}/press": self.press,
            "/users/{uid:int}/raw_callback": self.raw_callback,
            "/users/{uid:int}/edit": self.edit,
            "/users/{uid:int}/forward": self.forward,
            "/users/{uid:int}/block": self.block,
            "/faults": self.add_fault,
            "/reset": self.reset,
        }
        gets: dict[str, Handler] = {
            "/users/{uid:int}/events": self.events,
            "/users/{uid:int}/chats/{chat}": self.chat,
            "/users/{uid:int}/files/{file_id}": self.file,
            "/users/{uid:int}/commands": self.commands,
            "/log": self.log,
        }
        return [
            Route(f"/local{path}", _speaking(act), methods=["POST"]) for path, act in posts.items()
        ] + [Route(f"/local{path}", _speaking(act), methods=["GET"]) for path, act in gets.items()]

    # ---- making

    async def add_bot(self, request: Request) -> Response:
        """POST /local/bots."""
        body = await bodies.read_body(request)
        bot = self.world.add_bot(
            bodies.text(body, "token"),
            bodies.text(body, "username").removeprefix("@"),
            bodies.text(body, "name"),
            bool(body.get("can_read_all_group_messages", False)),
        )
        return JSONResponse(shapes.bot_profile(bot))

    async def add_user(self, request: Request) -> Response:
        """POST /local/users."""
        body = await bodies.read_body(request)
        person = self.world.add_person(
            bodies.text(body, "first_name"),
            bodies.optional_text(body, "last_name"),
            bodies.optional_text(body, "username"),
            bodies.text(body, "language_code"),
        )
        return JSONResponse(shapes.user(person))

    async def add_group(self, request: Request) -> Response:
        """POST /local/groups."""
        body = await bodies.read_body(request)
        people = [self._person(member).id for member in bodies.items(body, "members")]
        bots = [
            person_acts.find_bot(self.world, str(name)).id for name in bodies.items(body, "bots")
        ]
        if not people:
            raise PersonError(400, "A group needs at least one member, its creator.")
        chat = self.world.add_group(bodies.text(body, "title"), people, bots)
        members = {"members": chat.people, "bots": [self.world.accounts[b].username for b in bots]}
        return JSONResponse(shapes.chat(chat, self.world.accounts) | members)

    def _person(self, raw: object) -> Account:
        return person_acts.find_person(self.world, bodies.number({"member": raw}, "member"))

    # ---- acting

    async def send(self, request: Request) -> Response:
        """POST /local/users/{uid}/send."""
        body = await bodies.read_body(request)
        uid, chat = self._where(request, body)
        reply_to = None
        if body.get("reply_to_message_id") is not None:
            reply_to = bodies.number(body, "reply_to_message_id")
        return self._seen(
            person_acts.send(self.world, uid, chat, bodies.text(body, "text"), reply_to)
        )

    async def start(self, request: Request) -> Response:
        """POST /local/users/{uid}/start."""
        body = await bodies.read_body(request)
        uid, chat = self._where(request, body, "bot")
        payload = bodies.optional_text(body, "payload") or ""
        return self._seen(person_acts.start(self.world, uid, chat, payload))

    async def upload(self, request: Request) -> Response:
        """POST /local/users/{uid}/upload, multipart: a document."""
        return await self._send_file(request, self.world.store_document)

    async def photo(self, request: Request) -> Response:
        """POST /local/users/{uid}/photo, multipart: a picture, which becomes a photo."""
        return await self._send_file(request, self.world.store_photo)

    async def _send_file(self, request: Request, store: Store) -> Response:
        if int(request.headers.get("content-length", "0")) > MAX_BODY:
            raise PersonError(413, f"An upload has at most {MAX_BODY:,} bytes.")
        async with request.form() as form:
            part, caption = form.get("file"), form.get("caption") or ""
            uid, chat = self._where(request, {"chat": form.get("chat")})
            if not isinstance(part, UploadFile) or not isinstance(caption, str):
                raise PersonError(400, "An upload has a file part 'file' and a text 'caption'.")
            name, kind, data = part.filename or "file", part.content_type, await part.read()
        bodies.refuse_broken([name, kind, caption])
        stored = store(name, kind, data)
        return self._seen(person_acts.upload(self.world, uid, chat, stored, caption))

    async def press(self, request: Request) -> Response:
        """POST /local/users/{uid}/press."""
        body = await bodies.read_body(request)
        uid, chat = self._where(request, body)
        data, label = bodies.optional_text(body, "data"), bodies.optional_text(body, "label")
        if (data is None) == (label is None):
            raise PersonError(400, "Give either 'data' or 'label'.")
        number = bodies.number(body, "message_id")
        query = person_acts.press(self.world, uid, chat, number, data, label)
        return JSONResponse({"callback_query_id": query.id})

    async def raw_callback(self, request: Request) -> Response:
        """POST /local/users/{uid}/raw_callback."""
        body = await bodies.read_body(request)
        uid, chat = self._where(request, body)
        number, data = bodies.number(body, "message_id"), bodies.text(body, "data")
        query = person_acts.press_forged(self.world, uid, chat, number, data)
        return JSONResponse({"callback_query_id": query.id})

    async def edit(self, request: Request) -> Response:
        """POST /local/users/{uid}/edit."""
        body = await bodies.read_body(request)
        uid, chat = self._where(request, body)
        number, text = bodies.number(body, "message_id"), bodies.text(body, "text")
        return self._seen(person_acts.edit(self.world, uid, chat, number, text))

    async def forward(self, request: Request) -> Response:
        """POST /local/users/{uid}/forward."""
        body = await bodies.read_body(request)
        uid, source = self._where(request, body, "from_chat")
        _, target = self._where(request, body, "to_chat")
        number = bodies.number(body, "message_id")
        return self._seen(person_acts.forward(self.world, uid, (source, number), target))

    async def block(self, request: Request) -> Response:
        """POST /local/users/{uid}/block."""
        body = await bodies.read_body(request)
        uid, chat = self._where(request, body, "bot")
        person_acts.block(self.world, uid, chat, bool(body.get("blocked", True)))
        return JSONResponse({"blocked": chat.blocked})

    # ---- looking

    async def events(self, request: Request) -> Response:
        """GET /local/users/{uid}/events?after=&timeout=, a long poll."""
        uid = person_acts.find_person(self.world, request.path_params["uid"]).id
        after, seconds = (
            bodies.query_number(request, "after"),
            bodies.query_number(request, "timeout"),
        )
        log = self.world.events[uid]
        await self.bell.wait_until(
            lambda: len(log) > after or self.world.events.get(uid) is not log,
            min(seconds, MAX_WAIT_SECONDS),
        )
        person_acts.find_person(self.world, uid)  # a reset may have removed the person meanwhile
        return JSONResponse({"events": log[int(after) :], "last": len(log)})

    async def chat(self, request: Request) -> Response:
        """GET /local/users/{uid}/chats/{chat}."""
        _, chat = self._where(request, dict(request.path_params))
        return JSONResponse(person_acts.chat_state(self.world, chat))

    async def file(self, request: Request) -> Response:
        """GET /local/users/{uid}/files/{file_id}."""
        person_acts.find_person(self.world, request.path_params["uid"])
        stored = self.world.files.get(request.path_params["file_id"])
        if stored is None:
            raise PersonError(404, "There is no such file.")
        return Response(stored.data, media_type=stored.mime_type)

    async def commands(self, request: Request) -> Response:
        """GET /local/users/{uid}/commands?chat=."""
        uid, chat = self._where(request, dict(request.query_params))
        return JSONResponse({"commands": person_acts.menu(self.world, uid, chat)})

    # ---- operating

    async def add_fault(self, request: Request) -> Response:
        """POST /local/faults."""
        self.faults.add(parse_fault(await bodies.read_body(request)))
        return JSONResponse({"ok": True})

    async def log(self, request: Request) -> Response:
        """GET /local/log?after=."""
        return JSONResponse(self.journal.since(int(bodies.query_number(request, "after"))))

    async def reset(self, request: Request) -> Response:
        """POST /local/reset."""
        del request
        self.faults.clear()
        self.journal.clear()
        self.world.reset()
        return JSONResponse({"ok": True})

    def _where(self, request: Request, body: Json, name: str = "chat") -> tuple[int, Chat]:
        uid = person_acts.find_person(self.world, request.path_params["uid"]).id
        value = body.get(name)
        if not isinstance(value, str | int):
            raise PersonError(400, f"'{name}' is missing: a bot's username or id, or a group's id.")
        return uid, person_acts.find_chat(self.world, uid, value)

    def _seen(self, message: Message) -> JSONResponse:
        return JSONResponse(shapes.seen_message(message, self.world.accounts))


def _speaking(act: Handler) -> Handler:
    """Turn a PersonError into its sentence."""

    async def answer(request: Request) -> Response:
        try:
            return await act(request)
        except PersonError as error:
            return JSONResponse({"error": error.sentence}, error.status)

    return answer
