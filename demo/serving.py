"""A play that stays: the public page beside bot and witnesses, and what to open."""

from __future__ import annotations

import json
from collections.abc import Sequence

from demo.bodies import Witnesses, free_ports
from demo.cast import BOT, Company
from demo.progress import Progress
from demo.stage import Stage
from demo.words import Words


async def keep_up(
    stage: Stage, witnesses: Witnesses, company: Company, progress: Progress, page: str
) -> None:
    """Start the public page, say what is where, and go on until a process ends.

    `page`: address of the beacon's page, empty if there is none.
    """
    (port,) = free_ports(1)
    public = await stage.web(port)
    addresses = [("公共网页", "public page", f"{public}/")]
    for body, url in witnesses.addresses():
        addresses.append((f"见证方 {body.zh}", f"witness {body.en}", f"{url}/"))
    if page:
        addresses.append(("测试信标", "test beacon", f"{page}/"))
    progress.line(_places(addresses))
    progress.line(_chat(stage, company))
    await stage.watch("telegram", "bot", "web")


def _places(addresses: Sequence[tuple[str, str, str]]) -> Words:
    """Everything that can be opened with a browser."""
    zh = "".join(f"\n  {name}：{url}" for name, _, url in addresses)
    en = "".join(f"\n  {name}: {url}" for _, name, url in addresses)
    return Words(f"一切保持运行，按 Ctrl-C 结束。{zh}", f"everything stays up; Ctrl-C ends it.{en}")


def _chat(stage: Stage, company: Company) -> Words:
    """How to read and write in the chat as one of the people."""
    url, person = stage.telegram_url, company["o1"]
    typed = json.dumps({"chat": BOT, "text": "/status"})
    ids = ", ".join(f"{one.card.name} {one.id}" for one in company.people.values())
    return Words(
        "聊天服务（用户侧接口）：{url}/local/   人物编号：{ids}\n"
        "  以 {name} 的身份输入：{command}\n"
        "  查看其聊天：{read}\n"
        "  公布资料：{publication}",
        "chat service (user side): {url}/local/   people: {ids}\n"
        "  type as {name}: {command}\n"
        "  read that chat: {read}\n"
        "  publication: {publication}",
    )(
        url=url,
        ids=ids,
        name=person.card.name,
        command=f"curl -s {url}/local/users/{person.id}/send -d '{typed}'",
        read=f"curl -s '{url}/local/users/{person.id}/chats/{BOT}'",
        publication=stage.layout.publication,
    )
