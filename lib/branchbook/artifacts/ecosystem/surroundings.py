"""Kinds of firm, scenes and supply chains (EC5) as artifacts."""

from __future__ import annotations

from branchbook.analyses.ecosystem.ecosystem import Ecosystem
from branchbook.analyses.ecosystem.surroundings import Chain, Scene
from branchbook.artifacts.ecosystem.wording import made
from branchbook.rules import Rules
from branchbook.values.artifact import (
    Artifact,
    Cell,
    Column,
    FigureData,
    FigureKind,
    Missing,
    Series,
    SeriesRole,
    TableData,
)
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, SentenceValue, Term


def artifacts(found: Ecosystem, rules: Rules) -> tuple[Artifact, ...]:
    """Stages, scenes and chains; each says so where the data have none."""
    most = int(rules.number("EC5.most_listed"))
    return _stages(found, rules), _scenes(found, most), _chains(found, most)


def _stages(found: Ecosystem, rules: Rules) -> Artifact:
    if not sum(stage.existing + stage.targets for stage in found.stages):
        return made("stages", Missing(Sentence("ecosystem.map.empty"), to_come=False), ["enterprises"])
    figure = FigureData(
        FigureKind.BAR,
        tuple(Term(f"stage.{stage.stage}") for stage in found.stages),
        (
            Series(Term("ecosystem.map.existing"), tuple(stage.existing for stage in found.stages), SeriesRole.BRANCH),
            Series(Term("ecosystem.map.target"), tuple(stage.targets for stage in found.stages), SeriesRole.PEERS),
        ),
        Unit.COUNT,
        value_title=Term("ecosystem.column.firms"),
    )
    thresholds: dict[str, SentenceValue] = {
        "rank": int(rules.number("EC5.leading_rank")),
        "capital": Quantity(rules.number("EC5.leading_capital"), Unit.MONEY),
        "years": f"{rules.number('EC5.new_years'):g}",
    }
    return made("stages", figure, ["enterprises", "corporate_customers"], Sentence("ecosystem.stages_note", thresholds))


def _scenes(found: Ecosystem, most: int) -> Artifact:
    if not found.scenes:
        return made("scenes", Missing(Sentence("ecosystem.scenes_none")), ["scenes", "enterprises"])
    table = TableData(
        (
            Column("name", Term("ecosystem.column.scene"), weight=2.6),
            Column("kind", Term("ecosystem.column.kind"), weight=1.3),
            Column("existing", Term("ecosystem.column.customers"), Unit.COUNT),
            Column("targets", Term("ecosystem.column.targets"), Unit.COUNT),
            Column("size", Term("ecosystem.column.scene_size"), Unit.COUNT),
            Column("alliance", Term("ecosystem.column.alliance"), weight=1.6),
        ),
        tuple(_scene(scene) for scene in found.scenes[:most]),
    )
    return made("scenes", table, ["scenes", "enterprises"], Sentence("ecosystem.scenes_note"))


def _scene(scene: Scene) -> tuple[Cell, ...]:
    return (
        scene.name, Term(f"scene.{scene.kind}"), scene.existing, scene.targets, scene.size, scene.alliance or None,
    )  # fmt: skip


def _chains(found: Ecosystem, most: int) -> Artifact:
    if not found.chains:
        return made("chains", Missing(Sentence("ecosystem.chains_none")), ["supply_links"])
    table = TableData(
        (
            Column("supplier", Term("ecosystem.column.supplier"), weight=2.4),
            Column("supplier_side", Term("ecosystem.column.side"), weight=1),
            Column("buyer", Term("ecosystem.column.buyer"), weight=2.4),
            Column("buyer_side", Term("ecosystem.column.side"), weight=1),
            Column("goods", Term("ecosystem.column.goods"), weight=1.4),
            Column("amount", Term("ecosystem.column.amount"), Unit.MONEY, 1.2),
        ),
        tuple(_chain(chain) for chain in found.chains[:most]),
    )
    return made("chains", table, ["supply_links"])


def _chain(chain: Chain) -> tuple[Cell, ...]:
    sides = [Term(f"side.{side or 'unlisted'}") for side in (chain.supplier_side, chain.buyer_side)]
    return chain.supplier, sides[0], chain.buyer, sides[1], chain.goods or None, chain.amount
