"""A page of the map over hostile names and so many plain ones, with the records behind it."""

from __future__ import annotations

from branchbook.report.ecosystem_page import EcosystemPage, ecosystem_page
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Column, TableData
from branchbook.values.ecosystem_map import MapData, MapMark
from branchbook.values.wording import Sentence, Term

HOSTILE = (
    "<script>document.title='broken'</script>", "=cmd|' /C calc'!A0", "../../x", "名" * 200, "🏦示例</script><b>",
    "示例\u202e反", '"><img src=x onerror=alert(1)>',
)  # fmt: skip
MODULES = ("corporate", "institutional", "agriculture_real_estate", "international")


def artifacts(count: int) -> dict[str, Artifact]:
    """A map of hostile names and so many plain ones, with the records behind it."""
    names = [*HOSTILE, *(f"云山市示例{number:04d}有限公司" for number in range(count))]
    names = [name.replace("0011", "００１１") for name in names]
    owners = tuple(Sentence("ecosystem.owner", {"position": Term("position.head"), "id": f"00{n}"}) for n in range(3))
    marks = tuple(
        MapMark(str(n), name, n % 4, n % 3, n % 5 == 0, n % 4, n % 3 if n % 2 else None, None, "示例镇")
        for n, name in enumerate(names)
    )
    bands = tuple(Term(f"nearness.{area}") for area in ("town", "district", "city"))
    data = MapData("示例支行", tuple(Term(f"module.{m}") for m in MODULES), bands, owners, marks, measured=False)
    columns = tuple(
        Column(name, Term(f"ecosystem.column.{name}")) for name in ("id", "firm", "side", "module", "aim", "owner")
    )
    columns = (columns[0], Column("name", columns[1].title), *columns[2:])
    rows = tuple(
        (mark.id, mark.name,
         Term("side.existing" if mark.existing else "side.target"), Term(f"module.{MODULES[mark.sector]}"),
         Term("aim.dig" if mark.existing else "aim.win"), None if mark.owner is None else owners[mark.owner])
        for mark in marks
    )  # fmt: skip
    key = "40_ecosystem_map"
    return {
        f"{key}.map": Artifact(f"{key}.map", Term("ecosystem.title.map"), data),
        f"{key}.records": Artifact(f"{key}.records", Term("ecosystem.title.records"), TableData(columns, rows)),
    }


def page(count: int = 30, language: str = "zh-CN") -> EcosystemPage:
    made = ecosystem_page(artifacts(count), "云山银行（合成数据）", "2025年12月31日", Text.of(language))
    assert made is not None
    return made
