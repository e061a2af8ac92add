"""Chinese sentences on totals, salts used twice, dates ahead and terms, by English templates."""

from collections.abc import Mapping

TOTALS_ZH: Mapping[str, str] = {
    "{n} opened parts have the salt of another opened part": (
        "有 {n} 个已披露的部分用了别的已披露部分的盐值"
    ),
    "pool and excluded enterprises together are more than the roster": (
        "抽样池与排除的企业合计多于名录"
    ),
    "the types are not exactly the chosen ones, small ones merged into *": (
        "类别不正好是选定的各类（小类可并入 *）"
    ),
    "more rows than the pool can have of this type": "该类别的行数多于抽样池可能有的",
    "this institution could not serve any chosen type until the end of sampling": (
        "该机构在抽样截止日之前不能承担任何选定的类别"
    ),
    "the draw itself is wrong": "该抽取本身有误",
    "not everything of the draw could be checked": "该抽取有未能核对的部分",
    "the profile of genesis is unknown to this version": "本版本不认识起始条目写明的配置名称",
    "campaign {campaign} is unknown to this version": (
        "活动 {campaign} 写明了本版本不认识的值，无法判断"
    ),
    "whether the void may stand here was not judged (05.order)": (
        "未能判断作废能否出现在此处（05.order）"
    ),
    "every chosen type is drawn by weight, so no row can be over quota": (
        "选定的各类别都按权重分配，不会有超限额的行"
    ),
    "The last entry is dated {time}, later than the time of this check: a deadline that has not"
    " come by its dates may have passed, or the dates are wrong.": (
        "最后一个条目的日期为 {time}，晚于本次核对的时间：按其日期尚未到的期限可能已过，"
        "或者日期有误。"
    ),
    "Words": "词语",
    "leaf: the hash that stands for one enterprise": "密封条目：代表一家企业的摘要",
    "root: one hash over all entries; it changes if any of them does": (
        "根值：由全部条目算出的一个摘要，任何条目改变，它就改变"
    ),
    "ticket: SHA-256 of seed and leaf; the lowest win": (
        "签号：由随机种子与密封条目算出的 SHA-256，小者抽中"
    ),
    "cut-off ticket: the highest winning ticket": "截止签号：抽中的最大签号",
    "witness: another body's program that signs heads of a book that only grows; never a person in"
    " the hall": "见证方：其他机构的程序，为只增不减的账本签名，不是现场人员",
}
