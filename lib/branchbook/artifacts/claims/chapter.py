"""All artifacts of chapter 50, in the order of the report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from branchbook.analyses.claims import (
    Account,
    Allocation,
    Assignment,
    Conflict,
    Coverage,
    Infeasible,
    Level,
    Move,
    State,
    Version,
    aim,
    balance_index,
    level,
)
from branchbook.artifacts.claims.wording import binding, load, made, person, reason
from branchbook.artifacts.rule_table import CLAIMS as RULES
from branchbook.artifacts.rule_table import rule_table
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
from branchbook.values.wording import Names, Sentence, SentenceValue, Term

TABLES = ("corporate_customers", "staff", "claims", "locks")
NAMES = (
    "reading", "state", "loads", "loads_chart", "tiers", "claims_reading", "conflicts", "accounts", "targets_reading",
    "targets", "moved", "trial", "marketing_import", "rules",
)  # fmt: skip
"""The names of the chapter's artifacts in the report; ``allocation`` is for the ledger alone."""


def claims_artifacts(
    found: Coverage,
    in_force: Version | None,
    kept: Version | None,
    imported: tuple[date | None, date | None, date | None],
    rules: Rules,
) -> tuple[Artifact, ...]:
    """The artifacts of chapter 50 from its result.

    ``in_force`` is the issued version that the coverage was made on, ``kept`` the version that this run kept, if any;
    ``imported`` are the days on which the import file was submitted, is due, and was loaded (CL6). Where the
    engagement lacks corporate customers or staff, each artifact says so.
    """  # fmt: skip
    if found.lacking and not found.all_targets:
        tables = Names(tuple(Term(f"table.{table}") for table in found.lacking))
        lack = Missing(Sentence("claims.lacks", {"tables": tables}))
        return tuple(made(name, lack, found.lacking) for name in NAMES)
    target_tables = ("enterprises", "staff", "claims")
    return (
        made("reading", tuple(_reading(found, rules)), TABLES),
        made("state", tuple(_state(found, in_force, kept)), TABLES),
        *_work(found, rules),
        made("claims_reading", tuple(_claims_reading(found)), TABLES),
        made("conflicts", _conflicts(found), TABLES),
        made("accounts", _accounts(found.outcome, found, rules), TABLES, *_listed_note(found.outcome, rules)),
        made("targets_reading", tuple(_targets_reading(found)), target_tables),
        made("targets", _accounts(found.targets, found, rules), target_tables, *_listed_note(found.targets, rules)),
        made("moved", _moved(found.moved, found, "claims.none.moved"), TABLES),
        made("trial", _trial(found), TABLES),
        made("marketing_import", (_import(*imported),), TABLES),
        made("rules", rule_table(RULES, rules), ()),
        made("allocation", _whole(found, rules), TABLES),
        made("people", _people(found), TABLES),
        made("state_word", _state_table(in_force, kept), TABLES),
    )  # fmt: skip


def _reading(found: Coverage, rules: Rules) -> Iterator[Sentence]:
    """The outcome first, then what it rests on."""
    scope = found.scope
    if isinstance(found.outcome, Infeasible):
        yield Sentence("claims.reading.infeasible", {"accounts": len(scope.accounts)})
        yield from (binding(bound) for bound in found.outcome.bounds[:4])
    elif not scope.accounts:
        yield Sentence("claims.reading.nothing")
    else:
        outcome = found.outcome
        owners = {assignment.member.id for assignment in outcome.assignments}
        yield Sentence("claims.reading.outcome", {"accounts": len(scope.accounts), "people": len(owners)})
        index = balance_index(outcome)
        if index is not None:
            yield Sentence("claims.reading.balance", {"index": Quantity(index, Unit.SCORE)})
        proven = "claims.reading.proven" if outcome.proven else "claims.reading.gap"
        yield Sentence(proven, {} if outcome.proven else {"gap": Quantity(outcome.gap, Unit.SHARE)})
        idle = len(found.people) - len(owners)
        if idle:
            yield Sentence("claims.reading.idle", {"count": idle})
    if scope.below_threshold or scope.other_loans:
        above = Quantity(rules.number("CL1.deposits_above"), Unit.MONEY)
        left_out: dict[str, SentenceValue] = {
            "count": scope.below_threshold,
            "above": above,
            "loans": scope.other_loans,
        }
        yield Sentence("claims.reading.left_out", left_out)


