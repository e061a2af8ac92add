"""Starting the server, and the plain sentences of its user side."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.local_telegram.stage import TOKEN, UserSide


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A server that is expected to refuse to start."""
    command = [sys.executable, "-m", "local_telegram", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "no-such-host.invalid"])  # noqa: S104
def test_only_loopback_is_bound(host: str) -> None:
    finished = run("--host", host)
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert "not a loopback address" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_remote_address_needs_a_flag() -> None:
    command = [sys.executable, "-m", "local_telegram", "--host", "0.0.0.0", "--allow-remote"]  # noqa: S104
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert json.loads(process.stdout.readline())["url"].startswith("http://0.0.0.0:")
        finally:
            process.terminate()


def test_port_in_use_is_a_sentence(server_url: str) -> None:
    finished = run("--port", server_url.rsplit(":", 1)[1])
    assert finished.returncode == 2
    assert finished.stderr.startswith("Cannot listen on 127.0.0.1:")


async def test_real_looking_tokens_are_refused(side: UserSide) -> None:
    real = "1234567890:" + "AAbbCCdd-_" * 3 + "12345"
    answer = await side.refused(400, "/bots", token=real, username="real_bot", name="x")
    assert "real token never belongs here" in answer["error"]
    assert (await side.http.get(f"/bot{real}/getMe")).status_code == 401


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("/users/{nobody}/send", {"chat": 7, "text": "x"}, 404, "No person has the id 5."),
        (
            "/users/{uid}/send",
            {"chat": "nobody_bot", "text": "x"},
            404,
            "No bot is called nobody_bot.",
        ),
        ("/users/{uid}/send", {"chat": -5, "text": "x"}, 404, "is in no group -5."),
        ("/users/{uid}/send", {"chat": 7}, 400, "'text' must be a text"),
        ("/users/{uid}/send", {"text": "x"}, 400, "'chat' is missing"),
        ("/users/{uid}/send", {"chat": 7, "text": " \n"}, 400, "The text is empty."),
        ("/users/{uid}/start", {"bot": 7, "payload": "a b"}, 400, "No deep link can carry"),
        ("/users/{uid}/press", {"chat": 7, "message_id": 9, "data": "x"}, 404, "no message 9"),
        (
            "/users/{uid}/press",
            {"chat": 7, "message_id": 1, "data": "x"},
            404,
            "no callback button",
        ),
        ("/users/{uid}/press", {"chat": 7, "message_id": 1}, 400, "either 'data' or 'label'"),
        ("/users/{uid}/press", {"chat": 7, "message_id": "x", "data": "x"}, 400, "whole number"),
        ("/users/{uid}/upload", {"chat": 7}, 400, "is missing"),
        ("/groups", {"title": "x", "members": [], "bots": []}, 400, "at least one member"),
        ("/groups", {"title": "x", "members": [5], "bots": []}, 404, "No person has the id 5."),
        ("/users/{uid}/send", {"chat": 7, "text": "x" * 4097}, 400, "4,097 of at most 4,096"),
        ("/faults", {"status": 418}, 400, "status must be one of"),
        ("/faults", {"status": 500, "times": 0}, 400, "at least 1"),
        ("/faults", {"status": 429, "retry_after": "x"}, 400, "must be numbers"),
        ("/nothing", {}, 404, "The user side has no POST /local/nothing."),
    ],
)
async def test_user_side_says_what_is_wrong(
    side: UserSide, opened: int, path: str, body: dict[str, object], status: int, sentence: str
) -> None:
    answer = await side.http.post(f"/local{path.format(uid=opened, nobody=5)}", json=body)
    assert answer.status_code == status
    assert sentence in answer.json()["error"]


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"\xff"])
async def test_bodies_that_are_no_objects(side: UserSide, body: bytes) -> None:
    assert (await side.http.post("/local/users", content=body)).status_code == 400
    kind = {"content-type": "application/json"}
    answer = await side.http.post(f"/bot{TOKEN}/sendMessage", content=body, headers=kind)
    assert answer.status_code == 400
    assert answer.json()["description"].startswith("Bad Request: ")


async def test_parameters_come_in_any_form(side: UserSide, opened: int) -> None:
    call = f"/bot{TOKEN}/sendMessage"
    values: dict[str, str | int] = {"chat_id": opened, "text": "x"}
    answers = [
        await side.http.get(call, params=values),
        await side.http.post(call, data=values),
        await side.http.post(call.lower().replace("local", "LOCAL"), json=values),
        await side.http.post(call, data=values, files={"unused": b"x"}),
    ]
    assert [answer.json()["result"]["message_id"] for answer in answers] == [2, 3, 4, 5]


async def test_uploads_come_as_a_part_or_attached_by_name(side: UserSide, opened: int) -> None:
    call, where = f"/bot{TOKEN}/sendDocument", {"chat_id": str(opened)}
    plain = await side.http.post(call, data=where, files={"document": ("名.csv", b"1")})
    attached = await side.http.post(
        call, data=where | {"document": "attach://part"}, files={"part": ("名.csv", b"1")}
    )
    missing = await side.http.post(call, data=where | {"document": "attach://part"})
    names = [item.json()["result"]["document"]["file_name"] for item in (plain, attached)]
    assert names == ["名.csv", "名.csv"]
    assert missing.json()["description"] == "Bad Request: there is no document in the request"


async def test_events_are_in_order_and_can_be_resumed(side: UserSide, opened: int) -> None:
    for text in ("一", "二", "三"):
        await side.post(f"/users/{opened}/send", chat=7, text=text)
    everything = await side.get(f"/users/{opened}/events", after=0)
    assert [event["seq"] for event in everything["events"]] == [1, 2, 3, 4]
    assert {event["type"] for event in everything["events"]} == {"own"}
    rest = await side.get(f"/users/{opened}/events", after=3)
    assert (rest["last"], rest["events"][0]["message"]["text"]) == (4, "三")
    assert (await side.get(f"/users/{opened}/events", after=4, timeout=0))["events"] == []
