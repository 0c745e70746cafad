"""Places on a slide, in English Metric Units as Office counts them."""

from __future__ import annotations

from dataclasses import dataclass, replace

EMU_PER_CM = 360_000
EMU_PER_POINT = 12_700
EMU_PER_TWIP = 635


def cm(centimetres: float) -> int:
    """Centimetres in EMU."""
    return round(centimetres * EMU_PER_CM)


def points(count: float) -> int:
    """Points in EMU."""
    return round(count * EMU_PER_POINT)


@dataclass(frozen=True)
class Box:
    """A rectangle: left, top, width and height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def width_points(self) -> float:
        """The width in points."""
        return self.width / EMU_PER_POINT

    def from_top(self, height: int) -> Box:
        """The upper part of the box of this height."""
        return replace(self, height=height)

    def below(self, height: int) -> Box:
        """What is left below the upper part of this height."""
        return replace(self, y=self.y + height, height=max(0, self.height - height))

    def columns(self, shares: tuple[float, ...], gap: int) -> tuple[Box, ...]:
        """The box cut into columns with a gap between them, their widths by these shares."""
        room = self.width - gap * (len(shares) - 1)
        widths = [round(room * share / sum(shares)) for share in shares]
        lefts = [self.x + sum(widths[:place]) + gap * place for place in range(len(shares))]
        return tuple(replace(self, x=left, width=width) for left, width in zip(lefts, widths, strict=True))
