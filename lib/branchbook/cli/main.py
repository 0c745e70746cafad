"""From the words on a command line to an exit code: 0 all good, 1 some branch failed, 2 wrong use or invalid input."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from branchbook.batch.lock import EngagementBusyError
from branchbook.batch.outcome import WorkersGoneError
from branchbook.book.locations import Locations
from branchbook.cli.arguments import MisuseError, parse
from branchbook.cli.faults import tell_faults
from branchbook.cli.voice import Voice
from branchbook.errors import InputFaults

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and answer the exit code; nothing but the command's own words is printed."""
    _speak_utf8()
    try:
        asked = parse(sys.argv[1:] if argv is None else argv)
    except MisuseError as misuse:
        sys.stderr.write(f"{misuse}\n")
        return 2
    if asked is None:
        return 0
    locations = Locations(Path(asked.inputs).resolve(), Path(asked.outputs).resolve())
    voice = Voice.of(asked, locations)
    return _carry_out(asked, locations, voice)


def _carry_out(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    try:
        # Each command brings what it alone needs: JupyterLab takes a second to import.
        exit_code: int = import_module(f"branchbook.cli.{asked.command}").command(asked, locations, voice)
        return exit_code
    except InputFaults as found:
        tell_faults(found.faults, voice)
        return 2
    except EngagementBusyError as busy:
        voice.warn("cli.busy", engagement=asked.name, pid=busy.pid or "?", host=busy.host or "?")
        return 2
    except WorkersGoneError:
        voice.warn("cli.workers_gone", command=_again(asked))
        return 1
    except KeyboardInterrupt:
        voice.warn("cli.interrupted", command=_again(asked))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read what is said has heard enough, as ``| head`` has; nothing more can be told, not even at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        file = _shown(error, locations) or voice.text("mark.missing")
        voice.warn("cli.files", file=file, error=error.strerror or type(error).__name__)
        return 1


def _again(asked: argparse.Namespace) -> str:
    name = getattr(asked, "name", "")
    return " ".join(["branchbook", asked.command, *([name] if name else [])])


def _shown(error: OSError, locations: Locations) -> str:
    """The file that an error is about, below inputs or outputs, or by its name alone; "" where it tells of none."""
    path = Path(str(error.filename or ""))
    for folder in (locations.inputs, locations.outputs):
        if path.is_relative_to(folder):
            return f"{folder.name}/{path.relative_to(folder).as_posix()}"
    return path.name


def _speak_utf8() -> None:
    """Whatever the console's code page, what is said is UTF-8, and a character it can't show costs no command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
