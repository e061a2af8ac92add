"""Chinese sentences of the report, by their English templates."""

from collections.abc import Mapping

from .faults_zh import FAULTS_ZH
from .rules_zh import RULES_ZH

CHECKS_ZH: Mapping[str, str] = {
    "01.trust": "信任文件",
    "01.note": "检查点格式",
    "01.signature": "检查点签名",
    "01.files": "公布文件清单",
    "02.tile": "哈希树分块文件",
    "02.root": "哈希树根值",
    "02.blob": "附件文件",
    "03.canonical": "记录的规范格式",
    "03.schema": "记录的字段内容",
    "03.kind": "记录的种类和版本",
    "03.seq": "记录编号",
    "03.prev": "记录前后衔接",
    "03.time": "记录时间",
    "03.simulation": "模拟标志",
    "04.genesis": "首条记录与信任文件",
    "04.signature": "记录签名",
    "05.order": "办理顺序",
    "05.people": "人员与职责",
    "05.rules": "抽查批次的规定事项",
    "05.roster": "企业名录",
    "05.catalogue": "产品类别目录",
    "05.institutions": "机构与配额",
    "05.feasible": "各类别均有机构可承担",
    "06.operator": "经办方的承诺与揭示",
    "06.contribution": "消费者代表的承诺与揭示",
    "06.reuse": "随机数未重复使用",
    "07.choice": "所选类别的计划数",
    "07.pool": "抽样池",
    "07.drawn": "随机企业未重复抽中",
    "07.count": "抽取数量",
    "07.seed": "随机种子",
    "07.tickets": "抽中名单",
    "07.cutoff": "截止签号",
    "07.odds": "抽中机会",
    "08.totals": "机构分派合计",
    "08.statement": "结果声明",
    "09.confirm": "消费者代表的确认",
    "09.object": "消费者代表的异议",
    "09.void": "作废的抽取",
    "10.opening": "企业信息的揭示",
    "10.deadline": "按期公开",
    "10.roster": "企业名录内容",
    "10.pool": "抽样池复算",
    "10.types": "产品类别复算",
    "10.matching": "机构分派复算",
    "10.people": "人员身份的揭示",
    "11.opening": "企业的揭示文件",
}

_REPORT: Mapping[str, str] = {
    "VERDICT proven": "结论：验证通过。目前能够核对的内容全部正确。",
    "VERDICT failed": "结论：验证不通过。至少有一项核对发现错误，见下列“不通过”各项。",
    "VERDICT unreadable": "结论：无法读取，不能作出判断。",
    "VERDICT incomplete": "结论：验证不完整。未发现错误，但有内容在此无法核对。",
    "WORD proven": "通过",
    "WORD not_checked": "未核对",
    "WORD failed": "不通过",
    "STATE matched": "已抽取并已分派机构",
    "STATE void": "已作废",
    "STATE open": "尚未完成",
    "reason mistake": "操作失误",
    "reason absence": "人员缺席",
    "reason disturbance": "现场受干扰",
    "reason operator_lost": "经办方的随机数丢失",
    "reason verifier": "验证发现错误",
    "{campaign}.{number}": "第 {campaign} 批次第 {number} 次",
    "Checks": "核对项目",
    "Remarks": "说明",
    "Only draw {draw} was asked for.": "本次只要求核对{draw}抽取。",
    "Ledger {origin}, {size} entries, judged as of {now}.": (
        "账本 {origin}，共 {size} 条记录，判断时点 {now}。"
    ),
    "Root of the tree: {root}": "哈希树根值：{root}",
    "entry {seq}": "第 {seq} 号记录",
    ": ": "：",
    "{word} ({covered})": "{word}（{covered}）",
    "; ": "；",
    "expected {v}": "应为 {v}",
    "found {v}": "实为 {v}",
    "Draw {draw}: {state}": "{draw}抽取：{state}",
    "{N} enterprises in the pool, {m} of them musts; {n} drawn": (
        "抽样池共 {N} 家企业，其中必抽 {m} 家；抽中 {n} 家"
    ),
    "chance of every other enterprise: {odds}": "其余每家企业的抽中机会：{odds}",
    "seed: {v}": "随机种子：{v}",
    "cut-off ticket: {v}": "截止签号：{v}",
    "digest of the result: {v}": "结果摘要：{v}",
    "confirmed by {yes} representative(s), objected to by {no}": (
        "{yes} 名消费者代表已确认，{no} 名提出异议"
    ),
    "The enterprise of the opening": "揭示文件对应的企业",
    "name {name}, code {code}": "名称 {name}，统一社会信用代码 {code}",
    "leaf: {leaf}": "叶值：{leaf}",
    "This leaf is not in the roster.": "该叶值不在企业名录中。",
    "draw {draw}: not in the pool, not drawn": "{draw}抽取：不在抽样池，未抽中",
    "draw {draw}: DRAWN, as a must": "{draw}抽取：抽中（必抽企业）",
    "draw {draw}: DRAWN (ticket {ticket}…)": "{draw}抽取：抽中（签号 {ticket}…）",
    "draw {draw}: not drawn (ticket {ticket}…)": "{draw}抽取：未抽中（签号 {ticket}…）",
    "and {n} more of the same check": "同一项目另有 {n} 处",
    "draws {draws}: not asked for": "{draws}抽取：本次未要求核对",
    "the book has no draw {draw}": "账本中没有{draw}抽取",
}

