"""The tables that an engagement may bring, column by column: the one home of names, headings, types and allowed values.

Each column has a canonical English name, the Chinese heading that the data workbook prints, further headings that
banks use, a type, and the ids of the rules that need it. ``required`` columns must be present and filled in wherever
the table is given at all; only ``branches`` must be given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Type(StrEnum):
    """What a cell holds, and with it how text is read into it."""

    ID = "id"  #: text that names something; leading zeros and 18 digits stay
    TEXT = "text"
    CATEGORY = "category"  #: one of ``allowed``
    DATE = "date"
    DATETIME = "datetime"
    MONTH = "month"  #: kept as the first day of the month
    MONEY = "money"  #: yuan; "1,234.5万元" is read as 12345000.0
    NUMBER = "number"
    INTEGER = "integer"
    SHARE = "share"  #: 0 to 1; "35%" is read as 0.35
    BOOLEAN = "boolean"


LARGEST_AMOUNT = 1e14
"""More than any bank has; what is larger is a slip of the hand, and exact sums would not hold it."""


@dataclass(frozen=True)
class ColumnSchema:
    """One column. ``allowed`` maps the canonical value to the spellings that are read as it (the first is printed).

    ``minimum`` and ``maximum`` bound numbers; ``refers_to`` is "table.column" of the key that must exist there;
    ``personal`` columns are stored apart and never reach a report.
    """

    name: str
    heading: str
    type: Type
    synonyms: tuple[str, ...] = ()
    required: bool = False
    allowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    refers_to: str = ""
    personal: bool = False
    rules: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading under which this column is recognised; the canonical name is one of them."""
        return (self.name, self.heading, *self.synonyms)

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The least and the greatest number that it takes, None for no bound; every amount has both."""
        widest = LARGEST_AMOUNT if self.type is Type.MONEY else None
        low = -widest if self.minimum is None and widest else self.minimum
        return low, widest if self.maximum is None else self.maximum


@dataclass(frozen=True)
class TableSchema:
    """One table. ``key`` columns together are unique; ``dated_by`` is the column that tells the period covered.

    ``branch_through`` is the "table.column" over which a row finds its branch when it has no branch_id of its own.
    """

    name: str
    heading: str
    columns: tuple[ColumnSchema, ...]
    synonyms: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    dated_by: str = ""
    branch_through: str = ""
    required: bool = False

    def column(self, name: str) -> ColumnSchema:
        """The column of this canonical name; KeyError for any other."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name!r}")

    @property
    def shared(self) -> bool:
        """Whether its rows belong to no branch, so that it is kept whole: branches, products, enterprises."""
        own = any(column.name == "branch_id" for column in self.columns)
        return self.name == "branches" or not (own or self.branch_through)

    @property
    def personal(self) -> tuple[str, ...]:
        """Names of the personal columns."""
        return tuple(column.name for column in self.columns if column.personal)


_BRANCH_ID = ColumnSchema(
    "branch_id", "网点编号", Type.ID, ("机构号", "网点号", "机构编号", "网点代码", "机构代码"), required=True,
    refers_to="branches.branch_id",
)  # fmt: skip

POSITIONS: Mapping[str, tuple[str, ...]] = {
    "head": ("网点负责人", "负责人", "行长", "支行行长", "网点主任", "主任"),
    "deputy": ("副职", "副行长", "网点副职", "副主任"),
    "corporate_manager": ("对公客户经理", "法人客户经理", "公司客户经理"),
    "personal_manager": ("个人客户经理", "理财经理", "零售客户经理"),
    "lobby_manager": ("大堂经理", "大堂"),
    "supervisor": ("主管", "柜面主管", "运营主管", "会计主管"),
    "low_counter": ("低柜柜员", "低柜", "低柜人员"),
    "high_counter": ("高柜柜员", "高柜", "柜员", "综合柜员"),
    "back_office": ("后台", "后台人员"),
}
"""The positions of a branch, in no order of rank (the claim order is rule CL2)."""

MODULES: Mapping[str, tuple[str, ...]] = {
    "corporate": ("公司业务", "公司"),
    "institutional": ("机构业务", "机构"),
    "agriculture_real_estate": ("三农房地产", "三农与房地产", "三农", "房地产"),
    "international": ("国际业务", "国际"),
}
"""The four modules of the financial-ecosystem map (EC1)."""

