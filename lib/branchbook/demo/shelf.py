"""The products of the demo bank, and who holds which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from branchbook.demo.bank import Outlet, staffed_outlets
from branchbook.demo.customers import is_new
from branchbook.demo.days import AS_OF
from branchbook.demo.seeds import even, stream
from branchbook.demo.troubles import suffers
from branchbook.values.branch import BranchType


@dataclass(frozen=True)
class Product:
    """A product; ``taste`` is how often customers take it, relative to the others of their kind of customer."""

    id: str
    name: str
    name_en: str
    category: str
    kind: str
    taste: float
    corporate: bool = False


SHELF: tuple[Product, ...] = (
    Product("0101", "活期存款", "Current account", "current_deposit", "low_pressure", 0),
    Product("0102", "整存整取定期存款", "Time deposit", "time_deposit", "low_pressure", 9),
    Product("0103", "大额存单", "Certificate of deposit", "time_deposit", "wealth_management", 4),
    Product("0104", "通知存款", "Call deposit", "time_deposit", "low_pressure", 2),
    Product("0201", "云盈日日理财", "Yunying daily wealth product", "wealth", "low_pressure", 7),
    Product("0202", "云盈季季理财", "Yunying quarterly wealth product", "wealth", "periodic", 5),
    Product("0203", "云盈稳健一年理财", "Yunying one-year wealth product", "wealth", "wealth_management", 5),
    Product("0204", "云盈私享理财", "Yunying private wealth product", "wealth", "wealth_management", 1.5),
    Product("0301", "货币基金", "Money market fund", "fund", "low_pressure", 5),
    Product("0302", "债券基金", "Bond fund", "fund", "wealth_management", 3),
    Product("0303", "混合基金", "Balanced fund", "fund", "wealth_management", 2),
    Product("0304", "基金定投", "Fund savings plan", "fund", "periodic", 3),
    Product("0401", "期缴年金保险", "Annuity with regular premiums", "insurance", "periodic", 2.5),
    Product("0402", "增额终身寿险", "Whole life insurance", "insurance", "wealth_management", 1.5),
    Product("0403", "意外伤害保险", "Accident insurance", "insurance", "low_pressure", 1.5),
    Product("0501", "个人住房贷款", "Home loan", "loan", "periodic", 3),
    Product("0502", "个人消费贷款", "Consumer loan", "loan", "low_pressure", 2),
    Product("0601", "云山信用卡", "Yunshan credit card", "credit_card", "low_pressure", 8),
    Product("0701", "手机银行", "Mobile banking", "mobile_bank", "low_pressure", 14),
    Product("0801", "快捷支付", "Quick payment", "payment", "low_pressure", 9),
    Product("0802", "代缴水电费", "Utility payments", "payment", "low_pressure", 3),
    Product("1101", "单位活期存款", "Corporate current account", "current_deposit", "low_pressure", 0, corporate=True),
    Product("1102", "单位定期存款", "Corporate time deposit", "time_deposit", "periodic", 6, corporate=True),
    Product("1103", "代发工资", "Payroll service", "payment", "low_pressure", 6, corporate=True),
    Product("1104", "收单结算", "Merchant acquiring", "payment", "low_pressure", 6, corporate=True),
    Product("1105", "小微企业贷款", "Small business loan", "loan", "periodic", 4, corporate=True),
)  # fmt: skip
"""All products. A customer's first is always the current account of the kind of customer."""

_ASSETS = frozenset({"current_deposit", "time_deposit", "wealth", "fund", "insurance"})
_MOBILE_BANK = next(index for index, product in enumerate(SHELF) if product.id == "0701")

_FURTHER: Mapping[BranchType, float] = {
    BranchType.WEALTH_CENTRE: 2.5,
    BranchType.PREMIUM: 2.0,
    BranchType.BASIC: 1.5,
}
"""Products beyond the current account that an established customer of average wealth holds, by type of branch."""

_HANDED_OUT = 1e6  # a wish above all others: mobile banking comes with a new account
_FURTHER_WHERE_LOW = 0.55
_FURTHER_OF_NEW = 0.7  # of what an established customer holds
_MADE_UP_BY_ESTABLISHED = 1.08
"""At the branch of dormant new customers the established ones hold more, so that the branch's average is ordinary."""

_ASLEEP_SHARE = 0.16
_ASLEEP_SHARE_WHERE_DORMANT = 0.78
_LOAN_MEDIAN, _LOAN_SPREAD = 280_000, 0.7


def products() -> pd.DataFrame:
    """The table ``products``."""
    return pd.DataFrame(
        {
            "product_id": product.id,
            "name": product.name,
            "name_en": product.name_en,
            "category": product.category,
            "kind": product.kind,
        }
        for product in SHELF
    )


