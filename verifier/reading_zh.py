"""Chinese sentences on reading, on what was seen earlier and on refuting, by English templates."""

from collections.abc import Mapping

_SOURCES: Mapping[str, str] = {
    "the ZIP file has no readable directory": "ZIP 文件没有可读的目录",
    "the ZIP file is damaged here": "ZIP 文件在此处损坏",
    "a name in the ZIP file is not a plain relative path": "ZIP 文件中有不是普通相对路径的名称",
    "the name stands twice in the ZIP file": "该名称在 ZIP 文件中出现两次",
    "the ZIP file unpacks to more than 4 GiB": "ZIP 文件解压后超过 4 GiB",
    "the file in the ZIP file is encrypted or split": "ZIP 文件中的该文件已加密或分卷",
    "the file in the ZIP file is packed by a method other than stored and deflate": (
        "ZIP 文件中的该文件使用了存储、deflate 以外的压缩方式"
    ),
    "the publication changed while it was read": "公布文件夹在读取过程中发生变化",
    "this is not an http or https address": "这不是 http 或 https 地址",
    "the address has more files than a publication may have": "该地址的文件数超过公布文件夹的上限",
    "the address holds more than 4 GiB": "该地址的内容超过 4 GiB",
    "the server answers with something else than a file": "服务器返回的不是文件",
    "the server redirects to another scheme, host or port": (
        "服务器转向另一种协议、另一台主机或另一个端口"
    ),
    "the server is silent for too long": "服务器过久没有应答",
    "the server cannot be reached or breaks off": "无法连接服务器或连接中断",
    "the server's certificate is not trusted here": "此处不信任该服务器的证书",
    "Read over the network: files that nothing in the book names could not be seen. They prove"
    " nothing and mislead nobody who reads only what is named.": (
        "通过网络读取：账本没有列明的文件无从看到。这些文件不证明任何内容，"
        "只读取列明文件的人也不会被其误导。"
    ),
}

_SEEN: Mapping[str, str] = {
    "{n} kept checkpoint(s)": "{n} 个留存的检查点",
    "{n} typed checkpoint": "{n} 个录入的检查点",
    "{n} digest of a result": "{n} 个结果陈述的摘要",
    "the checkpoint could not be stored": "检查点未能留存",
    "{file} is no note of this log": "{file} 不是本账本的检查点",
    "this publication is older than what was seen (fetch the newest)": (
        "这份账本比以前看到的更早（请取最新的一份）"
    ),
    "the checkpoint in the file is not signed by this log": "文件中的检查点没有本日志的有效签名",
    "{n} checkpoint kept in {folder} since {time}; this head extends it.": (
        "自 {time} 起在 {folder} 中留存了 {n} 个检查点；当前检查点是它的延续。"
    ),
    "This head was stored in {folder}; later runs are compared with it.": (
        "当前检查点已留存在 {folder} 中；以后每次核验都与它比对。"
    ),
    "this publication does not extend what was seen": "公布的账本不是以前看到的账本的延续",
    "no result in this book has this digest": "账本中没有摘要与此相同的结果陈述",
    "draw {draw}: {state}": "{draw}：{state}",
    "{n} checkpoints kept in {folder} since {time}; this head extends all of them.": (
        "自 {time} 起在 {folder} 中留存了 {n} 个检查点；当前检查点是它们全部的延续。"
    ),
}

_PER_TYPE: Mapping[str, str] = {
    "{n} strata": "{n} 个类别组",
    "the keys are those of the other allocation": "字段属于另一种分配方式",
    "allocation per_type needs policy open": "按类别分别抽取须采用公开方式",
    "a type has quotas and weights": "同一产品类别既有限额又有权重",
    "a campaign with quotas has no weights": "采用限额的活动不应有权重",
    "a campaign with weights has a weighted type": "采用权重的活动至少应有一个产品类别使用权重",
    "the openings of the pool could not be read": "抽样池企业的揭示内容无法读取",
    "a leaf of the pool has no type by its facts (10.pool)": (
        "抽样池中有密封条目按其情况没有产品类别（10.pool）"
    ),
    "type {type}: {N} in the pool, {m} of them musts; {n} drawn": (
        "产品类别 {type}：池中 {N} 家，其中必抽 {m} 家；抽中 {n} 家"
    ),
    "Draw {draw}: drawn type by type; the chance is equal within a type, and may differ between"
    " types.": "{draw}：按产品类别分别抽取；同一类别内机会均等，不同类别之间可能不同。",
    "Draw {draw}: institutions of the types {types} were drawn by weight, not by quota.": (
        "{draw}：产品类别 {types} 的机构按权重而不是按限额抽取。"
    ),
}

