"""Chinese sentences for faults of campaigns, draws and openings, by English templates."""

from collections.abc import Mapping

RULES_ZH: Mapping[str, str] = {
    # order and people
    "entries after number {seq} depend on one that could not be read": (
        "第 {seq} 号记录无法读取，其后各条的顺序无法判断"
    ),
    "the number is not the one that must come": "编号不是此处应有的编号",
    "another campaign is still open": "另一抽查批次尚未结束",
    "the roster was audited before": "企业名录此前已核对过",
    "the roster must be audited before the first draw": "企业名录须在第一次抽取前核对",
    "nothing may be disclosed before the roster was audited": "企业名录核对之前不得披露",
    "a draw may begin only after the roster was audited": "企业名录核对之后才能开始抽取",
    "with policy open everything must be disclosed before the first draw": (
        "公开方式下，第一次抽取之前须披露全部内容"
    ),
    "another draw of the campaign is still open": "本批次另一次抽取尚未结束",
    "no draw: every representative has drawn": "不应再抽取：各消费者代表均已抽取",
    "the draw is already matched or void": "该次抽取已分派机构或已作废",
    "the act is out of place": "办理顺序不对",
    "inherited is not the voided draw whose choice must be taken over": (
        "inherited 不是应当沿用其选择的那次作废抽取"
    ),
    "an inherited choice must keep its types": "沿用的选择不得改变类别",
    "the type is not in the catalogue": "该类别不在产品类别目录中",
    "the type was chosen in an earlier draw": "该类别已在此前的抽取中选过",
    "this representative has contributed before": "该消费者代表此前已提交随机数",
    "a representative opens after the operator and before the result": (
        "消费者代表须在经办方揭示之后、结果产生之前揭示"
    ),
    "this representative made no contribution": "该消费者代表没有提交过承诺",
    "openings must ascend, each representative at most once": (
        "揭示须按代表编号升序，每人至多一次"
    ),
    "the draw is void already": "该次抽取此前已作废",
    "a draw may not be voided for this reason at this point": "此阶段不得以该理由作废",
    "before the point of no return: any code but verifier": (
        "不可撤回点之前：除 verifier 以外的理由"
    ),
    "from the point of no return on: only verifier": "不可撤回点之后：只能是 verifier",
    "an answer may come only after the draw's match.result": "机构分派结果产生之后才能答复",
    "this representative has given this answer before": "该消费者代表此前已作过同样答复",
    "there is no such objection": "没有这项异议",
    "the objection was answered before": "该异议此前已答复",
    "a campaign cannot be closed before its roster was audited": "企业名录核对之前不得结束批次",
    "a draw of the campaign is still open": "本批次仍有抽取尚未结束",
    "not_drawn must be the representatives without a matched draw": (
        "not_drawn 应为没有完成抽取的消费者代表"
    ),
    "a draw of the campaign has passed the point of no return": "本批次已有抽取越过不可撤回点",
    "the campaign has ended": "该批次已经结束",
    "there is no such draw": "没有这次抽取",
    "there is no such campaign": "没有这个抽查批次",
    "this person has another role already: {role}": "此人已担任其他角色：{role}",
    "the two approvals must be by different people": "两项批准须由不同人员作出",
    "this person is not one of the officials": "此人不在工作人员名单中",
    "this person is not one of the supervisors": "此人不在监督人员名单中",
    "this person is neither the representative nor its substitute": (
        "此人既不是该消费者代表，也不是其替补"
    ),
    "there is no representative of this number": "没有该编号的消费者代表",
    "the entry is out of order (05.order)": "该记录的顺序有误（05.order）",
    "an answer to an objection is out of order (05.order)": "对异议的答复顺序有误（05.order）",
    # campaign
    "the audit names another roster": "核对记录所指的是另一份企业名录",
    "the value does not fit the roster blob": "该值与企业名录文件不符",
    "avoidance may be at most 24 months": "回避期最长 24 个月",
    "policy open needs a legal basis": "公开方式须写明法律依据",
    "with policy sealed this text must be empty": "封存方式下该文本须为空",
    "the date is outside of what spec 01 §3.3 allows": "日期超出规范 01 §3.3 允许的范围",
    "the time is beyond the year 9999": "时间晚于 9999 年",
    "the text must not be empty": "文本不得为空",
    "a type may be in one waiver only": "一个类别只能列入一项豁免",
    "no two institutions can sample and test this type": "没有两家机构可以承担该类别的抽样和检验",
    "catalogue or institutions could not be read": "产品类别目录或机构名单无法读取",
    "the roster could not be read": "企业名录无法读取",
    # draws
    "the opened secret does not give the commitment": "揭示的随机数与此前的承诺不符",
    "draw.close does not list exactly the contributions made": (
        "截止记录所列与实际提交的承诺不一致"
    ),
    "used before, in entry {seq}": "此前已用过，见第 {seq} 号记录",
    "choice or catalogue could not be read": "选择记录或产品类别目录无法读取",
    "the value is not the one that follows from the book": "该值与按账本推算的结果不符",
    "a leaf of the pool is not in the roster": "抽样池中有叶值不在企业名录中",
    "an opened secret does not fit (step 6)": "揭示的随机数与承诺不符（第 6 步）",
    "the pool or the selection could not be read": "抽样池或抽中名单无法读取",
    "the selection is not the one the tickets give: {missing} missing, {extra} too many": (
        "抽中名单与签号排序的结果不符：缺少 {missing} 家，多出 {extra} 家"
    ),
    "a random row was drawn before, in draw {draw}": "随机企业此前已在{draw}抽取中抽中",
    "the selection of an earlier draw could not be read": "此前某次抽取的抽中名单无法读取",
    "the statement is not the one that follows from the book": "结果声明与按账本推算的内容不符",
    "the institutions are not exactly those with a quota in a chosen type": (
        "所列机构与所选类别中有配额的机构不一致"
    ),
    "no chosen type has a waiver, so no row can be waived": "所选类别均无豁免，不应有豁免的行",
    "the institutions could not be read": "机构名单无法读取",
    "the total is not n": "合计与抽取数量不符",
    "the number is larger than n": "该数大于抽取数量",
    # answers
    "the draw's match.result is missing or could not be read": "该次抽取的分派结果缺失或无法读取",
    "the nonce was used before": "该一次性编码此前已用过",
    "the digest is not that of the result": "摘要与结果摘要不符",
    "this is not the entry of the result": "所指记录不是结果记录",
    "the expiry is outside of what spec 01 §8.6 allows": "有效期超出规范 01 §8.6 允许的范围",
    "the campaign was closed without an answer to this objection": "批次结束时该异议尚未答复",
    "only a void by the verifier names a finding": "只有因验证发现错误而作废时才写明核对项目",
    "a void may name only checks of steps 6, 7, 8 and 10": (
        "作废只能援引第 6、7、8、10 步的核对项目"
    ),
    "{check} is named, which needs openings": "所援引的 {check} 需要揭示文件才能核对",
    "{check} is named, which could not be checked": "所援引的 {check} 在此无法核对",
    "the check that the void names did not fail here for this draw": (
        "作废所援引的核对项目，在此对该次抽取并未发现错误"
    ),
    # openings
    "openings of an unknown version": "揭示文件的版本无法识别",
    "the opening is of another campaign": "揭示属于另一抽查批次",
    "the open parts are not the ones stated": "已揭示的部分与所述不一致",
    "the opening does not give the person commitment": "揭示内容与人员承诺不符",
    "the opening gives a leaf that is not among the stated rows": "揭示得出的叶值不在所述各行之中",
    "{n} of the stated rows are missing": "所述各行中缺少 {n} 行",
    "{n} rows": "{n} 行",
    "this is not an enterprise of campaign {campaign}": "这不是第 {campaign} 批次名录中的企业",
    "{n} leaves are wrongly in or out of the pool, or marked wrongly": (
        "有 {n} 个叶值不该在池内、不该在池外或标记有误"
    ),
    "the number of excluded enterprises is wrong": "排除企业的数量有误",
    "not in the pool": "不在抽样池中",
    "the value is not the one that the matching gives": "该值与复算的分派结果不符",
    "it rests on {check}, which failed": "其依据的 {check} 未通过",
    "choice, opening entry or an earlier draw could not be read": (
        "选择记录、启动记录或此前某次抽取无法读取"
    ),
    "selection or institutions cannot be used for matching": "抽中名单或机构名单不能用于复算分派",
    "an enterprise cannot be served at all (10.roster)": "有企业没有任何机构可以承担（10.roster）",
    "the totals by type are wrong": "按类别的合计有误",
    "facts and lots are not open for all rows": "并非所有企业的情况和签码都已揭示",
    "its blob, the roster or a selection could not be read": "其附件、企业名录或抽中名单无法读取",
    "the count is not the number of lines": "数量与行数不符",
    "by the end of {day} this part had to be open": "该部分应在 {day} 之前（含当日）公开",
    "the auditor folder lacks {name}: {why}": "审计文件夹缺少 {name}：{why}",
    "the roster or a selection could not be read": "企业名录或抽中名单无法读取",
    "a visit is later than the reference date": "检查日期晚于基准日",
    "two people have the same telegram number": "两名人员的 Telegram 编号相同",
    "a disclosure is damaged or could not be read": "有披露文件损坏或无法读取",
    "leaf {other} has the same value": "与叶值 {other} 的值相同",
    "no two institutions can serve this enterprise for type {type}": (
        "没有两家机构可以为该企业承担 {type} 类别"
    ),
    "the people are not ascending and unique": "人员没有按升序排列或有重复",
    "a person named in the campaign is missing": "缺少该批次列明的人员",
    "this person is not named in the campaign": "此人未在该批次中列明",
}
