"""The parts of a notebook held against the format's schema as quickly as a whole one.

nbformat compiles its schema for whole notebooks only; each output and each cell, checked as it is made, it interprets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import fastjsonschema
from nbformat.json_compat import FastJsonSchemaValidator, ValidationError
from nbformat.validator import get_validator, validators

_MADE = ("code_cell", "display_data", "error", "execute_result", "stream")
"""What is made while a notebook is executed, by its name in the schema."""


class PartsValidator(FastJsonSchemaValidator):
    """nbformat's validator, which compiles the schema of a part once as well.

    It tells right from wrong; the words of an error are those of nbformat, which looks again at whatever is wrong.
    """

    def iter_errors(self, data: Any, schema: Any = None) -> Iterable[Any]:
        """The errors of a notebook, or of the part that ``schema`` refers to."""
        if schema is None or set(schema) != {"$ref"}:
            return super().iter_errors(data, schema)  # type: ignore[no-any-return, no-untyped-call]
        try:
            self.part(schema["$ref"])(data)
        except fastjsonschema.JsonSchemaException as error:
            return [ValidationError(str(error))]
        return []

    @lru_cache(maxsize=len(_MADE))  # noqa: B019 - there is one validator, which lives as long as the process
    def part(self, reference: str) -> Callable[[Any], Any]:
        """What raises for a part that is not as the schema says."""
        whole = self._schema
        known: Callable[[Any], Any] = fastjsonschema.compile(
            {"$schema": whole["$schema"], "definitions": whole["definitions"], "$ref": reference}
        )
        return known


def validate_parts_quickly() -> None:
    """Have nbformat use compiled schemas for all that is made while a notebook is executed."""
    known = get_validator(4)  # type: ignore[no-untyped-call]
    validator = PartsValidator(known._schema)  # type: ignore[no-untyped-call]
    for name in _MADE:
        validator.part(f"#/definitions/{name}")
    for key in [key for key, one in validators.items() if one is known]:
        validators[key] = validator
