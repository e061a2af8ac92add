"""Chinese sentences of the report, by their English templates; words as in docs/glossary.md."""

from collections.abc import Mapping

from .beacon_zh import BEACON_ZH
from .faults_zh import FAULTS_ZH
from .reading_zh import READING_ZH
from .rules_zh import RULES_ZH
from .totals_zh import TOTALS_ZH

CHECKS_ZH: Mapping[str, str] = {
    "01.trust": "信任文件",
    "01.note": "检查点格式",
    "01.signature": "检查点签名",
    "01.witness": "检查点的见证签名",
    "01.files": "公布的文件齐全、无多余",
    "01.keep": "与留存的检查点衔接",
    "01.typed": "与录入的检查点衔接",
    "02.tile": "哈希树分块文件",
    "02.root": "哈希树根值",
    "02.blob": "数据文件",
    "03.canonical": "条目的规范格式",
    "03.schema": "条目的字段内容",
    "03.kind": "条目的种类和版本",
    "03.seq": "条目编号",
    "03.prev": "条目前后衔接",
    "03.time": "条目时间",
    "03.simulation": "模拟标志",
    "04.genesis": "起始条目与信任文件",
    "04.signature": "条目签名",
    "05.order": "各步骤的先后顺序",
    "05.people": "人员与职责",
    "05.rules": "活动的规定事项",
    "05.roster": "名录",
    "05.catalogue": "产品类别目录",
    "05.institutions": "机构与限额",
    "05.feasible": "各产品类别均有机构可承担",
    "06.operator": "运营方的承诺与揭示",
    "06.contribution": "消费者代表的随机贡献",
    "06.round": "信标轮次",
    "06.beacon": "信标值",
    "06.bracket": "随机贡献先于信标截止",
    "06.reuse": "秘密未重复使用",
    "07.choice": "所选产品类别的计划数",
    "07.pool": "抽样池",
    "07.drawn": "非必抽企业未重复抽中",
    "07.count": "抽取数量",
    "07.strata": "各产品类别的抽取数量",
    "07.seed": "随机种子",
    "07.tickets": "抽中名单",
    "07.cutoff": "截止签号",
    "07.odds": "抽中机会",
    "08.totals": "匹配合计",
    "08.statement": "结果陈述",
    "09.confirm": "消费者代表的确认",
    "09.object": "消费者代表的异议",
    "09.void": "作废的抽取",
    "10.opening": "企业信息的揭示",
    "10.deadline": "按期披露",
    "10.roster": "名录内容",
    "10.pool": "抽样池复算",
    "10.types": "产品类别复算",
    "10.matching": "匹配复算",
    "10.people": "人员身份的揭示",
    "11.opening": "企业的揭示文件",
    "11.digest": "纸质结果的摘要",
    "12.proof": "随机贡献证明文件",
    "12.witness": "证明文件上的见证签名",
    "12.opening": "随机贡献的揭示",
    "12.book": "账本中的随机贡献",
    "13.refute": "对抽取的反驳",
}