_PLACE = (
    ColumnSchema("city", "所在城市", Type.TEXT, ("城市", "地区", "所属城市"), rules=("EC4",)),
    ColumnSchema("district", "所在区县", Type.TEXT, ("区县", "行政区", "所属区县"), rules=("EC4",)),
    ColumnSchema("lon", "经度", Type.NUMBER, ("lng", "longitude"), minimum=-180, maximum=180, rules=("EC4",)),
    ColumnSchema("lat", "纬度", Type.NUMBER, ("latitude",), minimum=-90, maximum=90, rules=("EC4",)),
    ColumnSchema(
        "coordinate_system", "坐标系", Type.CATEGORY, ("坐标系统", "坐标类型"), rules=("EC4",),
        allowed={
            "wgs84": ("WGS-84", "WGS84", "GPS", "GPS坐标"),
            "gcj02": ("GCJ-02", "GCJ02", "火星坐标", "高德", "腾讯"),
            "bd09": ("BD-09", "BD09", "百度", "百度坐标"),
        },
    ),
)  # fmt: skip
"""Where something stands; coordinates are of use only where their system is stated."""

BRANCHES = TableSchema(
    "branches", "网点", synonyms=("网点信息", "网点清单", "机构"), key=("branch_id",), required=True,
    columns=(
        ColumnSchema("branch_id", "网点编号", Type.ID, _BRANCH_ID.synonyms, required=True),
        ColumnSchema("name", "网点名称", Type.TEXT, ("名称", "机构名称", "网点"), required=True),
        ColumnSchema("name_en", "英文名称", Type.TEXT, ("英文名", "网点英文名称")),
        ColumnSchema(
            "type", "网点类型", Type.CATEGORY, ("类型", "网点类别", "分类"), required=True, rules=("DX5",),
            allowed={
                "wealth_centre": ("理财中心",),
                "premium": ("精品网点",),
                "basic": ("基础网点",),
                "self_service": ("自助银行", "自助网点"),
            },
        ),
        ColumnSchema(
            "class", "网点等级", Type.CATEGORY, ("区域类别", "网点分级"), rules=("FL5",),
            allowed={
                "main_office": ("支行营业部", "营业部"),
                "urban": ("城区网点", "城区/园区", "城区", "园区", "园区网点"),
                "township": ("乡镇网点", "乡镇"),
            },
        ),
        ColumnSchema("sub_branch", "所属支行", Type.TEXT, ("上级机构", "管辖支行", "支行")),
        ColumnSchema("address", "地址", Type.TEXT, ("网点地址",)),
        ColumnSchema("opened_on", "开业日期", Type.DATE, ("成立日期",)),
        ColumnSchema("high_counters", "高柜数", Type.INTEGER, ("现金柜台数", "高柜窗口数"), minimum=0, rules=("FL5",)),
        ColumnSchema("low_counters", "低柜数", Type.INTEGER, ("非现金柜台数", "低柜窗口数"), minimum=0, rules=("FL5",)),
        ColumnSchema("smart_devices", "智能设备数", Type.INTEGER, ("智能机具数", "自助设备数"), minimum=0, rules=("DX6",)),
        ColumnSchema("coached", "辅导网点", Type.BOOLEAN, ("是否辅导", "试点网点"), rules=("DX7",)),
        *_PLACE,
    ),
)  # fmt: skip

STAFF = TableSchema(
    "staff", "员工", synonyms=("人员", "员工信息", "员工花名册", "花名册"), key=("staff_id",),
    columns=(
        ColumnSchema("staff_id", "员工编号", Type.ID, ("工号", "员工号", "柜员号"), required=True),
        _BRANCH_ID,
        ColumnSchema("name", "姓名", Type.TEXT, ("员工姓名",), personal=True),
        ColumnSchema("position", "岗位", Type.CATEGORY, ("职务", "岗位名称"), required=True, allowed=POSITIONS, rules=("CL2", "FL7")),
        ColumnSchema("joined_on", "入行日期", Type.DATE, ("入职日期",)),
        ColumnSchema("training_days", "年度培训天数", Type.NUMBER, ("培训天数",), minimum=0, maximum=366, rules=("DX4", "DX7")),
        ColumnSchema("qualified", "持证", Type.BOOLEAN, ("是否持证", "持有资格证"), rules=("DX4",)),
    ),
)  # fmt: skip

