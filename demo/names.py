"""Invented places, firms and institutions.

Every name starts with 示例 ("example"). The words are rare signs put together at random; no list of
real places or brands was used, so that no real firm stands beside an invented failure.
"""

from demo.stream import Stream, Weighted

PROVINCE = "示例省"

CITIES = (
    *("青澜", "云砺", "岚汀", "朔禾", "沐陌", "澄弈", "琅野", "霁川", "璟桥", "栩岑"),
    *("漪垣", "翊泽", "珩辰", "煦棠", "峤舟", "沅筠", "湛笙", "蔚禾", "晗泽", "烁野"),
)
"""The 20 cities of the invented province; a city's number is its position, from 1."""

DISTRICTS = ("望溪", "东岑", "南陌", "西汀", "北屿", "临禾", "新垣", "长桥")
"""District names, the same eight in every city; a district's number is its position, from 1."""

# Per mille, uneven as in the published results of 2021: 29.0, 17.0, 9.2, 6.5 and 5.3 % lead.
_CITY_SHARES = (290, 170, 92, 65, 53, 44, 38, 34, 31, 28, 25, 22, 20, 18, 16, 14, 12, 11, 9, 8)
_CITY = Weighted.of(list(zip(range(1, len(CITIES) + 1), _CITY_SHARES, strict=True)))

_ROADS = ("澄心路", "云帆路", "栖云道", "砺石街", "青禾路", "望野街", "听澜道", "白陌路", "映川路")
_BRAND_HEADS = "岚澄翊璟沐砺栩漪蔚朔霁晗珩琅煦烁峤屿汀沅湛滢曦翎"
_BRAND_TAILS = "禾舟陌野桥岑垣川泽棠弈辰笙筠朗阔谦骁潼柏闻序宥然"

_TRADES = {
    "A": ("日用品", "服饰", "纺织品", "鞋业", "玩具", "箱包", "婴童用品", "文体用品", "眼镜"),
    "B": ("电器", "电子", "小家电", "照明", "智能科技", "光电", "厨卫电器", "新能源科技"),
    "C": ("燃气具", "家具", "车业", "家居", "汽车部件", "热能设备"),
    "D": ("建材", "卫浴", "水泥", "防水材料", "铝业", "钢铁", "木业"),
    "E": ("电线电缆", "线缆", "密封件", "橡塑制品"),
    "F": ("制动系统", "防爆电机", "锁业", "五金", "包装容器"),
    "G": ("肥业", "农资", "塑膜", "农业科技"),
    "H": ("塑料制品", "包装材料", "纸制品", "不锈钢制品", "日化", "食品容器"),
}
# 91: registered by the market authority, a company; 92: the same, an individual business.
_SUFFIXES = Weighted.of(
    [
        (("有限公司", "91"), 56),
        (("股份有限公司", "91"), 6),
        (("制造有限公司", "91"), 12),
        (("集团有限公司", "91"), 3),
        (("科技有限公司", "91"), 11),
        (("厂", "92"), 7),
        (("商行", "92"), 3),
        (("经营部", "92"), 2),
    ]
)

HARD_NAMES = (
    "示例青澜市堃岳电器有限公司",
    "示例岚汀喆泓日用品有限公司",
    "示例云砺&岚禾服饰有限公司",
    "示例沐陌O'Lan婴童用品有限公司",
    "示例<b>澄野</b>玩具有限公司",
    '示例朔禾"栩泽"箱包有限公司',
    "示例琅野漪棠（青澜）高端智能家用电器与儿童用品研发设计制造及进出口贸易综合服务集团股份有限公司",
    "示例 霁川 A&B <i>'双引号\" 有限公司",
)
"""Names that break careless pages and sheets: rare signs, markup, quotes, spaces, over 40 signs.

Bidirectional and zero-width signs are not among them: the importer refuses those.
"""

_INSTITUTION_KINDS = ("产品质量检验研究院", "质量技术检验所", "检测技术中心", "计量测试研究院")


def region(stream: Stream) -> str:
    """Choose a district as a division code: 99, city 01-20, district 01-08."""
    return f"99{stream.weighted(_CITY):02d}{1 + stream.below(len(DISTRICTS)):02d}"


def address(stream: Stream, division: str) -> str:
    """Invent an address in a division."""
    city = CITIES[int(division[2:4]) - 1]
    district = DISTRICTS[int(division[4:6]) - 1]
    number = 1 + stream.below(998)
    if stream.chance(250):
        return f"{PROVINCE}{city}市{district}区{district}工业园{number % 60 + 1}栋"
    return f"{PROVINCE}{city}市{district}区{stream.pick(_ROADS)}{number}号"


def firm(stream: Stream, division: str, class_letter: str) -> tuple[str, str]:
    """Invent a firm of a product class: its name and the first two signs of its credit code."""
    city = CITIES[int(division[2:4]) - 1]
    brand = stream.pick(_BRAND_HEADS) + stream.pick(_BRAND_TAILS)
    if stream.chance(300):
        brand += stream.pick(_BRAND_TAILS)
    suffix, kind = stream.weighted(_SUFFIXES)
    return f"示例{city}{brand}{stream.pick(_TRADES[class_letter])}{suffix}", kind


def institution(number: int) -> tuple[str, str]:
    """Return the name and the division of the institution `number`, 0 to 79; no two alike."""
    kind, city = divmod(number, len(CITIES))
    return f"示例{CITIES[city]}市{_INSTITUTION_KINDS[kind]}", f"99{city + 1:02d}01"
