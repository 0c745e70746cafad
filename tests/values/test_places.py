"""Path parts made from names are valid everywhere and never meet."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branchbook.values.places import safe_part


@pytest.mark.parametrize("name", ["007", "城东支行", "a-b_c", "Jeseník"])
def test_a_safe_name_stays_as_it_is(name: str) -> None:
    assert safe_part(name) == name


HOSTILE = [
    "",
    ".",
    "..",
    "../../x",
    "a/b",
    "a\\b",
    "a:b",
    "a?b",
    "con",
    "NUL.txt",
    "x" * 300,
    "网" * 200,
    "a\x00b",
    "a ",
    "a.",
    "=cmd|' /C calc'!A0",
    "<script>",
    "\u202ea",
    "%41",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_becomes_one_valid_part(name: str) -> None:
    part = safe_part(name)
    assert re.fullmatch(r"[^\x00-\x1f<>:\"/\\|?*]+", part)
    assert part not in {".", ".."}
    assert not part.endswith((" ", "."))
    assert part.split(".")[0].casefold() not in {"con", "nul"}
    assert len(part.encode("utf-8")) <= 96


def test_different_names_get_different_parts() -> None:
    parts = [safe_part(name) for name in (*HOSTILE, "a_b", "a")]
    assert all(one != other for one, other in combinations(parts, 2))


@given(st.text())
def test_a_part_is_the_same_every_time(name: str) -> None:
    assert safe_part(name) == safe_part(name)
