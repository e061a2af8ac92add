"""Chinese sentences on beacons, witnesses, finishing and proofs, by English templates."""

from collections.abc import Mapping

_REMARKS: Mapping[str, str] = {
    "Campaign {campaign} was drawn without a public beacon: the operator, or whoever controls its"
    " server, could have steered this draw unless at least one representative made and checked a"
    " contribution on a device the operator does not control, and every contribution was"
    " opened.": (
        "第 {campaign} 次活动的抽取没有使用公共随机信标：除非至少有一名消费者代表在运营方无法控制的"
        "设备上生成并核对了自己的随机贡献，并且所有随机贡献都已揭示，"
        "否则运营方或者控制其服务器的人有可能操纵抽取结果。"
    ),
    "Campaign {campaign} used the test beacon: its key is public, everybody could foretell it. It"
    " shows how a draw works and protects nothing.": (
        "第 {campaign} 次活动使用测试信标：其密钥是公开的，任何人都能预知信标值。"
        "它只演示抽取过程，不起任何防范作用。"
    ),
    "Draw {draw}: {n} witness(es) signed the closed list {margin} s before the beacon"
    " ({bodies}).": (
        "{draw}：{n} 个见证方在信标之前 {margin} 秒已对截止的随机贡献签名（{bodies}）。"
    ),
    "Draw {draw}: not proven that the list was closed before the beacon, because this ledger has"
    " no witnesses.": "{draw}：本账本没有见证方，未证明随机贡献先于信标截止。",
    "Draw {draw}: round {round} is due ({time}) and not in the book. Anyone who has its value can"
    " finish the draw: `verifier finish`.": (
        "{draw}：信标第 {round} 轮已到时间（{time}），但账本中还没有该轮信标值。"
        "任何人取得该信标值后都能算完这次抽取：`verifier finish`。"
    ),
    "Draw {draw} is void because round {round} is said to have stayed silent for 24 hours. Ask a"
    " relay for it; whoever has its value can compute the draw: `verifier finish`.": (
        "{draw}已作废，据称信标第 {round} 轮 24 小时无应答。可向中继查询该轮信标值；"
        "任何人取得该信标值后都能算出这次抽取：`verifier finish`。"
    ),
    "{first} {second}": "{first}{second}",
    "The value given cannot be used: an entry is missing or could not be read.": (
        "所给信标值无法使用：有条目缺失或无法读取。"
    ),
    "The value given could not be checked ({why}); it would give seed {seed} and cut-off"
    " {cutoff}.": ("所给信标值未能核对（{why}）；按该值，随机种子为 {seed}，截止签号为 {cutoff}。"),
    "The value given is refused: {why}.": "所给信标值不予采用：{why}。",
    "The value given is right; it gives seed {seed} and cut-off {cutoff}.": (
        "所给信标值正确；由此得出随机种子 {seed}，截止签号 {cutoff}。"
    ),
    "This ledger has no witnesses: nobody but the operator has signed its head.": (
        "本账本没有见证方：除运营方外，没有人为检查点签名。"
    ),
    "{quorum} of {count} must have signed ({bodies}); none has signed this head.": (
        "{count} 个见证方中须有 {quorum} 个签名（{bodies}）；该检查点尚无见证方签名。"
    ),
    "{quorum} of {count} must have signed ({bodies}); {signed} have signed this head, the latest"
    " at {time}.": (
        "{count} 个见证方中须有 {quorum} 个签名（{bodies}）；已有 {signed} 个为该检查点签名，"
        "最晚时间为 {time}。"
    ),
}

_WITNESSES: Mapping[str, str] = {
    "{signed} of {count} witnesses have signed this head; {quorum} are needed": (
        "{count} 个见证方中有 {signed} 个已签名，须有 {quorum} 个"
    ),
    "a witness has more than one line": "同一见证方有多行签名",
    "a witness's key must not be the agency key or the log key": (
        "见证方的公钥不得与组织部门的公钥或日志公钥相同"
    ),
    "a witness's line has a wrong length": "见证方签名行的长度有误",
    "a witness's signature does not fit the note": "见证方的签名与检查点不符",
    "a witness's time is 0 or not below 2^53": "见证方的时间为 0，或者不小于 2^53",
    "the quorum must be more than half of the witnesses and at most all of them": (
        "最低见证数须超过见证方的半数，且不超过见证方总数"
    ),
    "the text is empty or longer than {n} characters": "文本为空或超过 {n} 个字符",
    "there are too many witnesses": "见证方过多",
    "this is not what the trust file says": "与信任文件不符",
    "two witnesses share what must be their own": "两个见证方有本应各自不同的内容相同",
}

_BRACKETS: Mapping[str, str] = {
    "{n} witness(es), margin {margin} s": "{n} 个见证方，提前 {margin} 秒",
    "list closed before the beacon: {v}": "随机贡献先于信标截止：{v}",
    "not proven that the list was closed before the beacon": "未证明随机贡献先于信标截止",
    "not proven that the list was closed before the beacon: {why}": (
        "未证明随机贡献先于信标截止：{why}"
    ),
    "a ledger without witnesses has no brackets": "没有见证方的账本不应有时间证明",
    "no bracket is in the book": "账本中没有时间证明",
    "nothing was opened": "没有任何揭示",
    "only {signed} of {quorum} needed witnesses signed at least {margin} s before the beacon": (
        "须有 {quorum} 个见证方在信标之前至少 {margin} 秒签名，实有 {signed} 个"
    ),
    "the note does not cover the last opening, entry {seq}": (
        "时间证明没有涵盖最后一项揭示（第 {seq} 号条目）"
    ),
    "the note is of another tree": "时间证明所指的是另一棵哈希树",
    "{signed} of {quorum} needed witnesses signed": "须有 {quorum} 个见证方签名，实有 {signed} 个",
}