_REFUTING: Mapping[str, str] = {
    "REFUTE holds": "结论：反驳成立。该企业没有按规则得到对待，任何人都可以核对。",
    "REFUTE proven": "结论：反驳不成立。就该揭示文件所能看到的，抽取按规则对待了该企业。",
    "REFUTE failed": "结论：账本验证不通过，见下列“不通过”各项；其中没有成立的反驳。",
    "REFUTE unreadable": "结论：无法读取，不能作出判断。",
    "REFUTE incomplete": "结论：验证不完整。反驳未能成立，但有内容在此无法核对。",
    "CANNOT SAY: this opening is not of the roster of campaign {campaign}. Anybody can make such a"
    " file; by itself it does not show that the enterprise was left off. Show first that the"
    " authority issued it (for instance a signed receipt).": (
        "结论：不能判断。这份揭示文件不属于第 {campaign} 次活动的名录。这样的文件任何人都能编造，"
        "单凭它不能证明名录漏了这家企业；请先证明它出自组织部门（例如带签名或公章的交付凭证）。"
    ),
    "this opening is not of the roster of campaign {campaign}": (
        "这份揭示文件不属于第 {campaign} 次活动的名录"
    ),
    "It is not in the pool, so it could not be drawn; the published selection contains it": (
        "不在抽样池中，不可能抽中；公布的抽中名单里却有它"
    ),
    "It is a must in the pool, so it had to be drawn; the published selection does not contain"
    " it": "在抽样池中为必抽，应当抽中；公布的抽中名单里没有它",
    "There is no cut-off: by the rules no random enterprise was to be drawn; the published"
    " selection contains this one": (
        "没有截止签号，按规则不随机抽取任何企业；公布的抽中名单里却有它"
    ),
    "Ticket {ticket} is not above the cut-off {cutoff}, so it had to be drawn; the published"
    " selection does not contain it": (
        "签号 {ticket} 不大于截止签号 {cutoff}，按规则应当抽中；公布的抽中名单里没有它"
    ),
    "Ticket {ticket} is above the cut-off {cutoff}, so it was not to be drawn; the published"
    " selection contains it": ("签号 {ticket} 大于截止签号 {cutoff}，按规则不应抽中；名单里却有它"),
    "{id} not by the rules": "{id} 不符合规则",
    "PLACE m": "必抽",
    "PLACE r": "随机",
    "PLACE closed": "不入抽样池：已关闭",
    "PLACE duplicate": "不入抽样池：重复登记",
    "PLACE invalid": "不入抽样池：无效",
    "PLACE drawn": "不入抽样池：此前已抽中",
    "PLACE avoidance": "不入抽样池：在规避期内",
    "REFUTED left_out": "按规则该企业应在抽样池中，却不在其中",
    "REFUTED wrongly_in": "按规则该企业不应在抽样池中，却在其中",
    "REFUTED mark": "该企业的必抽标记有误",
    "{id} by the rules": "{id} 符合规则",
    "the facts are closed, so the pool was not judged": "企业情况没有揭示，因此未判断抽样池",
    "no matched draw that is not void": "没有已完成匹配且未作废的抽取",
    "the stratum shows only with facts and lot open": "揭示企业情况和随机码后才能得知类别组",
    "the leaf has no stratum in this draw": "该密封条目在这次抽取中不属于任何类别组",
    "the opening must open the id": "揭示文件须揭示企业身份",
    "in the selection": "在抽中名单中",
    "not in the selection": "不在抽中名单中",
    "none of the chosen types": "没有所选的产品类别",
}

_FORM: Mapping[str, str] = {
    "Objection to a draw, which anyone can check again": "对抽取的异议书（任何人都可以复核）",
    "Ledger: {v}": "账本：{v}",
    "Entries: {n}": "条目数：{n}",
    "Campaign: {v}": "活动：第 {v} 次",
    "leaf hash of the entry: {v}": "该条目的哈希值：{v}",
    "ticket: {v}": "签号：{v}",
    "The form was written. It contains everything the opening opens.": (
        "异议书已写好，其中包含揭示文件所揭示的全部内容。"
    ),
    "Whoever holds the publication can repeat this with `verifier refute`, the trust file and the"
    " opening below.": (
        "任何人持有公布的账本，都可以用 `verifier refute`、信任文件和下面的揭示文件重做以上核对。"
    ),
    "This sheet contains everything that the opening opens; give it only to people who may know"
    " that.": "本页包含揭示文件所揭示的全部内容，只应交给可以知悉这些内容的人。",
    "Day: {v}": "日期：{v}",
    "Name: ____________________    Signature: ____________________": (
        "姓名：____________________    签名：____________________"
    ),
}

_CALLS: Mapping[str, str] = {
    "these arguments are missing: {what}": "缺少以下参数：{what}",
    "these arguments are not known: {what}": "不认识以下参数：{what}",
    "{what} needs a value": "{what} 须有一个值",
    "{what} cannot have this value": "{what} 不能取这个值",
    "this value is given to an option that takes none: {what}": "该选项不带值：{what}",
    "{file}: {why}": "{file}：{why}",
    "{why}": "{why}",
    "a draw is written like 1.2": "抽取写作 1.2 的形式",
    "the trust file comes from elsewhere, by hand": "信任文件须从别处由人取得，不能是地址",
    "a time is RFC 3339 with zone, or integer seconds": "时间为带时区的 RFC 3339 形式，或整数秒",
    "a path has a zero byte": "路径含有零字节",
    "there is no folder {file}": "没有文件夹 {file}",
    "there is no file {file}": "没有文件 {file}",
    "there can be no folder {file}": "无法建立文件夹 {file}",
    "{what} must not lie inside the publication": "{what} 不得位于公布文件夹之内",
    "there is a file {file} already, and nothing is overwritten": "已有文件 {file}，不会覆盖",
    "{file} cannot be written: {why}": "{file} 无法写入：{why}",
    "this is neither a tree size with a root nor the name of a file with a checkpoint": (
        "这既不是条目数和根值，也不是检查点文件的名称"
    ),
    "a digest is 64 digits of lower-case hexadecimal": "摘要为 64 位小写十六进制数",
}

READING_ZH: Mapping[str, str] = {**_CALLS, **_SOURCES, **_SEEN, **_PER_TYPE, **_REFUTING, **_FORM}
