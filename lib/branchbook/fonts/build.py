"""Build ``BranchbookSans-Regular.ttf`` and ``-Bold.ttf``: the figures' font, the same on every machine.

The committed files are the result; nobody needs this script to use Branchbook. To build them again, fetch the two
sources (both under the SIL Open Font License) and name their files::

    pip download --no-deps justmytype-intl-cjk==0.1.0 fontpkg-source-sans-3==3.52
    python lib/branchbook/fonts/build.py "NotoSansSC[wght].ttf" "SourceSans3[wght].ttf"

What the font holds: GB2312 with its punctuation, symbols, Greek, Cyrillic and enclosed numbers; the 8,105 characters
of the 通用规范汉字表 (2013), which has the rare characters of people's and places' names that GB2312 lacks
(``characters.txt``); the 5,401 frequent characters of Big5, for firms of Hong Kong and Taiwan and for tellers who type
a name as its seal has it (繁体); Latin-1 and Latin Extended-A; arrows and marks that tables use. Noto Sans SC draws its
Latin letters after Source Sans at 1.118 times the size, so the accented letters that it lacks come from there.

Both sources reserve the name "Source"; the result is a modified version under a name of its own. The bytes depend on
the sources and on this script alone: times come from the sources.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FOLDER = Path(__file__).parent
FAMILY = "Branchbook Sans"
WEIGHTS = {"Regular": 400, "Bold": 700}
LATIN_SCALE = 1.118
LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180))
ENCLOSED_NUMBERS = range(0x2460, 0x2500)
MARKS = "‐‑‒–—―‘’“”†‡•…‰′″‹›€№℃℉™←↑→↓↔↕↖↗↘↙⇐⇒⇔−∕√∞∥≈≠≤≥■□▲△▶▷▼▽◀◁◆◇○●◎★☆✓㈱㎎㎏㎜㎝㎞㎡㎥⚠，．：；！？（）％～￥"
_REGULAR_BIT, _BOLD_BIT = 1 << 6, 1 << 5


def main(chinese: Path, latin: Path) -> None:
    """Write both weights beside this script."""
    for style, weight in WEIGHTS.items():
        font = _instance(chinese, weight)
        _keep_only_wanted(font)
        _add_missing_latin(font, _instance(latin, weight))
        _rename(font, style, weight)
        font.save(FOLDER / f"BranchbookSans-{style}.ttf", reorderTables=True)


def wanted_characters() -> set[int]:
    """The code points that the font should hold."""
    listed = "".join((FOLDER / "characters.txt").read_text(encoding="utf-8").split())
    return {*LATIN, *ENCLOSED_NUMBERS} | {ord(character) for character in (*_gb2312(), *_big5(), *listed, *MARKS)}


def _gb2312() -> Iterator[str]:
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            yield from bytes([high, low]).decode("gb2312", errors="ignore")


def _big5() -> Iterator[str]:
    """The frequent ones (常用字), which are the first of the two levels."""
    for high in range(0xA4, 0xC7):
        for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            yield from bytes([high, low]).decode("big5", errors="ignore")


def _instance(source: Path, weight: int) -> TTFont:
    font = TTFont(source, recalcTimestamp=False)
    return instantiateVariableFont(font, {"wght": weight}, inplace=True)


def _keep_only_wanted(font: TTFont) -> None:
    options = Options(layout_features=["kern"], hinting=False, notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted_characters())
    subsetter.subset(font)


def _add_missing_latin(font: TTFont, latin: TTFont) -> None:
    drawn, known = font.getBestCmap(), latin.getBestCmap()
    missing = [code for code in LATIN if code not in drawn and code in known]
    for code in missing:
        _add_glyph(font, latin, known[code], code)


def _add_glyph(font: TTFont, latin: TTFont, source_name: str, code: int) -> None:
    outline = DecomposingRecordingPen(latin.getGlyphSet())
    latin.getGlyphSet()[source_name].draw(outline)
    pen = TTGlyphPen(None)
    outline.replay(TransformPen(pen, (LATIN_SCALE, 0, 0, LATIN_SCALE, 0, 0)))
    glyph, name = pen.glyph(), f"uni{code:04X}"
    glyph.recalcBounds(font["glyf"])
    advance = round(latin["hmtx"][source_name][0] * LATIN_SCALE)
    font["glyf"][name] = glyph
    font["hmtx"][name] = (advance, glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def _rename(font: TTFont, style: str, weight: int) -> None:
    names = font["name"]
    kept = [record for record in names.names if record.nameID in {0, 5, 7, 8, 9, 10, 13, 14}]
    names.names = kept
    new = {
        1: FAMILY,
        2: style,
        3: f"{names.getDebugName(5)};{FAMILY} {style}",
        4: FAMILY if style == "Regular" else f"{FAMILY} {style}",
        6: f"BranchbookSans-{style}",
        16: FAMILY,
        17: style,
    }
    for name_id, text in new.items():
        names.setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = _BOLD_BIT if style == "Bold" else _REGULAR_BIT
    font["head"].macStyle = 1 if style == "Bold" else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