def _state(found: Coverage, in_force: Version | None, kept: Version | None) -> Iterator[Sentence]:
    if kept:
        yield Sentence(f"claims.state.kept_{kept.state}", {"number": kept.number, "moved": len(kept.moved)})
    elif in_force is None:
        yield Sentence("claims.state.draft")
    elif found.moved:
        told: dict[str, SentenceValue] = {"number": in_force.number, "day": in_force.as_of, "moved": len(found.moved)}
        yield Sentence("claims.state.changed", told)
    else:
        yield Sentence("claims.state.in_force", {"number": in_force.number, "day": in_force.as_of})


def state_word(in_force: Version | None, kept: Version | None) -> Term:
    """The state of the allocation in one word: what was kept in this run, else issued or draft."""
    if kept:
        return Term(f"claims.state_word.{kept.state}")
    return Term(f"claims.state_word.{State.ISSUED if in_force else State.DRAFT}")


def _work(found: Coverage, rules: Rules) -> Iterator[Artifact]:
    if isinstance(found.outcome, Infeasible) or not found.outcome.assignments:
        lack = Missing(Sentence("claims.no_allocation"), to_come=False)
        yield from (made(name, lack, TABLES) for name in ("loads", "loads_chart", "tiers"))
        return
    yield made("loads", _loads(found.outcome, found), TABLES, Sentence("claims.note.loads"))
    yield made("loads_chart", _loads_chart(found.outcome), TABLES)
    yield made("tiers", _tiers(found.outcome, rules), TABLES, Sentence("claims.note.levels"))


def _loads(outcome: Allocation, found: Coverage) -> TableData:
    loads = outcome.loads
    counts = {member.id: 0 for member in outcome.members}
    for assignment in outcome.assignments:
        counts[assignment.member.id] += 1
    rows = [
        (person(m.id, found.people), counts[m.id], load(loads[m.id]), load(m.ideal), load(m.minimum), load(m.maximum))
        for m in outcome.members
    ]
    whole = (load(sum(loads.values())), load(sum(member.ideal for member in outcome.members)), None, None)
    return TableData(
        (
            Column("owner", Term("claims.column.owner"), weight=2.2),
            Column("accounts", Term("claims.column.accounts"), Unit.COUNT),
            *(
                Column(kind, Term(f"claims.column.{kind}"), Unit.RATING)
                for kind in ("load", "ideal", "minimum", "maximum")
            ),
        ),
        (*rows, (Term("claims.total"), len(outcome.assignments), *whole)),
        marks=((len(rows), "total"),),
    )  # fmt: skip


def _loads_chart(outcome: Allocation) -> FigureData:
    loads = outcome.loads
    return FigureData(
        FigureKind.BAR,
        tuple(member.id for member in outcome.members),
        (
            Series(Term("claims.column.load"), tuple(loads[m.id] for m in outcome.members), SeriesRole.BRANCH),
            Series(Term("claims.column.ideal"), tuple(m.ideal for m in outcome.members), SeriesRole.PEERS),
        ),
        Unit.RATING,
        value_title=Term("claims.weights"),
    )


