"""How the bank hands its data over: which file and sheet, which headings in which order, written how.

No two departments write alike, so this is data and not a rule: synonyms for headings, columns nobody asked for,
title rows above the headings, one file in GB18030.
"""

from __future__ import annotations

from dataclasses import dataclass

from branchbook.demo.bank import BANK
from branchbook.demo.styles import (
    Style,
    always,
    any_word,
    dates_of_many_hands,
    first_word,
    full_width_at_times,
    iso_moment,
    months_of_many_hands,
    numbered,
    plain,
    short_date,
    short_moment,
    wan_at_times,
    with_commas,
    yes_or_no,
)


@dataclass(frozen=True)
class Heading:
    """A column as handed over: its heading, the schema's column (empty for one nobody asked for), how it is written."""

    text: str
    column: str = ""
    style: Style = plain


@dataclass(frozen=True)
class Handover:
    """One table as handed over. ``above`` are the rows above the headings; an empty one is a blank row.

    ``own`` are headings that the schema does not know, with the columns they mean; the engagement declares them.
    """

    table: str
    file: str
    headings: tuple[Heading, ...]
    sheet: str = ""
    above: tuple[str, ...] = ()
    encoding: str = ""
    own: tuple[tuple[str, str], ...] = ()


NOTE_SHEET = "填报说明"
NOTES = (
    f"{BANK}资料清单",
    "本工作簿为程序生成的合成数据，不对应任何真实银行、客户或员工。",
    "数据截止日期：2025年12月31日。",
)
"""The first sheet of the first workbook; it holds no table."""

_PEOPLE_FILE = "网点与人员.xlsx"
_CUSTOMERS_FILE = "客户信息.xlsx"
_SERVICE_FILE = "服务质量.xlsx"
_CORPORATE_FILE = "对公客户与企业名录.xlsx"
_COVERAGE_FILE = "客户认领与外拓.xlsx"
_SUPERVISION_FILE = "辅导与竞赛.xlsx"

