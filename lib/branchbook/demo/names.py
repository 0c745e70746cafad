"""Names and telephone numbers of people and firms that do not exist.

People are drawn from common surnames and given characters; firms carry 示例 and a number. Telephone numbers all begin
with 1990000, a block that stands for nobody. There are no identity numbers at all: the demo leaves that column out.
"""

from __future__ import annotations

import numpy as np

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN = "文明华建平丽芳敏静伟强军磊洋勇艳杰娟涛超秀霞刚桂英玉兰宁思雨欣嘉子涵一诺浩宇轩"
_TRADES = ("商贸", "餐饮", "建材", "物流", "食品", "机械", "科技", "服装", "医药", "装饰")


def people(rng: np.random.Generator, count: int) -> list[str]:
    """Names of persons; every third has one given character."""
    surnames = rng.choice(list(_SURNAMES), count)
    first, second = rng.choice(list(_GIVEN), count), rng.choice(list(_GIVEN), count)
    short = rng.random(count) < 1 / 3
    return [s + (a if one else a + b) for s, a, b, one in zip(surnames, first, second, short, strict=True)]


def firms(rng: np.random.Generator, first: int, count: int) -> list[str]:
    """Names of firms, each visibly an example, numbered from ``first`` on."""
    trades = rng.choice(_TRADES, count)
    return [f"示例{trade}{number:04d}号有限公司" for number, trade in enumerate(trades, start=first)]


def telephones(first: int, count: int) -> list[str]:
    """Telephone numbers from the ``first`` of the block on."""
    return [f"1990000{number:04d}" for number in range(first, first + count)]
