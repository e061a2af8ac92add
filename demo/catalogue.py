"""The product catalogue of the model event: 82 types in 8 classes, and who picks which.

The names follow published inspection plans of 2019 to 2022. Which 82 types stood on the screen in
2021 was never printed, so the list is likely rather than known; classes, popularity and plan
counts are synthetic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

CLASSES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "A": ("日用及纺织品", "Daily-use and textile products"),
        "B": ("电子电器", "Electronic and electrical appliances"),
        "C": ("耐用消费品", "Durable consumer goods"),
        "D": ("建材", "Building materials"),
        "E": ("电工", "Electrical materials"),
        "F": ("机械安防", "Machinery and security products"),
        "G": ("农资", "Agricultural supplies"),
        "H": ("食品相关", "Food-related products"),
    }
)
"""Class letter (the first sign of a type's code) to its Chinese and English name."""


@dataclass(frozen=True)
class ProductType:
    """One product type.

    `popularity`: about how many of 67,861 enterprises make it; a weight, synthetic.
    """

    code: str
    name: str
    name_en: str
    popularity: int


# code popularity name English name. The popularities lie like a log-normal law, 198 to 2,675.
_TABLE = """\
A01 1973 儿童及婴幼儿服装 Children's and infants' clothing
A02 502 机动车儿童乘员用约束系统 Child restraint systems for vehicles
A03 1468 塑胶玩具 Plastic toys
A04 936 童车 Children's ride-on vehicles
A05 1251 童鞋 Children's shoes
A06 998 玩具(塑胶玩具除外) Toys other than plastic toys
A07 585 运动头盔 Sports helmets
A08 1107 学生文具 School stationery
A09 703 冲锋衣 Outdoor jackets
A10 1578 床上用品 Bedding
A11 754 皮革服装 Leather clothing
A12 2190 休闲服装 Casual clothing
A13 1173 羽绒服装 Down clothing
A14 1728 皮鞋 Leather shoes
A15 1311 旅行箱包 Luggage and travel bags
A16 1150 眼镜架 Spectacle frames
A17 842 眼镜镜片 Spectacle lenses
B01 490 电冰箱 Refrigerators
B02 478 房间空气调节器 Room air conditioners
B03 514 家用电动洗衣机 Household washing machines
B04 643 储水式电热水器 Storage electric water heaters
B05 348 热泵热水机(器) Heat pump water heaters
B06 452 电烤箱及烘烤器具 Electric ovens and toasters
B07 716 吸油烟机 Range hoods
B08 561 电磁灶 Induction cookers
B09 679 室内加热器 Room heaters
B10 868 电热水壶 Electric kettles
B11 329 食具消毒柜 Tableware disinfection cabinets
B12 922 电风扇 Electric fans
B13 620 电热毯 Electric blankets
B14 830 按摩器具 Massage appliances
B15 818 厨房机械 Kitchen machines
B16 365 洗碗机 Dishwashers
B17 425 电热暖手器 Electric hand warmers
B18 381 除湿机 Dehumidifiers
B19 608 加湿器 Humidifiers
B20 397 织物蒸汽机 Fabric steamers
B21 655 空气净化器 Air purifiers
B22 855 皮肤及毛发护理器具 Skin and hair care appliances
B23 1223 电源适配器 Power adapters
B24 894 有源音箱 Active loudspeakers
B25 411 彩色电视机 Colour television sets
B26 439 液晶显示器 LCD monitors
B27 1032 移动电源 Power banks
B28 1646 固定式通用灯具 Fixed general-purpose luminaires
B29 1128 LED控制装置 LED control gear
B30 1345 自镇流LED灯 Self-ballasted LED lamps
C01 550 家用燃气快速热水器 Household gas instantaneous water heaters
C02 728 家用燃气灶 Household gas cookers
C03 282 燃气采暖热水炉 Gas heating and hot water boilers
C04 1382 沙发 Sofas
C05 881 儿童家具 Children's furniture
C06 966 电动自行车 Electric bicycles
C07 198 座便椅 Commode chairs
C08 951 汽车灯 Vehicle lamps
C09 538 安全带 Safety belts
D01 526 智能坐便器 Smart toilets
D02 908 陶瓷坐便器 Ceramic toilets
D03 1519 水泥 Cement
D04 1068 建筑防水卷材 Waterproofing membranes for building
D05 741 卫生洁具软管 Sanitary ware hoses
D06 1280 铝合金建筑型材 Aluminium alloy building profiles
D07 806 热轧带肋钢筋 Hot-rolled ribbed steel bars
D08 691 刨花板 Particle board
E01 2675 电线电缆 Electric wires and cables
E02 1197 橡胶密封制品 Rubber sealing products
F01 667 汽车用制动器衬片 Brake linings for vehicles
F02 307 防爆电机 Explosion-proof motors
F03 573 防爆电器 Explosion-proof electrical apparatus
F04 1049 锁具 Locks
F05 250 危险化学品包装物(钢桶) Packaging for dangerous chemicals (steel drums)
G01 780 磷肥 Phosphate fertiliser
G02 1014 农用地膜 Agricultural mulch film
H01 596 婴幼儿用塑料奶瓶 Plastic feeding bottles for infants
H02 1832 复合膜袋 Laminated film bags
H03 1423 非复合膜袋 Non-laminated film bags
H04 1087 塑料一次性餐饮具 Disposable plastic food containers
H05 632 密胺塑料餐具 Melamine tableware
H06 982 纸杯 Paper cups
H07 767 不锈钢真空杯 Stainless steel vacuum cups
H08 465 压力锅 Pressure cookers
H09 793 餐具洗涤剂 Tableware detergents
"""


def _parse(line: str) -> ProductType:
    code, popularity, name, name_en = line.split(" ", 3)
    return ProductType(code, name, name_en, int(popularity))


TYPES: tuple[ProductType, ...] = tuple(map(_parse, _TABLE.splitlines()))
"""All 82 types, by code."""

FIRST_PICK: tuple[str, ...] = (
    *("A01", "A04", "A05", "A07", "A08", "A15"),
    *("B03", "B07", "B10", "B12", "B13", "B21", "B27"),
    *("C02", "C05", "C06", "C08", "C09", "D01", "F04", "H01"),
)
"""The 21 types of the first representative: five that a report of the event names (ride-on vehicles
A04, sports helmets A07, washing machines B03, gas cookers C02, feeding bottles H01) and 16 of our
choice, so that six of the eight classes occur."""

_REST = tuple(kind.code for kind in TYPES if kind.code not in FIRST_PICK)

PICKS: tuple[tuple[str, ...], ...] = (FIRST_PICK, _REST[0::3], _REST[1::3], _REST[2::3])
"""The picks of the four representatives: 21, 21, 20 and 20 types; each type exactly once."""


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights`, at least 1 each: largest remainders, ties by order.

    Needs total >= len(weights) and positive weights; the parts sum to exactly `total`.
    """
    spare, whole = total - len(weights), sum(weights)
    if spare < 0:
        raise ValueError(f"expected a total of at least {len(weights)}, got {total}")
    parts = [1 + spare * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(spare * weights[i] % whole))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def planned_counts(first: int, everything: int) -> dict[str, int]:
    """Return the planned count of each type, by code.

    The types of `FIRST_PICK` share `first`, the other 61 share `everything - first`. Within both
    groups counts follow popularity, so that a pooled draw, which gives each type a number of its
    own accord, lands near the plan.
    """
    popularity = {kind.code: kind.popularity for kind in TYPES}
    planned: dict[str, int] = {}
    for codes, total in ((FIRST_PICK, first), (_REST, everything - first)):
        parts = apportion(total, [popularity[code] for code in codes])
        planned.update(zip(codes, parts, strict=True))
    return planned
