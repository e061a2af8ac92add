"""What is left of a play besides publication and transcript: summary.json, and what to open."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from demo.book import Row
from demo.cast import BOT, Company
from demo.progress import Stretch
from demo.stage import Layout
from demo.tally import Tally
from demo.words import Words

Statement = Mapping[str, str]
"""The lines of a result statement by name (spec 02 §9), and its `digest`."""


def summary(
    statements: Mapping[int, Statement],
    rows: Sequence[Row],
    people: Sequence[Tally],
    stretches: Sequence[Stretch],
    deaths: Sequence[str],
) -> dict[str, Any]:
    """Everything that was counted, as plain JSON."""
    return {
        "synthetic": True,
        "draws": [_draw(number, statements[number]) for number in sorted(statements)],
        "entries": [[kind, numbers] for kind, numbers in rows],
        "people": [asdict(one) for one in people],
        "scenes": [asdict(one) for one in stretches],
        "deaths_of_the_bot": list(deaths),
    }


def _draw(number: int, statement: Statement) -> dict[str, Any]:
    counts = {name: int(statement[name]) for name in ("N", "m", "n")}
    texts = {name: statement[name] for name in ("odds", "seed", "cutoff", "digest", "over_quota")}
    return {"draw": number, "types": len(statement["types"].split(",")), **counts, **texts}


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write JSON that people can read as well."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def draw_line(number: int, statement: Statement) -> Words:
    """One draw in one line."""
    values: dict[str, object] = {name: int(statement[name]) for name in ("N", "m", "n")}
    return Words(
        "第{k}次：池 {N} 家，必抽 {m} 家，抽中 {n} 家，其余机会均等 {odds}\n"
        "          种子 {seed}\n          截止签号 {cutoff}\n          摘要 {digest}",
        "draw {k}: pool {N}, certain {m}, drawn {n}, equal chance of all others {odds}\n"
        "          seed {seed}\n          cut-off {cutoff}\n          digest {digest}",
    )(
        k=number,
        odds=statement["odds"],
        seed=statement["seed"],
        cutoff=statement["cutoff"],
        digest=statement["digest"],
        **values,
    )


def people_line(people: Sequence[Tally]) -> Words:
    """Messages per person; those sent again are counted apart, over all people."""
    rows = [f"{one.name} {one.messages}+{one.edits}" for one in people]
    return Words(
        "每人收到的消息（+ 编辑次数）：{rows}；\n"
        "          注明“重发”的共 {again} 条，其中 {twice} 条先前已收到",
        "messages per person (+ edits): {rows};\n"
        "          {again} marked as sent again, {twice} of them had come before",
    )(
        rows="; ".join(rows),
        again=sum(one.announced for one in people),
        twice=sum(one.repeated for one in people),
    )


def served(layout: Layout, url: str, company: Company) -> Words:
    """What to open while everything is kept up."""
    person = company["o1"]
    typed = json.dumps({"chat": BOT, "text": "/status"})
    command = f"curl -s {url}/local/users/{person.id}/send -d '{typed}'"
    read = f"curl -s '{url}/local/users/{person.id}/chats/{BOT}'"
    ids = ", ".join(f"{one.card.name} {one.id}" for one in company.people.values())
    return Words(
        "一切保持运行，按 Ctrl-C 结束。\n"
        "  聊天服务（用户侧接口）：{url}/local/   人物编号：{ids}\n"
        "  以 {name} 的身份输入：{command}\n"
        "  查看其聊天：{read}\n"
        "  公布资料：{publication}",
        "everything stays up; Ctrl-C ends it.\n"
        "  chat service (user side): {url}/local/   people: {ids}\n"
        "  type as {name}: {command}\n"
        "  read that chat: {read}\n"
        "  publication: {publication}",
    )(
        url=url,
        ids=ids,
        name=person.card.name,
        command=command,
        read=read,
        publication=layout.publication,
    )
