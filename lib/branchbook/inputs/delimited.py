"""Rows of delimited text files (csv, tsv, txt, also gzipped), one at a time, however big the file is.

A file without a declared encoding is read as UTF-8 (or by its byte-order mark); anything else must be declared, since
a wrong guess would garble names silently. The delimiter is found in the first lines unless it is declared.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.engagement import Source, SourceFile

Row = tuple[int, list[str | None]]
"""The row number as a person sees it (1 is the first line) and the cells."""

DELIMITERS = ",;\t|"
SAMPLE = 64 * 1024
LARGEST_CELL = 1_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BOMB_BYTES = 256 * 1024 * 1024
_BOMB_RATIO = 200


def rows_of(file: SourceFile, source: Source) -> Iterator[Row]:
    """The rows of one file, blank ones left out; raises :class:`InputFaults` at the first that can't be read."""
    number = 0
    try:
        encoding = source.encoding or _encoding(file.path)
        with _opened(file.path) as binary, io.TextIOWrapper(binary, encoding=encoding, newline="") as text:
            csv.field_size_limit(LARGEST_CELL)
            delimiter = source.delimiter or _delimiter(file.path, encoding)
            for number, cells in enumerate(csv.reader(text, delimiter=delimiter, strict=True), start=1):
                if any(cells) and any(cell.strip() for cell in cells):
                    yield number, [cell or None for cell in cells]
    except UnicodeError:
        raise InputFaults([_not_in_encoding(file, source)]) from None
    except csv.Error as error:
        raise InputFaults([Fault("text_broken", Place(file=file.shown, row=number + 1), got=str(error))]) from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InputFaults([Fault("gzip_broken", Place(file=file.shown))]) from None


def _opened(path: Path) -> IO[bytes]:
    if path.name.lower().endswith(".gz"):
        return io.BufferedReader(_Bounded(path))
    return path.open("rb")


class _Bounded(io.RawIOBase):
    """A gzip stream that stops where so much comes out of so little that it can only be a trap."""

    def __init__(self, path: Path) -> None:
        self._stream = gzip.open(path)  # noqa: SIM115 - closed with this object
        self._limit = max(_BOMB_BYTES, _BOMB_RATIO * path.stat().st_size)
        self._shown = path.name
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        size = self._stream.readinto(buffer)  # type: ignore[arg-type]
        self._read += size
        if self._read > self._limit:
            raise InputFaults([Fault("archive_too_large", Place(file=self._shown))])
        return size

    def close(self) -> None:
        self._stream.close()
        super().close()


def _head(path: Path) -> bytes:
    with _opened(path) as binary:
        return binary.read(SAMPLE)


def _encoding(path: Path) -> str:
    head = _head(path)
    return next((encoding for bom, encoding in _BOMS if head.startswith(bom)), "utf-8")


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that cuts the most of the first lines into the same number (two or more) of cells."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(_head(path))
    return max(DELIMITERS, key=lambda delimiter: (_regularity(text, delimiter), -DELIMITERS.index(delimiter)))


def _regularity(text: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error:
        return (0, 0)
    best = max((width for width in widths if width > 1), key=widths.count, default=0)
    return (widths.count(best), best)


def _not_in_encoding(file: SourceFile, source: Source) -> Fault:
    """GBK is what Excel in Chinese writes as csv; if the file reads as GB18030, the remedy can say so."""
    place = Place(file=file.shown)
    if source.encoding:
        return Fault("encoding_wrong", place, got=source.encoding)
    likely = _reads_as_gb18030(file.path)
    return Fault("encoding_gbk" if likely else "encoding_not_utf8", place, got="GB18030" if likely else "—")


def _reads_as_gb18030(path: Path) -> bool:
    try:
        codecs.getincrementaldecoder("gb18030")().decode(_head(path))
    except UnicodeError:
        return False
    return True
