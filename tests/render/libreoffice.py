"""A LibreOffice that runs as long as a test works in it, and is told what to do by LibreOffice's own Python."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SYSTEM_PYTHON = "/usr/bin/python3"


def knows_uno() -> bool:
    """Whether LibreOffice and its Python bridge are here."""
    if shutil.which("soffice") is None or not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


@dataclass
class LibreOffice:
    """LibreOffice with a profile of its own; ``script`` is what a person does in it."""

    script: Path
    port: int
    folder: Path

    def work_on(self, path: Path, *words: str) -> None:
        """Let the script work on a file and save it over itself."""
        edited = self.folder / f"edited{path.suffix}"
        command = [SYSTEM_PYTHON, str(self.script), str(self.port), str(path), str(edited), *words]
        done = subprocess.run(command, check=False, capture_output=True, timeout=240)
        assert done.returncode == 0, done.stderr.decode("utf-8")
        shutil.copy(edited, path)


@contextmanager
def libreoffice(folder: Path, script: Path) -> Iterator[LibreOffice]:
    """LibreOffice for one test, which keeps its profile and files in ``folder``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    accept = f"--accept=socket,host=127.0.0.1,port={port};urp;"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    office = subprocess.Popen(["soffice", profile, "--headless", "--norestore", accept])
    try:
        yield LibreOffice(script, port, folder)
    finally:
        office.terminate()
        office.wait(timeout=60)