_REPORT: Mapping[str, str] = {
    "VERDICT proven": "结论：验证通过。目前能够核对的内容全部正确。",
    "VERDICT failed": "结论：验证不通过。至少有一项核对发现错误，见下列“不通过”各项。",
    "VERDICT unreadable": "结论：无法读取，不能作出判断。",
    "VERDICT incomplete": "结论：验证不完整。未发现错误，但有内容在此无法核对。",
    "FAILED: the opening given is wrong or is not of this book (11.opening). The book itself shows"
    " no fault.": (
        "结论：不通过。所给的揭示文件有误，或不属于本账本（见 11.opening）；账本本身没有发现错误。"
    ),
    "WORD proven": "通过",
    "WORD not_checked": "未核对",
    "WORD failed": "不通过",
    "STATE matched": "已抽取，已匹配机构",
    "STATE void": "已作废",
    "STATE open": "尚未完成",
    "reason mistake": "操作失误",
    "reason absence": "人员缺席",
    "reason disturbance": "现场受干扰",
    "reason operator_lost": "运营方的秘密丢失",
    "reason late": "运营方来不及在信标之前揭示",
    "reason beacon_silent": "信标无应答",
    "NAME {campaign} {number} {id}": "第 {campaign} 次活动第 {number} 次抽取（{id}）",
    "Checks": "核对项目",
    "Remarks": "说明",
    "Only draw {draw} was asked for.": "本次只要求核对{draw}。",
    "Only draw {draw} was asked for, and so those before it of its campaign.": (
        "本次只要求核对{draw}，因而也核对同一次活动中在它之前的各次抽取。"
    ),
    "Ledger {origin}, {size} entries, judged as of {now}.": (
        "账本 {origin}，共 {size} 个条目，按 {now} 的时间判断。"
    ),
    "Root of the tree: {root}": "哈希树根值：{root}",
    "entry {seq}": "第 {seq} 号条目",
    ": ": "：",
    "{word} ({covered})": "{word}（{covered}）",
    "; ": "；",
    "expected {v}": "应为 {v}",
    "found {v}": "实为 {v}",
    "Draw {draw}: {state}": "{draw}：{state}",
    "{N} enterprises in the pool, {m} of them musts; {n} drawn": (
        "抽样池共 {N} 家企业，其中必抽 {m} 家；抽中 {n} 家"
    ),
    "chance of every other enterprise: {odds}": "其余每家企业的抽中机会：{odds}",
    "seed: {v}": "随机种子：{v}",
    "cut-off ticket: {v}": "截止签号：{v}",
    "digest of the result: {v}": "结果陈述的摘要：{v}",
    "confirmed by {yes} representative(s), objected to by {no}": (
        "{yes} 名消费者代表已确认，{no} 名提出异议"
    ),
    "The enterprise of the opening": "揭示文件对应的企业",
    "name {name}, code {code}": "名称 {name}，统一社会信用代码 {code}",
    "leaf: {leaf}": "密封条目（叶子）：{leaf}",
    "This leaf is not in the roster.": "该密封条目不在名录中。",
    "draw {draw}: not in the pool, not drawn": "{draw}：不在抽样池中，未抽中",
    "draw {draw}: DRAWN, as a must": "{draw}：抽中（必抽企业）",
    "draw {draw}: DRAWN (ticket {ticket})": "{draw}：抽中（签号 {ticket}）",
    "draw {draw}: not drawn (ticket {ticket})": "{draw}：未抽中（签号 {ticket}）",
    "and {n} more of the same check": "同一项目另有 {n} 处",
    "and {n} more of the same check, draw {draw}": "同一项目另有 {n} 处：{draw}",
    "draws {draws}: not asked for": "本次未要求核对抽取 {draws}",
    "the book has no draw {draw}": "账本中没有{draw}",
}

_COVERAGE: Mapping[str, str] = {
    "trust file read": "已读取信任文件",
    "checkpoint read, {n} entry(ies)": "已读取检查点，共 {n} 个条目",
    "{n} log signature(s)": "{n} 个日志签名",
    "{n} cosignature(s) of witnesses": "{n} 个见证签名",
    "{n} file(s)": "{n} 个文件",
    "{n} hash(es) in tiles": "分块文件中 {n} 个哈希值",
    "{n} entry(ies) under the root": "根值覆盖 {n} 个条目",
    "{n} blob(s)": "{n} 个数据文件",
    "{n} entry(ies)": "{n} 个条目",
    "{n} link(s)": "{n} 处衔接",
    "entry 0": "第 0 号条目",
    "{n} signature(s)": "{n} 个签名",
    "{n} act(s)": "{n} 项操作",
    "{n} campaign(s)": "{n} 次活动",
    "{n} leaf(ves)": "{n} 个密封条目",
    "{n} product type(s)": "{n} 个产品类别",
    "{n} institution(s)": "{n} 家机构",
    "{n} commitment(s) of the operator": "运营方的 {n} 项承诺",
    "{n} contribution(s)": "{n} 项随机贡献",
    "{n} beacon value(s)": "{n} 个信标值",
    "{n} bracket(s)": "{n} 份时间证明",
    "{id} ({detail})": "{id}（{detail}）",
    "{amount}: {details}": "{amount}：{details}",
    "{n} proof of a contribution": "{n} 份随机贡献证明文件",
    "{n} secret": "{n} 个秘密",
    "{n} contribution in the book": "账本中的 {n} 项随机贡献",
    "{n} secrets and commitments": "{n} 个秘密和承诺",
    "{n} draw(s)": "{n} 次抽取",
    "{n} pool row(s) over all draws": "各次抽取的抽样池共 {n} 家次",
    "{n} seed(s)": "{n} 个随机种子",
    "{n} ticket(s)": "{n} 个签号",
    "{n} selected row(s) over all draws": "各次抽取共抽中 {n} 家次",
    "{n} statement(s)": "{n} 份结果陈述",
    "{n} confirmation(s)": "{n} 项确认",
    "{n} objection(s)": "{n} 项异议",
    "{n} void draw(s)": "{n} 次作废的抽取",
    "{n} opening(s)": "{n} 项揭示",
    "{n} roster row(s)": "名录中 {n} 家企业",
    "{n} roster row(s) over all draws": "各次抽取共复算 {n} 家次",
    "{n} people": "{n} 名人员",
    "{n} opening": "{n} 份揭示文件",
}

