"""Dots as a PNG file: the same bytes for the same dots."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGB, _EIGHT_BITS = 2, 8
_UP = 2  # the filter that keeps of a row what differs from the row above
_FAST = 1  # of zlib's levels: flat colours become no smaller by more trouble
_DOTS_A_METRE = 100 / 2.54


def png_of(dots: npt.NDArray[np.uint8], dpi: int) -> bytes:
    """A PNG of rows of dots (red, green, blue), to be printed at ``dpi``."""
    height, width, _ = dots.shape
    rows = np.empty((height, 1 + 3 * width), dtype=np.uint8)
    rows[:, 0] = _UP
    plain = dots.reshape(height, 3 * width)
    rows[0, 1:] = plain[0]
    np.subtract(plain[1:], plain[:-1], out=rows[1:, 1:])
    metre = round(dpi * _DOTS_A_METRE)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, _EIGHT_BITS, _RGB, 0, 0, 0)),
            _chunk(b"pHYs", struct.pack(">IIB", metre, metre, 1)),
            _chunk(b"IDAT", zlib.compress(rows.data, _FAST)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
