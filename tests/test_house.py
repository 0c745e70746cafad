"""What must be true of the repository as a whole: its folders, locks, texts, notebooks and floors."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from importlinter import cli as import_linter
from packaging.requirements import Requirement

HOUSE = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((HOUSE / "notebooks").glob("*.ipynb"))
LANGUAGES = ("zh-CN", "en")
CHECKED = "nbval-check-output"
TEXTS = {"text/plain", "text/html"}

TOP_FOLDERS = {".ci", "inputs", "lib", "notebooks", "outputs", "templates", "tests"}
TOP_FILES = {
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "README.zh-CN.md",
    "environment.yml",
    "pyproject.toml",
    "requirements-cluster.lock",
    "requirements-test.lock",
    "requirements.lock",
    "tasks.py",
}
BINARY = {".docx", ".pptx", ".xlsx", ".png", ".ttf", ".gz", ".parquet"}


def house_files() -> list[Path]:
    """Every file that belongs to the house: what git keeps or would keep."""
    command = ["git", "-C", str(HOUSE), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    return [HOUSE / name for name in sorted(set(listed.split("\0"))) if name and (HOUSE / name).is_file()]


def text_files() -> list[Path]:
    return [path for path in house_files() if path.suffix not in BINARY]


def named(paths: list[Path]) -> list[str]:
    return [path.relative_to(HOUSE).as_posix() for path in paths]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))


# ---- folders and files ----------------------------------------------------------------------------------------------


def test_the_top_level_is_as_agreed_with_the_customer() -> None:
    parts = [path.relative_to(HOUSE).parts for path in house_files()]
    assert {part[0] for part in parts if len(part) > 1} == TOP_FOLDERS
    assert {part[0] for part in parts if len(part) == 1} == TOP_FILES


def test_git_leaves_outputs_and_engagements_and_the_set_up_alone() -> None:
    private = ["outputs/x/report.docx", "inputs/bank/customers.xlsx", ".venv/x", "wheels/x.whl"]
    done = subprocess.run(["git", "-C", str(HOUSE), "check-ignore", *private], capture_output=True, encoding="utf-8")
    assert done.stdout.split() == private


def test_every_text_file_is_utf8_with_unix_line_ends() -> None:
    wrong = []
    for path in text_files():
        content = path.read_bytes()
        content.decode("utf-8")
        if b"\r" in content or content.startswith(b"\xef\xbb\xbf"):
            wrong.append(path)
    assert named(wrong) == []


def test_no_file_names_a_folder_of_somebody_s_machine() -> None:
    machine = re.compile(r"(?<![\w.])/(?:root|home|farm|work|Users)/\w|[A-Z]:\\+Users\\")
    assert named([path for path in text_files() if machine.search(path.read_text(encoding="utf-8"))]) == []


def test_no_file_names_a_package_registry() -> None:
    registry = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "npmjs" + r"\.", "deb" + r"\.debian")))
    assert named([path for path in text_files() if registry.search(path.read_text(encoding="utf-8"))]) == []


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"common", "helpers", "misc", "util", "utils"}
    assert named([path for path in house_files() if path.suffix == ".py" and path.stem in drawers]) == []


def test_only_our_own_font_is_shipped() -> None:
    fonts = [path.name for path in house_files() if path.suffix.lower() in {".ttf", ".otf", ".ttc", ".woff", ".woff2"}]
    assert sorted(fonts) == ["BranchbookSans-Bold.ttf", "BranchbookSans-Regular.ttf"]


def test_no_document_has_a_font_embedded() -> None:
    documents = [path for path in house_files() if path.suffix in {".docx", ".pptx"}]
    embedded = re.compile(r"\.(?:odttf|fntdata|ttf|otf)$")
    with_fonts = [path for path in documents if any(map(embedded.search, zipfile.ZipFile(path).namelist()))]
    assert named(with_fonts) == []


# ---- packages -------------------------------------------------------------------------------------------------------


def locked(lock: str) -> dict[str, set[str]]:
    """The versions of each package that a lock file names; each must bring its hashes."""
    versions: dict[str, set[str]] = {}
    text = (HOUSE / lock).read_text(encoding="ascii")
    for entry in re.split(r"\n(?=[a-z0-9])", text.replace("\\\n", "")):
        requirement, _, hashes = entry.partition("--hash=sha256:")
        assert re.match(r"[0-9a-f]{64}\b", hashes), f"{requirement} has no hash"
        pin = Requirement(requirement.strip())
        versions.setdefault(canonical(pin.name), set()).add(str(pin.specifier).removeprefix("=="))
    return versions


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def direct_requirements() -> Iterator[tuple[str, Requirement]]:
    project = pyproject()["project"]
    for line in project["dependencies"]:
        yield "requirements.lock", Requirement(line)
    for line in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        yield "requirements-test.lock", Requirement(line)


def test_the_locks_hold_what_the_project_asks_for() -> None:
    for lock, requirement in direct_requirements():
        versions = locked(lock).get(canonical(requirement.name), set())
        assert versions, f"{requirement} is not in {lock}: python tasks.py lock"
        assert all(requirement.specifier.contains(version) for version in versions), f"{requirement} in {lock}"


def test_tests_run_on_the_versions_that_users_get() -> None:
    for larger in ("requirements-cluster.lock", "requirements-test.lock"):
        pins = locked(larger)
        assert {name: pins.get(name) for name in locked("requirements.lock")} == locked("requirements.lock"), larger


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-cluster.lock", "requirements-test.lock"])
def test_a_lock_names_no_address(lock: str) -> None:
    assert "://" not in (HOUSE / lock).read_text(encoding="ascii")


def test_the_conda_environment_agrees_with_the_lock() -> None:
    environment = yaml.safe_load((HOUSE / "environment.yml").read_text(encoding="utf-8"))
    versions = pyproject()["project"]["requires-python"]
    assert environment["dependencies"] == [f"python {versions}", "pip", {"pip": ["-r requirements.lock"]}]


def test_set_up_accepts_the_pythons_that_the_project_names() -> None:
    tasks = ast.parse((HOUSE / "tasks.py").read_text(encoding="utf-8"))
    bounds = next(
        ast.literal_eval(node.value)
        for node in tasks.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "(OLDEST, NEWEST)"
    )
    (oldest, newest) = bounds
    assert pyproject()["project"]["requires-python"] == f">=3.{oldest[1]},<3.{newest[1] + 1}"


# ---- floors ---------------------------------------------------------------------------------------------------------


def test_modules_import_only_from_floors_below(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(HOUSE)
    code = import_linter.lint_imports(no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_the_readme_tells_of_every_floor_in_its_order() -> None:
    (floors, *_) = pyproject()["tool"]["importlinter"]["contracts"]
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)?) \|", (HOUSE / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"\w+", row)]
    assert told == [name for layer in floors["layers"][1:] for name in layer.split(" | ")]


def test_lint_looks_at_every_module_and_notebook() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--show-files", "."]
    looked_at = subprocess.run(command, cwd=HOUSE, capture_output=True, check=True, encoding="utf-8").stdout
    written = {path for path in house_files() if path.suffix in {".py", ".ipynb"}}
    assert named(sorted(written - {Path(line) for line in looked_at.splitlines()})) == []


# ---- texts ----------------------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_catalog_files() -> None:
    chinese, english = ({path.name for path in (HOUSE / "templates" / "text" / name).iterdir()} for name in LANGUAGES)
    assert chinese == english


# ---- notebooks ------------------------------------------------------------------------------------------------------


def read_notebook(path: Path) -> nbformat.NotebookNode:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in read_notebook(path).cells if cell.cell_type == "code"]


def tags(cell: nbformat.NotebookNode) -> list[str]:
    return list(cell.metadata.get("tags", []))


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_the_chapters_are_there() -> None:
    assert {"10_diagnosis", "90_branch_report"} <= {path.stem for path in NOTEBOOKS}


@each_notebook
def test_a_notebook_runs_in_the_plain_python_kernel(path: Path) -> None:
    assert read_notebook(path).metadata.kernelspec == {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }


@each_notebook
def test_a_notebook_keeps_no_trace_of_a_run(path: Path) -> None:
    notebook = read_notebook(path)
    assert "papermill" not in notebook.metadata
    traces = {"papermill", "execution", "ExecuteTime"}
    assert [cell.id for cell in notebook.cells if traces & cell.metadata.keys()] == []
    assert not any("injected-parameters" in tags(cell) for cell in notebook.cells)


@each_notebook
def test_a_notebook_keeps_outputs_only_where_they_are_checked(path: Path) -> None:
    kept = [cell for cell in code_cells(path) if cell.outputs]
    assert [cell.source for cell in kept if CHECKED not in tags(cell)] == []


@each_notebook
def test_a_checked_cell_has_a_text_to_be_compared(path: Path) -> None:
    checked = [cell for cell in code_cells(path) if CHECKED in tags(cell)]
    assert checked
    for cell in checked:
        assert cell.outputs, cell.source
        assert cell.execution_count, f"nbval takes a cell without a count for one that was never run: {cell.source}"
        for output in cell.outputs:
            assert output.output_type == "stream" or {"text/plain"} <= set(output.data) <= TEXTS, cell.source


@each_notebook
def test_a_notebook_has_one_parameters_cell_of_literals_each_explained(path: Path) -> None:
    (cell,) = [cell for cell in code_cells(path) if "parameters" in tags(cell)]
    for statement, line in zip(ast.parse(cell.source).body, cell.source.splitlines(), strict=True):
        assert isinstance(statement, ast.AnnAssign), line
        assert statement.value is not None, line
        ast.literal_eval(statement.value)
        assert "  # " in line


@each_notebook
def test_a_notebook_uses_the_public_list_of_branchbook_alone(path: Path) -> None:
    used = []
    for node in ast.walk(ast.parse("\n".join(cell.source for cell in code_cells(path)))):
        if isinstance(node, ast.Import):
            used += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            used.append(node.module or "")
    assert "branchbook" in used
    assert [name for name in used if name.startswith("branchbook.")] == []


@each_notebook
def test_a_notebook_is_thin(path: Path) -> None:
    longest = max(code_cells(path), key=lambda cell: len(cell.source.splitlines()))
    assert len(longest.source.splitlines()) <= 15, longest.source
