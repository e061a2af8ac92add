"""Chinese sentences on totals, salts used twice and dates ahead, by English templates."""

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
    "every chosen type is drawn by weight, so no row can be over quota": (
        "选定的各类别都按权重分配，不会有超限额的行"
    ),
    "The last entry is dated {time}, later than the time of this check: a deadline that has not"
    " come by its dates may have passed, or the dates are wrong.": (
        "最后一个条目的日期为 {time}，晚于本次核对的时间：按其日期尚未到的期限可能已过，"
        "或者日期有误。"
    ),
}
