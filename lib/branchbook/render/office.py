"""LibreOffice, where it is there: many documents converted by one start of it, apart from the one a person has open."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from branchbook.render.archive import write_whole

PDF = "pdf"
PDF_WITH_PLACES = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
"""A PDF that names the page of every bookmark."""

_AT_ONCE = 100  # documents for one start: a command line that Windows takes, and not too much lost where it breaks
_START_SECONDS, _SECONDS_EACH = 120, 30
_USUAL_PLACES = (
    "%ProgramFiles%/LibreOffice/program/soffice.com",
    "%ProgramFiles(x86)%/LibreOffice/program/soffice.com",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)


def office() -> Path | None:
    """LibreOffice's program; None where there is none."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return Path(found)
    places = (Path(os.path.expandvars(place)) for place in _USUAL_PLACES)
    return next((place for place in places if place.is_file()), None)


def converted(wanted: Mapping[Path, Path], into: str = PDF) -> Iterator[tuple[Path, Path]]:
    """Convert documents, each to the place given, and answer those that came out with their places.

    LibreOffice gets copies under plain numbers: names of people's folders are nothing to it, equal names don't meet,
    and no document is locked. It runs on a profile of its own, so that a window that a person has open stays out of it,
    and is ended after a time that grows with the number of documents. A document that it can't convert is left out.
    """
    program = office()
    documents = iter(wanted.items())
    while program and (group := list(islice(documents, _AT_ONCE))):
        with tempfile.TemporaryDirectory(prefix="branchbook-", ignore_cleanup_errors=True) as folder:
            yield from _converted(program, group, into, Path(folder))


def _converted(
    program: Path, group: Sequence[tuple[Path, Path]], into: str, folder: Path
) -> Iterator[tuple[Path, Path]]:
    numbered = {f"{number:04d}": pair for number, pair in enumerate(group)}
    for name, (document, _) in numbered.items():
        shutil.copyfile(document, folder / f"{name}{document.suffix}")
    _run(program, [f"{name}{document.suffix}" for name, (document, _) in numbered.items()], into, folder)
    for name, (document, place) in numbered.items():
        made = folder / "made" / f"{name}.{into.partition(':')[0]}"
        if made.is_file():
            write_whole(place, made.read_bytes())
            yield document, place


def _run(program: Path, names: Sequence[str], into: str, folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(program), profile, "--headless", "--norestore", "--convert-to", into, "--outdir", "made", *names]
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - documents have names of our own
        command, cwd=folder, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=os.name != "nt"
    )
    try:
        process.wait(timeout=_START_SECONDS + _SECONDS_EACH * len(names))
    except subprocess.TimeoutExpired:
        pass
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with the programs that it has started itself, where it still runs."""
    if process.poll() is not None:
        return
    if os.name == "nt":
        ending = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(ending, capture_output=True, check=False)  # noqa: S603 - no word of it comes from outside
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
