"""The words of the page, in the languages it is read in."""

from typing import Final

LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
"""What `?lang=` may be, and the language it stands for."""

WORDS: Final = {
    "zh": {
        "witness": "见证方",
        "skip": "跳到正文",
        "language": "语言",
        "intro": (
            "见证程序为下列每一本账本记住它最后看到的状态；只有当以前的全部内容都原样包含在新状态"
            "中，才会为新状态签名。它不接触任何姓名、名录和抽签内容。"
        ),
        "body": "运行机构",
        "no_body": "未填写",
        "name": "名称",
        "key": "公钥",
        "compare": "请把这个公钥与账本所写的、以及本见证方在别处印发或公布的公钥相核对。",
        "books": "账本",
        "no_books": "本见证程序尚未被设定为任何账本签名。",
        "nothing_signed": "本见证程序尚未为这本账本签过名。",
        "entries": "条目数",
        "root": "根值",
        "signed_at": "签名时间",
        "sizes": "签过名的账本状态数",
        "last": "在此签名的最后一个检查点",
        "qr": "二维码：在此签名的最后一个检查点，账本",
        "encodings": ("上面的根值用十六进制显示；检查点文字的第三行是同一个根值，用 base64 书写。"),
        "as_file": "文本文件",
        "scan": (
            "请扫描并保存这段文字：如果账本以后对同样的条目数给出另一个根值，就说明账本被改写过。"
        ),
        "fork": "警告：分叉证据",
        "fork_means": (
            "这本账本的密钥对同样的条目数签了两个不同的根值。这证明账本被改写过，或者给不同的人看"
            "了不同的内容。请保存下面两份文字。"
        ),
        "unproven": "警告：有一个状态未被证明是这本账本的延续",
        "unproven_means": (
            "有人送来一个由这本账本的密钥签名的状态，所附的证明不成立。原因可能是一次错误的请求，"
            "也可能是账本被改写。此处未予签名。"
        ),
        "settled": "已澄清：同一状态后来被证明是账本的延续，并已在此签名。",
        "kept": "在此签名的",
        "offered": "送来的",
        "received": "收到时间",
        "contradictions": "保存的矛盾总数",
        "no_contradictions": "从未收到与这本账本相矛盾的内容。",
        "contribution": "您对抽签的随机贡献",
        "contribution_means": (
            "这个页面无需联网：它在您自己的设备上生成您的秘密数及其承诺，不发送任何内容。"
        ),
        "open": "打开页面",
        "save": "把页面存为文件",
        "digest": "文件的 SHA-256",
    },
    "en": {
        "witness": "Witness",
        "skip": "Skip to the content",
        "language": "Language",
        "intro": (
            "A witness keeps, for every book below, the last state it saw. It signs a newer "
            "state only if everything that was there before is still in it, unchanged. It knows "
            "no names, no lists and no draws."
        ),
        "body": "Run by",
        "no_body": "not stated",
        "name": "Name",
        "key": "Key",
        "compare": (
            "Compare this key with the one that the book names, and with the one this witness "
            "has printed or published elsewhere."
        ),
        "books": "Books",
        "no_books": "This witness has not been told to sign for any book.",
        "nothing_signed": "Nothing of this book has been signed here yet.",
        "entries": "Entries",
        "root": "Root",
        "signed_at": "Signed at",
        "sizes": "States of the book signed so far",
        "last": "The last checkpoint signed here",
        "qr": "QR code of the last checkpoint signed for",
        "encodings": (
            "Above, the root is written in hex. The third line of the checkpoint is the same root, "
            "written in base64."
        ),
        "as_file": "As a file",
        "scan": (
            "Scan it and keep the text: a book that later shows another root for this number of "
            "entries was rewritten."
        ),
        "fork": "Warning: evidence of a fork",
        "fork_means": (
            "The key of this book has signed two different roots for the same number of entries. "
            "This proves that the book was rewritten, or shown differently to different people. "
            "Keep both notes."
        ),
        "unproven": "Warning: a state that was not shown to continue this book",
        "unproven_means": (
            "Somebody sent a state signed with this book's key, with a proof that does not hold. "
            "A faulty request can be the cause, so can a rewritten book. It was not signed here."
        ),
        "settled": (
            "Settled: this very state was shown to continue the book later, and was signed here."
        ),
        "kept": "Signed here",
        "offered": "Offered",
        "received": "Received at",
        "contradictions": "All contradictions kept",
        "no_contradictions": "No contradiction was ever received for this book.",
        "contribution": "Your contribution to a draw",
        "contribution_means": (
            "A page that works without any network: it makes your secret number and its "
            "commitment on your own device, and sends nothing."
        ),
        "open": "Open the page",
        "save": "Save the page as a file",
        "digest": "SHA-256 of the file",
    },
}
"""Language → name of a text → the text."""


def speak(language: str, name: str) -> str:
    """Return the text `name` in `language` (a key of `LANGUAGES`)."""
    return WORDS[language][name]
