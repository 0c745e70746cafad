"""Where an engagement's results stand below outputs/NAME, and how a branch's folder moves into place whole.

Only the process that holds the engagement's lock moves anything: workers write into scratch folders of their own, so a
worker that outlives its batch can't touch what people see.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from branchbook.values.places import safe_part

ERROR_FILE = "error.txt"
"""The trace of an error outside the notebooks, in a failed branch's folder."""

JUPYTER = "jupyter"
"""The part of the cache that is of no use once a run has ended: sockets of kernels, profiles of IPython."""

_NOTEBOOKS = "notebooks"
_PREVIOUS = ".previous"
_MEETING = "meeting"
_MEETING_ASIDE = "meeting.whole"  # no branch's folder ends like this when it stands aside


@dataclass(frozen=True)
class Layout:
    """The folders of one engagement's outputs."""

    root: Path

    @property
    def branches(self) -> Path:
        """One folder per branch with its documents, notebooks and artifacts."""
        return self.root / "branches"

    @property
    def failures(self) -> Path:
        """One folder per branch whose last run failed, with the notebook and its red cell."""
        return self.root / "failed"

    @property
    def scratch(self) -> Path:
        """Where branches are made before they move into place."""
        return self.root / ".scratch"

    @property
    def cache(self) -> Path:
        """What libraries keep between runs (matplotlib's font cache), shared by all workers."""
        return self.root / ".cache"

    @property
    def manifest(self) -> Path:
        """What the last batch did, with times, versions and machine."""
        return self.root / "manifest.json"

    @property
    def lock(self) -> Path:
        """Held while a command writes here."""
        return self.root / ".lock"

    @property
    def meeting(self) -> Path:
        """The deck of the summary meeting and the ranking, of the whole engagement."""
        return self.root / _MEETING

    def branch(self, branch_id: str) -> Path:
        """The folder of a branch's results; the meeting's for the empty id."""
        return self.branches / safe_part(branch_id) if branch_id else self.meeting

    def failure(self, branch_id: str) -> Path:
        """The folder with what is left of a branch's failed run; of the meeting's for the empty id."""
        return self.failures / safe_part(branch_id) if branch_id else self.root / f"{_MEETING}-failed"

    def new_scratch(self, branch_id: str) -> Path:
        """A path for making a branch that no other run is given:
        a worker of a killed batch may still write into its own."""
        return self.scratch / f"{safe_part(branch_id or _MEETING)}.{secrets.token_hex(4)}"

    def install(self, made: Path, branch_id: str, take_over: Callable[[Path], None] = lambda _old: None) -> None:
        """Put a finished scratch folder in the branch's place and forget an earlier failure.

        The old folder stands aside between two renames, from where :meth:`recover` brings it back; ``take_over`` is
        shown it there, where nobody can save into it any more. OSError, with the old folder back in place, where the
        system refuses (a document that is open in Word on Windows).
        """
        place = self.branch(branch_id)
        aside = self.scratch / ((place.name + _PREVIOUS) if branch_id else _MEETING_ASIDE)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.rename(aside)
        try:
            if aside.exists():
                take_over(aside)
            made.rename(place)
        except OSError:
            if aside.exists():
                aside.rename(place)
            raise
        shutil.rmtree(aside, ignore_errors=True)
        shutil.rmtree(self.failure(branch_id), ignore_errors=True)

    def keep_failure(self, made: Path, branch_id: str) -> Path:
        """Keep the notebooks of a failed run, the red cell among them; the branch's good results stay as they are.

        What else the run has made goes: it may be what has filled the disk.
        """
        place = self.failure(branch_id)
        shutil.rmtree(place, ignore_errors=True)
        (place / _NOTEBOOKS).mkdir(parents=True)
        for evidence in (*(made / _NOTEBOOKS).glob("*.ipynb"), made / ERROR_FILE):
            if evidence.exists():
                evidence.rename(place / evidence.relative_to(made))
        shutil.rmtree(made, ignore_errors=True)
        return place

    def recover(self) -> None:
        """Undo what a killed run left behind: old folders go back where the new one had not arrived, the rest goes."""
        for aside in self._set_aside():
            old = self.branches / aside.name.removesuffix(_PREVIOUS)
            place = self.meeting if aside.name == _MEETING_ASIDE else old
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                aside.rename(place)
        shutil.rmtree(self.scratch, ignore_errors=True)
        shutil.rmtree(self.cache / JUPYTER, ignore_errors=True)

    def _set_aside(self) -> Iterator[Path]:
        if self.scratch.is_dir():
            ends = (_PREVIOUS, _MEETING_ASIDE)
            yield from sorted(path for path in self.scratch.iterdir() if path.name.endswith(ends))