def _tiers(outcome: Allocation, rules: Rules) -> TableData:
    """How many accounts of each tier each position covers, and how many the sub-branch watches, too (CL3, CL4)."""
    tiers = [name for name, _ in sorted(rules.mapping("CL3.tiers").items(), key=lambda step: -step[1])]
    positions = list(dict.fromkeys(position for position in rules.names("CL2.order")))
    present = [p for p in positions if any(a.member.position == p for a in outcome.assignments)]
    rows: list[tuple[Cell, ...]] = []
    for name in tiers:
        own = [assignment for assignment in outcome.assignments if assignment.tier == name]
        watched = sum(level(assignment.account, rules) is Level.SUB_BRANCH for assignment in own)
        counts = [sum(assignment.member.position == position for assignment in own) for position in present]
        rows.append((Term(f"account_tier.{name}"), len(own), *counts, watched))
    return TableData(
        (
            Column("tier", Term("claims.column.tier"), weight=1.2),
            Column("accounts", Term("claims.column.accounts"), Unit.COUNT),
            *(Column(position, Term(f"position.{position}"), Unit.COUNT, 1.3) for position in present),
            Column("level", Term("claims.column.sub_branch"), Unit.COUNT, 1.3),
        ),
        tuple(rows),
    )


def _claims_reading(found: Coverage) -> Iterator[Sentence]:
    if not found.claims_given:
        yield Sentence("claims.claims.none_given")
    else:
        played = found.played
        open_ = sum(not conflict.decided for conflict in played.conflicts)
        told = {"taken": len(played.taken), "conflicts": len(played.conflicts), "open": open_}
        yield Sentence("claims.claims.round", told)
    if found.played.locked:
        yield Sentence("claims.claims.locked", {"count": len(found.played.locked)})
    if found.played.outside:
        yield Sentence("claims.claims.outside", {"count": len(found.played.outside)})
    if found.played.strangers:
        yield Sentence("claims.claims.strangers", {"count": len(found.played.strangers)})


def _conflicts(found: Coverage) -> TableData | tuple[Sentence, ...]:
    both = (*found.played.conflicts, *found.targets_played.conflicts)
    if not both:
        return (Sentence("claims.none.conflicts"),)
    columns = ("customer", "claimants", "proposal", "decided")
    weights = (2.4, 3.4, 2.0, 2.0)
    return TableData(
        tuple(Column(name, Term(f"claims.column.{name}"), weight=w) for name, w in zip(columns, weights, strict=True)),
        tuple(_conflict(conflict, found) for conflict in both),
    )


def _conflict(conflict: Conflict, found: Coverage) -> tuple[str | Sentence | None, ...]:
    claimants = Sentence("claims.claimants", {"people": Names(conflict.claimants)})
    decided = person(conflict.decided, found.people) or Sentence("claims.undecided")
    return (
        found.names.get(conflict.account, conflict.account),
        claimants,
        person(conflict.proposal, found.people),
        decided,
    )


def _accounts(
    outcome: Allocation | Infeasible, found: Coverage, rules: Rules
) -> TableData | tuple[Sentence, ...] | Missing:
    if isinstance(outcome, Infeasible):
        return tuple(binding(bound) for bound in outcome.bounds[:4])
    if not outcome.assignments:
        return (Sentence("claims.none.accounts"),)
    ranked = sorted(
        outcome.assignments, key=lambda a: (-a.weight, -(a.account.deposits or a.account.size or 0), a.account.id)
    )
    return TableData(
        (
            Column("customer", Term("claims.column.customer"), weight=2.6),
            Column("tier", Term("claims.column.tier"), weight=0.8),
            Column("aim", Term("claims.column.aim"), weight=0.7),
            Column("owner", Term("claims.column.owner"), weight=2.5),
            Column("reason", Term("claims.column.reason"), weight=4.0),
        ),
        tuple(_row(assignment, found, rules) for assignment in ranked[: int(rules.number("CL3.listed"))]),
    )  # fmt: skip


def _row(assignment: Assignment, found: Coverage, rules: Rules) -> tuple[str | Term | Sentence | None, ...]:
    return (
        found.names.get(assignment.account.id, assignment.account.id),
        Term(f"account_tier.{assignment.tier}"),
        Term(f"aim.{aim(assignment.account, rules)}"),
        person(assignment.member.id, found.people),
        reason(assignment, found.people),
    )


def _listed_note(outcome: Allocation | Infeasible, rules: Rules) -> tuple[Sentence, ...]:
    listed = int(rules.number("CL3.listed"))
    if isinstance(outcome, Infeasible) or len(outcome.assignments) <= listed:
        return ()
    return (Sentence("claims.note.listed", {"whole": len(outcome.assignments), "listed": listed}),)


