"""Every manifest that a batch leaves is what its published schema says, however the batch ended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.batch.desk import Desk

from branchbook.batch.manifest import SCHEMA, ManifestWriter, read_manifest
from branchbook.batch.outcome import Cause, State
from branchbook.values.places import HOUSE

KILLED = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (HOUSE / "lib/branchbook/batch/manifest.schema.json").read_text(encoding="utf-8")
    )
    return content


def sound(desk: Desk, schema: dict[str, Any]) -> dict[str, Any]:
    """The manifest that stands, after it was held against the schema."""
    manifest = read_manifest(desk.results / "manifest.json")
    jsonschema.Draft202012Validator(schema).validate(manifest)
    return manifest


def test_the_schema_is_a_schema_and_names_itself(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == SCHEMA


def test_it_knows_every_state_and_cause(schema: dict[str, Any]) -> None:
    states = schema["$defs"]["branch"]["properties"]["state"]["enum"]
    assert set(states) == {state.value for state in State}
    assert {cause.value for cause in Cause} <= set(schema["$defs"]["cause"]["enum"])


def test_a_run_that_went_well_a_second_one_and_one_whose_documents_could_not_be_written(
    desk: Desk, schema: dict[str, Any]
) -> None:
    desk.run()
    first = sound(desk, schema)
    assert first["finished"]
    assert first["branches"]["001"]["id"].startswith("small/branches/001/")
    desk.run()
    assert sound(desk, schema)["branches"] == first["branches"]
    desk.prepared.templates = "second"
    desk.run()
    failures = [entry["failure"] for entry in sound(desk, schema)["branches"].values()]
    assert {failure["cause"] for failure in failures} == {"documents"}  # the desk has no data to write them from


def test_a_run_with_a_red_cell(desk: Desk, schema: dict[str, Any]) -> None:
    desk.chapter("10_diagnosis", "1 / (branch_id != '002')")
    desk.run()
    assert sound(desk, schema)["branches"]["002"]["failure"]["cause"] == "cell"


def test_a_run_in_which_a_process_was_killed(desk: Desk, schema: dict[str, Any]) -> None:
    desk.chapter("10_diagnosis", f"if branch_id == '002':\n    {KILLED.replace(chr(10), chr(10) + '    ')}")
    desk.run()
    assert sound(desk, schema)["branches"]["002"]["failure"]["cause"] == "kernel"


def test_a_run_under_way(desk: Desk, schema: dict[str, Any]) -> None:
    ManifestWriter(desk.plan(), 2).begin(has_work=True)
    assert sound(desk, schema)["finished"] == ""


def test_what_an_older_version_wrote_is_not_taken_over(desk: Desk, schema: dict[str, Any]) -> None:
    desk.run()
    path = desk.results / "manifest.json"
    path.write_text(json.dumps({"branches": {"001": {"name": "old"}, "003": {"name": "old"}}}), encoding="utf-8")
    desk.run(branch_ids=("001",))
    assert set(sound(desk, schema)["branches"]) == {"001"}


def test_it_holds_no_path_of_this_machine_and_no_name_of_it(desk: Desk, tmp_path: Path) -> None:
    desk.run()
    text = (desk.results / "manifest.json").read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert "host" not in json.loads(text)["machine"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("finished", "yesterday"), ("jobs", 0), ("engine", "fast"), ("secret", 1), ("schema", "urn:other")],
)
def test_what_is_no_manifest_is_refused(desk: Desk, schema: dict[str, Any], key: str, value: object) -> None:
    ManifestWriter(desk.plan(), 2).begin(has_work=True)
    manifest = {**sound(desk, schema), key: value}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(manifest)


def test_files_are_never_named_from_the_root_of_a_disk(schema: dict[str, Any]) -> None:
    relative = jsonschema.Draft202012Validator(schema["$defs"]["relative"])
    assert all(relative.is_valid(name) for name in ("客户.xlsx", "data/2025.csv"))
    assert not any(relative.is_valid(name) for name in ("/data/x.csv", "C:\\x.csv", "\\\\server\\x"))
