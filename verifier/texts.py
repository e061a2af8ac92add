"""Sentences of the report in English and Chinese.

Templates stand in English where they are used; this module renders them, shows data from the
book safely, and knows the words that have no English sentence of their own.
"""

import re
from collections.abc import Mapping
from typing import Literal

from .findings import CheckName, Finding, Text
from .texts_zh import CHECKS_ZH, SENTENCES_ZH

Language = Literal["en", "zh"]

_SENTENCES_EN: Mapping[str, str] = {
    "NAME {campaign} {number} {id}": "{id}",
    "VERDICT proven": "PROVEN: everything that can be checked by now is right.",
    "VERDICT failed": "FAILED: at least one check found a fault. See the checks marked FAILED.",
    "VERDICT unreadable": "UNREADABLE: no judgement is possible.",
    "VERDICT incomplete": "INCOMPLETE: no fault was found, but not everything could be checked"
    " here.",
    "FINISH 0": "COMPUTED: the book and the beacon value are right.",
    "FINISH 1": "FAILED: the book or the beacon value is wrong. See the checks marked FAILED.",
    "FINISH 2": "UNREADABLE: no judgement is possible, or there is no draw to finish.",
    "FINISH 3": "INCOMPLETE: no fault was found, but something was not checked or not proven.",
    "PROOF proven": "PROVEN: the proof is right.",
    "PROOF failed": "FAILED: the proof is not right. See the checks marked FAILED.",
    "PROOF unreadable": "UNREADABLE: no judgement is possible.",
    "PROOF incomplete": "INCOMPLETE: no fault was found, but not everything could be checked here.",
    "REFUTE holds": "THE REFUTATION HOLDS: this enterprise was not treated by the rules.",
    "REFUTE proven": "NOT REFUTED: as far as the opening shows, the draws treated this enterprise"
    " by the rules.",
    "REFUTE failed": "FAILED: the book is wrong; see the checks marked FAILED. No refutation"
    " holds.",
    "REFUTE unreadable": "UNREADABLE: no judgement is possible.",
    "REFUTE incomplete": "INCOMPLETE: nothing is refuted, but not everything could be checked"
    " here.",
    "REFUTED left_out": "by the rules this enterprise belongs in the pool and is not there",
    "REFUTED wrongly_in": "by the rules this enterprise does not belong in the pool and is there",
    "REFUTED mark": "the must mark of this enterprise is wrong",
    "PLACE m": "must",
    "PLACE r": "random",
    "PLACE closed": "out of the pool: closed",
    "PLACE duplicate": "out of the pool: duplicate",
    "PLACE invalid": "out of the pool: invalid",
    "PLACE drawn": "out of the pool: drawn before",
    "PLACE avoidance": "out of the pool: visited lately",
    "WORD proven": "proven",
    "WORD not_checked": "not checked",
    "WORD failed": "FAILED",
    "STATE matched": "drawn and matched",
    "STATE void": "void",
    "STATE open": "not finished",
    "reason mistake": "mistake",
    "reason absence": "absence",
    "reason disturbance": "disturbance",
    "reason operator_lost": "operator's secret lost",
    "reason late": "the operator's opening came too late for the beacon",
    "reason beacon_silent": "the beacon stayed silent",
}

_CHECKS_EN: Mapping[str, str] = {
    "01.trust": "trust file",
    "01.note": "checkpoint, form",
    "01.signature": "checkpoint, signature of the log",
    "01.witness": "checkpoint, signatures of witnesses",
    "01.files": "files of the publication",
    "01.keep": "kept checkpoints",
    "01.typed": "typed checkpoint",
    "02.tile": "tiles of the tree",
    "02.root": "root of the tree",
    "02.blob": "blobs",
    "03.canonical": "entries, bytes",
    "03.schema": "entries, form",
    "03.kind": "entries, kinds and versions",
    "03.seq": "entries, numbering",
    "03.prev": "entries, chain",
    "03.time": "entries, times",
    "03.simulation": "entries, simulation flag",
    "04.genesis": "first entry and trust file",
    "04.signature": "signatures of the entries",
    "05.order": "order of the entries",
    "05.people": "people and their roles",
    "05.rules": "rules of the campaign",
    "05.roster": "roster of enterprises",
    "05.catalogue": "catalogue of product types",
    "05.institutions": "institutions and quotas",
    "05.feasible": "every type can be served",
    "06.operator": "operator's secret",
    "06.contribution": "contributions of the representatives",
    "06.round": "round of the beacon",
    "06.beacon": "value of the beacon",
    "06.bracket": "list closed before the beacon",
    "06.reuse": "no secret used twice",
    "07.choice": "plan of the chosen types",
    "07.pool": "pool",
    "07.drawn": "nobody drawn twice at random",
    "07.count": "number drawn",
    "07.strata": "numbers drawn by type",
    "07.seed": "seed",
    "07.tickets": "selection by tickets",
    "07.cutoff": "cut-off",
    "07.odds": "odds",
    "08.totals": "totals of the matching",
    "08.statement": "statement of the result",
    "09.confirm": "confirmations",
    "09.object": "objections",
    "09.void": "void draws",
    "10.opening": "openings",
    "10.deadline": "disclosure in time",
    "10.roster": "contents of the roster",
    "10.pool": "pool, computed again",
    "10.types": "product types, computed again",
    "10.matching": "matching, computed again",
    "10.people": "people behind the commitments",
    "11.opening": "the enterprise's opening",
    "11.digest": "digest of a printed result",
    "12.proof": "proof of a contribution",
    "12.witness": "signatures of witnesses under the proof",
    "12.opening": "secret of the contribution",
    "12.book": "contribution in the book",
    "13.refute": "refutation of a draw",
}