CUSTOMERS = TableSchema(
    "customers", "客户", synonyms=("客户信息", "客户清单", "存量客户"), key=("customer_id",), dated_by="opened_on",
    columns=(
        ColumnSchema("customer_id", "客户编号", Type.ID, ("客户号", "客户代码", "核心客户号"), required=True),
        _BRANCH_ID,
        ColumnSchema("name", "客户名称", Type.TEXT, ("客户姓名", "户名"), personal=True),
        ColumnSchema("phone", "手机号码", Type.ID, ("手机", "联系电话", "电话"), personal=True),
        ColumnSchema("id_number", "证件号码", Type.ID, ("身份证号", "身份证号码"), personal=True),
        ColumnSchema(
            "kind", "客户类别", Type.CATEGORY, ("客户类型", "对公对私"), rules=("CU2",),
            allowed={"personal": ("个人", "个人客户", "对私", "零售"), "corporate": ("对公", "对公客户", "公司", "法人")},
        ),
        ColumnSchema("opened_on", "开户日期", Type.DATE, ("开户日", "建档日期"), rules=("CU3",)),
        ColumnSchema("aum", "AUM余额", Type.MONEY, ("AUM", "管理资产", "金融资产", "资产余额", "金融资产余额"), rules=("CU1", "DX6")),
        ColumnSchema("aum_previous", "年初AUM", Type.MONEY, ("上年末AUM", "期初AUM"), rules=("DX6",)),
        ColumnSchema("manager_id", "管户客户经理", Type.ID, ("管户经理", "客户经理编号", "管户人", "管户员工编号"), refers_to="staff.staff_id", rules=("CU7",)),
        ColumnSchema("known", "是否熟客", Type.BOOLEAN, ("熟客",), rules=("CU7",)),
        ColumnSchema("contacted_on", "最近联系日期", Type.DATE, ("最近联络日期", "最近维护日期", "上次联系日期"), rules=("CU4", "DX6")),
    ),
)  # fmt: skip

PRODUCTS = TableSchema(
    "products", "产品", synonyms=("产品清单", "产品目录"), key=("product_id",),
    columns=(
        ColumnSchema("product_id", "产品编号", Type.ID, ("产品代码",), required=True),
        ColumnSchema("name", "产品名称", Type.TEXT, ("产品",), required=True),
        ColumnSchema("name_en", "产品英文名称", Type.TEXT, ("英文名称",)),
        ColumnSchema(
            "category", "产品大类", Type.CATEGORY, ("产品类别", "大类"), required=True, rules=("DX6", "CU7"),
            allowed={
                "current_deposit": ("活期存款", "活期"),
                "time_deposit": ("定期存款", "定期"),
                "wealth": ("理财", "理财产品", "银行理财"),
                "fund": ("基金",),
                "insurance": ("保险", "代理保险"),
                "loan": ("贷款", "个人贷款"),
                "credit_card": ("信用卡",),
                "payment": ("支付结算", "快捷支付", "收单", "代发", "代缴费"),
                "mobile_bank": ("手机银行", "电子银行"),
                "other": ("其他",),
            },
        ),
        ColumnSchema(
            "kind", "产品性质", Type.CATEGORY, ("营销类别",), rules=("CU7", "GR4"),
            allowed={
                "low_pressure": ("低压力", "低压力产品"),
                "periodic": ("周期性", "周期性产品", "期缴"),
                "wealth_management": ("财富管理", "财富类", "理财类"),
            },
        ),
    ),
)  # fmt: skip

HOLDINGS = TableSchema(
    "holdings", "持有", synonyms=("产品持有", "客户持有产品", "持仓"), dated_by="opened_on",
    branch_through="customers.customer_id",
    columns=(
        ColumnSchema("customer_id", "客户编号", Type.ID, ("客户号", "客户代码", "核心客户号"), required=True, refers_to="customers.customer_id"),
        ColumnSchema("product_id", "产品编号", Type.ID, ("产品代码",), required=True, refers_to="products.product_id"),
        ColumnSchema("balance", "余额", Type.MONEY, ("持有余额", "金额", "市值")),
        ColumnSchema("opened_on", "开立日期", Type.DATE, ("购买日期", "签约日期", "起息日")),
    ),
)  # fmt: skip

TRANSACTIONS = TableSchema(
    "transactions", "交易", synonyms=("交易流水", "流水", "交易明细"), dated_by="at",
    columns=(
        ColumnSchema("transaction_id", "流水号", Type.ID, ("交易流水号", "交易编号")),
        _BRANCH_ID,
        ColumnSchema("customer_id", "客户编号", Type.ID, ("客户号", "客户代码", "核心客户号")),
        ColumnSchema("at", "交易时间", Type.DATETIME, ("交易日期", "交易日期时间", "记账日期"), required=True, rules=("FL1",)),
        ColumnSchema(
            "kind", "业务种类", Type.CATEGORY, ("交易类型", "业务类型", "交易种类"), required=True, rules=("FL1", "FL3"),
            allowed={
                "cash_deposit": ("现金存款", "存现", "存款"),
                "cash_withdrawal": ("现金取款", "取现", "取款"),
                "transfer": ("转账", "转账汇款", "汇款"),
                "payment": ("缴费", "代缴费", "支付"),
                "enquiry": ("查询", "查询打印"),
                "account": ("开户销户", "账户业务", "开户", "开销户", "挂失补办"),
                "wealth": ("理财销售", "理财", "基金", "保险"),
                "loan": ("贷款业务", "贷款", "还款"),
                "corporate": ("对公业务", "对公结算"),
                "other": ("其他",),
            },
        ),
        ColumnSchema(
            "channel", "渠道", Type.CATEGORY, ("交易渠道", "办理渠道"), rules=("FL3", "DX6"),
            allowed={
                "counter": ("柜面", "柜台", "高柜", "低柜"),
                "smart_device": ("智能设备", "智能柜台", "智能机具"),
                "atm": ("自助设备", "ATM", "自助机具", "CRS"),
                "mobile": ("手机银行", "掌上银行"),
                "online": ("网上银行", "网银"),
            },
        ),
        ColumnSchema("amount", "金额", Type.MONEY, ("交易金额", "发生额"), rules=("FL3",)),
        ColumnSchema("staff_id", "经办员工", Type.ID, ("柜员号", "经办人", "经办柜员"), refers_to="staff.staff_id"),
    ),
)  # fmt: skip