_BEACONS: Mapping[str, str] = {
    "a chain that this version knows": "本版本认识的信标链",
    "an unchained chain has no previous signature": "该信标链的信标值不应附有上一轮签名",
    "no library for BLS signatures is installed, or it does not work": (
        "没有安装核对 BLS 签名的程序库，或程序库不能工作"
    ),
    "no draw waits for the value of --beacon": "没有抽取在等待 --beacon 所给的信标值",
    "only a simulation may use the test beacon": "只有模拟账本才能使用测试信标",
    "the chain has no round for the time of draw.close": "信标链没有与 draw.close 的时间对应的轮次",
    "the previous signature is missing or has another length": "上一轮签名缺失或长度有误",
    "the round is not the one that follows from the time of draw.close": (
        "轮次与按 draw.close 的时间算出的不符"
    ),
    "the signature is not a compressed point, or it is the point at infinity": (
        "签名不是压缩形式的点，或者是无穷远点"
    ),
    "the signature is not a point of the chain's group": "签名不是该信标链所用群中的点",
    "the signature is not the chain's signature of this round": "签名不是该信标链这一轮的签名",
    "the signature is not {digits} lower-case hex digits": "签名不是 {digits} 位小写十六进制数",
    "there is no such round": "没有这一轮",
    "this is not the beacon of the campaign": "不是本次活动的信标",
    "this is not the round of draw.close": "不是 draw.close 所列的轮次",
    "a round is silent only 24 hours after it was due": (
        "到时间 24 小时之后仍没有信标值，才算无应答"
    ),
    "that a round was not published cannot be seen offline": (
        "该轮信标值是否确实没有发布，无法离线核对"
    ),
}

_FINISH: Mapping[str, str] = {
    "FINISH 0": "已算出：账本和信标值均通过核对。",
    "FINISH 1": "不通过：账本或信标值有误，见下列“不通过”各项。",
    "Not computed: the value you typed is not that of round {round}. Check each digit. The book"
    " shows no fault.": (
        "没有算出：输入的信标值不是第 {round} 轮的值，请逐位核对是否抄错。账本没有发现错误。"
    ),
    "The enterprises drawn: leaf and mark (m = must, r = random)": (
        "抽中的企业：密封条目与标记（m 为必抽，r 为随机）"
    ),
    "FINISH 2": "无法读取，或没有可以算完的抽取。",
    "FINISH 3": "核对不完整：未发现错误，但有内容未能核对或未证明。",
    "Draw {draw}, round {round}, due {time}": "{draw}，信标第 {round} 轮，时间 {time}",
    "root of the selection: {v}": "抽中名单的根值：{v}",
    "The book says the same.": "账本所载结果与此一致。",
    "The book says otherwise.": "账本所载结果与此不一致。",
    "There are no witnesses who could prove when the list was closed.": (
        "没有见证方可以证明随机贡献何时截止。"
    ),
    "draw {draw} cannot be finished": "{draw}不能用信标值算完",
    "no draw of a campaign with a beacon that the operator opened": (
        "没有使用信标且运营方已经揭示的抽取"
    ),
}

_PROOFS: Mapping[str, str] = {
    "PROOF proven": "证明文件正确。",
    "PROOF failed": "证明文件不通过，见下列“不通过”各项。",
    "PROOF unreadable": "无法读取，不能作出判断。",
    "PROOF incomplete": "核对不完整：未发现错误，但有内容在此无法核对。",
    "Contribution of representative {number} to draw {draw}: entry {seq}, under a head of {size}"
    " entries": (
        "{number} 号消费者代表对{draw}的随机贡献：第 {seq} 号条目，检查点共 {size} 个条目"
    ),
    "draw.close does not list this contribution": "draw.close 没有列明该随机贡献",
    "numbers count from 1": "编号从 1 开始",
    "the book has another entry in its place": "账本在该位置上是另一条目",
    "the draw is not closed yet": "该次抽取的随机贡献尚未截止",
    "the draw was opened with another secret": "账本中揭示的是另一个秘密",
    "the entry is not signed": "该条目没有签名",
    "the path does not lead from the entry to the root of the note": (
        "由该条目按路径算出的不是检查点的根值"
    ),
    "the publication does not extend the tree of the note": "公布的账本不是证明文件所载账本的延续",
    "the publication is shorter than the tree of the note": "公布的账本比证明文件所载的账本短",
    "this is no contribution": "该条目不是随机贡献",
    "this is not the roster of the campaign": "不是本次活动的名录",
    "The proof holds no secret, so the opening of the contribution was not checked.": (
        "证明文件中没有秘密，因此没有核对随机贡献的揭示。"
    ),
    "Give the publication, too, to see whether the book carries this contribution on.": (
        "请同时给出公布的账本，以核对该随机贡献是否仍在账本中。"
    ),
    "this contribution is not opened yet": "该随机贡献尚未揭示",
    "this contribution was not opened; its commitment stands in the seed": (
        "该随机贡献没有揭示；随机种子中以其承诺代替"
    ),
    "this contribution was opened": "该随机贡献已经揭示",
    "this contribution was opened and is in the seed": "该随机贡献已经揭示，并已进入随机种子",
}

BEACON_ZH: Mapping[str, str] = {
    **_REMARKS,
    **_WITNESSES,
    **_BRACKETS,
    **_BEACONS,
    **_FINISH,
    **_PROOFS,
}
