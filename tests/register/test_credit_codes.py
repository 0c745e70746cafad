"""Check characters of codes, against the examples of the standards themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.register.credit_codes import (
    ALPHABET,
    CodeState,
    check_character,
    check_digit,
    organisation_check,
    read_code,
)

STANDARD = "91350100M000100Y43"  # the example of GB 32100-2015
OLD = "110108000000016"  # the example of GS 15-2006


def test_the_standards_own_examples_are_valid() -> None:
    assert read_code(STANDARD).state is CodeState.VALID
    assert read_code(OLD).state is CodeState.OLD
    assert organisation_check("D2143569") == "X"  # the example of GB 11714


def test_a_code_is_read_whatever_its_width_case_and_separators() -> None:
    assert read_code(" ９１３５０１００-m000100y43 ").text == STANDARD


@pytest.mark.parametrize("nothing", ["", None, "N/A", "无", "  "])
def test_what_stands_for_no_code_is_missing(nothing: str | None) -> None:
    assert read_code(nothing).state is CodeState.MISSING


@pytest.mark.parametrize("wrong", ["3302001234567", "91350100I000100Y43", "1234567890123456789", "厂厂厂"])
def test_other_lengths_and_letters_that_no_code_has_are_a_wrong_form(wrong: str) -> None:
    assert read_code(wrong).state is CodeState.WRONG_FORM


@given(st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_slip_in_a_code_is_noticed(place: int, slip: str) -> None:
    changed = STANDARD[:place] + slip + STANDARD[place + 1 :]
    assert (read_code(changed).state is CodeState.VALID) == (changed == STANDARD)


@given(st.integers(0, 14), st.sampled_from("0123456789"))
def test_any_single_slip_in_an_old_number_is_noticed(place: int, slip: str) -> None:
    changed = OLD[:place] + slip + OLD[place + 1 :]
    assert (read_code(changed).state is CodeState.OLD) == (changed == OLD)


@given(st.text(ALPHABET, min_size=17, max_size=17))
def test_a_check_character_is_one_of_the_alphabet(body: str) -> None:
    assert check_character(body) in ALPHABET


def test_a_code_tells_division_organisation_and_sole_traders() -> None:
    code = read_code(STANDARD)
    assert code.division == "350100"
    assert not code.sole_trader
    body = "92330203MA284PJ09"
    assert read_code(body + check_character(body)).sole_trader


def test_a_code_that_does_not_check_tells_nothing() -> None:
    code = read_code(STANDARD[:17] + "4")
    assert code.state is CodeState.WRONG_CHECK
    assert (code.division, code.trusted) == ("", False)


def test_the_old_check_digit_follows_iso_7064() -> None:
    # ISO 7064 MOD 11,10: the example of the standard, 0794 with check digit 5.
    assert check_digit("0794") == "5"
