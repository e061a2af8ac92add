"""The sentences of `verifier selftest` in both languages."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["en", "zh"]

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "ok": ("ok", "符合"),
    "wrong": ("WRONG", "不符"),
    "unjudged": ("UNJUDGED", "未能判完"),
    "control": ("{mark}  honest book, {name}: {told}", "{mark}  诚实的账本（{name}）：{told}"),
    "control proven": (
        "proven, nothing unchecked, as it has to be.",
        "验证通过，没有未核对的内容，理应如此。",
    ),
    "control not proven": (
        "not proven, so that the attacks below say nothing. Found: {found}.",
        "未能通过，以下各项攻击的结果因此说明不了什么。发现：{found}。",
    ),
    "attack": (
        "{mark}  {name} ({who}): {what} Found: {found} (exit {exit}).",
        "{mark}  {name}（{who}）：{what}发现：{found}（退出码 {exit}）。",
    ),
    "nothing": ("nothing", "无"),
    "summary": (
        (
            "{proven} of {controls} honest books proven with nothing unchecked; "
            "{named} of {attacks} attacks named by their own check at their own entry."
        ),
        (
            "{controls} 本诚实的账本中有 {proven} 本验证通过且无未核对的内容；"
            "{attacks} 种攻击中有 {named} 种由其对应的核对项目在对应条目处指出。"
        ),
    ),
    "no library": (
        (
            "{n} books could not be judged to the end: no library for BLS signatures is "
            "installed, so no beacon value was checked. Install one (`pip install pyblst`) and "
            "run this again."
        ),
        (
            "有 {n} 本账本未能判完：没有安装 BLS 签名库，信标值未经核对。"
            "请安装后（`pip install pyblst`）再运行一次。"
        ),
    ),
    "exported": (
        "{n} publications written to {folder}, with attacks.json.",
        "已把 {n} 份公布文件夹写入 {folder}，并附 attacks.json。",
    ),
    "not written": ("{folder} cannot be written to.", "无法写入 {folder}。"),
    "folder not empty": (
        "{folder} is there already and not empty; nothing was written.",
        "{folder} 已存在且不为空，没有写入任何内容。",
    ),
}


# Names of the honest books, which stand in the catalogue in English.
_CONTROLS_ZH: Mapping[str, str] = {
    "every kind of campaign": "各种活动，连同审计资料",
    "every kind of campaign, publicly": "各种活动，只用公开内容",
    "sealed, no beacon, no witnesses": "密封，无信标，无见证方",
    "the same with openings of auditors": "同上，连同审计资料",
    "with beacon and witnesses": "有信标，有见证方",
    "beacon without witnesses": "有信标，无见证方",
    "disclosed, after the deadline": "已披露，且已过披露日",
    "open from the start": "一开始就公开",
    "a fault settled by a void": "一处差错，已由作废了结",
    "several tiles": "多个分块文件",
    "as a ZIP": "以 ZIP 形式",
    "what was kept, typed and printed": "对照保存的、输入的、印出的检查点与摘要",
    "proof of a contribution": "一份随机贡献的证明",
    "refuted in vain": "不成立的反驳",
}


def control_name(name: str, language: Language) -> str:
    """The name of an honest book."""
    return _CONTROLS_ZH[name] if language == "zh" else name


def said(sentence: str, language: Language, /, **args: object) -> str:
    """A sentence with its gaps filled."""
    english, chinese = _SENTENCES[sentence]
    return (chinese if language == "zh" else english).format(**args)
