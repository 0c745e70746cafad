"""Firms around the demo's branches, corporate customers among them under other spellings, links and scenes.

No such firm exists: every name carries 示例 and a number, and codes belong to an administrative division that there is
not. The town lies in an uninhabited desert; lists come in three systems of coordinates, as they do in practice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from branchbook.demo.bank import OUTLETS, Outlet
from branchbook.demo.days import AS_OF
from branchbook.demo.seeds import stream
from branchbook.register.coordinates import gcj02_to_bd09, wgs84_to_gcj02
from branchbook.register.credit_codes import ALPHABET, check_character, organisation_check

CITY = "云山市"
_ORIGIN = (90.2, 40.2)  # degrees; a salt desert without inhabitants
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Spot:
    """Where a branch stands: metres east and north of the town's middle, its district and town."""

    east: float
    north: float
    district: str
    town: str
    firms: int
    customers: int
    spread: float = 900.0


SPOTS = {
    "001": Spot(0, 0, "东城区", "人民街道", 90, 30),
    "002": Spot(-3200, 600, "西城区", "湖滨街道", 55, 18),
    "003": Spot(1800, 900, "东城区", "金融街道", 70, 26),
    "004": Spot(4200, -600, "东城区", "东环街道", 60, 20),
    "005": Spot(-2400, 3300, "西城区", "学府街道", 48, 16),
    "006": Spot(1500, 8200, "新港区", "新港街道", 85, 24, 1500.0),
    "007": Spot(3100, 3000, "东城区", "体育街道", 45, 14),
    "008": Spot(-1600, -900, "西城区", "老街街道", 38, 12),
    "009": Spot(5600, -3300, "东城区", "工业街道", 70, 22, 1300.0),
    "010": Spot(-5400, -1200, "西城区", "河西街道", 36, 12),
    "011": Spot(-16500, 11500, "青石县", "青石镇", 9, 3, 1200.0),
    "012": Spot(900, -2300, "东城区", "人民街道", 18, 0),
}
"""How many firms of the list, and how many corporate customers, there are around each branch."""

_TRADES = (
    ("机械", "机械设备及配件的制造、加工、销售", "厂"),
    ("电子", "电子元件、电子产品的制造、加工", "有限公司"),
    ("塑料制品", "塑料制品、模具的制造、加工", "厂"),
    ("五金", "五金制品、紧固件的制造、加工", "有限公司"),
    ("服装", "服装、针织品的制造、加工", "有限公司"),
    ("商贸", "百货、日用品的批发、零售", "有限公司"),
    ("食品", "食品制造、食品加工", "有限公司"),
    ("物流", "普通货物运输、仓储服务", "有限公司"),
    ("建材", "建筑材料的批发、零售", "有限公司"),
    ("汽车配件", "汽车配件的制造、销售", "有限公司"),
    ("软件", "软件开发、信息技术服务", "有限公司"),
    ("酒店", "住宿、餐饮服务", "有限公司"),
    ("农业", "蔬菜、水果种植，农副产品销售", "有限公司"),
    ("房地产", "房地产开发、物业管理", "开发有限公司"),
    ("建筑工程", "房屋建筑工程施工", "有限公司"),
    ("进出口", "自营和代理各类商品的进出口，国际贸易", "有限公司"),
    ("自来水", "自来水生产和供应", "有限公司"),
    ("学校", "学历教育", ""),
    ("医院", "医疗服务、诊疗服务", ""),
)
_TRADE_CHANCES = np.array([9, 8, 8, 8, 6, 9, 5, 5, 5, 5, 5, 4, 5, 3, 4, 6, 1, 2, 2], dtype=float)
_CAPITALS = (
    "{0}(万元人民币)", "{0}万人民币", "{0}万元", "{0}(万元人民币)", "{0}(万元人民币)", "{0}(万美元)", "N/A",
)  # fmt: skip
_PARKS = ("示例工业园", "示例科技园", "示例建材市场", "示例商务大厦")
_SCENES = (
    ("示例花园小区", "community", 1200), ("示例建材市场", "business_district", 85), ("示例工业园", "park", 60),
    ("示例商务大厦", "office_building", 40),
)  # fmt: skip
_OTHER_BANKS = ("示例甲银行", "示例乙银行", "示例丙银行")


