"""Whoever looks at an engagement's outputs while batches run, die and run again: what stands there is whole, always."""

from __future__ import annotations

import io
import json
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PAUSE = 0.01  # seconds between two looks


class HalfWrittenError(Exception):
    """Something that stands at its final place is not whole."""


def version_of_archive(content: bytes) -> str:
    """What the one entry of an Office file says, after every entry has been held against its checksum."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if archive.testzip() is not None:
            raise HalfWrittenError("an entry of an archive is damaged")
        return archive.read("content").decode("utf-8")[:1]


def version_of_page(content: bytes) -> str:
    """The version that a page of a chapter begins with; every page ends where a page ends."""
    text = content.decode("utf-8").strip()
    if not text.endswith("</html>"):
        raise HalfWrittenError("a page has no end")
    return text.removeprefix("<html>")[:1] if text.startswith("<html>") else ""


def version_of_data(content: bytes) -> str:
    """The version that a notebook or another JSON file states, if it states one."""
    stated = json.loads(content)
    return str(stated.get("metadata", stated).get("version", ""))


READERS: Mapping[str, Callable[[bytes], str]] = {
    ".docx": version_of_archive,
    ".pptx": version_of_archive,
    ".xlsx": version_of_archive,
    ".html": version_of_page,
    ".json": version_of_data,
    ".ipynb": version_of_data,
}


@dataclass
class Witness:
    """Looks at ``results`` until it is told to stop;
    ``expected`` are the files of a branch's and of the meeting's folder."""

    results: Path
    expected: Mapping[str, frozenset[str]]
    looks: int = 0
    complaints: list[str] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def look_on(self) -> None:
        """Look at everything, again and again."""
        while not self._stopping.is_set():
            self.complaints += self._complaints()
            self.looks += 1
            time.sleep(PAUSE)

    def stop(self) -> None:
        """This was enough."""
        self._stopping.set()

    def _complaints(self) -> Iterator[str]:
        for folder, kind in self._folders():
            if wrong := self._wrong_with(folder, self.expected[kind]):
                yield f"{folder.name}: {wrong}"
        for name, read in (("manifest.json", version_of_data), ("index.html", version_of_page)):
            try:
                read((self.results / name).read_bytes())
            except FileNotFoundError:
                continue
            except Exception as error:  # noqa: BLE001 - whatever a reader stumbles over is what this is about
                yield f"{name}: {type(error).__name__}: {error}"

    def _folders(self) -> Iterator[tuple[Path, str]]:
        branches = self.results / "branches"
        for folder in sorted(branches.iterdir()) if branches.is_dir() else ():
            yield folder, "branch"
        yield self.results / "meeting", "meeting"

    def _wrong_with(self, folder: Path, expected: frozenset[str]) -> str:
        """What is wrong with a folder that stands; nothing is, if it left its place while it was being read."""
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            return ""
        try:
            wrong = _wrong_in(handle, expected)
            return wrong if _stands(folder, handle) else ""
        finally:
            os.close(handle)


def _wrong_in(handle: int, expected: frozenset[str]) -> str:
    try:
        found = dict(_files_below(handle))
        versions = {READERS[Path(name).suffix](content) for name, content in found.items()} - {""}
    except Exception as error:  # noqa: BLE001 - whatever a reader stumbles over is what this is about
        return f"{type(error).__name__}: {error}"
    if found.keys() != expected:
        return f"it holds {sorted(found)}"
    return f"it holds parts of versions {sorted(versions)}" if len(versions) > 1 else ""


def _stands(folder: Path, handle: int) -> bool:
    """Whether the opened folder is the one that stands in its place."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _files_below(handle: int, above: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file below an opened folder, by its way from there, wherever the folder is by now."""
    with os.scandir(handle) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        inner = os.open(entry.name, os.O_RDONLY, dir_fd=handle)
        if entry.is_dir():
            try:
                yield from _files_below(inner, f"{above}{entry.name}/")
            finally:
                os.close(inner)
        else:
            with os.fdopen(inner, "rb") as file:
                yield above + entry.name, file.read()


@contextmanager
def watched(results: Path, expected: Mapping[str, frozenset[str]], occasion: str) -> Iterator[Witness]:
    """A witness who looks at ``results`` for the length of the block; complaints fail it, with the occasion told."""
    witness = Witness(results, expected)
    thread = threading.Thread(target=witness.look_on, daemon=True)
    thread.start()
    try:
        yield witness
    except Exception as error:
        error.add_note(occasion)
        raise
    finally:
        witness.stop()
        thread.join()
    assert witness.looks > 0, occasion
    assert witness.complaints == [], occasion
