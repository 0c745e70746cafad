"""What the diagnosis makes of a branch's standing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest
from tests.standing import Standing, better, row, worse
from tests.stored import rows

from branchbook.analyses.diagnosis import Diagnosis, diagnose
from branchbook.findings import CODES, find
from branchbook.findings.patterns import PATTERNS, Pattern
from branchbook.indicators import BY_NAME, PeerRow, Scope
from branchbook.inputs.branch_data import BranchData
from branchbook.inputs.schema import POSITIONS
from branchbook.rules import Rules
from branchbook.text import LANGUAGES, Text
from branchbook.values.artifact import Finding, Severity
from branchbook.values.branch import Branch, BranchType
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Term

AS_OF = date(2025, 12, 31)
RULES = Rules.defaults()
BRANCH = Branch("A", "甲", BranchType.BASIC)


def diagnosed(*standing: PeerRow, tables: Mapping[str, pd.DataFrame] | None = None) -> Diagnosis:
    return diagnose(BranchData(BRANCH, tables or {}), Standing(*standing), RULES, AS_OF)


def found(
    *standing: PeerRow, tables: Mapping[str, pd.DataFrame] | None = None, rules: Rules = RULES
) -> tuple[Finding, ...]:
    return find(diagnosed(*standing, tables=tables), rules)


def number(value: str | Term | Quantity | Estimate) -> float | None:
    assert isinstance(value, Quantity | Estimate)
    return value.value


def test_a_branch_like_its_peers_has_no_finding() -> None:
    assert found(*(row(name, 1, 1) for name in BY_NAME)) == ()


def test_a_branch_without_any_data_has_no_finding() -> None:
    assert found() == ()


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.code)
def test_every_pattern_is_found_by_its_lead_alone(pattern: Pattern) -> None:
    indicator = BY_NAME[pattern.lead]
    (finding,) = found(worse(pattern.lead, 0.5 - 0.2 * indicator.sign, 0.5))
    assert finding.code == pattern.code
    assert finding.contents == RULES.names(f"DX9.findings.{pattern.code}.contents")
    assert number(finding.evidence["branch"]) == 0.5 - 0.2 * indicator.sign
    assert number(finding.evidence["peer"]) == 0.5


def test_symptoms_of_one_trouble_are_one_finding_with_all_figures() -> None:
    (finding,) = found(
        worse("long_wait_share", 0.6, 0.2), worse("median_wait_minutes", 20, 3), worse("abandoned_share", 0.2, 0.02)
    )
    assert finding.code == "long_waits"
    assert number(finding.evidence["abandoned_share"]) == 0.2
    assert number(finding.evidence["median_wait_minutes_peer"]) == 3


def test_a_sign_without_its_trouble_is_a_finding_of_its_own() -> None:
    codes = [finding.code for finding in found(row("long_wait_share", 0.2, 0.2), worse("abandoned_share", 0.2, 0.02))]
    assert codes == ["high_abandonment"]


def test_a_figure_that_cannot_be_had_is_missing_in_the_evidence_and_no_zero() -> None:
    (finding,) = found(worse("long_wait_share", 0.6, 0.2))
    assert number(finding.evidence["abandoned_share"]) is None


def test_findings_are_ranked_by_gap_times_importance() -> None:
    """1.5 material gaps of long waits (importance 1.3) weigh more than 1.6 of a high cost (0.8)."""
    first, second = found(worse("cost_income_ratio", 0.6, 0.4, 1.6), worse("long_wait_share", 0.4, 0.2, 1.5))
    assert (first.code, second.code) == ("long_waits", "high_cost")
    assert first.weight == pytest.approx(1.5 * 1.3)


@pytest.mark.parametrize(("strength", "severity"), [(1.0, "low"), (1.4, "medium"), (2.0, "high"), (9.0, "high")])
def test_severity_follows_the_gap(strength: float, severity: str) -> None:
    (finding,) = found(worse("nps", -20, 20, strength))
    assert finding.severity == severity


def test_an_outlier_counts_for_no_more_than_the_rule_allows() -> None:
    (finding,) = found(worse("nps", -20, 20, 50))
    assert finding.weight == pytest.approx(4 * 1.2)


def test_the_greatest_gap_among_the_signs_tells_the_severity() -> None:
    (finding,) = found(worse("nps", 0, 20, 1.0), worse("complaints_per_10k", 90, 30, 5.0))
    assert (finding.code, finding.severity) == ("low_nps", Severity.HIGH)


def test_only_the_weightiest_troubles_are_listed() -> None:
    few = RULES.with_overrides({"DX9": {"most_findings": 2}})
    assert len(found(*(worse(name, 0.1, 0.2) for name in BY_NAME), rules=few)) == 2


def test_one_weak_category_is_named_and_several_make_no_second_finding() -> None:
    (finding,) = found(worse("penetration_fund", 0.1, 0.3, 1.2), worse("penetration_loan", 0.1, 0.3, 1.5))
    assert finding.code == "narrow_category"
    assert finding.evidence["category"] == Term("category.loan")


def test_weak_categories_belong_to_low_penetration_where_it_is_found() -> None:
    codes = [
        finding.code for finding in found(worse("products_per_customer", 1, 2), worse("penetration_fund", 0.1, 0.3))
    ]
    assert codes == ["low_penetration"]


def interviews(*given: tuple[str, float, float, float]) -> pd.DataFrame:
    return rows(
        "interviews",
        *(
            {"branch_id": "A", "held_on": "2025-12-01", "position": p, "able": a, "willing": w, "skilled": s}
            for p, a, w, s in given
        ),
    )


def test_the_cause_comes_from_interviews_with_those_concerned() -> None:
    """The lobby manager lacks skill; what the head says does not bear on lobby service."""
    talks = interviews(("lobby_manager", 4, 4, 2), ("head", 1, 5, 5))
    (finding,) = found(worse("service_lobby_manager", 60, 85), tables={"interviews": talks})
    assert (finding.code, finding.cause) == ("weak_lobby", "skilled")


def test_without_interviews_of_those_concerned_no_cause_is_made_up() -> None:
    (finding,) = found(worse("service_lobby_manager", 60, 85), tables={"interviews": interviews(("head", 1, 5, 5))})
    assert finding.cause == ""


def test_interviews_weigh_by_their_number() -> None:
    """Skill of tellers: (2 + 2 + 4) / 3 = 2.7, the other two 4 and 4."""
    talks = interviews(("low_counter", 4, 4, 2), ("low_counter", 4, 4, 2), ("high_counter", 4, 4, 4))
    (finding,) = found(worse("service_tellers", 60, 85), tables={"interviews": talks})
    assert finding.cause == "skilled"


def test_quarters_without_a_check_are_a_finding_whatever_the_peers_do() -> None:
    checks = rows("service_checks", {"branch_id": "A", "checked_on": "2025-02-01", "aspect": "tellers", "score": 80})
    (finding,) = found(row("check_coverage", 0.25, 0.25, n=4), tables={"service_checks": checks})
    assert finding.code == "overdue_checks"
    assert (number(finding.evidence["branch"]), number(finding.evidence["quarters"])) == (3, 4)


def test_a_strength_is_what_is_better_than_the_own_type() -> None:
    (finding,) = found(better("nps", 70, 30))
    assert (finding.code, finding.severity) == ("strength", Severity.STRENGTH)
    assert finding.evidence["indicator"] == Term("indicator.nps")


def test_being_better_than_other_types_is_no_strength() -> None:
    assert found(better("nps", 70, 30, scope=Scope.BANK)) == ()


def test_strengths_follow_troubles() -> None:
    codes = [finding.code for finding in found(better("nps", 70, 30, 4), worse("cost_income_ratio", 0.6, 0.5, 1))]
    assert codes == ["high_cost", "strength"]


def test_customers_to_activate_are_counted_in_heads() -> None:
    """21 % of 62 were active, so 49 were not."""
    (finding,) = found(worse("new_customer_active_share", 13 / 62, 0.8, n=62))
    assert finding.evidence["customers"] == Quantity(49, Unit.COUNT)


def test_products_to_place_are_the_gap_times_the_customers() -> None:
    (finding,) = found(worse("products_per_customer", 1.5, 2.5, n=300))
    assert finding.evidence["products"] == Quantity(300, Unit.COUNT)


def test_spared_visitors_are_the_gap_times_the_visitors_of_a_day() -> None:
    """Four tickets on two days; at the peers' share one visitor less of the two a day waits long."""
    days = ["2025-11-03 09:00", "2025-11-03 10:00", "2025-11-04 09:00", "2025-11-04 10:00"]
    log = rows("tickets", *({"branch_id": "A", "taken_at": day, "called_at": day} for day in days))
    (finding,) = found(worse("long_wait_share", 0.7, 0.2), tables={"tickets": log})
    assert number(finding.evidence["per_day"]) == pytest.approx(1)