def enterprises(staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``enterprises``: about six hundred firms, a dozen of them handed down twice."""
    rows = pd.concat([_around(one, staff) for one in OUTLETS], ignore_index=True)
    rows["tax_rank"] = _ranks(stream("enterprises", "tax"), rows, 60)
    rows["sales_rank"] = _ranks(stream("enterprises", "sales"), rows, 60)
    abroad = rows["name"].str.contains("进出口") | rows["registered_capital"].str.contains("美元")
    rows["export_rank"] = _ranks(stream("enterprises", "export"), rows, 25, abroad)
    rows["import_rank"] = _ranks(stream("enterprises", "import"), rows, 15, abroad)
    twice = rows.sample(12, random_state=stream("enterprises", "twice"))
    again = twice.assign(name=twice["name"].str.replace("有限公司", "有限责任公司"), scope=None)
    return pd.concat([rows, again], ignore_index=True).drop(columns=["branch_id", "number"])


def corporate_customers(staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``corporate_customers``: five in six are firms of the list under one spelling or another."""
    known = pd.concat([_around(one, staff) for one in OUTLETS], ignore_index=True)
    return pd.concat([_customers(one, known, staff) for one in OUTLETS if SPOTS[one.id].customers], ignore_index=True)


def supply_links(staff: pd.DataFrame) -> pd.DataFrame:
    """The table ``supply_links``: a customer of a branch and a firm near it."""
    known = pd.concat([_around(one, staff) for one in OUTLETS], ignore_index=True)
    rows = []
    for one in OUTLETS:
        near = known[known["branch_id"] == one.id]
        clients = _listed_customers(one, near)
        others = near.drop(clients.index)
        rng = stream("supply_links", one.id)
        for _ in range(min(4, len(clients), len(others))):
            client, other = clients.iloc[int(rng.integers(len(clients)))], others.iloc[int(rng.integers(len(others)))]
            ends = (client, other) if rng.random() < 0.5 else (other, client)
            rows.append((ends[0]["name"], ends[1]["name"], float(rng.integers(20, 900)) * 10_000, "示例货物"))
    return pd.DataFrame(rows, columns=["supplier", "buyer", "amount", "goods"]).drop_duplicates(["supplier", "buyer"])


def scenes() -> pd.DataFrame:
    """The table ``scenes``: four around each branch that people work at, two around the township's."""
    rows = [
        (one.id, name, kind, size, "已签联盟协议" if place == 0 else None, _address(one, place + 1))
        for one in OUTLETS
        if one.staffed
        for place, (name, kind, size) in enumerate(_SCENES[: 2 if one.grade == "township" else 4])
    ]
    return pd.DataFrame(rows, columns=["branch_id", "name", "kind", "size", "alliance", "address"])


def places() -> pd.DataFrame:
    """City, district and WGS-84 coordinates of the branches."""
    rows = [
        (one.id, CITY, SPOTS[one.id].district, *_degrees(SPOTS[one.id].east, SPOTS[one.id].north), "wgs84")
        for one in OUTLETS
    ]
    return pd.DataFrame(rows, columns=["branch_id", "city", "district", "lon", "lat", "coordinate_system"])


def _around(one: Outlet, staff: pd.DataFrame) -> pd.DataFrame:
    """The firms around one branch, in one of the three systems of coordinates."""
    spot, rng = SPOTS[one.id], stream("enterprises", one.id)
    count = spot.firms
    first = 1 + sum(SPOTS[other.id].firms for other in OUTLETS[: OUTLETS.index(one)])
    numbers = range(first, first + count)
    trades = [_TRADES[place] for place in rng.choice(len(_TRADES), count, p=_TRADE_CHANCES / _TRADE_CHANCES.sum())]
    east, north = rng.normal(spot.east, spot.spread, count), rng.normal(spot.north, spot.spread, count)
    system = ("gcj02", "bd09", "wgs84")[int(one.id) % 3]
    lon, lat = _in_system(east, north, system)
    capital = np.round(10 ** rng.normal(2.4, 0.7, count))
    spelling = rng.choice(len(_CAPITALS), count)
    team = staff.loc[staff["branch_id"] == one.id, "staff_id"].tolist()
    known = rng.random(count) < 0.12
    return pd.DataFrame(
        {
            "branch_id": one.id,
            "number": list(numbers),
            "name": [_name(number, trade[0], trade[2]) for number, trade in zip(numbers, trades, strict=True)],
            "credit_code": [_code(number, spot.district) for number in numbers],
            "registered_on": pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(60, 30 * 365, count), unit="D"),
            "kind": "有限责任公司",
            "registered_capital": [
                _CAPITALS[s].format(f"{amount:,.0f}") for s, amount in zip(spelling, capital, strict=True)
            ],
            "scope": [trade[1] for trade in trades],
            "address": [_address(one, number) for number in numbers],
            "city": CITY,
            "lon": lon,
            "lat": lat,
            "coordinate_system": system,
            "main_bank": [
                str(bank) if chance < 0.3 else None
                for bank, chance in zip(rng.choice(_OTHER_BANKS, count), rng.random(count), strict=True)
            ],
            "known_by": [str(rng.choice(team)) if team and here else None for here in known],
        }
    )