TICKETS = TableSchema(
    "tickets", "排队叫号", synonyms=("叫号记录", "排队记录", "取号记录", "叫号"), dated_by="taken_at",
    columns=(
        _BRANCH_ID,
        ColumnSchema("ticket_id", "票号", Type.ID, ("号码", "排队号", "号票")),
        ColumnSchema("taken_at", "取号时间", Type.DATETIME, ("取号",), required=True, rules=("FL1", "FL4")),
        ColumnSchema("called_at", "叫号时间", Type.DATETIME, ("叫号",), rules=("FL2", "FL4")),
        ColumnSchema("finished_at", "办结时间", Type.DATETIME, ("办结", "结束时间", "完成时间"), rules=("FL2",)),
        ColumnSchema("abandoned", "弃号", Type.BOOLEAN, ("是否弃号",), rules=("FL4",)),
        ColumnSchema("business", "业务种类", Type.TEXT, ("业务类型", "办理业务"), rules=("FL2",)),
        ColumnSchema("vip", "贵宾", Type.BOOLEAN, ("是否贵宾", "贵宾客户"), rules=("SQ5",)),
        ColumnSchema("window", "窗口", Type.ID, ("窗口号", "柜台号"), rules=("FL1",)),
        ColumnSchema("staff_id", "柜员", Type.ID, ("柜员号", "经办柜员", "员工编号")),
    ),
)  # fmt: skip

SERVICE_CHECKS = TableSchema(
    "service_checks", "服务检查", synonyms=("神秘人检查", "服务暗访", "服务质量检查"), dated_by="checked_on",
    columns=(
        _BRANCH_ID,
        ColumnSchema("checked_on", "检查日期", Type.DATE, ("检查时间", "暗访日期"), required=True, rules=("SQ1",)),
        ColumnSchema(
            "method", "检查方式", Type.CATEGORY, ("方式", "检查类型"), rules=("SQ1", "DX2"),
            allowed={
                "mystery": ("神秘人", "神秘人检查", "暗访"),
                "observation": ("现场观察", "观察", "明查"),
                "competitor": ("同业走访", "竞争网点走访", "他行走访"),
            },
        ),
        ColumnSchema(
            "aspect", "检查方面", Type.CATEGORY, ("方面", "维度", "检查维度"), required=True, rules=("SQ1",),
            allowed={
                "premises": ("网点环境", "环境", "营业环境"),
                "appearance": ("仪容仪表", "员工形象"),
                "lobby_manager": ("大堂经理", "大堂服务"),
                "tellers": ("柜员服务", "柜员", "柜面服务"),
                "equipment": ("自助设备", "自助机具"),
                "satisfaction": ("客户满意", "客户满意度"),
            },
        ),
        ColumnSchema("score", "得分", Type.NUMBER, ("分数", "评分"), required=True, minimum=0, maximum=100, rules=("SQ1",)),
    ),
)  # fmt: skip

SURVEYS = TableSchema(
    "surveys", "满意度调查", synonyms=("问卷", "满意度", "调查问卷"), dated_by="answered_on",
    columns=(
        _BRANCH_ID,
        ColumnSchema("answered_on", "填答日期", Type.DATE, ("调查日期", "日期", "填写日期"), required=True, rules=("DX6",)),
        ColumnSchema(
            "respondent", "填答对象", Type.CATEGORY, ("对象", "调查对象"), rules=("DX6", "PJ4"),
            allowed={"customer": ("客户",), "staff": ("员工",)},
        ),
        ColumnSchema("recommend", "推荐意愿", Type.INTEGER, ("NPS", "推荐分", "NPS评分"), minimum=0, maximum=10, rules=("DX6",)),
        ColumnSchema("satisfaction", "满意度评分", Type.NUMBER, ("满意度得分", "满意度"), minimum=1, maximum=5, rules=("DX6",)),
        ColumnSchema("comment", "意见", Type.TEXT, ("建议", "意见建议", "备注"), personal=True),
    ),
)  # fmt: skip

