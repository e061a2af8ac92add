"""Every sentence the verifier can say has a Chinese form with the same gaps."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import verifier
from verifier import texts
from verifier.checks import COVERAGE
from verifier.command import _ARGPARSE
from verifier.findings import draw_name, say
from verifier.remarks import TEMPLATES
from verifier.texts_zh import CHECKS_ZH, SENTENCES_ZH

PACKAGE = Path(verifier.__file__).parent
SAYING = {
    "say", "said", "_out_of_place", "NotCanonicalError", "UnreadableError", "NoteError",
    "NoLibraryError", "UnreachableError", "UntypedError", "_NotShownError", "_fail", "_skip",
    "_TypeError",
}  # fmt: skip
GAP = re.compile(r"\{([A-Za-z_]+)\}")
# These are said with words that depend on data; their forms are listed one by one.
KEYED = re.compile(r"(VERDICT|WORD|STATE|reason|FINISH|PROOF|REFUTE|REFUTED|PLACE) [a-z_0-9]+")


def called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def sentences() -> set[str]:
    found = {*COVERAGE.values(), *TEMPLATES.values()}
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in SAYING and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    found |= set(named_sentences()) | {template for _pattern, template in _ARGPARSE}
    found.add("type {type}: {N} in the pool, {m} of them musts; {n} drawn")
    found |= {"expected {v}", "found {v}", "seed: {v}", "cut-off ticket: {v}"}
    return found | {"digest of the result: {v}"}


def named_sentences() -> Iterator[str]:
    """Sentences that have a name because they are said in more than one place."""
    for name in (
        "publication.py",
        "archive.py",
        "note.py",
        "step01_head.py",
        "remarks.py",
        "remarks_beacon.py",
    ):
        for node in ast.parse((PACKAGE / name).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                value = node.value.value
                if isinstance(value, str) and " " in value:
                    yield value


def test_every_sentence_has_a_chinese_form() -> None:
    assert sentences() - SENTENCES_ZH.keys() == set()


def test_no_chinese_sentence_is_left_over() -> None:
    extra = SENTENCES_ZH.keys() - sentences()
    assert {sentence for sentence in extra if not KEYED.fullmatch(sentence)} == set()


def test_the_gaps_are_the_same() -> None:
    for english, chinese in SENTENCES_ZH.items():
        if "[a-z0-9_]" not in english:
            assert sorted(GAP.findall(english)) == sorted(GAP.findall(chinese)), english


def test_a_draw_and_a_field_read_well() -> None:
    name = draw_name((1, 2))
    assert texts.render(name, "en") == "1.2"
    assert texts.render(name, "zh") == "第 1 次活动第 2 次抽取（1.2）"
    assert texts.field_name("pool blob, leaf ab", "zh") == "抽样池数据文件，密封条目 ab"
    for path in ("body.data.statement", "blob/sha256/00", "body.data.pool.blob"):
        assert texts.field_name(path, "zh") == path


def test_every_check_has_a_name() -> None:
    assert set(CHECKS_ZH) == set(COVERAGE)
    assert all(texts.check_name(code, "en") for code in COVERAGE)


def test_chinese_sentences_are_chinese() -> None:
    for english, chinese in SENTENCES_ZH.items():
        if re.search("[a-z]{3}", english) and english not in (
            "true or false",
            "{word} ({covered})",
            "Draw {draw}: {state}",
            "{id} ({detail})",
            "{amount}: {details}",
            "{first} {second}",
            "draw {draw}: {state}",
            "{file}: {why}",
            "{why}",
        ):
            assert re.search("[\u4e00-\u9fff]", chinese), english


def test_data_is_shown_safely() -> None:
    assert (
        texts.render(say("{v}", v="\x1b[2J\u202e\ud800\n"), "en")
        == "\\u001b[2J\\u202e\\ud800\\u000a"
    )
    assert texts.render(say("{n} row(s)", n=17379), "zh") == "17,379 行"
    assert texts.render(say("{v}", v="{n} {v}"), "en") == "{n} {v}"
