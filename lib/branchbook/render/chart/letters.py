"""How the letters of a chart look, in DrawingML: its axes, legend, labels and titles."""

from __future__ import annotations

GREY = '<a:schemeClr val="tx1"><a:lumMod val="75000"/><a:lumOff val="25000"/></a:schemeClr>'
NO_LINE = "<a:ln><a:noFill/></a:ln>"


def text_properties(size: int, colour: str = GREY, turn: str = "") -> str:
    """The look of all letters of a part of the chart; sizes are hundredths of a point."""
    return (
        f"<c:txPr><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr>{run_properties('a:defRPr', size, colour)}</a:pPr>"
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )


def run_properties(element: str, size: int, colour: str) -> str:
    """The same for one stretch of letters, in the typefaces of the theme."""
    return (
        f'<{element} sz="{size}" b="0"><a:solidFill>{colour}</a:solidFill>'
        f'<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></{element}>'
    )