INTERVIEWS = TableSchema(
    "interviews", "访谈", synonyms=("访谈记录", "深度访谈"), dated_by="held_on",
    columns=(
        _BRANCH_ID,
        ColumnSchema("held_on", "访谈日期", Type.DATE, ("日期",), required=True, rules=("DX1", "DX2")),
        ColumnSchema("position", "访谈岗位", Type.CATEGORY, ("岗位", "访谈对象"), required=True, allowed=POSITIONS, rules=("DX1", "DX2")),
        ColumnSchema("able", "能不能", Type.NUMBER, ("能力条件", "能不能评分"), minimum=1, maximum=5, rules=("DX1",)),
        ColumnSchema("willing", "愿不愿", Type.NUMBER, ("意愿", "愿不愿评分"), minimum=1, maximum=5, rules=("DX1",)),
        ColumnSchema("skilled", "会不会", Type.NUMBER, ("技能", "会不会评分"), minimum=1, maximum=5, rules=("DX1",)),
        ColumnSchema("remark", "访谈要点", Type.TEXT, ("要点", "记录", "备注"), personal=True),
    ),
)  # fmt: skip

KPI = TableSchema(
    "kpi", "经营指标", synonyms=("指标", "月度指标", "KPI"), key=("branch_id", "month", "indicator"), dated_by="month",
    columns=(
        _BRANCH_ID,
        ColumnSchema("month", "月份", Type.MONTH, ("年月", "统计月份"), required=True, rules=("DX6",)),
        ColumnSchema(
            "indicator", "指标", Type.CATEGORY, ("指标名称",), required=True, rules=("DX4", "DX6"),
            allowed={
                "aum": ("AUM", "管理资产", "金融资产"),
                "deposits": ("存款余额", "存款", "各项存款"),
                "revenue": ("营业收入", "营收"),
                "fee_income": ("中间业务收入", "中收"),
                "cost": ("营业成本", "费用", "营业费用"),
                "product_sales": ("产品销售额", "产品销售", "重点产品销售"),
                "new_customers": ("新增客户数", "新增客户", "新开户"),
                "complaints": ("投诉笔数", "投诉", "投诉量"),
                "customer_visits": ("客户拜访数", "拜访客户数", "客户拜访"),
            },
        ),
        ColumnSchema("value", "数值", Type.MONEY, ("实际值", "完成值", "指标值"), required=True, rules=("DX6",)),
        ColumnSchema("target", "目标值", Type.MONEY, ("目标", "计划值"), rules=("DX8",)),
    ),
)  # fmt: skip

_ACCOUNT_ID = ColumnSchema(
    "customer_id", "客户编号", Type.ID, ("客户号", "客户代码", "核心客户号", "目标编号", "目标客户编号", "企业编号"), required=True,
)  # fmt: skip
_OWNER_ID = ColumnSchema(
    "staff_id", "员工编号", Type.ID, ("工号", "员工号", "责任人", "责任人编号", "营销人"), required=True,
    refers_to="staff.staff_id",
)  # fmt: skip

CLAIMS = TableSchema(
    "claims", "客户认领", synonyms=("认领", "认领表", "熟客认领"), dated_by="claimed_on", branch_through="staff.staff_id",
    columns=(
        _ACCOUNT_ID,
        _OWNER_ID,
        ColumnSchema("claimed_on", "认领日期", Type.DATE, ("日期",), rules=("CL2",)),
        ColumnSchema("note", "认领说明", Type.TEXT, ("说明", "备注", "熟悉程度"), personal=True, rules=("CL2",)),
    ),
)  # fmt: skip

LOCKS = TableSchema(
    "locks", "锁定归属", synonyms=("锁定", "指定归属", "负责人裁定"), key=("customer_id",), branch_through="staff.staff_id",
    columns=(
        _ACCOUNT_ID,
        _OWNER_ID,
        ColumnSchema("reason", "锁定原因", Type.TEXT, ("原因", "裁定原因", "说明"), personal=True, rules=("CL2", "CL3")),
    ),
)  # fmt: skip

