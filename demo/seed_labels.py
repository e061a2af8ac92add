"""The sentences about contributions from own devices, openings, witnesses, beacon and voids.

As `labels`, of which it is the part that grew too long.
"""

from demo.words import Words

REHEARSED_BEACON = Words("随机信标：测试。", "Random beacon: test.")
NO_BEACON = Words("随机信标：无。", "Random beacon: none.")
WITNESSES_SIGNED = Words("见证方已在账本上签名。", "The witnesses have signed the book.")
PROOF_FILE = Words(
    "这是您的随机贡献已写入账本的证明。", "The proof that your contribution is in the book."
)
OPENING_WANTED = Words(
    "随机贡献已截止。现在需要您的揭示值。",
    "The contributions are closed. Now your opening is needed.",
)
PASTE_OPENING = Words("现在请用一条消息粘贴您设备页面上的揭示值。", "Now paste the opening")
OPENING_HERE = Words(
    "您的揭示值已收到，与您的承诺相符。", "Your opening is here and fits your commitment."
)
ALL_OPENINGS = Words(
    "自己的设备的揭示值已全部收到：共 {n} 份。", "All openings from own devices are here: {n}."
)
OPENINGS_HERE = Words(
    "自己的设备的揭示值：{total} 份中已收到 {n} 份。",
    "Openings from own devices: {n} of {total} are here.",
)
NOT_HANDED_IN = Words(
    "第 {numbers} 位代表的揭示值没有收到。", "The opening of number {numbers} did not come."
)
TOO_LATE = Words(
    "已来不及：秘密须在信标该轮之前揭示。",
    "Too late: the secrets had to be opened before the beacon's round.",
)
OPENING_LATE = Words("已不能再揭示：", "Nothing can be opened any more:")
WHAT_HAPPENED = Words(
    "原因：{reason}。请用一条消息写明经过，最多 1,000 字。",
    "Reason: {reason}. Now write in one message what happened, at most 1,000 characters.",
)
ABOUT_TO_VOID = Words(
    "将作废活动 {campaign} 的第 {draw} 次抽取（{who}）。",
    "You are about to void draw {draw} of campaign {campaign} ({who}).",
)
DRAW_VOID = Words("第 {draw} 次抽取已作废。", "Draw {draw} is void.")
VOID = Words("已作废：{reason}。", "VOID: {reason}.")
CHOICE_REPEATED = Words(
    "已沿用作废前的选择：{n} 个产品类别。", "The voided choice was repeated: {n} product types."
)
BEACON_ROUND = Words("信标第 {round} 轮，{time} 发布", "Beacon round {round}, due at {time}")
BEACON_HERE = Words("信标值已收到：第 {round} 轮。", "The beacon's value is here: round {round}.")
NO_RELAY = Words(
    "信标 {name} 的第 {round} 轮应于 {time} 发布，但没有任何中继应答。",
    "Round {round} of the beacon {name} was due at {time}, and no relay has answered.",
)
VALUE_WANTED = Words(
    "需要：信标 {name} 第 {round} 轮的值。",
    "Needed: the value of round {round} of the beacon {name}.",
)
VALUE_FALSE = Words(
    "这不是信标 {name} 第 {round} 轮的值：签名不符。",
    "This is not the value of round {round} of the beacon {name}: its signature does not fit.",
)
VALUE_TRUE = Words(
    "这是第 {round} 轮的真实值。谢谢。", "This is the true value of round {round}. Thank you."
)
BEACON_RECORDED = Words("信标值已写入账本。", "The beacon's value is in the book.")
BRACKET = Words(
    "{total} 个见证方中有 {signed} 个在信标值产生前 {margin} 秒已对截止的随机贡献签名。",
    "{signed} of {total} witnesses signed the closed list {margin} s before the beacon.",
)
