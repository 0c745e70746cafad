"""Product reach against peers (DX6, CU7), as artifacts."""

from __future__ import annotations

from branchbook.analyses.diagnosis.products import ProductReach
from branchbook.artifacts.diagnosis.making import compared, made, missing, scope_notes
from branchbook.indicators import Verdict
from branchbook.values.artifact import Artifact, FigureData, FigureKind, Series, SeriesRole
from branchbook.values.quantity import Unit
from branchbook.values.wording import Names, Sentence, Term

_TABLES = ("customers", "holdings", "products")


def artifacts(reach: ProductReach) -> tuple[Artifact, ...]:
    """How many products a customer holds, and the penetration of each category against peers."""
    if not reach.penetration:
        return missing("products.reading", reach.missing), missing("products.penetration", reach.missing)
    rows = [found.row for found in reach.penetration]
    chart = FigureData(
        FigureKind.BAR,
        tuple(Term(f"category.{found.category}") for found in reach.penetration),
        (
            Series(Term("diagnosis.series.branch"), tuple(row.estimate.value for row in rows), SeriesRole.BRANCH),
            Series(Term("diagnosis.series.peers"), tuple(row.median for row in rows), SeriesRole.PEERS),
        ),
        Unit.SHARE,
    )
    return (
        made("products.reading", tuple(_reading(reach)), _TABLES),
        made("products.penetration", chart, _TABLES, *scope_notes(rows)),
    )


def _reading(reach: ProductReach) -> list[Sentence]:
    sentences = []
    if reach.products_per_customer is not None:
        sentences.append(compared("diagnosis.products.per_customer", reach.products_per_customer))
    single = next((depth for depth in reach.depth if depth.products == 1), None)
    if single is not None:
        sentences.append(Sentence("diagnosis.products.single", {"customers": single.customers, "share": single.share}))
    for verdict in (Verdict.WORSE, Verdict.BETTER):
        named = tuple(Term(f"category.{p.category}") for p in reach.penetration if p.row.verdict is verdict)
        if named:
            sentences.append(Sentence(f"diagnosis.products.{verdict}", {"categories": Names(named)}))
    return sentences