VISITS = TableSchema(
    "visits", "拜访记录", synonyms=("外拓记录", "跟进记录", "客户跟进记录"), key=("visit_id",), branch_through="staff.staff_id",
    columns=(
        ColumnSchema("visit_id", "记录编号", Type.ID, ("拜访编号", "任务编号"), required=True),
        _ACCOUNT_ID,
        _OWNER_ID,
        ColumnSchema(
            "step", "环节", Type.CATEGORY, ("拜访环节", "任务"), rules=("OU1", "OU2"),
            allowed={
                "preparation": ("访前准备", "准备"),
                "visit": ("拜访", "上门拜访", "首次拜访"),
                "follow_up": ("访后跟进", "跟进", "回访"),
            },
        ),
        ColumnSchema("planned_on", "计划日期", Type.DATE, ("计划拜访日期", "计划时间"), rules=("OU1",)),
        ColumnSchema("visited_on", "完成日期", Type.DATE, ("拜访日期", "实际日期", "跟进日期"), rules=("OU1", "OU2")),
        ColumnSchema(
            "status", "状态", Type.CATEGORY, ("完成情况", "进度"), rules=("OU1", "OU2"),
            allowed={
                "planned": ("未开始", "计划中", "待拜访"),
                "done": ("已完成", "完成"),
                "postponed": ("改期", "延期", "推迟"),
                "cancelled": ("取消", "已取消", "放弃"),
            },
        ),
        ColumnSchema("sources", "信息渠道", Type.TEXT, ("访前信息渠道", "信息来源"), personal=True, rules=("OU2",)),
        ColumnSchema("hypotheses", "访前假设", Type.TEXT, ("访前准备内容", "拟了解内容"), personal=True, rules=("OU2",)),
        ColumnSchema("facts", "访中要点", Type.TEXT, ("访谈要点", "了解到的信息"), personal=True, rules=("OU2",)),
        ColumnSchema("report", "访后汇报", Type.TEXT, ("汇报", "访后小结"), personal=True, rules=("OU2",)),
        ColumnSchema("advice", "负责人建议", Type.TEXT, ("负责人意见", "建议"), personal=True, rules=("OU2",)),
        ColumnSchema(
            "result", "结果", Type.CATEGORY, ("拜访结果", "成果"), rules=("OU2",),
            allowed={
                "opened": ("已开户", "开户", "已成交", "成交"),
                "interested": ("有意向", "意向"),
                "pending": ("待跟进", "继续跟进"),
                "refused": ("无意向", "拒绝"),
                "absent": ("未见到", "未遇"),
            },
        ),
    ),
)  # fmt: skip

EVENTS = TableSchema(
    "events", "营销活动", synonyms=("活动", "外拓活动", "活动计划"), key=("event_id",),
    columns=(
        ColumnSchema("event_id", "活动编号", Type.ID, ("活动代码",), required=True),
        _BRANCH_ID,
        ColumnSchema("name", "活动名称", Type.TEXT, ("名称", "活动主题"), required=True),
        ColumnSchema("held_on", "活动日期", Type.DATE, ("日期", "举办日期"), required=True, rules=("OU5",)),
        ColumnSchema(
            "touchpoint", "触点类别", Type.CATEGORY, ("触点", "活动触点"), rules=("OU5", "GR3"),
            allowed={
                "branch": ("到店", "网点", "厅堂"),
                "visit": ("上门", "走访"),
                "phone": ("电话",),
                "online": ("线上", "微信", "社群"),
                "event": ("活动", "沙龙"),
                "alliance": ("异业联盟", "联盟", "商圈"),
            },
        ),
        ColumnSchema(
            "kind", "活动类型", Type.CATEGORY, ("类型",), rules=("OU5",),
            allowed={
                "non_financial": ("非金融活动",),
                "financial": ("金融活动", "产品推介"),
                "district_day": ("商圈日", "商圈活动日"),
            },
        ),
        ColumnSchema("partner", "合作方", Type.TEXT, ("联盟商户", "合作单位"), rules=("OU5",)),
        ColumnSchema("staff_id", "负责员工", Type.ID, ("负责人工号", "责任人"), refers_to="staff.staff_id", rules=("OU5",)),
        ColumnSchema("invited", "邀请人数", Type.INTEGER, ("计划人数",), minimum=0, rules=("OU5",)),
        ColumnSchema("attended", "到场人数", Type.INTEGER, ("参加人数", "实际人数"), minimum=0, rules=("OU5",)),
    ),
)  # fmt: skip

