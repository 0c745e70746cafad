"""The figures' own font: what it can draw, how it is named, and that its licence goes with it."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager

import branchbook

FONTS = Path(branchbook.__file__).parent / "fonts"
STYLES = {"Regular": 400, "Bold": 700}
FAMILY_IDS = (1, 3, 4, 6, 16)

TEXTS = {
    "report words": "网点诊断报告：等候时长、客户经营与绩效（一）“引号”《书名》……——",
    "rare characters of names": "镕喆堃犇翀玥垚昇淼鑫珺祎玮琨晖赟旻㛃",
    "rare characters of places": "涪郫鄠隰歙婺黟猇亭硚口浉邛崃",
    "Latin-1": "café Jeseník Ústí Málaga Zürich Ølstykke ß",
    "Latin Extended-A": "Žďár nad Sázavou Třebíč Břeclav Plzeň Děčín Łódź Kőszeg Şişli",
    "Greek": "αβγδεμσπΔΣΩ",
    "arrows": "←→↑↓↗↘",
    "marks": "×✓▲▼●○■□±·—…‰℃㎡≥≤−",
    "enclosed numbers": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "money": "¥￥€£$%％",
}


@functools.cache
def font(style: str) -> TTFont:
    return TTFont(FONTS / f"BranchbookSans-{style}.ttf", lazy=True)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_font_draws_every_character_that_reports_use(text: str, style: str) -> None:
    drawn = font(style).getBestCmap()
    assert [character for character in text if character != " " and ord(character) not in drawn] == []


@pytest.mark.parametrize("style", STYLES)
def test_the_font_draws_all_of_gb2312(style: str) -> None:
    drawn = font(style).getBestCmap()
    hanzi = [chr(code) for code in range(0x4E00, 0xA000) if chr(code).encode("gb2312", errors="ignore")]
    assert len(hanzi) == 6763  # the count of the standard itself
    assert [character for character in hanzi if ord(character) not in drawn] == []


@pytest.mark.parametrize("style", STYLES)
def test_the_font_draws_the_frequent_characters_of_big5(style: str) -> None:
    drawn = font(style).getBestCmap()
    encoded = {chr(code): chr(code).encode("big5", errors="ignore") for code in range(0x4E00, 0xA000)}
    frequent = [character for character, code in encoded.items() if b"\xa4\x40" <= code <= b"\xc6\x7e"]
    assert len(frequent) == 5401  # the count of the standard itself
    assert [character for character in frequent if ord(character) not in drawn] == []


def test_the_listed_characters_complete_the_8105_of_the_general_standard_table() -> None:
    listed = "".join((FONTS / "characters.txt").read_text(encoding="utf-8").split())
    drawn = font("Regular").getBestCmap()
    assert len(set(listed)) == len(listed)
    assert len(listed) + 6763 >= 8105  # the table of 2013 leaves out some of GB2312's characters
    assert [character for character in listed if ord(character) not in drawn] == []


def test_both_weights_draw_the_same_characters() -> None:
    assert font("Regular").getBestCmap().keys() == font("Bold").getBestCmap().keys()


@pytest.mark.parametrize(("style", "weight"), STYLES.items())
def test_the_font_bears_its_own_name_and_weight(style: str, weight: int) -> None:
    names = font(style)["name"]
    assert names.getDebugName(1) == names.getDebugName(16) == "Branchbook Sans"
    assert names.getDebugName(2) == style
    assert font(style)["OS/2"].usWeightClass == weight


@pytest.mark.parametrize("style", STYLES)
def test_the_font_does_not_bear_a_reserved_name(style: str) -> None:
    own = " ".join(font(style)["name"].getDebugName(name_id) for name_id in FAMILY_IDS)
    assert "Source" not in own
    assert "Noto" not in own


@pytest.mark.parametrize("style", STYLES)
def test_copyright_and_licence_stay_in_the_font(style: str) -> None:
    names = font(style)["name"]
    assert "Adobe" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)
    assert "OFL" in names.getDebugName(14)


def test_the_licence_stands_beside_the_font() -> None:
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert licence.count("Reserved Font Name 'Source'") == 2  # of both sources


@pytest.mark.parametrize("style", STYLES)
def test_the_font_is_small_enough_to_travel_with_the_workbook(style: str) -> None:
    assert (FONTS / f"BranchbookSans-{style}.ttf").stat().st_size < 4e6


@pytest.mark.parametrize("style", STYLES)
def test_matplotlib_knows_the_weight_by_name(style: str) -> None:
    entry = font_manager.ttfFontProperty(font_manager.get_font(str(FONTS / f"BranchbookSans-{style}.ttf")))
    assert entry.name == "Branchbook Sans"
    assert entry.weight == STYLES[style]
