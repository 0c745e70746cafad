"""The written development plan of each target (OU3): what is known, why, who, with what, how, and what counts as done.

Facts come from the register, reasons from chapters 40 and 50, days from the plan, offers from the rules; every line is
a sentence of the catalogs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import repeat

from branchbook.analyses.claims import Aim, Allocation, Assignment, Coverage, Level, aim, level
from branchbook.analyses.ecosystem import Ecosystem
from branchbook.analyses.outreach import Key, Outreach, Step, Task
from branchbook.artifacts.claims.wording import person
from branchbook.artifacts.ecosystem.lists import why_words
from branchbook.artifacts.ecosystem.wording import industry_words, kilometres, module_words, reason_words
from branchbook.rules import Rules
from branchbook.values.artifact import Cell, Column, Missing, TableData
from branchbook.values.columns import Row, rows_of
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Clauses, Names, Sentence, SentenceValue, Term, Wording

OFFERS = (
    "account", "payroll", "collection", "cash_management", "deposits", "working_capital", "tax_loan", "bills",
    "supply_chain", "equipment_loan", "project_loan", "guarantee", "escrow", "agricultural_loan", "settlement_abroad",
    "trade_finance", "hedging", "fiscal", "fee_collection",
)  # fmt: skip
"""The offers that have words in the catalogs; any other name in the rules is the bank's own word for a product."""

LINES = ("known", "why", "who", "offer", "prepare", "first", "second", "third", "done")
"""The lines of a development plan, in order;
``gaps`` (what to find out) and ``form`` stand besides for the visit form."""

_RANKS = ("tax_rank", "sales_rank", "import_rank", "export_rank")
_KNOWN = (
    "customer_id", "firm_id", "side", "industry", "module", "district", "town", "distance_m", "registered_on",
    "capital_cny", "deposits", "loans", *_RANKS, "group", "main_bank", "known_by", "goal",
)  # fmt: skip
_ASKED = ("decision_maker", "settlement", "financing")  # what no list ever tells

Told = dict[str, SentenceValue]


@dataclass(frozen=True)
class _Case:
    """One target with everything that its plan rests on."""

    held: Assignment
    firm: Row
    why: Cell
    visits: int
    tasks: Mapping[Key, Task]
    last: date
    sub_branch: str
    rules: Rules

    @property
    def id(self) -> str:
        return self.held.account.id

    @property
    def aim(self) -> Aim:
        return aim(self.held.account, self.rules)

    @property
    def offers(self) -> tuple[Wording, ...]:
        """What to offer first: by industry, else by module; something for a firm of which neither is known."""
        keys = (f"OU3.offers.{self.firm['industry']}", f"OU3.module_offers.{self.firm['module']}")
        known = next((key for key in keys if self.rules.has(key)), "OU3.module_offers.corporate")
        return tuple(Term(f"offer.{name}") if name in OFFERS else name for name in self.rules.names(known))

    @property
    def gaps(self) -> tuple[Wording, ...]:
        """What is not known of the firm and has to be found out before the visit (OU2)."""
        missing = [name for name in ("main_bank", "capital") if not self._knows(name)]
        return tuple(Term(f"outreach.gap.{name}") for name in (*missing, *_ASKED))

    def _knows(self, name: str) -> bool:
        return bool(self.firm["main_bank"]) if name == "main_bank" else _number(self.firm["capital_cny"]) is not None

    def task(self, round_: int, step: Step) -> Task | None:
        return self.tasks.get(Key(self.id, round_, step))

    def visit_by(self, day: date) -> str | None:
        """The id of the next visit, if it is due by this day."""
        visits = (task for task in map(self.task, range(1, self.visits + 1), repeat(Step.VISIT)) if task)
        ahead = next((task for task in visits if not task.done), None)
        return ahead.key.id if ahead and ahead.day <= day else None


