"""Parts of a notebook held against the format's schema by compiled code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_output
from nbformat.validator import NotebookValidationError, get_validator, validators

from branchbook.batch.validation import PartsValidator, validate_parts_quickly

RIGHT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("stream", {"name": "stdout", "text": "a"}),
    ("execute_result", {"data": {"text/plain": "1", "application/json": {"a": [1]}}, "execution_count": 1}),
    ("display_data", {"data": {"image/png": "aGk="}, "metadata": {"width": 3}}),
    ("error", {"ename": "E", "evalue": "e", "traceback": ["t"]}),
)
WRONG: tuple[tuple[str, dict[str, Any]], ...] = (
    ("stream", {"name": 1, "text": "a"}),
    ("stream", {"name": "stdout", "text": "a", "more": 1}),
    ("execute_result", {"data": {"text/plain": 5}, "execution_count": 1}),
    ("execute_result", {"data": {"text/plain": "1"}, "execution_count": "1"}),
    ("display_data", {"data": {"text/plain": {"a": 1}}}),
    ("error", {"ename": "E", "evalue": "e", "traceback": "t"}),
)


@pytest.fixture(params=[False, True], ids=["interpreted", "compiled"], autouse=True)
def either_way(request: pytest.FixtureRequest) -> Iterator[None]:
    """nbformat as it comes, and with compiled parts: both tell the same."""
    get_validator(4)
    before = dict(validators)
    if request.param:
        validate_parts_quickly()
        assert isinstance(get_validator(4), PartsValidator)
    yield
    validators.clear()
    validators.update(before)


@pytest.mark.parametrize(("kind", "parts"), RIGHT)
def test_an_output_as_the_format_has_it_is_taken(kind: str, parts: dict[str, Any]) -> None:
    assert new_output(kind, **parts)["output_type"] == kind


@pytest.mark.parametrize(("kind", "parts"), WRONG)
def test_an_output_that_the_format_does_not_have_is_refused(kind: str, parts: dict[str, Any]) -> None:
    with pytest.raises(NotebookValidationError):
        new_output(kind, **parts)


def test_a_cell_is_held_against_the_schema_too() -> None:
    assert new_code_cell("1 + 1")["source"] == "1 + 1"
    with pytest.raises(NotebookValidationError):
        new_code_cell("1", metadata={"collapsed": "yes"})


def test_an_error_is_told_in_the_same_words() -> None:
    with pytest.raises(NotebookValidationError, match="is not of type 'string'"):
        new_output("error", ename=1, evalue="e", traceback=[])
