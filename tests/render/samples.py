"""A report with every kind of block, in both languages; all names and numbers are synthetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from branchbook.render.word.refresh import Supply, written_bytes
from branchbook.report.blocks import (
    Align,
    AppendixHeading,
    Block,
    BulletList,
    ChartSeries,
    Cover,
    Document,
    Figure,
    Heading,
    Labels,
    PageBreak,
    Paragraph,
    ParagraphStyle,
    Table,
    TableColumn,
)
from branchbook.text.phrase import Meaning, joined, marked
from branchbook.values.artifact import FigureKind, SeriesRole
from branchbook.values.quantity import Unit

WAIT = "10_diagnosis.indicator.wait"
"""The key of the number in the first sentence."""

HOURS = tuple(f"{hour:02d}:00" for hour in range(9, 17))

_LABELS = {
    "zh-CN": Labels(
        "目录", "表", "图", "第 {page} 页 共 {pages} 页", "网点诊断报告 · 城东支行（合成数据）", "—", "图目录", "表目录"
    ),
    "en": Labels(
        "Contents",
        "Table",
        "Figure",
        "Page {page} of {pages}",
        "Branch diagnosis · Chengdong (synthetic)",
        "—",
        "List of figures",
        "List of tables",
    ),
}
_COVER = {
    "zh-CN": Cover(
        "网点效能提升诊断报告",
        "城东支行",
        (
            ("银行", "示例银行（合成数据）"),
            ("网点类型", "精品网点"),
            ("数据截至", "2026年6月30日"),
            ("编制", "网点咨询项目组"),
        ),
        "本报告依据合成数据编制，仅用于演示，不代表任何真实机构。",
    ),
    "en": Cover(
        "Branch improvement: diagnosis",
        "Chengdong Branch",
        (
            ("Bank", "Sample Bank (synthetic data)"),
            ("Type", "Premium branch"),
            ("Data as of", "30 June 2026"),
            ("Prepared by", "Branch consulting team"),
        ),
        "Made from synthetic data for demonstration; it stands for no real institution.",
    ),
}


def document(language: str = "zh-CN") -> Document:
    """The whole sample."""
    blocks = chinese_blocks() if language == "zh-CN" else english_blocks()
    return Document(language, _COVER[language], _LABELS[language], blocks, "Branchbook", "run-0001", date(2026, 6, 30))


def with_blocks(*blocks: Block, language: str = "zh-CN") -> Document:
    """The sample with other blocks."""
    return replace(document(language), blocks=blocks)


def figure(kind: FigureKind, **changes: object) -> Figure:
    """A figure of this kind with two series over the hours of the day."""
    plain = Figure(
        key=f"10_diagnosis.sample.{kind.value}",
        caption="各时段平均等候时间",
        kind=kind,
        categories=HOURS,
        series=(
            ChartSeries("本网点", (8.2, 14.5, 21.3, 12.8, None, 13.4, 18.9, 9.7), SeriesRole.BRANCH),
            ChartSeries("同类网点中位数", (6.1, 8.4, 10.2, 7.7, 5.9, 7.2, 9.1, 6.5), SeriesRole.PEERS),
        ),
        unit=Unit.MINUTES,
        number_format="0.0",
        alt="柱状图：本网点与同类网点各时段平均等候分钟数，本网点上午11点最长，为21.3分钟。",
        category_title="取号时段",
        value_title="平均等候（分钟）",
        notes=("注：样本为2026年4月至6月的叫号记录，共 18,236 笔；13点本网点无叫号。",),
    )
    return replace(plain, **(_OWN_SHAPES.get(kind, {}) | changes))  # type: ignore[arg-type]


_OWN_SHAPES: dict[FigureKind, dict[str, object]] = {
    FigureKind.DOUGHNUT: {
        "caption": "客户构成",
        "categories": ("大众客户", "潜力客户", "优质客户", "财富客户", "私人银行客户"),
        "series": (ChartSeries("客户数", (5230.0, 1840.0, 920.0, 260.0, 12.0)),),
        "number_format": "#,##0",
        "unit": Unit.COUNT,
        "category_title": "",
        "value_title": "",
    },
    FigureKind.SCATTER: {
        "caption": "本网点与同类网点的等候与满意度",
        "categories": (),
        "series": (
            ChartSeries("本网点", (78.5,), SeriesRole.BRANCH, (21.3,)),
            ChartSeries(
                "同类网点", (88.0, 91.5, 84.2, None, 79.9), SeriesRole.PEERS, (8.1, 6.4, 12.7, 10.0, 17.2)
            ),
        ),
        "category_title": "平均等候（分钟）",
        "value_title": "满意度（分）",
        "x_format": "0.0",
    },
    FigureKind.COMBINED: {
        "caption": "各时段到店客户与平均等候",
        "series": (
            ChartSeries("到店客户", (42.0, 118.0, 96.0, 61.0, 38.0, 57.0, 74.0, 31.0), SeriesRole.PEERS),
            ChartSeries(
                "平均等候", (8.2, 14.5, 21.3, 12.8, None, 13.4, 18.9, 9.7), SeriesRole.BRANCH,
                kind=FigureKind.LINE, second_axis=True,
            ),
        ),
        "number_format": "#,##0",
        "value_title": "到店客户（人）",
        "second_title": "平均等候（分钟）",
        "second_format": "0.0",
    },
    FigureKind.AREA: {
        "series": (
            ChartSeries("柜面", (52.0, 61.0, 58.0, 44.0, 30.0, 39.0, 47.0, 35.0), SeriesRole.BRANCH),
            ChartSeries("智能设备", (31.0, 45.0, 52.0, 40.0, 28.0, 33.0, 38.0, 22.0), SeriesRole.PEERS),
            ChartSeries("自助设备", (12.0, 15.0, 14.0, 18.0, 16.0, 14.0, 12.0, 9.0)),
        ),
        "number_format": "0",
        "value_title": "业务笔数",
    },
}  # fmt: skip
"""What the plain sample does not fit."""


def table(**changes: object) -> Table:
    """A scorecard with every mark."""
    plain = Table(
        key="10_diagnosis.scorecard.table",
        caption="网点记分卡：城东支行与同类网点",
        columns=(
            TableColumn("指标", weight=2.2),
            TableColumn("本网点", Align.RIGHT),
            TableColumn("同类中位数", Align.RIGHT),
            TableColumn("差距", Align.RIGHT),
            TableColumn("判断", Align.CENTER),
        ),
        rows=(
            ("AUM（万元）", "128,456.3", "116,204.8", "+10.5%", "优于同类"),
            ("人均产品销售额（万元）", "312.4", "365.9", "-14.6%", "弱于同类"),
            ("户均产品数", "2.31", "2.78", "-0.47", "弱于同类"),
            ("离柜业务率", "71.2%", "83.6%", "-12.4个百分点", "弱于同类"),
            ("客户平均等候（分钟）", "15.8", "7.6", "+8.2", "弱于同类"),
            ("净推荐值（NPS）", "22", "31", "-9", "弱于同类"),
            ("每万笔投诉", "", "0.84", "", "数据缺失"),
            ("综合得分", "63.5", "71.0", "-7.5", "第 9 / 12 名"),
        ),
        alt="记分卡：八项指标，本网点与同类网点中位数的差距。",
        notes=(
            "注：同类指同为精品网点的 5 家；投诉数据未提供，不按零处理。",
            "中位数括号内为样本量，样本不足 5 家时不作判断。",
        ),
        marks=((0, "better"), (4, "worse"), (7, "total"), (7, "branch")),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def long_table(rows: int) -> Table:
    """A plain table of many rows."""
    return table(
        key="10_diagnosis.long.table",
        caption="客户清单（合成）",
        rows=tuple(
            (f"客户群 {i:04d}", f"{i * 1.7:,.1f}", f"{i * 1.1:,.1f}", f"{i % 17 - 8:+d}", "") for i in range(rows)
        ),
        marks=(),
        notes=(),
    )


def _months() -> tuple[str, ...]:
    return tuple(f"{month}月" for month in range(1, 13))


def chinese_blocks() -> tuple[Block, ...]:
    """All kinds of blocks as a diagnosis uses them."""
    return (
        Heading("90_report.summary", "诊断结论"),
        Paragraph(
            "90_report.summary.lead",
            joined(
                (
                    "城东支行客户基础好、资产规模领先同类 10.5%，但“等得久、卖得少”：上午十一点平均等候 ",
                    marked("21.3", WAIT),
                    " 分钟，是同类的两倍；户均持有产品 2.31 个，低于同类 0.47 个。建议先治高峰排队，再做厅堂营销。",
                )
            ),
            ParagraphStyle.LEAD,
        ),
        Paragraph(
            "90_report.summary.body",
            "本报告以2026年上半年的业务、客户和服务数据为依据，将城东支行与 5 家同为精品网点的机构逐项比较。"
            "凡样本量不足、数据未提供之处，均单独说明，不以零或估计值代替。主要发现共四项，按影响程度排列如下。",
        ),
        BulletList(
            "90_report.summary.findings",
            (
                "高峰排队严重：工作日 10 至 12 时平均等候 18.4 分钟，超过 15 分钟警戒线的客户占 41.7%。",
                "新客户沉睡：近半年新开户 1,284 户，其中 63% 开户后三个月内没有第二笔业务。",
                "厅堂引导薄弱：神秘人检查大堂经理得分 68.0 分，低于同类 14.5 分，主要失分在分流与识别环节。",
                "客户经理管户偏多：人均管户 612 户，触达率仅 18.3%。",
            ),
            numbered=True,
        ),
        Heading("10_diagnosis.scorecard", "经营指标对比", 2),
        Paragraph(
            "10_diagnosis.scorecard.body",
            joined(
                (
                    "八项核心指标与同类网点中位数的差距见",
                    marked("表 1", "10_diagnosis.scorecard.table", Meaning.REFERENCE),
                    "。资产规模是本网点的长处，渠道迁移与等候时间是短板。",
                )
            ),
        ),
        table(),
        Heading("10_diagnosis.flow", "客流与等候"),
        Paragraph(
            "10_diagnosis.flow.lead",
            "等候集中在上午两个小时，不是人手总量不足，而是开窗时间与客流错位。",
            ParagraphStyle.LEAD,
        ),
        Heading("10_diagnosis.flow.hours", "时段分布", 2),
        Paragraph(
            "10_diagnosis.flow.body", "叫号记录显示，客流在十点至十二点达到峰值，而同一时段平均只开 2.1 个窗口。"
        ),
        figure(FigureKind.COLUMN),
        Heading("10_diagnosis.flow.trend", "月度走势", 3),
        Paragraph("10_diagnosis.flow.trend.body", "近十二个月等候时间总体上升，三月后与同类的差距扩大。"),
        figure(
            FigureKind.LINE,
            caption="月度平均等候时间",
            categories=_months(),
            series=(
                ChartSeries(
                    "本网点", (9.1, 9.8, 10.4, 11.2, None, 12.5, 13.1, 13.8, 14.6, 15.0, 15.4, 15.8), SeriesRole.BRANCH
                ),
                ChartSeries(
                    "同类网点中位数", (7.9, 7.8, 8.0, 7.7, 7.6, 7.8, 7.5, 7.7, 7.4, 7.5, 7.6, 7.6), SeriesRole.PEERS
                ),
            ),
            category_title="",
            notes=("注：5月叫号机停用，没有记录。",),
        ),
        figure(
            FigureKind.HEATMAP,
            caption="一周各时段到店客户数",
            series=tuple(
                ChartSeries(
                    day,
                    tuple(
                        float(None or (abs(11 - hour) * -6 + 52 + 7 * index)) if hour != 13 else None
                        for hour in range(9, 17)
                    ),
                )
                for index, day in enumerate(("星期一", "星期二", "星期三", "星期四", "星期五"))
            ),
            number_format="0",
            unit=Unit.COUNT,
            value_title="到店客户（人）",
            notes=(),
        ),
        Heading("10_diagnosis.channel", "渠道与业务结构", 2),
        figure(
            FigureKind.STACKED_COLUMN,
            caption="各月业务量按渠道构成",
            categories=_months(),
            series=tuple(
                ChartSeries(name, tuple(base + step * month for month in range(12)))
                for name, base, step in (
                    ("柜面", 5200, -120),
                    ("智能设备", 1800, 60),
                    ("自助设备", 2400, -20),
                    ("手机银行", 3100, 240),
                    ("网上银行", 900, 5),
                )
            ),
            number_format="#,##0",
            unit=Unit.COUNT,
            category_title="",
            value_title="业务笔数",
            notes=(),
        ),
        figure(
            FigureKind.STACKED_BAR,
            caption="各网点类型业务构成",
            categories=("本网点", "精品网点", "理财中心", "基础网点"),
            series=(
                ChartSeries("离柜", (0.712, 0.836, 0.861, 0.744), SeriesRole.BRANCH),
                ChartSeries("柜面", (0.288, 0.164, 0.139, 0.256), SeriesRole.PEERS),
            ),
            number_format="0.0%",
            unit=Unit.SHARE,
            category_title="",
            value_title="占比",
            notes=(),
        ),
        PageBreak("10_diagnosis.break"),
        Heading("20_customers", "客户与产品"),
        Paragraph("20_customers.lead", "客户数量不少，持有产品偏少；基金与保险的覆盖率差距最大。", ParagraphStyle.LEAD),
        figure(
            FigureKind.BAR,
            caption="产品覆盖率：本网点与同类网点",
            categories=(
                "活期存款",
                "定期存款",
                "银行理财",
                "基金",
                "代理保险",
                "个人贷款",
                "信用卡",
                "快捷支付与收单",
                "手机银行",
            ),
            series=(
                ChartSeries("本网点", (0.98, 0.52, 0.31, 0.08, 0.04, 0.11, 0.36, 0.42, 0.61), SeriesRole.BRANCH),
                ChartSeries("同类网点中位数", (0.97, 0.55, 0.35, 0.16, 0.12, 0.14, 0.41, 0.57, 0.72), SeriesRole.PEERS),
            ),
            number_format="0%",
            unit=Unit.SHARE,
            category_title="",
            value_title="持有客户占比",
            notes=("注：覆盖率为持有该类产品的客户占全部个人客户的比例。",),
        ),
        figure(
            FigureKind.COLUMN,
            caption="与同类网点的差距",
            categories=("AUM", "存款", "中间业务收入", "产品销售", "新增客户", "客户拜访"),
            series=(ChartSeries("差距", (0.105, 0.042, -0.136, -0.146, 0.021, -0.227), SeriesRole.WARNING),),
            number_format="0.0%",
            unit=Unit.SHARE,
            category_title="",
            value_title="相对同类中位数",
            notes=(),
        ),
        figure(
            FigureKind.RADAR,
            caption="服务质量六个方面得分",
            categories=("网点环境", "仪容仪表", "大堂经理", "柜员服务", "自助设备", "客户满意"),
            series=(
                ChartSeries("本网点", (88.0, 91.5, 68.0, 84.2, 77.3, 80.1), SeriesRole.BRANCH),
                ChartSeries("同类网点中位数", (86.5, 90.2, 82.5, 85.0, 84.1, 83.3), SeriesRole.PEERS),
                ChartSeries("合格线", (80.0,) * 6, SeriesRole.WARNING),
            ),
            number_format="0",
            unit=Unit.SCORE,
            category_title="",
            value_title="",
            notes=("注：神秘人检查 4 次，满分 100 分。",),
        ),
        Heading("20_customers.complaints", "投诉", 2),
        Paragraph(
            "20_customers.complaints.missing",
            "本次未收到投诉数据，故不作分析。如需补充，请在“经营指标”表中填写“投诉笔数”。",
            ParagraphStyle.MISSING,
        ),
        BulletList(
            "20_customers.actions",
            (
                "高峰增开一个弹性窗口，由低柜人员支援。",
                "大堂经理前置分流：取号前识别业务种类，引导至智能设备。",
                "新客户开户后第 3、10、30 天各联系一次。",
            ),
        ),
        AppendixHeading("90_report.appendix", "附录：数据来源与方法"),
        Paragraph(
            "90_report.appendix.body",
            "各表数据来自银行提供的工作簿与流水文件，口径见下表。等候时间为叫号时间减取号时间；弃号不计入平均值，另行列示。",
        ),
        AppendixHeading("90_report.appendix.tables", "数据来源", level=2),
        Table(
            "90_report.appendix.sources",
            "数据来源",
            (
                TableColumn("数据表", weight=1.2),
                TableColumn("来源文件", weight=2.6),
                TableColumn("记录数", Align.RIGHT),
                TableColumn("期间", Align.CENTER, 1.8),
            ),
            (
                ("客户", "customers_2026H1_final_版本3.xlsx", "41,208", "2026-06-30"),
                ("交易", "transactions_2026H1.csv.gz", "1,204,331", "2026-01-01 至 2026-06-30"),
                (
                    "排队叫号",
                    "queue_log/2026Q2_export_with_a_rather_long_file_name.xlsx",
                    "18,236",
                    "2026-04-01 至 2026-06-30",
                ),
                ("服务检查", "mystery_shopping.xlsx", "24", "2026-05-12 至 2026-06-18"),
            ),
            "数据来源表：四个数据表的文件、记录数与期间。",
        ),
        Paragraph(
            "90_report.appendix.note", "合成数据由固定种子生成，与任何真实客户、员工、机构无关。", ParagraphStyle.NOTE
        ),
    )


def english_blocks() -> tuple[Block, ...]:
    """The same in English, shorter."""
    return (
        Heading("90_report.summary", "Conclusions"),
        Paragraph(
            "90_report.summary.lead",
            "Chengdong Branch has a strong customer base (AUM 10.5% above its peers) but long waits and thin sales: "
            "21.3 minutes on average at eleven, twice the peers' wait, and 2.31 products per customer, 0.47 fewer than "
            "the peers. First the peak queue, then selling in the lobby.",
            ParagraphStyle.LEAD,
        ),
        Paragraph(
            "90_report.summary.body",
            "This report rests on the business, customer and service data of the first half of 2026 and reads the "
            "branch against five branches of the same type. Where data are missing or samples too small, it says so.",
        ),
        BulletList(
            "90_report.summary.findings",
            (
                "Waits at peak hours: 18.4 minutes between ten and twelve on working days.",
                "Dormant new customers: 63% made no second transaction within three months.",
                "Weak lobby guidance: 68.0 points, 14.5 below the peers.",
            ),
            numbered=True,
        ),
        Heading("10_diagnosis.scorecard", "Scorecard", 2),
        table(
            caption="Scorecard: Chengdong Branch and its peers",
            columns=(
                TableColumn("Indicator", weight=2.2),
                TableColumn("Branch", Align.RIGHT),
                TableColumn("Peer median", Align.RIGHT),
                TableColumn("Gap", Align.RIGHT),
                TableColumn("Reading", Align.CENTER),
            ),
            rows=(
                ("AUM (10,000 yuan)", "128,456.3", "116,204.8", "+10.5%", "Better"),
                ("Products per customer", "2.31", "2.78", "−0.47", "Worse"),
                ("Average wait (minutes)", "15.8", "7.6", "+8.2", "Worse"),
                ("Overall score", "63.5", "71.0", "−7.5", "9 of 12"),
            ),
            alt="Scorecard of four indicators against the peer median.",
            notes=("Peers are the five other premium branches.",),
            marks=((0, "better"), (2, "worse"), (3, "total"), (3, "branch")),
        ),
        Heading("10_diagnosis.flow", "Flow and waits"),
        Heading("10_diagnosis.flow.hours", "By hour", 2),
        Heading("10_diagnosis.flow.hours.detail", "Average wait", 3),
        Paragraph(
            "10_diagnosis.flow.body", "Customers come between ten and twelve, when 2.1 windows are open on average."
        ),
        figure(
            FigureKind.LINE,
            caption="Average wait by hour",
            series=(
                ChartSeries("This branch", (8.2, 14.5, 21.3, 12.8, None, 13.4, 18.9, 9.7), SeriesRole.BRANCH),
                ChartSeries("Peer median", (6.1, 8.4, 10.2, 7.7, 5.9, 7.2, 9.1, 6.5), SeriesRole.PEERS),
            ),
            alt="Line chart: average wait by hour; the branch's is longest at eleven, 21.3 minutes.",
            category_title="Hour",
            value_title="Minutes",
            notes=("18,236 tickets from April to June 2026; none at 13:00.",),
        ),
        Paragraph(
            "20_customers.complaints.missing",
            "No complaint data were provided, so none are analysed.",
            ParagraphStyle.MISSING,
        ),
        BulletList(
            "20_customers.actions",
            ("Open one flexible window at the peak.", "Guide customers to devices before they take a ticket."),
        ),
        AppendixHeading("90_report.appendix", "Appendix: sources and methods"),
        Paragraph(
            "90_report.appendix.body",
            "A wait is the time from taking a ticket to being called; abandoned tickets are shown apart.",
        ),
    )


def write_report(document: Document, template: Path, path: Path) -> None:
    """A report written for the first time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written_bytes(document, template, Supply())[0])
