"""The words around what was said in a transcript, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from demo.phones import Kind


@dataclass(frozen=True)
class Frame:
    """Head, verbs and signs of a transcript; `{places}` are filled in by whoever tells."""

    head: str
    saw: Mapping[Kind, str]
    group: str
    in_group: str
    named: str
    between: str
    presses: str
    types: str
    forwards: str
    rewrites: str
    alert: str
    toast: str
    file: str
    sends: str
    caption: str
    no_buttons: str


FRAMES: Final[Mapping[str, Frame]] = {
    "zh": Frame(
        head="""\
阳光签演示：聊天记录
本记录中的人物、企业、机构和数据全部由程序虚构（合成数据，synthetic）。
时间为北京时间（UTC+8）。“看到”是机器人发来的消息，方括号里是消息下面的按钮；
“消息更新”只列出变化的行；“提示”是按下按钮后短暂显示的文字。
""",
        saw={Kind.MESSAGE: "看到", Kind.EDITED: "看到消息更新", Kind.DELETED: "看到消息被删除"},
        group="活动群（{n} 人）",
        in_group="在群组里",
        named="{name}〔{role}〕",
        between="、",
        presses="按下 ",
        types="输入：{text}",
        forwards="转发：{text}",
        rewrites="改写自己先前的消息：{text}",
        alert="弹窗：{text}",
        toast="提示：{text}",
        file="〔文件 {name}，{size} 字节〕",
        sends="发送文件 {name}（{size} 字节）{caption}",
        caption="，附言：{text}",
        no_buttons="（按钮消失，文字不变）",
    ),
    "en": Frame(
        head="""\
Sunlot demo: what was said in the chat
All people, enterprises, institutions and data here were invented by a program (synthetic).
Times are those of Asia/Shanghai (UTC+8). "sees" is a message of the bot, with its buttons in
square brackets; of a changed message only the new lines are told; a "toast" is the text that is
shown for a moment after a button was pressed.
""",
        saw={
            Kind.MESSAGE: "sees",
            Kind.EDITED: "sees a message change",
            Kind.DELETED: "sees a message deleted",
        },
        group="event group ({n} people)",
        in_group="in the group ",
        named="{name} [{role}]",
        between=", ",
        presses="presses ",
        types="types: {text}",
        forwards="forwards: {text}",
        rewrites="changes an earlier message to: {text}",
        alert="alert: {text}",
        toast="toast: {text}",
        file="[file {name}, {size} bytes]",
        sends="sends the file {name} ({size} bytes){caption}",
        caption=", caption: {text}",
        no_buttons="(the buttons are gone, the text is the same)",
    ),
}
"""Language → frame."""