def _targets_reading(found: Coverage) -> Iterator[Sentence]:
    if isinstance(found.targets, Infeasible) or not found.targets.assignments:
        yield Sentence("claims.targets.none")
        return
    given = len(found.targets.assignments)
    known = len(found.targets_played.taken)
    yield Sentence("claims.targets.reading", {"given": given, "all": found.all_targets, "known": known})
    if given < found.all_targets:
        yield Sentence("claims.targets.waiting", {"count": found.all_targets - given})


def _moved(moved: tuple[Move, ...], found: Coverage, nothing: str) -> TableData | tuple[Sentence, ...]:
    if not moved:
        return (Sentence(nothing),)
    columns = (("customer", 2.6), ("before", 2.0), ("after", 2.0))
    return TableData(
        tuple(Column(name, Term(f"claims.column.{name}"), weight=weight) for name, weight in columns),
        tuple(
            (found.names.get(m.account, m.account), person(m.before, found.people), person(m.after, found.people))
            for m in moved[:100]
        ),
    )


def _trial(found: Coverage) -> TableData | tuple[Sentence, ...]:
    trial = found.trial
    if trial is None:
        return (Sentence("claims.trial.none"),)
    if trial.unknown:
        return (Sentence("claims.trial.unknown", {"people": Names(trial.unknown)}),)
    if isinstance(trial.outcome, Infeasible):
        return tuple(binding(bound) for bound in trial.outcome.bounds[:4])
    return _moved(trial.moved, found, "claims.trial.nothing")


def _import(submitted: date | None, due: date | None, loaded: date | None) -> Sentence:
    if loaded:
        return Sentence("claims.import.loaded", {"day": loaded})
    if submitted and due:
        return Sentence("claims.import.submitted", {"day": submitted, "due": due})
    return Sentence("claims.import.open")


def _whole(found: Coverage, rules: Rules) -> TableData:
    """Every account and target with its owner, for the ledger, the import file and the plan."""
    assignments = [
        assignment
        for outcome in (found.outcome, found.targets)
        if isinstance(outcome, Allocation)
        for assignment in outcome.assignments
    ]
    names = ("id", "name", "tier", "aim", "level", "owner", "weight", "deposits", "reason")
    return TableData(
        tuple(Column(name, Term(f"claims.column.{name}")) for name in names),
        tuple(
            (
                a.account.id, found.names.get(a.account.id, a.account.id), Term(f"account_tier.{a.tier}"),
                Term(f"aim.{aim(a.account, rules)}"), _level(a.account, found, rules), a.member.id,
                a.weight, a.account.deposits, reason(a, found.people),
            )
            for a in assignments
        ),
    )  # fmt: skip


def _level(account: Account, found: Coverage, rules: Rules) -> Term | Sentence:
    """Who watches over an account besides its owner, by name where the bank tells it (CL4)."""
    watched = level(account, rules)
    if watched is Level.SUB_BRANCH and found.sub_branch:
        return Sentence("claims.level_named", {"name": found.sub_branch})
    return Term(f"claims.level.{watched}")


def _people(found: Coverage) -> TableData:
    """Everybody with a load, by staff id, for the ledger; targets count besides."""
    carried: dict[str, list[float]] = {}
    for outcome in (found.outcome, found.targets):
        for member in outcome.members if isinstance(outcome, Allocation) else ():
            both = carried.setdefault(member.id, [0.0, 0.0])
            both[0] += outcome.load(member.id) if isinstance(outcome, Allocation) else 0.0
            both[1] += member.ideal
    names = ("id", "load", "ideal")
    return TableData(
        tuple(Column(name, Term(f"claims.column.{name}")) for name in names),
        tuple((id_, *both) for id_, both in sorted(carried.items())),
    )


def _state_table(in_force: Version | None, kept: Version | None) -> TableData:
    return TableData((Column("state", Term("claims.title.state")),), ((state_word(in_force, kept),),))