_COVERAGE: Mapping[str, str] = {
    "trust file read": "已读取信任文件",
    "checkpoint read, {n} entries": "已读取检查点，共 {n} 条记录",
    "{n} log signature(s)": "{n} 个日志签名",
    "{n} files": "{n} 个文件",
    "{n} hashes in tiles": "分块文件中 {n} 个哈希值",
    "{n} entries under the root": "根值覆盖 {n} 条记录",
    "{n} blobs": "{n} 个附件",
    "{n} entries": "{n} 条记录",
    "{n} links": "{n} 处衔接",
    "entry 0": "第 0 号记录",
    "{n} signatures": "{n} 个签名",
    "{n} acts": "{n} 项办理行为",
    "{n} campaign(s)": "{n} 个抽查批次",
    "{n} leaves": "{n} 个叶值",
    "{n} product types": "{n} 个产品类别",
    "{n} institutions": "{n} 家机构",
    "{n} commitment(s) of the operator": "经办方 {n} 项承诺",
    "{n} contribution(s)": "消费者代表 {n} 项承诺",
    "{n} secrets and commitments": "{n} 个随机数和承诺",
    "{n} draw(s)": "{n} 次抽取",
    "{n} pool rows": "抽样池 {n} 行",
    "{n} seed(s)": "{n} 个随机种子",
    "{n} tickets": "{n} 个签号",
    "{n} selected rows": "抽中名单 {n} 行",
    "{n} statement(s)": "{n} 份结果声明",
    "{n} confirmation(s)": "{n} 项确认",
    "{n} objection(s)": "{n} 项异议",
    "{n} void draw(s)": "{n} 次作废的抽取",
    "{n} openings": "{n} 项揭示",
    "{n} roster rows": "企业名录 {n} 行",
    "{n} people": "{n} 名人员",
    "{n} opening": "{n} 份揭示文件",
}

_REMARKS: Mapping[str, str] = {
    "This ledger says of itself that it is a simulation: people or data are invented.": (
        "本账本自称为模拟账本：人员或数据系虚构。"
    ),
    "Drawn without a public beacon: the operator, or whoever controls its server, could have"
    " steered this draw unless at least one representative made and checked a contribution on a"
    " device the operator does not control.": (
        "抽取未使用公共随机信标：除非至少有一名消费者代表在经办方无法控制的设备上生成并核对了"
        "自己的随机数，否则经办方或控制其服务器的人有可能操纵抽取结果。"
    ),
    "{bot} of {all} contributions were made by the operator's bot, so they do not protect against"
    " the operator.": (
        "消费者代表的 {all} 项随机数中，有 {bot} 项由经办方的程序代为生成，不能防范经办方自身。"
    ),
    "No witness has signed this head.": "没有见证方为本检查点签名。",
    "Every choice, contribution, approval and answer here is attested by the operator (a tapped"
    " button, level D); nobody but the operator has signed.": (
        "这里的每一项选择、随机数、批准和答复都由经办方记载（点击按钮，D 级）；除经办方外无人签名。"
    ),
    "This proves that the book is consistent in itself. That it is the same book that others saw"
    " earlier can be shown only by a checkpoint that somebody else kept.": (
        "以上证明账本自身前后一致。要证明它与他人此前看到的是同一本账本，"
        "只能依靠他人自行保存的检查点。"
    ),
    "Sealed until {date}: which leaf is whom, and whether pool, marks, types and matching are"
    " right, can be checked by auditors now and by everyone after that date.": (
        "{date} 前处于封存状态：各叶值对应哪家企业，以及抽样池、必抽标记、产品类别和机构分派"
        "是否正确，目前可由审计人员核对，该日期之后任何人均可核对。"
    ),
    "Checked with the auditor's openings: pool, marks, types and matching of campaign"
    " {campaign}.": (
        "已使用审计人员的揭示文件核对第 {campaign} 批次的抽样池、必抽标记、产品类别和机构分派。"
    ),
    "The names of enterprises that were not drawn are closed; that somebody was left off the"
    " roster can be found only by auditors.": (
        "未抽中企业的名称未公开；是否有企业被遗漏在名录之外，只有审计人员能够发现。"
    ),
    "Draw {draw} is void ({reason}).": "{draw}抽取已作废（{reason}）。",
    "Representative(s) {numbers} gave no answer on draw {draw}.": (
        "{numbers} 号消费者代表对{draw}抽取未作答复。"
    ),
    "Draw {draw}: {sampling} rows over quota in sampling, {testing} in testing.": (
        "{draw}抽取：超出抽样机构配额 {sampling} 家，超出检验机构配额 {testing} 家。"
    ),
    "Draw {draw}: the musts alone exceed the plan; n was raised to {m}.": (
        "{draw}抽取：仅必抽企业已超过计划数，抽取数量提高到 {m} 家。"
    ),
    "Draw {draw}: the pool is smaller than the plan; everyone was drawn.": (
        "{draw}抽取：抽样池少于计划数，池内企业全部抽中。"
    ),
}

SENTENCES_ZH: Mapping[str, str] = {
    **_REPORT,
    **_COVERAGE,
    **_REMARKS,
    **FAULTS_ZH,
    **RULES_ZH,
}