def _customers(one: Outlet, firms: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    rng = stream("corporate_customers", one.id)
    listed = _listed_customers(one, firms[firms["branch_id"] == one.id])
    count = SPOTS[one.id].customers
    strangers = [_name(9000 + int(one.id) * 40 + place, "贸易", "有限公司") for place in range(count - len(listed))]
    names = [_respelt(name, place) for place, name in enumerate(listed["name"])] + strangers
    codes = [code if place % 3 == 0 else None for place, code in enumerate(listed["credit_code"])] + [None] * len(
        strangers
    )
    owners = staff[
        (staff["branch_id"] == one.id)
        & staff["position"].isin(["head", "deputy", "corporate_manager", "personal_manager"])
    ]["staff_id"]
    deposits = (10 ** rng.normal(5.6, 0.9, count)).round(-2)
    return pd.DataFrame(
        {
            "customer_id": [f"8{one.id}{place:04d}" for place in range(1, count + 1)],
            "branch_id": one.id,
            "name": names,
            "credit_code": codes,
            "deposits": deposits,
            "deposits_previous": (deposits * rng.lognormal(0, 0.3, count)).round(-2),
            "loans": [
                float(amount) if chance < 0.25 else None
                for amount, chance in zip((10 ** rng.normal(6.2, 0.5, count)).round(-4), rng.random(count), strict=True)
            ],
            "opened_on": pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(200, 4000, count), unit="D"),
            "manager_id": [str(rng.choice(owners)) if chance < 0.75 else None for chance in rng.random(count)],
            "goal": [("年内存款提升两成" if chance < 0.2 else None) for chance in rng.random(count)],
            "contacted_on": pd.Timestamp(AS_OF) - pd.to_timedelta(rng.integers(3, 320, count), unit="D"),
            "address": [*listed["address"], *[_address(one, 300 + place) for place in range(len(strangers))]],
        }
    )


def _listed_customers(one: Outlet, near: pd.DataFrame) -> pd.DataFrame:
    """Which firms of the list around a branch are its customers."""
    wanted = SPOTS[one.id].customers * 5 // 6
    return near.sample(wanted, random_state=stream("corporate_customers", "listed", one.id)).sort_index()


def _respelt(name: str, place: int) -> str:
    """A name as a teller typed it: without the city, without the form, in full width, in traditional characters."""
    match place % 6:
        case 0:
            return name.replace(CITY, "云山")
        case 1:
            return name.replace("有限公司", "有限责任公司")
        case 2:
            return name.replace("有限公司", "")
        case 3:
            return name.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        case 4:
            return name.translate(str.maketrans("机电业务东厂", "機電業務東廠"))
        case _:
            return name


def _name(number: int, trade: str, form: str) -> str:
    return f"{CITY}示例{number:04d}{trade}{form}"


def _address(one: Outlet, number: int) -> str:
    spot = SPOTS[one.id]
    road = "中街" if spot.district == "青石县" else f"{spot.town[:2]}路"
    park = _PARKS[number % len(_PARKS)] if number % 3 == 0 else ""
    return f"{CITY}{spot.district}{spot.town}{park}{road}{number % 400 + 1}号"


def _code(number: int, district: str) -> str:
    """A code that checks, of a division that does not exist."""
    division = {"东城区": "000002", "西城区": "000003", "新港区": "000004", "青石县": "000005"}[district]
    body = f"XX{number:06d}"
    return _checked(f"91{division}{body}{organisation_check(body)}")


def _checked(body: str) -> str:
    plain = "".join(character if character in ALPHABET else "X" for character in body)
    return plain + check_character(plain)


def _degrees(east: float, north: float) -> tuple[float, float]:
    lat = _ORIGIN[1] + north / _METRES_PER_DEGREE
    return round(_ORIGIN[0] + east / _METRES_PER_DEGREE / np.cos(np.radians(lat)), 6), round(lat, 6)


def _in_system(
    east: NDArray[np.float64], north: NDArray[np.float64], system: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    lat = _ORIGIN[1] + north / _METRES_PER_DEGREE
    lon = _ORIGIN[0] + east / _METRES_PER_DEGREE / np.cos(np.radians(lat))
    if system != "wgs84":
        lon, lat = wgs84_to_gcj02(lon, lat)
    if system == "bd09":
        lon, lat = gcj02_to_bd09(lon, lat)
    return lon.round(6), lat.round(6)


def _ranks(rng: np.random.Generator, rows: pd.DataFrame, count: int, among: pd.Series | None = None) -> pd.Series:
    """Places 1 to ``count`` (or fewer) for firms drawn from those that may have one."""
    open_to = rows.index if among is None else rows.index[among]
    drawn = rng.permutation(open_to)[:count]
    return pd.Series(range(1, len(drawn) + 1), index=drawn).reindex(rows.index).astype("Int64")
