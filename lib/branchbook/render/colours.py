"""The colours of figures: slots of the document's theme, chosen by what a series stands for.

Slots and not fixed colours, so that a restyled template recolours its charts. The slots are also told apart in black
and white: neighbours differ in lightness, not only in hue.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from lxml import etree

from branchbook.values.artifact import SeriesRole

_THEME_SLOTS = {
    "dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2",
    **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
}  # fmt: skip
_THEME = "{http://schemas.openxmlformats.org/drawingml/2006/main}clrScheme"


@dataclass(frozen=True)
class Tone:
    """A theme colour, moved towards white by ``lighter`` (0 to 1), as Office's "lighter 60 %" does."""

    slot: str
    lighter: float = 0.0


@dataclass(frozen=True)
class Palette:
    """The theme's colours by slot, each as six hexadecimal digits."""

    slots: Mapping[str, str]

    def hex(self, tone: Tone) -> str:
        """The colour of a tone as six hexadecimal digits."""
        red, green, blue = (int(self.slots[tone.slot][i : i + 2], 16) / 255 for i in (0, 2, 4))
        hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
        lifted = lightness * (1 - tone.lighter) + tone.lighter
        return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, lifted, saturation))

    def mixed(self, slot: str, share: float) -> str:
        """The colour of a slot thinned with white, ``share`` of it left, as six hexadecimal digits."""
        parts = (int(self.slots[slot][i : i + 2], 16) for i in (0, 2, 4))
        return "".join(f"{round(255 - share * (255 - part)):02X}" for part in parts)

    def css(self, tone: Tone) -> str:
        """The colour of a tone as matplotlib takes it: ``#1B4F8A``."""
        return f"#{self.hex(tone)}"


HOUSE = Palette(
    {
        "tx1": "1F2933",
        "bg1": "FFFFFF",
        "tx2": "14375E",
        "bg2": "EDF2F7",
        "accent1": "1B4F8A",
        "accent2": "AEB9C5",
        "accent3": "2B8A8A",
        "accent4": "C44F36",
        "accent5": "E0AE54",
        "accent6": "5F7388",
    }
)
"""The theme of the shipped template, for figures outside a document."""

_BRANCH = (Tone("accent1"), Tone("accent1", 0.45), Tone("tx2"))
_PEERS = (Tone("accent2"), Tone("accent6"), Tone("accent2", 0.5))
_WARNING = (Tone("accent4"), Tone("accent4", 0.45))
_PLAIN = (
    Tone("accent3"),
    Tone("accent5"),
    Tone("accent6"),
    Tone("accent1", 0.6),
    Tone("accent4"),
    Tone("accent3", 0.6),
)


def series_tones(roles: Sequence[SeriesRole]) -> tuple[Tone, ...]:
    """One tone per series. The strong accent is the branch's; where no series is the branch, a plain one takes it."""
    plain = _PLAIN if SeriesRole.BRANCH in roles else (Tone("accent1"), *_PLAIN)
    wells = {
        SeriesRole.BRANCH: cycle(_BRANCH),
        SeriesRole.PEERS: cycle(_PEERS),
        SeriesRole.WARNING: cycle(_WARNING),
        SeriesRole.PLAIN: cycle(plain),
        SeriesRole.HIDDEN: cycle((Tone("bg1"),)),
    }
    return tuple(next(wells[role]) for role in roles)


def is_dark(colour: str) -> bool:
    """Whether white letters stand out from this colour (six hexadecimal digits) more than near-black ones do.

    By relative luminance and contrast ratio as WCAG 2 defines them, with ink at a luminance of 0.02.
    """
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (0, 2, 4))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.07


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def repeated(styles: Sequence[str], count: int) -> tuple[str, ...]:
    """The first ``count`` of the styles, starting again where they run out."""
    return tuple(islice(cycle(styles), count))


def theme_palette(theme: bytes) -> Palette:
    """The colours of a theme part; the house's where it names none."""
    root = etree.fromstring(theme, etree.XMLParser(resolve_entities=False, no_network=True))
    slots = dict(HOUSE.slots)
    for colour in next(root.iter(_THEME), ()):
        slot = _THEME_SLOTS.get(etree.QName(colour).localname)
        if slot and len(colour):
            slots[slot] = colour[0].get("lastClr") or colour[0].get("val")
    return Palette(slots)