ENTERPRISES = TableSchema(
    "enterprises", "企业名录", synonyms=("企业清单", "企业", "目标企业"), dated_by="registered_on",
    columns=(
        ColumnSchema("name", "企业名称", Type.TEXT, ("名称", "单位名称", "公司名称"), required=True, rules=("EC2",)),
        ColumnSchema("credit_code", "统一社会信用代码", Type.ID, ("信用代码", "社会信用代码", "注册号", "工商注册号"), rules=("EC2",)),
        ColumnSchema("registered_on", "注册日期", Type.DATE, ("成立日期", "登记日期"), rules=("EC5",)),
        ColumnSchema("kind", "企业类型", Type.TEXT, ("类型", "主体类型")),
        ColumnSchema("legal_person", "法定代表人", Type.TEXT, ("法人代表", "法人", "负责人"), personal=True),
        ColumnSchema("registered_capital", "注册资金", Type.TEXT, ("注册资本",), rules=("EC2",)),
        ColumnSchema("scope", "经营范围", Type.TEXT, ("主营业务",), rules=("EC1",)),
        ColumnSchema("address", "注册地址", Type.TEXT, ("地址", "企业地址", "经营地址"), rules=("EC4",)),
        *_PLACE,
        ColumnSchema("tax_rank", "纳税排名", Type.INTEGER, ("国地税排名", "税收排名"), minimum=1, rules=("EC2",)),
        ColumnSchema("sales_rank", "销售排名", Type.INTEGER, ("销售收入排名", "营收排名"), minimum=1, rules=("EC2",)),
        ColumnSchema("import_rank", "进口排名", Type.INTEGER, minimum=1, rules=("EC2",)),
        ColumnSchema("export_rank", "出口排名", Type.INTEGER, minimum=1, rules=("EC2",)),
        ColumnSchema("main_bank", "主办银行", Type.TEXT, ("基本户开户行", "开户行"), rules=("CL8",)),
        ColumnSchema("assigned_branch_id", "下发网点编号", Type.ID, ("下发网点", "归属网点", "网点编号", "机构号"), refers_to="branches.branch_id", rules=("EC2",)),
        ColumnSchema("known_by", "熟识员工编号", Type.ID, ("熟识员工", "熟人员工编号"), refers_to="staff.staff_id", rules=("EC4",)),
        ColumnSchema("manager_id", "营销责任人编号", Type.ID, ("营销责任人", "营销人编号"), refers_to="staff.staff_id", rules=("EC3", "CL7")),
        ColumnSchema("goal", "近期拓展目标", Type.TEXT, ("拓展目标", "近期目标"), rules=("EC3",)),
    ),
)  # fmt: skip
"""The list of enterprises of the whole bank's area: no row belongs to a branch until the register has placed it."""

CORPORATE_CUSTOMERS = TableSchema(
    "corporate_customers", "对公客户", synonyms=("对公存量客户", "公司客户", "对公客户清单"), key=("customer_id",),
    columns=(
        ColumnSchema("customer_id", "客户编号", Type.ID, ("客户号", "客户代码", "核心客户号"), required=True),
        _BRANCH_ID,
        ColumnSchema("name", "客户名称", Type.TEXT, ("户名", "单位名称", "企业名称"), required=True, rules=("EC2",)),
        ColumnSchema("credit_code", "统一社会信用代码", Type.ID, ("信用代码", "社会信用代码", "注册号"), rules=("EC2",)),
        ColumnSchema("deposits", "存款余额", Type.MONEY, ("对公存款", "存款", "存款时点"), rules=("CL1",)),
        ColumnSchema("deposits_previous", "年初存款余额", Type.MONEY, ("上年末存款", "期初存款"), rules=("CL8",)),
        ColumnSchema("loans", "贷款余额", Type.MONEY, ("对公贷款", "贷款"), rules=("CL1",)),
        ColumnSchema("opened_on", "开户日期", Type.DATE, ("开户日", "建档日期")),
        ColumnSchema("manager_id", "维护责任人编号", Type.ID, ("维护责任人", "管户客户经理", "管户经理", "管户人", "管户员工编号"), refers_to="staff.staff_id", rules=("EC3", "CL2")),
        ColumnSchema("goal", "维护目标", Type.TEXT, ("提升目标",), rules=("EC3",)),
        ColumnSchema("contacted_on", "最近联系日期", Type.DATE, ("最近拜访日期", "最近维护日期", "上次联系日期"), rules=("CL8",)),
        ColumnSchema("main_bank", "基本户开户行", Type.TEXT, ("主办银行",), rules=("CL8",)),
        ColumnSchema("industry", "所属行业", Type.TEXT, ("行业",), rules=("EC1",)),
        ColumnSchema("module", "业务模块", Type.CATEGORY, ("所属模块", "模块"), allowed=MODULES, rules=("EC1",)),
        ColumnSchema("group", "所属集团", Type.TEXT, ("集团", "集团客户"), rules=("EC5",)),
        ColumnSchema("address", "地址", Type.TEXT, ("注册地址", "经营地址", "单位地址"), rules=("EC4",)),
        *_PLACE,
        ColumnSchema("contact", "联系人", Type.TEXT, ("经办人", "财务联系人"), personal=True),
        ColumnSchema("phone", "联系电话", Type.ID, ("电话", "手机号码"), personal=True),
    ),
)  # fmt: skip

