"""The attacks on files (steps 1 and 2)."""

from . import attacks_files as on
from .attacks_files import file_attack
from .controls import long_book
from .spoiling import Attack

ATTACKS: list[Attack] = [
    # the trust file
    file_attack("01.trust", "inside", on.trust_inside, exit=2, who="operator", also=()),
    file_attack("01.trust", "space", on.on_trust(lambda b: b.replace(b":", b": ", 1)), exit=2,
                who="anyone"),
    file_attack("01.trust", "key twice", on.on_trust(lambda b: b.replace(
        b'"v":1', b'"v":1,"v":1')), exit=2, who="anyone"),
    # the head's form
    file_attack("01.note", "leading zero", on.size_as(lambda n: "0" + n)),
    file_attack("01.note", "plus sign", on.size_as(lambda n: "+" + n)),
    file_attack("01.note", "underscore", on.size_as(lambda n: "_".join(n))),
    file_attack("01.note", "look-alike digits", on.size_as(on.wide)),
    file_attack("01.note", "extension line", lambda p: on.sign_head(
        p, on.head_text(p) + "more\n")),
    file_attack("01.note", "carriage return", lambda p: on.sign_head(
        p, on.head_text(p).replace("\n", "\r\n"))),
    file_attack("01.note", "loose base64", on.loose_base64),
    file_attack("01.note", "byte-order mark", on.on_head(lambda b: b"\xef\xbb\xbf" + b),
                who="anyone"),
    file_attack("01.note", "not UTF-8", on.on_head(lambda b: b"\xff" + b), who="anyone"),
    file_attack("01.note", "no origin", on.on_head(lambda b: b[b.index(b"\n") :]), who="anyone"),
    file_attack("01.note", "short signature line", on.on_head(lambda b: b + "— x AAAA\n".encode()),
                who="anyone"),
    file_attack("01.note", "cut", on.on_head(lambda b: b[:-1]), who="anyone"),
    file_attack("01.note", "101 signature lines", on.on_head(on.many_lines), who="anyone"),
    file_attack("01.note", "head too long in a ZIP", on.long_head, who="anyone"),
    # its signature
    file_attack("01.signature", "another log key", on.other_log_key),
    file_attack("01.signature", "forged", on.forged, who="anyone"),
    file_attack("01.signature", "another origin", on.head(origin="other.example/log")),
    file_attack("01.signature", "size changed", on.on_head(lambda b: b.replace(
        b"\n46\n", b"\n45\n", 1)), who="anyone", also=("01.files",)),
    # witnesses
    file_attack("01.witness", "another origin", lambda p: None, make=on.head_signers(
        lambda _m: [0, 1, 2], on.of_other_origin), who="witnesses"),
    file_attack("01.witness", "older head", lambda p: None, make=on.head_signers(
        lambda _m: [0, 1, 2], on.of_older_head), who="witnesses"),
    file_attack("01.witness", "too few", lambda p: None, make=on.head_signers(lambda _m: [1]),
                who="witnesses", result="not_checked"),
    file_attack("01.witness", "strangers", lambda p: None, make=on.head_signers(
        lambda _m: [0, 1, 2], on.strangers), who="witnesses", result="not_checked"),
    # the closed list
    file_attack("01.files", "added", on.added("readme.txt"), who="anyone"),
    file_attack("01.files", "made by a computer", on.added("tile/.DS_Store"), who="anyone"),
    file_attack("01.files", "hidden", on.added(".hidden"), who="anyone"),
    file_attack("01.files", "old head kept", on.added("checkpoint.old"), who="anyone"),
    file_attack("01.files", "padded width", on.added("tile/0/000.p/046"), who="anyone"),
    file_attack("01.files", "level too high", on.added("tile/1/000.p/1"), who="anyone"),
    file_attack("01.files", "link", on.linked, who="anyone"),
    file_attack("01.files", "entries missing", on.without("tile/entries/"), who="anyone"),
    file_attack("01.files", "hashes missing", on.without("tile/0/"), who="anyone"),
    file_attack("01.files", "wrong width", on.moved("tile/0/", lambda n: n.replace(
        "p/46", "p/47")), who="anyone"),
    file_attack("01.files", "tail cut", on.tail_cut, who="anyone"),
    file_attack("01.files", "head of less", on.smaller_head),
    file_attack("01.files", "upper-case blob", on.moved("blob/", lambda n: n[:12] + n[12:].upper()
                ), who="anyone", also=("02.blob",)),
    file_attack("01.files", "hashes too long", on.on_file("tile/0/", lambda b: b + b"\0" * 32),
                who="anyone"),
    # the same in a ZIP
    file_attack("01.files", "name twice", on.in_zip([("checkpoint", b"another")]), who="anyone"),
    file_attack("01.files", "name above", on.in_zip([("../above", b"x")]), who="anyone"),
    file_attack("01.files", "backslash", on.in_zip([("tile\\0\\000", b"x")]), who="anyone"),
    file_attack("01.files", "linked in a ZIP", on.in_zip([], "tile/0/"), who="anyone"),
    file_attack("01.files", "added in a ZIP", on.in_zip([("readme.txt", b"x")]), who="anyone"),
    # tiles
    file_attack("02.tile", "hash", on.on_file("tile/0/", on.flipped), who="anyone"),
    file_attack("02.tile", "entry", on.on_file("tile/entries/", on.flipped), who="anyone"),
    file_attack("02.tile", "trailing bytes", on.on_file("tile/entries/", lambda b: b + b"\0"),
                who="anyone"),
    file_attack("02.tile", "another log's entries", on.other_bundle),
    file_attack("02.tile", "exchanged", on.exchanged_entries, who="anyone"),
    file_attack("02.tile", "stale hashes", on.stale("0"), make=on.with_stale, who="anyone"),
    file_attack("02.tile", "stale entries", on.stale("entries"), make=on.with_stale, who="anyone"),
    file_attack("02.tile", "parent", on.on_file("tile/1/", on.flipped), make=long_book,
                who="anyone"),
    # root
    file_attack("02.root", "another root", on.head(root="A" * 43 + "=")),
    file_attack("02.root", "odd nodes doubled", on.odd_nodes_doubled),
    # blobs
    file_attack("02.blob", "missing", on.without("blob/"), who="anyone"),
    file_attack("02.blob", "changed", on.on_file("blob/", on.flipped), who="anyone"),
    file_attack("02.blob", "cut", on.on_file("blob/", lambda b: b[:-1]), who="anyone"),
    file_attack("02.blob", "unnamed", lambda p: p.files.update({
        "blob/sha256/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": b""})),
    file_attack("02.blob", "exchanged", on.exchanged_blobs, who="anyone"),
]  # fmt: skip
