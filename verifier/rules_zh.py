"""Chinese sentences for faults of campaigns, draws and openings, by English templates."""

from collections.abc import Mapping

RULES_ZH: Mapping[str, str] = {
    # order and people
    "entries after number {seq} depend on one that could not be read": (
        "第 {seq} 号条目无法读取，其后各条目的先后顺序无法判断"
    ),
    "the number is not the one that must come": "编号不是此处应有的编号",
    "another campaign is still open": "另一次活动尚未结束",
    "the roster was audited before": "名录此前已经核对过",
    "the roster must be audited before the first draw": "名录须在第一次抽取之前核对",
    "nothing may be disclosed before the roster was audited": "名录核对之前不得披露",
    "a draw may begin only after the roster was audited": "名录核对之后才能开始抽取",
    "with policy open everything must be disclosed before the first draw": (
        "采用公开方式时，第一次抽取之前须披露全部内容"
    ),
    "another draw of the campaign is still open": "本次活动的另一次抽取尚未结束",
    "no draw: every representative has drawn": "不应再抽取：各消费者代表都已抽取",
    "the draw is already matched or void": "该次抽取已完成匹配或已作废",
    "the act is out of place": "这一步的先后顺序不对",
    "inherited is not the voided draw whose choice must be taken over": (
        "inherited 不是应当沿用其选择的那次作废的抽取"
    ),
    "an inherited choice must keep its types": "沿用的选择不得改变产品类别",
    "the type is not in the catalogue": "该产品类别不在目录中",
    "the type was chosen in an earlier draw": "该产品类别已在此前的抽取中选过",
    "this representative has contributed before": "该消费者代表此前已提交随机贡献",
    "a representative opens after the operator and before the beacon or the result": (
        "消费者代表须在运营方揭示之后、信标或结果之前揭示"
    ),
    "between the operator's opening and the beacon or void of draw {draw} nothing but openings of"
    " this draw may come in the whole book": (
        "{draw}的运营方揭示之后、信标或作废之前，整个账本中只能有该次抽取的揭示"
    ),
    "this representative made no contribution": "该消费者代表没有提交过随机贡献",
    "this representative has opened before": "该消费者代表此前已经揭示",
    "this person is neither an official nor the representative or its substitute": (
        "此人不是监管人员，也不是该消费者代表或其候补代表"
    ),
    "the draw is void already": "该次抽取此前已经作废",
    "a draw may not be voided for this reason at this point": "此时不得以该理由作废",
    "before the point of no return: any code but verifier and beacon_silent": (
        "运营方揭示之前：除 verifier 和 beacon_silent 以外的理由"
    ),
    "between the operator's opening and the beacon: verifier or beacon_silent": (
        "运营方揭示之后、信标之前：verifier 或 beacon_silent"
    ),
    "from the point of no return on: only verifier": "自运营方揭示起：只能是 verifier",
    "only the latest draw of a campaign may be voided by the verifier": (
        "因验证不通过而作废，只限于活动中最近的一次抽取"
    ),
    "an answer may come only after the draw's match.result": "匹配结果产生之后才能答复",
    "this representative has given this answer before": "该消费者代表此前已作过同样的答复",
    "there is no such objection": "没有这项异议",
    "the objection was answered before": "该异议此前已经答复",
    "a campaign cannot be closed before its roster was audited": "名录核对之前不得结束活动",
    "a draw of the campaign is still open": "本次活动仍有抽取尚未结束",
    "not_drawn must be the representatives without a matched draw": (
        "not_drawn 应为没有完成抽取的消费者代表"
    ),
    "a choice was made, so the campaign can no longer be voided": (
        "已有消费者代表作出选择，活动不能再作废"
    ),
    "the campaign has ended": "该次活动已经结束",
    "there is no such draw": "没有这次抽取",
    "there is no such campaign": "没有这次活动",
    "this person has another role already: {role}": "此人已担任其他角色：{role}",
    "the two approvals must be by different people": "两项批准须由不同的人作出",
    "this person is not one of the officials": "此人不是列明的监管人员",
    "this person is not one of the supervisors": "此人不是列明的监督人员",
    "this person is neither the representative nor its substitute": (
        "此人既不是该消费者代表，也不是其候补代表"
    ),
    "there is no representative of this number": "没有该编号的消费者代表",
    "the entry is out of order (05.order)": "该条目的先后顺序有误（05.order）",
    "an answer to an objection is out of order (05.order)": (
        "对异议的答复先后顺序有误（05.order）"
    ),
    # campaign
    "the audit names another roster": "核对时所指的是另一份名录",
    "the value does not fit the roster blob": "该值与名录的数据文件不符",
    "avoidance may be at most 24 months": "规避期最长 24 个月",
    "policy open needs a legal basis": "采用公开方式须写明法律依据",
    "with policy sealed this text must be empty": "采用密封方式时该文本须为空",
    "the date is outside of what spec 01 §3.3 allows": "日期超出规范 01 §3.3 允许的范围",
    "the time is beyond the year 9999": "时间晚于 9999 年",
    "the text must not be empty": "文本不得为空",
    "a type may be in one waiver only": "一个产品类别只能列入一项特殊情况",
    "no two institutions can sample and test this type": (
        "没有两家机构可以承担该产品类别的抽样和检验"
    ),
    "catalogue or institutions could not be read": "产品类别目录或机构名单无法读取",
    "the roster could not be read": "名录无法读取",
    # draws
    "the opened secret does not give the commitment": "揭示的秘密与此前的承诺不符",
    "draw.close does not list exactly the contributions made": (
        "draw.close 所列与实际提交的随机贡献不一致"
    ),
    "used before, in entry {seq}": "此前已用过，见第 {seq} 号条目",
    "choice or catalogue could not be read": "选择条目或产品类别目录无法读取",
    "the value is not the one that follows from the book": "该值与按账本算出的结果不符",
    "a leaf of the pool is not in the roster": "抽样池中有密封条目不在名录中",
    "an opened secret or the beacon does not fit (step 6)": ("揭示的秘密或信标值不符（第 6 步）"),
    "the pool or the selection could not be read": "抽样池或抽中名单无法读取",
    "the selection is not the one the tickets give: {missing} missing, {extra} too many": (
        "抽中名单与按签号得出的结果不符：缺少 {missing} 家，多出 {extra} 家"
    ),
    "a random row was drawn before, in draw {draw}": "非必抽企业此前已在{draw}中抽中",
    "the selection of an earlier draw could not be read": "此前某次抽取的抽中名单无法读取",
    "the statement is not the one that follows from the book": "结果陈述与按账本得出的内容不符",
    "the institutions are not exactly those with a share in a chosen type": (
        "所列机构与在所选产品类别中有限额或权重的机构不一致"
    ),
    "no chosen type has a waiver, so no row can be waived": (
        "所选产品类别都没有登记特殊情况，不应有按特殊情况匹配的企业"
    ),
    "the institutions could not be read": "机构名单无法读取",
    "the total is not n": "合计与抽取数量不符",
    "the number is larger than n": "该数大于抽取数量",
    # answers
    "the draw's match.result is missing or could not be read": "该次抽取的匹配结果缺失或无法读取",
    "the nonce was used before": "该一次性编码此前已用过",
    "the digest is not that of the result": "该摘要不是结果陈述的摘要",
    "this is not the entry of the result": "所指条目不是结果条目",
    "the expiry is outside of what spec 01 §8.6 allows": "有效期超出规范 01 §8.6 允许的范围",
    "the campaign was closed without an answer to this objection": "活动结束时该异议尚未答复",
    "only a void by the verifier names a finding": "只有因验证不通过而作废时才写明核对项目",
    "a void may name only {list}": "作废只能援引 {list}",
    "{check} is named, which could not be checked": "作废所援引的 {check} 在此无法核对",
    "the check that the void names did not fail here for this draw": (
        "作废所援引的核对项目，在此对该次抽取并未发现错误"
    ),
    # openings
    "openings of an unknown version": "揭示文件的版本无法识别",
    "the opening is of another campaign": "该揭示属于另一次活动",
    "the open parts are not the ones stated": "已揭示的部分与所列不一致",
    "the opening does not give the person commitment": "揭示内容与人员的承诺不符",
    "the opening gives a leaf that is not among the stated rows": (
        "揭示得出的密封条目不在所列范围之内"
    ),
    "{n} of the stated rows are missing": "所列范围内缺少 {n} 家企业",
    "{n} row(s)": "{n} 行",
    "this is not an enterprise of campaign {campaign}": "这不是第 {campaign} 次活动名录中的企业",
    "{n} leaves are wrongly in or out of the pool, or marked wrongly": (
        "有 {n} 个密封条目误入抽样池、误被排除或标记有误"
    ),
    "the number of excluded enterprises is wrong": "被排除企业的数量有误",
    "not in the pool": "不在抽样池中",
    "the value is not the one that the matching gives": "该值与复算的匹配结果不符",
    "it rests on {check}, which failed": "其依据的 {check} 不通过",
    "choice, opening entry or an earlier draw could not be read": (
        "选择条目、启动条目或此前某次抽取无法读取"
    ),
    "selection or institutions cannot be used for matching": "抽中名单或机构名单不能用于复算匹配",
    "an enterprise cannot be served at all (10.roster)": "有企业没有任何机构可以承担（10.roster）",
    "the totals by type are wrong": "按产品类别的合计有误",
    "facts and lots are not open for all rows": "并非所有企业的情况和随机码都已揭示",
    "its blob, the roster or a selection could not be read": (
        "其数据文件、名录或某份抽中名单无法读取"
    ),
    "the count is not the number of lines": "数量与行数不符",
    "by the end of {day} this part had to be open": "该部分应在 {day} 之前（含当日）披露",
    "the auditor folder lacks {name}: {why}": "审计文件夹缺少 {name}：{why}",
    "the roster or a selection could not be read": "名录或某份抽中名单无法读取",
    "a visit is later than the reference date": "有抽样任务的日期晚于基准日",
    "two people have the same telegram number": "两名人员的 Telegram 编号相同",
    "a disclosure is damaged or could not be read": "有披露文件损坏或无法读取",
    "leaf {other} has the same value": "与密封条目 {other} 的值相同",
    "no two institutions can serve this enterprise for type {type}": (
        "没有两家机构可以承担该企业产品类别 {type} 的抽样和检验"
    ),
    "the people are not ascending and unique": "人员没有按升序排列或有重复",
    "a person named in the campaign is missing": "缺少该次活动列明的人员",
    "this person is not named in the campaign": "此人未在该次活动中列明",
}
