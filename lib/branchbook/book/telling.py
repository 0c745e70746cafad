"""What is wrong, told to the person at a notebook: a cell's error is all that they see of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from branchbook.errors import Fault, InputFaults
from branchbook.text import Text


@contextmanager
def told_in(text: Text) -> Iterator[None]:
    """Faults of what is done within say in these words what is wrong and what to do about it."""
    try:
        yield
    except InputFaults as found:
        said = "\n".join(_line(fault, text) for fault in found.faults)
        raise type(found)(found.faults, said) from None


def _line(fault: Fault, text: Text) -> str:
    place, problem, remedy = text.fault(fault)
    where = text("book.fault_where", place=place) if place else ""
    return text("book.fault", where=where, problem=problem, remedy=remedy)