def test_freed_counter_time_is_that_of_what_would_move() -> None:
    """Half is done at the counter, 30 % would move: six tenths of the 8 minutes of two small deposits a day."""
    log = rows(
        "transactions",
        *(
            {"branch_id": "A", "at": "2025-11-03 10:00", "kind": "cash_deposit", "channel": channel, "amount": 100}
            for channel in ("counter", "counter", "atm", "atm")
        ),
    )
    (finding,) = found(worse("smart_share", 0.5, 0.8, n=4), tables={"transactions": log})
    assert number(finding.evidence["freed"]) == pytest.approx(0.6 * 8)
    assert number(finding.evidence["moved"]) == 1


def test_lost_growth_is_reckoned_from_the_start_of_the_year() -> None:
    """From 100 down to 90 while peers grew by 10 %: 20 behind."""
    base = rows("customers", {"customer_id": "1", "branch_id": "A", "aum": 90})
    (finding,) = found(worse("aum_growth", -0.1, 0.1), tables={"customers": base})
    assert number(finding.evidence["money"]) == pytest.approx(20)


def test_an_effect_without_its_figures_is_missing() -> None:
    (finding,) = found(worse("aum_growth", -0.1, 0.1))
    assert number(finding.evidence["money"]) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_said(language: str) -> None:
    """Each pattern alone, the weak category, overdue checks and a strength: all four texts, nothing left unfilled."""
    text = Text.of(language)
    checks = rows("service_checks", {"branch_id": "A", "checked_on": "2025-02-01", "aspect": "tellers", "score": 80})
    findings = [finding for pattern in PATTERNS for finding in found(worse(pattern.lead, 1, 2))]
    findings += found(worse("penetration_fund", 0.1, 0.3))
    findings += found(row("check_coverage", 0.25, 0.25, n=4), tables={"service_checks": checks})
    findings += found(better("nps", 70, 30))
    assert {finding.code for finding in findings} == set(CODES)
    for finding in findings:
        for part in ("title", "evidence", "advice", "effect"):
            said = text(f"finding.{finding.code}.{part}", **finding.evidence)
            assert said
            assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_indicator_and_every_content_has_a_name(language: str) -> None:
    text = Text.of(language)
    contents = {name for code in CODES if code != "strength" for name in RULES.names(f"DX9.findings.{code}.contents")}
    wanted = [f"indicator.{name}" for name in BY_NAME] + [f"indicator_meaning.{name}" for name in BY_NAME]
    assert [key for key in wanted + [f"content.{name}" for name in contents] if not text.has(key)] == []


def test_contents_and_positions_of_the_rules_are_those_of_the_trade() -> None:
    for code in (code for code in CODES if code != "strength"):
        assert set(RULES.names(f"DX9.findings.{code}.positions")) <= set(POSITIONS)
        assert set(RULES.names(f"DX9.findings.{code}.contents")) <= {f"CO{number}" for number in range(1, 8)}
