"""One slide of the file while it is being written: its shapes, and the parts that they refer to."""

from __future__ import annotations

from dataclasses import dataclass, field

from branchbook.render.colours import Palette
from branchbook.render.living.charts import attach_workbook
from branchbook.render.living.package import CHART, IMAGE, NOTES, NOTES_MASTER, SLIDE, SLIDE_LAYOUT, Package
from branchbook.render.oxml import NAMESPACES
from branchbook.render.plaintext import xml_attribute, xml_text

_PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml"
_DECLARED = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in ("a", "r", "p"))
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_GROUP = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_EMPTY = f"{_HEAD}<p:sld {_DECLARED}/>".encode()


@dataclass
class Sheet:
    """A slide called ``name`` in the making; its part stands in the package from the beginning."""

    package: Package
    name: str
    layout: str
    language: str
    palette: Palette
    part: str = ""
    shapes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.part = self.package.add("ppt/slides/slide{}.xml", _EMPTY, f"{_PRESENTATION}.slide+xml")
        self.package.relate(self.part, SLIDE_LAYOUT, self.layout)

    @property
    def number(self) -> int:
        """The number that the next shape takes."""
        return len(self.shapes) + 2

    def put(self, shape: str) -> None:
        """Put a shape on the slide."""
        self.shapes.append(shape)

    def add_chart(self, xml: str, workbook: bytes, content_type: str) -> str:
        """Add a chart and the workbook behind it; answers the slide's relation to the chart."""
        chart = self.package.add("ppt/charts/chart{}.xml", xml.encode("utf-8"), content_type)
        attach_workbook(self.package, chart, workbook)
        return self.package.relate(self.part, CHART, chart)

    def add_picture(self, png: bytes) -> str:
        """Add a PNG picture; answers the slide's relation to it."""
        return self.package.relate(self.part, IMAGE, self.package.add("ppt/media/image{}.png", png, "image/png"))

    def finish(self, speaker: tuple[str, ...]) -> None:
        """Write the slide and its speaker's notes."""
        if speaker:
            self._add_speaker(speaker)
        tree = f'<p:cSld name="{xml_attribute(self.name)}"><p:spTree>{_GROUP}{"".join(self.shapes)}</p:spTree></p:cSld>'
        content = f"{_HEAD}<p:sld {_DECLARED}>{tree}<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
        self.package.replace(self.part, content.encode("utf-8"))

    def _add_speaker(self, speaker: tuple[str, ...]) -> None:
        lines = "".join(
            f'<a:p><a:r><a:rPr lang="{"en-US" if self.language == "en" else self.language}" altLang="en-US"/>'
            f"<a:t>{xml_text(line)}</a:t></a:r></a:p>"
            for line in speaker
        )
        content = (
            f"{_HEAD}<p:notes {_DECLARED}><p:cSld><p:spTree>{_GROUP}"
            '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr>'
            '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr>'
            f'</p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr>'
            '<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/>'
            f"<p:txBody><a:bodyPr/><a:lstStyle/>{lines}</p:txBody></p:sp></p:spTree></p:cSld>"
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
        )
        kind = f"{_PRESENTATION}.notesSlide+xml"
        notes = self.package.add("ppt/notesSlides/notesSlide{}.xml", content.encode("utf-8"), kind)
        self.package.relate(notes, NOTES_MASTER, self.package.related(self.package.document(), NOTES_MASTER)[0])
        self.package.relate(notes, SLIDE, self.part)
        self.package.relate(self.part, NOTES, notes)