_REMARKS: Mapping[str, str] = {
    "This ledger says of itself that it is a simulation: people or data are invented.": (
        "本账本注明为模拟：其中的人员或数据是虚构的。"
    ),
    "{bot} of {all} contributions were made by the operator's bot, so they do not protect against"
    " the operator.": (
        "{all} 项随机贡献中有 {bot} 项由运营方的程序代为生成，对运营方自己起不到防范作用。"
    ),
    "Every choice, contribution, approval and answer here is attested by the operator (a tapped"
    " button, level D); none of these people has signed with a key of their own.": (
        "这里的每一项选择、随机贡献、批准和答复都只由运营方的系统登记（点击按钮，D 级）；"
        "这些人都没有用自己的密钥签名。"
    ),
    "This proves that the book is consistent in itself. That it is the same book that others saw"
    " earlier can be shown only by a checkpoint that somebody else kept.": (
        "以上只证明账本自身前后一致。要证明它就是别人以前看到的那本账本，"
        "只能依靠别人自己保存的检查点。"
    ),
    "Sealed until {date}: which leaf is whom, and whether pool, marks, types and matching are"
    " right, can be checked by auditors now and by everyone after that date.": (
        "密封至 {date}：哪个密封条目对应哪家企业，抽样池、必抽标记、产品类别和匹配是否正确，"
        "目前可由审计人员核对，该日期之后任何人都可以核对。"
    ),
    "Checked with the auditor's openings: pool, marks, types and matching of campaign"
    " {campaign}.": (
        "已用审计人员的揭示文件核对第 {campaign} 次活动的抽样池、必抽标记、产品类别和匹配。"
    ),
    "The names of enterprises that were not drawn are closed; that somebody was left off the"
    " roster can be found only by auditors.": (
        "未抽中企业的名称没有公开；名录是否遗漏了企业，只有审计人员能够发现。"
    ),
    "Draw {draw} is void ({reason}).": "{draw}已作废（{reason}）。",
    "Draw {draw} is void: the check {check} failed. {details}": (
        "{draw}已作废：核对项目 {check} 不通过。{details}"
    ),
    "Draw {draw} is void; the operator says that the check {check} failed.": (
        "{draw}已作废；运营方称核对项目 {check} 不通过。"
    ),
    "Draw {draw}: {given} of {all} representatives contributed.": (
        "{draw}：{all} 名消费者代表中有 {given} 名提交了随机贡献。"
    ),
    "Every representative contributed to every matched draw listed above.": (
        "上列每次已匹配机构的抽取，全部消费者代表都提交了随机贡献。"
    ),
    "Draw {draw}: the contribution of representative(s) {numbers} was not opened; its commitment"
    " stands in. Unless the closed list is proven to be older than the beacon, whoever held it"
    " could choose between two results.": (
        "{draw}：{numbers} 号消费者代表的随机贡献没有揭示，以其承诺代替；"
        "除非已证明随机贡献先于信标截止，否则持有者当时能够在两种抽取结果之间选择。"
    ),
    "Draw {draw}: the contribution of representative(s) {numbers} was not opened; its commitment"
    " stands in. There was no beacon: whoever held it could choose between two results.": (
        "{draw}：{numbers} 号消费者代表的随机贡献没有揭示，以其承诺代替；"
        "没有信标：持有者当时能够在两种结果之间选择。"
    ),
    "Draw {draw} was void after its choice, and the campaign ended without repeating that"
    " choice.": "{draw}在选定产品类别之后作废，活动结束时也没有按该选择重新抽取。",
    "Campaign {campaign} ended without a draw of representative(s) {numbers}.": (
        "第 {campaign} 次活动结束时，{numbers} 号消费者代表没有完成抽取。"
    ),
    "Campaign {campaign} is void ({reason}).": "第 {campaign} 次活动已作废（{reason}）。",
    "Draw {draw}: the supervisor found the objection of representative(s) {numbers} founded.": (
        "{draw}：监督人员认定 {numbers} 号消费者代表的异议成立。"
    ),
    "Representative(s) {numbers} gave no answer on draw {draw}.": (
        "{numbers} 号消费者代表对{draw}未作答复。"
    ),
    "Draw {draw}: {sampling} row(s) over quota in sampling, {testing} in testing.": (
        "{draw}：抽样超限额 {sampling} 家，检验超限额 {testing} 家。"
    ),
    "Draw {draw}: the musts alone exceed the plan; n was raised to {m}.": (
        "{draw}：仅必抽企业就已超过计划数，抽取数量提高到 {m} 家。"
    ),
    "Draw {draw}: the pool is smaller than the plan; everyone was drawn.": (
        "{draw}：抽样池的企业少于计划数，池内企业全部抽中。"
    ),
}

SENTENCES_ZH: Mapping[str, str] = {
    **_REPORT,
    **_COVERAGE,
    **_REMARKS,
    **BEACON_ZH,
    **TOTALS_ZH,
    **FAULTS_ZH,
    **RULES_ZH,
    **READING_ZH,
}
