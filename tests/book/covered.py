"""A small synthetic bank with corporate customers, targets and claims, and its chapters 50 and 60 worked through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import branchbook as bb
from branchbook.artifacts import Shelf
from branchbook.book.coverage_documents import write_coverage
from branchbook.book.documents import write_documents
from branchbook.book.locations import Locations
from branchbook.book.prepared import prepare
from branchbook.inputs.engagement import read_engagement

HOSTILE = ("=cmd|' /C calc'!A0", "../../x有限公司", "<script>alert(1)</script>公司", "长" * 200, "笑脸😀公司")
_YAML = """
bank: 云山银行（合成数据）
as_of: {as_of}
sources:
  branches: branches.csv
  staff: staff.csv
  corporate_customers: corporate_customers.csv
  enterprises: enterprises.csv
  claims: claims.csv
  locks: locks.csv
  events: events.csv
  visits: {{ledgers: "ledgers/*.xlsx"}}
marketing_import:
  columns: {{客户号: id, 户名: name, 管户人工号: owner}}
  submitted_on: 2026-02-13
"""
POSITIONS = ("网点负责人", "法人客户经理", "法人客户经理", "低柜柜员", "大堂经理")


@dataclass(frozen=True)
class Probe:
    """The engagement and where its outputs go."""

    inputs: Path
    outputs: Path

    @property
    def folder(self) -> Path:
        return self.inputs / "probe"

    @property
    def branch(self) -> Path:
        return Locations(self.inputs, self.outputs).branch("probe", "007")

    def dated(self, as_of: str) -> None:
        (self.folder / "engagement.yaml").write_text(_YAML.format(as_of=as_of), encoding="utf-8")

    def claims(self, **parameters: object) -> tuple[bb.Book, object]:
        """Chapter 50, as its notebook works through it."""
        book, _, coverage = self.worked(**parameters)
        return book, coverage

    def worked(self, **parameters: object) -> tuple[bb.Book, object, object]:
        """The book of chapter 50, the ecosystem and the coverage."""
        book = bb.open_chapter("50_claim_allocation", "probe", "007")
        found = bb.ecosystem(book.firms, book.links, book.data.tables, book.stored, book.rules, book.as_of)
        wanted = [target.firm_id for target in found.targets]
        in_force = bb.in_force(book.versions)
        issued = in_force.owners if in_force and not parameters.get("reopen") else None
        coverage = bb.cover(
            book.firms, wanted, book.data.tables, book.stored, book.rules, issued, parameters.get("capacity")
        )
        kept = book.decide(coverage, str(parameters.get("decision", "")))
        book.keep_all(bb.claims_artifacts(coverage, in_force, kept, book.marketing_import, book.rules))
        return book, found, coverage

    def mapped(self, book: bb.Book) -> object:
        """The ecosystem of chapter 40, as its notebook works through it."""
        in_force = bb.in_force(book.versions)
        issued = in_force.owners if in_force else None
        return bb.ecosystem(book.firms, book.links, book.data.tables, book.stored, book.rules, book.as_of, issued)

    def outreach(self) -> tuple[bb.Book, object]:
        """Chapter 60, as its notebook works through it."""
        _, ecosystem, coverage = self.worked()
        book = bb.open_chapter("60_outreach_plan", "probe", "007")
        targets = bb.visiting_targets(coverage, book.rules)
        found = bb.outreach(
            targets, coverage.names, book.data.tables, book.rules, book.workdays, book.as_of, book.last_plan
        )
        book.keep_all(bb.outreach_artifacts(found, ecosystem, coverage, book.rules))
        return book, found

    def everything(self) -> tuple[Path, ...]:
        """Every document of the branch, after chapters 10, 40, 50 and 60."""
        book = bb.open_chapter("10_diagnosis", "probe", "007")
        diagnosis = bb.diagnose(book.data, book.peers, book.rules, book.as_of)
        book.keep_all(bb.diagnosis_artifacts(diagnosis, bb.find(diagnosis, book.rules), book.stored, book.rules))
        chapter = bb.open_chapter("40_ecosystem_map", "probe", "007")
        ecosystem = self.mapped(chapter)
        chapter.keep_all(bb.ecosystem_artifacts(ecosystem, chapter.branch, chapter.rules))
        self.outreach()
        return write_documents(book.prepared, book.branch, self.branch)

    def documents(self, language: str = "") -> tuple[Path, ...]:
        """All files of the branch but the report, whose chapter 10 was not run here."""

        prepared = prepare(read_engagement(self.folder), self.outputs / "probe")
        artifacts = Shelf(self.branch / "artifacts").all()
        return write_coverage(prepared, prepared.branch("007"), artifacts, self.branch, prepared.text(language))


def write_probe(place: Path) -> Probe:
    """Write the engagement below ``place``: 40 customers and 30 targets around one branch, hostile names among them."""
    folder = place / "inputs" / "probe"
    folder.mkdir(parents=True)
    _write(
        folder / "branches.csv",
        "网点编号,网点名称,网点类型,经度,纬度,坐标系",
        ["007,城东支行,基础网点,121.50,29.80,WGS84"],
    )
    _write(
        folder / "staff.csv", "员工编号,网点编号,姓名,岗位",
        [f"S{n},007,合成员工{n},{position}" for n, position in enumerate(POSITIONS)],
    )  # fmt: skip
    sizes = (0, 60_000, 60_000, 800_000, 7_000_000)
    _write(
        folder / "corporate_customers.csv",
        "客户编号,网点编号,客户名称,存款余额,年初存款余额,贷款余额,维护责任人编号,地址,经度,纬度,坐标系,联系人",
        [
            f'C{n:02d},007,"{_name(n, "客户")}",{sizes[n % 5] + n},{sizes[n % 5] * 2 if n % 7 == 0 else sizes[n % 5]},'
            f"{n % 3 * 1000},{f'S{n % 5}' if n % 4 else ''},测试路{n}号,{121.45 + n % 10 / 100},{29.78 + n % 4 / 100},"
            f"WGS84,合成联系人{n}"
            for n in range(40)
        ],
    )  # fmt: skip
    _write(
        folder / "enterprises.csv",
        "企业名称,统一社会信用代码,注册资金,经营范围,注册地址,经度,纬度,坐标系,熟识员工编号",
        [
            f'"{_name(n, "目标")}",,{n + 1}00万元,机械零件制造,目标路{n}号,'
            f"{121.46 + n % 9 / 100},{29.79 + n % 5 / 100},WGS84,{'S1' if n % 10 == 0 else ''}"
            for n in range(30)
        ],
    )  # fmt: skip
    _write(
        folder / "claims.csv",
        "客户编号,员工编号,认领日期",
        ["C03,S3,2026-01-05", "C03,S1,2026-01-06", "C08,S2,2026-01-05", "C99,S1,2026-01-05"],
    )
    _write(folder / "locks.csv", "客户编号,员工编号,锁定原因", ["C04,S0,负责人指定"])
    _write(
        folder / "events.csv",
        "活动编号,网点编号,活动名称,活动日期,触点类别,活动类型,负责员工",
        ["E1,007,园区讲座,2026-02-12,活动,非金融活动,S1"],
    )
    probe = Probe(place / "inputs", place / "outputs")
    probe.dated("2026-02-10")
    return probe


def _name(number: int, kind: str) -> str:
    names = HOSTILE if kind == "目标" else ("-2+3合成公司",)
    return names[number] if number < len(names) else f"合成{kind}{number:02d}有限公司"


def _write(path: Path, heads: str, rows: list[str]) -> None:
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