SUPPLY_LINKS = TableSchema(
    "supply_links", "供应链关系", synonyms=("上下游", "上下游关系", "供应链"),
    columns=(
        ColumnSchema("supplier", "供应商名称", Type.TEXT, ("供应商", "上游企业", "上游"), required=True, rules=("EC5",)),
        ColumnSchema("supplier_code", "供应商信用代码", Type.ID, ("上游信用代码",)),
        ColumnSchema("buyer", "采购商名称", Type.TEXT, ("采购商", "下游企业", "下游"), required=True, rules=("EC5",)),
        ColumnSchema("buyer_code", "采购商信用代码", Type.ID, ("下游信用代码",)),
        ColumnSchema("amount", "年交易额", Type.MONEY, ("交易额", "交易金额")),
        ColumnSchema("goods", "交易标的", Type.TEXT, ("标的", "货物")),
    ),
)  # fmt: skip
"""Who supplies whom; like the enterprises, of no branch."""

SCENES = TableSchema(
    "scenes", "周边场景", synonyms=("场景", "周边场景清单"),
    columns=(
        _BRANCH_ID,
        ColumnSchema("name", "场景名称", Type.TEXT, ("名称",), required=True, rules=("EC5",)),
        ColumnSchema(
            "kind", "场景类型", Type.CATEGORY, ("类型",), required=True, rules=("EC5", "OU5"),
            allowed={
                "community": ("社区", "居民小区", "小区"),
                "business_district": ("商圈", "市场", "专业市场"),
                "park": ("园区", "工业区", "开发区"),
                "office_building": ("写字楼", "楼宇"),
                "village": ("村镇", "行政村"),
                "institution": ("机关事业单位", "学校", "医院", "机构"),
            },
        ),
        ColumnSchema("size", "户数", Type.INTEGER, ("规模", "商户数", "住户数"), minimum=0),
        ColumnSchema("alliance", "合作情况", Type.TEXT, ("合作", "联盟情况")),
        ColumnSchema("address", "地址", Type.TEXT),
        *_PLACE,
    ),
)  # fmt: skip

COACHING = TableSchema(
    "coaching", "辅导安排", synonyms=("驻点安排", "辅导计划", "辅导日程"), dated_by="started_on",
    columns=(
        _BRANCH_ID,
        ColumnSchema("started_on", "开始日期", Type.DATE, ("进点日期", "起始日期", "辅导开始"), required=True, rules=("DX7", "SM3", "PJ1")),
        ColumnSchema("ended_on", "结束日期", Type.DATE, ("撤点日期", "截止日期", "辅导结束"), rules=("PJ1",)),
        ColumnSchema(
            "phase", "阶段", Type.CATEGORY, ("辅导阶段", "项目阶段"), rules=("PJ1",),
            allowed={
                "diagnosis": ("诊断", "诊断调研"),
                "coaching": ("辅导", "驻点辅导", "导入"),
                "consolidation": ("固化", "固化督导", "督导"),
            },
        ),
    ),
)  # fmt: skip
"""When each branch was coached; a row without a phase is coaching. Branches that are not here were not coached."""

CONTEST_SCORES = TableSchema(
    "contest_scores", "竞赛评分", synonyms=("网点竞赛", "督导评分", "月度竞赛评分"), key=("branch_id", "month"), dated_by="month",
    columns=(
        _BRANCH_ID,
        ColumnSchema("month", "月份", Type.MONTH, ("年月", "评分月份"), required=True, rules=("SV4",)),
        ColumnSchema("score", "得分", Type.NUMBER, ("分数", "评分", "总分"), required=True, minimum=0, maximum=100, rules=("SV4", "SV2")),
    ),
)  # fmt: skip

BEST_PRACTICES = TableSchema(
    "best_practices", "最佳实践", synonyms=("优秀做法", "经验做法", "典型案例"), dated_by="collected_on",
    columns=(
        _BRANCH_ID,
        ColumnSchema("collected_on", "收集日期", Type.DATE, ("日期",), rules=("SV7",)),
        ColumnSchema("practice", "做法", Type.TEXT, ("做法名称", "经验名称", "案例名称"), required=True, rules=("SV7",)),
        ColumnSchema("effect", "成效", Type.TEXT, ("效果", "取得成效"), rules=("SV7",)),
        ColumnSchema("template", "已成模板", Type.BOOLEAN, ("是否形成模板", "是否推广"), rules=("SV7", "DX7")),
    ),
)  # fmt: skip

TABLES: Mapping[str, TableSchema] = {
    table.name: table
    for table in (
        BRANCHES, STAFF, CUSTOMERS, PRODUCTS, HOLDINGS, TRANSACTIONS,
        TICKETS, SERVICE_CHECKS, SURVEYS, INTERVIEWS, KPI,
        ENTERPRISES, CORPORATE_CUSTOMERS, SUPPLY_LINKS, SCENES,
        CLAIMS, LOCKS, VISITS, EVENTS,
        COACHING, CONTEST_SCORES, BEST_PRACTICES,
    )
}  # fmt: skip
"""All tables, in the order in which a person fills them in."""