HANDOVERS: tuple[Handover, ...] = (
    Handover(
        "branches", _PEOPLE_FILE, sheet="网点信息表", above=("", f"{BANK}网点基本情况表", "填报日期：2025年12月31日"),
        headings=(
            Heading("序号", style=numbered),
            Heading("机构号", "branch_id"),
            Heading("机构名称", "name"),
            Heading("网点英文名称", "name_en"),
            Heading("所属支行", "sub_branch"),
            Heading("网点类别", "type", first_word("branches", "type")),
            Heading("网点等级", "class", any_word("branches", "class")),
            Heading("开业日期", "opened_on", dates_of_many_hands),
            Heading("现金柜台数", "high_counters", full_width_at_times),
            Heading("非现金柜台数", "low_counters"),
            Heading("智能机具数", "smart_devices"),
            Heading("试点网点", "coached", yes_or_no),
            Heading("网点地址", "address"),
            Heading("城市", "city"),
            Heading("区县", "district"),
            Heading("经度", "lon"),
            Heading("纬度", "lat"),
            Heading("坐标系统", "coordinate_system", first_word("branches", "coordinate_system")),
            Heading("营业时间", style=always("9:00-17:00")),
        ),
    ),
    Handover(
        "staff", _PEOPLE_FILE, sheet="员工花名册", above=(f"{BANK}员工花名册（2025年末）",),
        headings=(
            Heading("工号", "staff_id"),
            Heading("姓名", "name"),
            Heading("网点代码", "branch_id"),
            Heading("岗位名称", "position", any_word("staff", "position")),
            Heading("入行日期", "joined_on", dates_of_many_hands),
            Heading("年度培训天数", "training_days", full_width_at_times),
            Heading("是否持证", "qualified", yes_or_no),
            Heading("用工方式", style=always("合同制")),
        ),
    ),
    Handover(
        "customers", _CUSTOMERS_FILE, sheet="存量客户", above=("", "", f"{BANK}存量客户清单"),
        headings=(
            Heading("客户号", "customer_id"),
            Heading("户名", "name"),
            Heading("客户类型", "kind", any_word("customers", "kind")),
            Heading("网点号", "branch_id"),
            Heading("开户日", "opened_on", dates_of_many_hands),
            Heading("币种", style=always("人民币")),
            Heading("时点金融资产合计", "aum", wan_at_times),
            Heading("上年末AUM", "aum_previous"),
            Heading("联系电话", "phone"),
            Heading("管户经理", "manager_id"),
            Heading("是否熟客", "known", yes_or_no),
            Heading("最近维护日期", "contacted_on", dates_of_many_hands),
        ),
        own=(("时点金融资产合计", "aum"),),
    ),
    Handover(
        "products", _CUSTOMERS_FILE, sheet="产品目录",
        headings=(
            Heading("产品代码", "product_id"),
            Heading("产品名称", "name"),
            Heading("产品英文名称", "name_en"),
            Heading("大类", "category", first_word("products", "category")),
            Heading("营销类别", "kind", any_word("products", "kind")),
        ),
    ),
    Handover(
        "holdings", "客户产品持有.csv", encoding="gb18030",
        headings=(
            Heading("核心客户号", "customer_id"),
            Heading("产品代码", "product_id"),
            Heading("持有余额", "balance", with_commas),
            Heading("币种", style=always("人民币")),
            Heading("签约日期", "opened_on", short_date),
        ),
    ),
    Handover(
        "transactions", "交易流水抽样_2025年.csv.gz",
        headings=(
            Heading("交易流水号", "transaction_id"),
            Heading("交易日期时间", "at", iso_moment),
            Heading("机构号", "branch_id"),
            Heading("客户号", "customer_id"),
            Heading("交易类型", "kind", first_word("transactions", "kind")),
            Heading("交易渠道", "channel", first_word("transactions", "channel")),
            Heading("交易金额", "amount"),
            Heading("经办柜员", "staff_id"),
        ),
    ),
    Handover(
        "tickets", "叫号记录_2025年四季度.csv.gz",
        headings=(
            Heading("网点代码", "branch_id"),
            Heading("排队号", "ticket_id"),
            Heading("业务类型", "business"),
            Heading("是否贵宾", "vip", yes_or_no),
            Heading("取号时间", "taken_at", short_moment),
            Heading("叫号时间", "called_at", short_moment),
            Heading("结束时间", "finished_at", short_moment),
            Heading("是否弃号", "abandoned", yes_or_no),
            Heading("窗口号", "window"),
            Heading("柜员号", "staff_id"),
        ),
    ),
    Handover(
        "service_checks", _SERVICE_FILE, sheet="服务检查", above=("2025年服务质量检查记录（合成数据）", ""),
        headings=(
            Heading("检查日期", "checked_on", dates_of_many_hands),
            Heading("机构代码", "branch_id"),
            Heading("检查类型", "method", any_word("service_checks", "method")),
            Heading("检查维度", "aspect", any_word("service_checks", "aspect")),
            Heading("满分", style=always("100")),
            Heading("得分", "score", full_width_at_times),
        ),
    ),
    Handover(
        "surveys", _SERVICE_FILE, sheet="满意度调查", above=("2025年客户及员工满意度调查（合成数据）",),
        headings=(
            Heading("序号", style=numbered),
            Heading("填写日期", "answered_on", dates_of_many_hands),
            Heading("网点编号", "branch_id"),
            Heading("调查对象", "respondent", first_word("surveys", "respondent")),
            Heading("NPS评分", "recommend", full_width_at_times),
            Heading("满意度得分", "satisfaction"),
            Heading("意见建议", "comment"),
        ),
    ),
    Handover(
        "interviews", _SERVICE_FILE, sheet="访谈记录", above=("深度访谈记录（合成数据）",),
        headings=(
            Heading("网点编号", "branch_id"),
            Heading("访谈对象", "position", any_word("interviews", "position")),
            Heading("访谈日期", "held_on", dates_of_many_hands),
            Heading("能不能", "able"),
            Heading("愿不愿", "willing"),
            Heading("会不会", "skilled"),
            Heading("访谈要点", "remark"),
        ),
    ),
    Handover(
        "kpi", "经营指标月报.xlsx", sheet="月度指标", above=(f"{BANK}经营指标月报", "金额单位：元（注明万元的除外）"),
        headings=(
            Heading("统计月份", "month", months_of_many_hands),
            Heading("机构号", "branch_id"),
            Heading("指标名称", "indicator", any_word("kpi", "indicator")),
            Heading("完成值", "value", wan_at_times),
            Heading("计划值", "target", wan_at_times),
            Heading("数据来源", style=always("管理会计系统")),
        ),
    ),
    Handover(
        "enterprises", _CORPORATE_FILE, sheet="企业名录", above=(f"{BANK}下发企业名录", ""),
        headings=(
            Heading("序号", style=numbered),
            Heading("单位名称", "name"),
            Heading("社会信用代码", "credit_code"),
            Heading("成立日期", "registered_on", dates_of_many_hands),
            Heading("企业类型", "kind"),
            Heading("注册资本", "registered_capital"),
            Heading("经营范围", "scope"),
            Heading("企业地址", "address"),
            Heading("所属城市", "city"),
            Heading("经度", "lon"),
            Heading("纬度", "lat"),
            Heading("坐标类型", "coordinate_system", any_word("enterprises", "coordinate_system")),
            Heading("国地税排名", "tax_rank"),
            Heading("销售收入排名", "sales_rank"),
            Heading("进口排名", "import_rank"),
            Heading("出口排名", "export_rank"),
            Heading("开户行", "main_bank"),
            Heading("熟识员工", "known_by"),
        ),
    ),
    Handover(
        "corporate_customers", _CORPORATE_FILE, sheet="对公客户", above=("", f"{BANK}对公存量客户"),
        headings=(
            Heading("客户号", "customer_id"),
            Heading("户名", "name"),
            Heading("信用代码", "credit_code"),
            Heading("机构号", "branch_id"),
            Heading("对公存款", "deposits", wan_at_times),
            Heading("上年末存款", "deposits_previous"),
            Heading("对公贷款", "loans", wan_at_times),
            Heading("开户日", "opened_on", dates_of_many_hands),
            Heading("管户经理", "manager_id"),
            Heading("维护目标", "goal"),
            Heading("最近拜访日期", "contacted_on", dates_of_many_hands),
            Heading("单位地址", "address"),
        ),
    ),
    Handover(
        "supply_links", _CORPORATE_FILE, sheet="上下游关系",
        headings=(
            Heading("上游企业", "supplier"),
            Heading("下游企业", "buyer"),
            Heading("年交易额", "amount", wan_at_times),
            Heading("交易标的", "goods"),
        ),
    ),
    Handover(
        "scenes", _CORPORATE_FILE, sheet="周边场景",
        headings=(
            Heading("网点编号", "branch_id"),
            Heading("场景名称", "name"),
            Heading("场景类型", "kind", any_word("scenes", "kind")),
            Heading("户数", "size"),
            Heading("合作情况", "alliance"),
            Heading("地址", "address"),
        ),
    ),
    Handover(
        "claims", _COVERAGE_FILE, sheet="客户认领表", above=(f"{BANK}对公客户认领汇总",),
        headings=(
            Heading("序号", style=numbered),
            Heading("客户号", "customer_id"),
            Heading("工号", "staff_id"),
            Heading("认领日期", "claimed_on", dates_of_many_hands),
            Heading("认领说明", "note"),
        ),
    ),
    Handover(
        "locks", _COVERAGE_FILE, sheet="负责人裁定",
        headings=(Heading("客户号", "customer_id"), Heading("责任人", "staff_id"), Heading("裁定原因", "reason")),
    ),
    Handover(
        "visits", _COVERAGE_FILE, sheet="客户跟进记录",
        headings=(
            Heading("记录编号", "visit_id"),
            Heading("客户号", "customer_id"),
            Heading("责任人工号", "staff_id"),
            Heading("环节", "step", first_word("visits", "step")),
            Heading("计划日期", "planned_on", short_date),
            Heading("完成日期", "visited_on", short_date),
            Heading("状态", "status", any_word("visits", "status")),
            Heading("结果", "result", first_word("visits", "result")),
        ),
        own=(("责任人工号", "staff_id"),),
    ),
    Handover(
        "events", _COVERAGE_FILE, sheet="营销活动",
        headings=(
            Heading("活动编号", "event_id"),
            Heading("网点编号", "branch_id"),
            Heading("活动名称", "name"),
            Heading("活动日期", "held_on", dates_of_many_hands),
            Heading("触点类别", "touchpoint", first_word("events", "touchpoint")),
            Heading("活动类型", "kind", first_word("events", "kind")),
            Heading("合作单位", "partner"),
            Heading("负责员工", "staff_id"),
            Heading("邀请人数", "invited"),
            Heading("到场人数", "attended"),
        ),
    ),
    Handover(
        "coaching", _SUPERVISION_FILE, sheet="辅导安排", above=(f"{BANK}网点辅导安排",),
        headings=(
            Heading("网点编号", "branch_id"),
            Heading("辅导阶段", "phase", first_word("coaching", "phase")),
            Heading("进点日期", "started_on", dates_of_many_hands),
            Heading("撤点日期", "ended_on", dates_of_many_hands),
        ),
    ),
    Handover(
        "contest_scores", _SUPERVISION_FILE, sheet="月度竞赛评分",
        headings=(
            Heading("网点编号", "branch_id"),
            Heading("月份", "month", months_of_many_hands),
            Heading("评分", "score", full_width_at_times),
        ),
    ),
    Handover(
        "best_practices", _SUPERVISION_FILE, sheet="优秀做法",
        headings=(
            Heading("网点编号", "branch_id"),
            Heading("收集日期", "collected_on", short_date),
            Heading("做法", "practice"),
            Heading("取得成效", "effect"),
            Heading("是否形成模板", "template", yes_or_no),
        ),
    ),
)  # fmt: skip