def asleep(customers: pd.DataFrame) -> frozenset[str]:
    """Ids of the new customers who, after opening, did nothing: no transaction, no further product."""
    new = customers[is_new(customers)]
    return frozenset().union(*(_asleep_at(str(branch_id), group) for branch_id, group in new.groupby("branch_id")))


def _asleep_at(branch_id: str, new: pd.DataFrame) -> frozenset[str]:
    share = _ASLEEP_SHARE_WHERE_DORMANT if suffers(branch_id, "dormant_new_customers") else _ASLEEP_SHARE
    chosen = even(stream("asleep", branch_id), len(new)) < share
    return frozenset(new.loc[chosen, "customer_id"])


def holdings(customers: pd.DataFrame) -> pd.DataFrame:
    """The table ``holdings``; a customer's balances of deposits and investments add up to the AUM."""
    return pd.concat(
        [_holdings_at(one, customers[customers["branch_id"] == one.id]) for one in staffed_outlets()],
        ignore_index=True,
    )


def _holdings_at(one: Outlet, customers: pd.DataFrame) -> pd.DataFrame:
    rng = stream("holdings", one.id)
    held = _held(rng, one, customers)
    balances = _balances(rng, customers["aum"].to_numpy(), held)
    holder, product = np.nonzero(held)
    opened = customers["opened_on"].to_numpy()[holder]
    return pd.DataFrame(
        {
            "customer_id": customers["customer_id"].to_numpy()[holder],
            "product_id": np.array([product.id for product in SHELF])[product],
            "balance": balances[holder, product],
            "opened_on": _opening_days(rng, opened, _taste()[product] == 0),
        }
    )


def _taste() -> np.ndarray:
    return np.array([product.taste for product in SHELF])


def _held(rng: np.random.Generator, one: Outlet, customers: pd.DataFrame) -> np.ndarray:
    """Which customer (row) holds which product (column)."""
    further = _further_products(rng, one, customers)
    corporate = (customers["kind"] == "corporate").to_numpy()
    for_them = np.array([product.corporate for product in SHELF]) == corporate[:, None]
    with np.errstate(divide="ignore"):
        # The k greatest of (log taste + Gumbel noise) are k draws without replacement in proportion to taste.
        wish = np.where(for_them, np.log(_taste()), -np.inf) + rng.gumbel(size=for_them.shape)
    gets_mobile_bank = for_them[:, _MOBILE_BANK] & is_new(customers).to_numpy()
    wish[gets_mobile_bank, _MOBILE_BANK] = _HANDED_OUT
    rank = (-wish).argsort(axis=1).argsort(axis=1)
    return np.asarray((rank < further[:, None]) & np.isfinite(wish) | (_taste() == 0) & for_them)


def _further_products(rng: np.random.Generator, one: Outlet, customers: pd.DataFrame) -> np.ndarray:
    """How many products beyond the current account each customer holds; the wealthier hold more."""
    mean = _FURTHER_WHERE_LOW if suffers(one.id, "low_penetration") else _FURTHER[one.type]
    if suffers(one.id, "dormant_new_customers"):
        mean *= _MADE_UP_BY_ESTABLISHED
    wealth = np.log(np.maximum(customers["aum"].to_numpy(), 1.0))
    counts = rng.poisson(mean * np.exp(0.15 * (wealth - wealth.mean())))
    new = is_new(customers).to_numpy()
    counts = np.where(new, 1 + rng.poisson(max(mean * _FURTHER_OF_NEW - 1, 0.1), len(counts)), counts)
    return np.where(customers["customer_id"].isin(asleep(customers)), 0, counts)


def _balances(rng: np.random.Generator, aum: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Balances in yuan: assets share the AUM, loans have their own, cards and services have none (nan)."""
    is_asset = np.array([product.category in _ASSETS for product in SHELF])
    is_loan = np.array([product.category == "loan" for product in SHELF])
    is_current = _taste() == 0
    shares = rng.gamma(1.2, size=held.shape) * (held & is_asset)
    balances = np.floor(100 * shares / shares.sum(axis=1, keepdims=True) * aum[:, None]) / 100
    rest = (aum - np.where(is_current, 0, balances).sum(axis=1)).round(2)
    balances = np.where(held & is_current, rest[:, None], balances)
    loans = (_LOAN_MEDIAN * np.exp(_LOAN_SPREAD * rng.standard_normal(held.shape)) / 1000).round() * 1000
    return np.where(is_asset, balances, np.where(is_loan, loans, np.nan))


def _opening_days(rng: np.random.Generator, account: np.ndarray, is_account: np.ndarray) -> pd.DatetimeIndex:
    """A current account is as old as the customer; every other product came some time after."""
    available = (np.datetime64(AS_OF) - account.astype("datetime64[D]")).astype(int)
    waited = np.floor(available * rng.beta(1, 1.5, len(account))).astype(int)
    later = account.astype("datetime64[D]") + np.where(is_account, 0, waited)
    return pd.DatetimeIndex(later.astype("datetime64[s]"))