_COUNTED = re.compile(
    r"\b(?P<count>[0-9][0-9,]*) (?:[a-z]+ ){0,2}[a-z]+\((?:s|es|ies|ves)\)"
    r"|[a-z]+\(s\) (?P<list>[0-9][0-9, ]*)",
    re.IGNORECASE,
)
# The end of a word for one and for many: entry(ies), leaf(ves), hash(es), file(s).
_ENDS = re.compile(r"(?P<one>y(?=\(ies)|f(?=\(ves))?\((?P<many>s|es|ies|ves)\)")
_GAP = re.compile(r"\{([A-Za-z_]+)\}")
_FIELD_WORDS_ZH = (
    ("roster blob", "名录数据文件"),
    ("pool blob", "抽样池数据文件"),
    ("selection blob", "抽中名单数据文件"),
    ("disclosure blob", "披露数据文件"),
    ("blob", "数据文件"),
    ("checkpoint", "检查点"),
    ("statement", "结果陈述"),
    ("representative ", "消费者代表 "),
    ("institution ", "机构 "),
    ("column ", "列 "),
    ("leaf ", "密封条目 "),
    ("type ", "产品类别 "),
)
# Only words on their own: `body.data.statement` and `blob/sha256/…` are names and stay.
_FIELD_WORDS = tuple(
    (re.compile(rf"(?<![\w./]){word}" + ("" if word.endswith(" ") else r"(?![\w./])")), chinese)
    for word, chinese in _FIELD_WORDS_ZH
)
_LINE = re.compile(r"line ([0-9]+)")


def clean(text: str) -> str:
    """Data from a book, made harmless for a terminal: nothing that is not printable stands."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def _shown(value: object, language: Language) -> str:
    if isinstance(value, Text):
        return render(value, language)
    if isinstance(value, CheckName):
        name = check_name(value.code, language)
        return f"{value.code}（{name}）" if language == "zh" else f"{value.code} ({name})"
    if isinstance(value, Finding):
        return detail(value, language) + ("。" if language == "zh" else ".")
    if isinstance(value, tuple) and isinstance(next(iter(value), None), Finding):
        return ("" if language == "zh" else " ").join(_shown(one, language) for one in value)
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(_shown(one, language) for one in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return clean(str(value))


def translate(template: str, language: Language, args: Mapping[str, object]) -> str:
    """A template in a language, its gaps filled; integers get thousands separators."""
    if language == "zh":
        sentence = SENTENCES_ZH.get(template, template)
    else:
        sentence = _SENTENCES_EN.get(template, template)
    told = _GAP.sub(
        lambda gap: _shown(args[gap[1]], language) if gap[1] in args else gap[0], sentence
    )
    return told if language == "zh" else _COUNTED.sub(_in_number, told)


def _in_number(found: re.Match[str]) -> str:
    """`1 signature(s)` and `representative(s) 1, 3` as people write them."""
    one = "," not in found["list"] if found["count"] is None else found["count"] == "1"
    return _ENDS.sub(lambda end: (end["one"] or "") if one else end["many"], found[0])


def render(text: Text, language: Language) -> str:
    """A sentence in a language."""
    return translate(text.template, language, dict(text.args))


def check_name(code: str, language: Language) -> str:
    """What a check is about, in words."""
    return (CHECKS_ZH if language == "zh" else _CHECKS_EN)[code]


def field_name(field: str, language: Language) -> str:
    """Where a fault is; names of JSON fields stay, the words around them are translated."""
    shown = clean(field)
    if language == "zh":
        for word, chinese in _FIELD_WORDS:
            shown = word.sub(chinese, shown)
        shown = _LINE.sub(r"第 \1 行", shown).replace(", ", "，").replace(": ", "：")
    return shown


def detail(finding: Finding, language: Language) -> str:
    """A finding in words: entry and field, what is wrong, what was expected and found."""

    def said(template: str, **args: object) -> str:
        return translate(template, language, args)

    parts = []
    if finding.entry is not None:
        parts.append(said("entry {seq}", seq=str(finding.entry)))
    if finding.field is not None:
        parts.append(field_name(finding.field, language))
    parts.append(render(finding.note, language))
    text = said(": ").join(parts)
    for template, value in (("expected {v}", finding.expected), ("found {v}", finding.found)):
        if value is not None:
            text += said("; ") + said(template, v=value)
    return text
