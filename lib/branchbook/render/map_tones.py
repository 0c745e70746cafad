"""The colours of the map of firms, for its picture and for its page alike."""

from __future__ import annotations

from branchbook.render.colours import Tone

SECTORS = (Tone("accent1", 0.88), Tone("accent3", 0.88), Tone("accent5", 0.82), Tone("accent6", 0.84))
RIMS = (Tone("accent1"), Tone("accent3"), Tone("accent5"), Tone("accent6"))
OWNERS = (
    Tone("accent1"), Tone("accent4"), Tone("accent3"), Tone("accent5"), Tone("tx2"), Tone("accent4", 0.45),
    Tone("accent3", 0.5), Tone("accent1", 0.5), Tone("accent6"),
)  # fmt: skip
NOBODY = Tone("accent2")

MAP_COLOURS = {"sectors": SECTORS, "rims": RIMS, "owners": OWNERS, "nobody": (NOBODY,)}
"""The tones of a map by what they stand for; the last of the owners is that of all further ones."""