def plans(outreach: Outreach, ecosystem: Ecosystem, coverage: Coverage, rules: Rules) -> TableData | Missing:
    """A row per target with something ahead, in the order of their days, a column per line of its written plan.

    ``form`` is the id of the visit for which a form is printed now (OU2.form_days), None where none is due yet.
    """
    cases = tuple(_cases(outreach, ecosystem, coverage, rules))
    if not cases:
        return Missing(Sentence("outreach.none.gantt"), to_come=False)
    names = ("id", "name", *LINES, "gaps", "form")
    until = outreach.plan.first + timedelta(days=int(rules.number("OU2.form_days")) - 1)
    return TableData(
        tuple(Column(name, Term(f"outreach.plan.{name}")) for name in names),
        tuple(
            (case.id, outreach.names.get(case.id, case.id), *_lines(case), _listed(case.gaps), case.visit_by(until))
            for case in cases
        ),
    )  # fmt: skip


def first_plans(every: TableData | Missing, most: int) -> TableData | Missing:
    """The plans of the first targets as the report sets them: line under line, the target's name above."""
    if isinstance(every, Missing):
        return every
    heads = {column.name: column.title for column in every.columns}
    rows: list[tuple[Cell, ...]] = []
    marks = []
    for place, row in enumerate(every.rows[:most], start=1):
        told = dict(zip(heads, row, strict=True))
        marks.append((len(rows), "heading"))
        rows.append((place, told["name"]))
        rows += [(Term(f"outreach.plan.{line}"), told[line]) for line in LINES]
    columns = (
        Column("line", Term("outreach.plan.line"), weight=1),
        Column("words", Term("outreach.plan.words"), weight=5.6),
    )
    return TableData(columns, tuple(rows), marks=tuple(marks))


def _cases(outreach: Outreach, ecosystem: Ecosystem, coverage: Coverage, rules: Rules) -> Iterator[_Case]:
    held = {
        assignment.account.id: assignment
        for outcome in (coverage.outcome, coverage.targets) if isinstance(outcome, Allocation)
        for assignment in outcome.assignments
    }  # fmt: skip
    firms = {
        str(row["customer_id"] if row["side"] == "existing" else row["firm_id"]): row
        for row in rows_of(ecosystem.records, _KNOWN)
    }
    reasons: dict[str, Cell] = {one.firm_id: reason_words(one.reasons, ecosystem.owners) for one in ecosystem.targets}
    reasons |= {one.customer_id: why_words(one, rules) for one in ecosystem.customers}
    visits = {target.id: target.visits for target in outreach.targets}
    tasks = {task.key: task for task in outreach.plan.tasks}
    ahead = dict.fromkeys(task.key.target for task in outreach.plan.tasks if not task.done)
    for target in ahead:
        yield _Case(
            held[target], firms[target], reasons.get(target), visits[target], tasks, outreach.plan.last,
            coverage.sub_branch, rules,
        )  # fmt: skip


def _lines(case: _Case) -> tuple[Cell, ...]:
    return (
        _joined(_known(case)), case.why, _joined(_who(case)), _offer(case), _prepare(case), _first(case), _second(case),
        _third(case), _joined(_done(case)),
    )  # fmt: skip


def _known(case: _Case) -> Iterator[Sentence]:
    """What the lists tell of the firm, and nothing that they do not."""
    firm = case.firm
    if industry := industry_words(str(firm["industry"])):
        yield Sentence("outreach.known.industry", {"industry": industry})
    if module := module_words(str(firm["module"])):
        yield Sentence("outreach.known.module", {"module": module})
    yield from _place(firm)
    if (registered := firm["registered_on"]) == registered and registered is not None:
        yield Sentence("outreach.known.registered", {"day": registered.date()})
    for name in ("capital_cny", "deposits", "loans"):
        amount = _number(firm[name])
        if amount is not None and (amount or name != "loans"):  # who has no loan is not told to owe nothing
            yield Sentence(f"outreach.known.{name}", {"amount": Quantity(amount, Unit.MONEY)})
    for name in _RANKS:
        if (rank := _number(firm[name])) is not None:
            yield Sentence(f"ecosystem.reason.{name}", {"rank": int(rank)})
    for name in ("group", "main_bank"):
        if firm[name]:
            yield Sentence(f"outreach.known.{name}", {"name": str(firm[name])})


