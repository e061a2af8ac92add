"""A photo that a person sends: several sizes, compressed anew, fetched with a real client."""

from __future__ import annotations

import io

from PIL import Image
from telegram import Bot, Message

from tests.local_telegram.stage import UserSide


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    """A red picture, its right half clear."""
    image = Image.new("RGBA", (width, height), (200, 0, 0, 255))
    image.paste((0, 0, 0, 0), (width // 2, 0, width, height))
    file = io.BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(file, kind)
    return file.getvalue()


async def sent(side: UserSide, client: Bot, person: int, data: bytes) -> Message:
    where = {"chat": "sunlot_bot", "caption": "/beacon"}
    path, files = f"/local/users/{person}/photo", {"file": ("IMG_1.png", data)}
    answer = await side.http.post(path, data=where, files=files)
    assert answer.status_code == 200, answer.text
    message = (await client.get_updates(timeout=10))[-1].message
    assert message is not None
    return message


async def test_a_large_photo_comes_in_four_sizes(side: UserSide, opened: int, client: Bot) -> None:
    message = await sent(side, client, opened, picture(2000, 1000))
    assert message.caption == "/beacon"
    assert message.document is None
    widths = [(size.width, size.height) for size in message.photo]
    assert widths == [(90, 45), (320, 160), (800, 400), (1280, 640)]
    for size in message.photo:
        file = await client.get_file(size.file_id)
        data = bytes(await file.download_as_bytearray())
        assert len(data) == size.file_size
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            assert image.size == (size.width, size.height)
            pixel = image.convert("RGB").getpixel((size.width - 3, 3))
        assert isinstance(pixel, tuple)
        assert min(pixel) > 240, "what was clear is white"


async def test_a_small_photo_keeps_its_size(side: UserSide, opened: int, client: Bot) -> None:
    message = await sent(side, client, opened, picture(200, 100, "JPEG"))
    assert [(size.width, size.height) for size in message.photo] == [(90, 45), (200, 100)]


async def test_the_person_sees_the_largest(side: UserSide, opened: int, client: Bot) -> None:
    await sent(side, client, opened, picture(900, 900))
    shown = (await side.get(f"/users/{opened}/chats/sunlot_bot"))["messages"][-1]
    assert (shown["photo"]["width"], shown["photo"]["height"]) == (900, 900)
    data = await side.http.get(f"/local/users/{opened}/files/{shown['photo']['file_id']}")
    assert data.content.startswith(b"\xff\xd8")


async def test_what_is_no_picture_is_refused_in_words(side: UserSide, opened: int) -> None:
    for data in (b"", b"sunlot", picture(20, 20)[:60]):
        answer = await side.http.post(
            f"/local/users/{opened}/photo",
            data={"chat": "sunlot_bot"},
            files={"file": ("x.png", data)},
        )
        assert answer.status_code == 400
        assert "cannot be sent as a photo" in answer.json()["error"]
