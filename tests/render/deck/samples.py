"""A deck with every kind of slide and part, in both languages; all names and numbers are synthetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from branchbook.report.blocks import (
    Align,
    BulletList,
    ChartSeries,
    Cover,
    Figure,
    Paragraph,
    ParagraphStyle,
    Table,
    TableColumn,
)
from branchbook.report.slides import (
    Agenda,
    AgendaItem,
    AnySlide,
    BigNumber,
    BigNumbers,
    Closing,
    Deck,
    Mood,
    Section,
    Slide,
    SlideLook,
    deck_labels,
)
from branchbook.text import Text
from branchbook.values.artifact import FigureKind, SeriesRole
from branchbook.values.quantity import Unit, serial

WAITS, CHANNELS, PLAN, LIST, LEAD, STEPS, NUMBERS, HEAT = (
    f"10_sample.{name}" for name in ("waits", "channels", "plan", "list", "lead", "steps", "numbers", "heat")
)


def table(rows: int = 4, key: str = LIST) -> Table:
    """A table of so many rows."""
    columns = (TableColumn("项目", weight=2.0), TableColumn("数值（户）", Align.RIGHT), TableColumn("说明", weight=3.0))
    cells = tuple((f"第{row}项", f"{100 + row:,}", "同类网点中位数以上，保持") for row in range(1, rows + 1))
    return Table(key, "客户分层", columns, cells, "表：客户分层", ("样本为合成数据。",), ((0, "branch"), (1, "worse")))


def figure(kind: FigureKind, key: str, scale: float = 1.0) -> Figure:
    """A figure of this kind over four categories."""
    categories = ("周一", "周二", "周三", "周四")
    ours = ChartSeries("本网点", tuple(scale * value for value in (12.0, 8.5, 9.0, 14.0)), SeriesRole.BRANCH)
    peers = ChartSeries("同类中位数", (9.0, 9.5, None, 10.0), SeriesRole.PEERS)
    number_format = "0.0"
    if kind is FigureKind.GANTT:
        ours = ChartSeries("起", tuple(serial(date(2026, 3, day)) for day in (2, 4, 9, 10)), SeriesRole.HIDDEN)
        peers = ChartSeries("准备到首访", (3.0, 5.0, 2.0, 8.0), SeriesRole.BRANCH)
        number_format = "m/d"
    return Figure(
        key, f"等候时间（{kind}）", kind, categories, (ours, peers), Unit.MINUTES, number_format,
        f"图：等候时间 {kind}", "星期", "分钟", ("合成数据。",),
    )  # fmt: skip


def slides(rows: int = 4, scale: float = 1.0, lead: str = "高峰时段等候偏长。") -> tuple[AnySlide, ...]:
    """Every kind of slide."""
    numbers = (
        BigNumber("12.3分钟", "等候中位数", "同类中位数 9.0分钟", Mood.WORSE),
        BigNumber("98.2%", "目标完成率", "", Mood.BETTER),
        BigNumber("4.56亿元", "管理资产"),
    )
    steps = tuple(f"第{step}步：按周推进，责任到人，逐项销号并在晨会通报进度。" for step in range(1, 5))
    return (
        Agenda("agenda", "议程", (AgendaItem("项目回顾", "顾问组"), AgendaItem("经验分享", "各网点")), ("先问好。",)),
        Section("section.now", "网点现状", "数据与检查所见", "一"),
        Slide(
            "slide.numbers", "等候偏长，其余稳健",
            (BigNumbers(NUMBERS, numbers), Paragraph(LEAD, lead, ParagraphStyle.LEAD), BulletList(STEPS, steps, True)),
            "网点现状", ("讲三点。", "不念数字。"), SlideLook.BRANCH,
        ),
        Slide(
            "slide.waits", "周四等候最长",
            (BulletList("10_sample.reading", ("周四最长。", "周二最短。")), figure(FigureKind.COLUMN, WAITS, scale)),
        ),
        Slide(
            "slide.two", "渠道与热力",
            (figure(FigureKind.BAR, CHANNELS, scale), figure(FigureKind.HEATMAP, HEAT, scale)),
        ),
        Slide("slide.plan", "外拓排到三月中旬", (figure(FigureKind.GANTT, PLAN, scale),)),
        Slide("slide.list", "客户分层", (table(rows),)),
        Closing("closing", "谢谢", ("示例银行（合成数据）",)),
    )  # fmt: skip


def deck(rows: int = 4, scale: float = 1.0, lead: str = "高峰时段等候偏长。", language: str = "zh-CN") -> Deck:
    """A deck of all of them."""
    cover = Cover(
        "网点提升汇报", "城东支行", (("银行", "示例银行（合成数据）"), ("数据截至", "2026年6月30日")), "仅供内部使用。"
    )
    labels = deck_labels("示例银行（合成数据）", "网点提升汇报", Text.of(language))
    return Deck(
        language, labels, cover, slides(rows, scale, lead), "Branchbook", "0" * 16, date(2026, 6, 30), ("欢迎。",)
    )


def with_parts(*parts: object) -> Deck:
    """A deck whose only slide of content has these parts."""
    return replace(deck(), slides=(Slide("slide.only", "一页", parts),))