def _place(firm: Row) -> Iterator[Sentence]:
    area = f"{firm['district']}{firm['town']}"
    distance = kilometres(_number(firm["distance_m"]))
    if area:
        yield Sentence("ecosystem.reason.district", {"name": area})
    if distance is not None:
        yield Sentence("ecosystem.reason.distance", {"distance": distance})


def _who(case: _Case) -> Iterator[Sentence]:
    owner = person(case.held.member.id, {case.held.member.id: case.held.member.position})
    yield Sentence("outreach.who.owner", {"owner": _said(owner)})
    known_by = str(case.firm["known_by"])
    if known_by and known_by != case.held.member.id:
        yield Sentence("outreach.who.introduced", {"id": known_by})
    if level(case.held.account, case.rules) is Level.SUB_BRANCH:
        yield Sentence("outreach.who.sub_branch", {"name": case.sub_branch or Term("outreach.who.above")})


def _offer(case: _Case) -> Sentence:
    first, *others = case.offers
    if not others:
        return Sentence("outreach.offer.one", {"first": first})
    return Sentence("outreach.offer.several", {"first": first, "others": Names(tuple(others))})


def _prepare(case: _Case) -> Sentence:
    task = case.task(1, Step.PREPARATION)
    told: Told = {"gaps": Names(case.gaps), "offer": case.offers[0]}
    if task is None:
        return Sentence("outreach.prepare.undated", told)
    return Sentence("outreach.prepare.done" if task.done else "outreach.prepare.planned", {**told, "day": task.day})


def _first(case: _Case) -> Sentence:
    """The first visit, by its state and by what it is for."""
    task = case.task(1, Step.VISIT)
    if task is None:
        return Sentence("outreach.first.unplanned")
    if task.done:
        return Sentence("outreach.first.done", {"day": task.day})
    aimed = "win" if case.aim is Aim.WIN else "keep"
    return Sentence(f"outreach.first.{aimed}", {"day": task.day, "offer": case.offers[0]})


def _second(case: _Case) -> Sentence:
    task = case.task(1, Step.FOLLOW_UP)
    if task is None:
        return Sentence("outreach.second.unplanned")
    state = "done" if task.done else "planned"
    return Sentence(f"outreach.second.{state}", {"day": task.day, "offer": case.offers[0]})


def _third(case: _Case) -> Sentence:
    """The second visit where one is to come, else the review at the end of the plan."""
    if case.visits < 2:
        return Sentence("outreach.third.review", {"day": case.last})
    visit, after = case.task(2, Step.VISIT), case.task(2, Step.FOLLOW_UP)
    if visit is None:
        return Sentence("outreach.third.unplanned", {"day": case.last})
    told: Told = {"day": visit.day, "offer": case.offers[0]}
    if visit.done or after is None:
        return Sentence("outreach.third.done" if visit.done else "outreach.third.visit", told)
    return Sentence("outreach.third.planned", {**told, "after": after.day})


def _done(case: _Case) -> Iterator[Sentence]:
    """What counts as done, in figures where there are any; the bank's own goal first (EC3)."""
    if case.firm["goal"]:
        yield Sentence("outreach.done.goal", {"goal": str(case.firm["goal"])})
    if case.aim is Aim.WIN:
        yield Sentence("outreach.done.win", {"offer": case.offers[0], "visits": case.visits})
        return
    account = case.held.account
    level_ = max(filter(None, (account.deposits, account.deposits_previous)), default=None)
    if level_ is None:
        yield Sentence("outreach.done.keep_unknown", {"day": case.last, "offer": case.offers[0]})
    else:
        amount = Quantity(level_, Unit.MONEY)
        yield Sentence("outreach.done.keep", {"day": case.last, "offer": case.offers[0], "amount": amount})


def _joined(sentences: Iterable[Sentence]) -> Sentence:
    return Sentence("outreach.plan.joined", {"parts": Clauses(tuple(sentences))})


def _said(sentence: Sentence | None) -> SentenceValue:
    return Clauses((sentence,)) if sentence else ""


def _listed(words: tuple[Wording, ...]) -> Sentence:
    return Sentence("outreach.plan.listed", {"words": Names(words)})


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value == value else None
