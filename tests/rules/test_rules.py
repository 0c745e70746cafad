"""The rule file and its overrides."""

from pathlib import Path

import pytest

from branchbook.errors import InputFaults
from branchbook.rules import Reading, Rules

RULE_FILE = """
FL4:
  long_wait_minutes: {value: 10, unit: minutes, source: FL4, minimum: 1, maximum: 120}
DX5:
  weights:
    basic: {value: {sales: 0.2, transactions: 0.7}, source: DX5, minimum: 0, maximum: 1}
FL2:
  promise_minutes: {value: {开户: 25}, source: FL2, minimum: 1, open: true}
CL2:
  order: {value: [head, corporate_manager], source: CL2}
  strict: {value: true, source: CL2}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    path = tmp_path / "rules.yaml"
    path.write_text(RULE_FILE, encoding="utf-8")
    return Rules.read(path)


def test_an_override_replaces_one_value_and_keeps_the_rest(rules: Rules) -> None:
    changed = rules.with_overrides({"FL4": {"long_wait_minutes": 12}})
    assert (changed.number("FL4.long_wait_minutes"), changed.names("CL2.order")) == (12, ("head", "corporate_manager"))
    assert rules.number("FL4.long_wait_minutes") == 10
    assert [rule.key for rule in changed.overridden_besides(())] == ["FL4.long_wait_minutes"]


def test_a_part_of_a_mapping_can_be_overridden_alone(rules: Rules) -> None:
    changed = rules.with_overrides({"DX5": {"weights": {"basic": {"sales": 0.3}}}})
    assert changed.mapping("DX5.weights.basic") == {"sales": 0.3, "transactions": 0.7}


@pytest.mark.parametrize(
    ("override", "code"),
    [
        ({"FL4": {"long_wait_minuts": 12}}, "rule_unknown"),
        ({"FL4": 12}, "rule_unknown"),
        ({"FL4": {"long_wait_minutes": "twelve"}}, "rule_not_number"),
        ({"FL4": {"long_wait_minutes": True}}, "rule_not_number"),
        ({"FL4": {"long_wait_minutes": float("nan")}}, "rule_not_number"),
        ({"FL4": {"long_wait_minutes": None}}, "rule_not_number"),
        ({"FL4": {"long_wait_minutes": 0}}, "rule_out_of_bounds"),
        ({"FL4": {"long_wait_minutes": 121}}, "rule_out_of_bounds"),
        ({"CL2": {"order": "head"}}, "rule_not_list"),
        ({"CL2": {"strict": 1}}, "rule_not_flag"),
        ({"DX5": {"weights": {"basic": {"sale": 0.3}}}}, "rule_of_unknown_part"),
        ({"DX5": {"weights": {"basic": {"sales": 1.5}}}}, "rule_out_of_bounds"),
        ({"DX5": {"weights": {"basic": 3}}}, "rule_not_mapping"),
    ],
)
def test_an_override_that_does_not_fit_its_default_is_refused(rules: Rules, override: dict, code: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(InputFaults) as caught:
        rules.with_overrides(override)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_an_open_mapping_takes_names_of_the_banks_own(rules: Rules) -> None:
    changed = rules.with_overrides({"FL2": {"promise_minutes": {"外汇": 12}}})
    assert changed.mapping("FL2.promise_minutes") == {"开户": 25, "外汇": 12}


def test_a_misspelt_rule_is_answered_with_the_nearest_one(rules: Rules) -> None:
    with pytest.raises(InputFaults) as caught:
        rules.with_overrides({"FL4": {"long_wait_minuts": 12}})
    assert caught.value.faults[0].allowed == "FL4.long_wait_minutes"


def test_a_rule_like_no_other_has_no_nearest_one_and_bounds_are_told_in_signs(rules: Rules) -> None:
    with pytest.raises(InputFaults) as caught:
        rules.with_overrides({"zzzz": 1, "FL4": {"long_wait_minutes": 0}, "FL2": {"promise_minutes": {"开户": 0}}})
    assert [fault.allowed for fault in caught.value.faults] == ["—", "1–120", "≥ 1"]


def test_all_faults_of_an_override_are_told_together(rules: Rules) -> None:
    with pytest.raises(InputFaults) as caught:
        rules.with_overrides({"FL4": {"long_wait_minutes": 0}, "XX": 1, "CL2": {"order": 1}})
    assert len(caught.value.faults) == 3


def test_the_fingerprint_tells_a_changed_value_and_nothing_else(rules: Rules) -> None:
    same = Rules(dict(reversed(rules.rules.items())))
    assert same.fingerprint == rules.fingerprint
    assert rules.with_overrides({"FL4": {"long_wait_minutes": 11}}).fingerprint != rules.fingerprint


def test_a_rule_is_read_only_as_what_it_is(rules: Rules) -> None:
    for read, key in (
        (rules.number, "CL2.strict"),
        (rules.mapping, "CL2.order"),
        (rules.names, "FL4.long_wait_minutes"),
    ):
        with pytest.raises(TypeError, match=key):
            read(key)
    with pytest.raises(KeyError):
        rules.number("FL4.no_such_rule")


def test_a_default_without_a_value_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("FL4: {long_wait_minutes: 10}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"FL4\.long_wait_minutes"):
        Rules.read(tmp_path / "rules.yaml")


def test_every_shipped_rule_names_the_domain_rule_it_comes_from() -> None:
    assert [key for key, rule in Rules.defaults().rules.items() if not rule.source] == []


def test_every_shipped_rule_keeps_its_own_bounds() -> None:
    for rule in Rules.defaults().rules.values():
        numbers = rule.value.values() if isinstance(rule.value, dict) else [rule.value]
        for number in numbers:
            if isinstance(number, int | float) and not isinstance(number, bool):
                assert rule.minimum is None or number >= rule.minimum, rule.key
                assert rule.maximum is None or number <= rule.maximum, rule.key


def test_what_is_read_is_noted_under_the_part_that_reads_it(rules: Rules) -> None:
    reading = Reading()
    noted = rules.noted_in(reading)
    noted.under("waiting").number("FL4.long_wait_minutes")
    noted.under("service")
    noted.names("CL2.order")
    assert reading.of("waiting") == {"FL4.long_wait_minutes"}
    assert reading.of("service") == frozenset()
    assert reading.of("a part never told apart") == {"CL2.order"}
    assert reading.keys == {"FL4.long_wait_minutes", "CL2.order"}


def test_rules_that_are_noted_are_the_same_rules(rules: Rules) -> None:
    noted = rules.noted_in(Reading())
    assert noted == rules
    assert noted.fingerprint == rules.fingerprint
    assert (
        noted.under("waiting").with_overrides({"FL4": {"long_wait_minutes": 12}}).number("FL4.long_wait_minutes") == 12
    )


def test_the_fingerprint_of_some_rules_changes_with_these_alone(rules: Rules) -> None:
    changed = rules.with_overrides({"FL4": {"long_wait_minutes": 12}})
    assert changed.fingerprint_of(["CL2.order"]) == rules.fingerprint_of(["CL2.order"])
    assert changed.fingerprint_of(["FL4.long_wait_minutes"]) != rules.fingerprint_of(["FL4.long_wait_minutes"])
