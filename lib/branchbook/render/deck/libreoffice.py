"""What LibreOffice 7.4 leaves out of a deck, put back.

PowerPoint asks to repair a file that does not say how it is shown. Tables without their style have neither lines nor a
heading row, cells without their margins grow over what stands below, and a theme without its typefaces sets Chinese
in one that has none of it.
"""

from __future__ import annotations

from copy import deepcopy

from branchbook.render.deck.standing import slides_of
from branchbook.render.living.package import SLIDE_MASTER, TABLE_STYLES, THEME, VIEW_PROPERTIES, Package
from branchbook.render.oxml import NAMESPACES, Element, within

_OFFICE = "application/vnd.openxmlformats-officedocument.presentationml"
_IMPRESS_FACE = "DejaVu Sans"  # in every theme that Impress writes, whatever stood there
_MARGINS = {"lIns": "marL", "tIns": "marT", "rIns": "marR", "bIns": "marB"}


def put_right(package: Package, fresh: Package) -> None:
    """Put back how the deck is shown, its typefaces, the styles of its tables, and the margins of their cells."""
    document = package.document()
    if not package.related(document, VIEW_PROPERTIES):
        content = f'<p:viewPr xmlns:p="{NAMESPACES["p"]}"/>'.encode()
        package.relate(
            document, VIEW_PROPERTIES, package.add("ppt/viewProps{}.xml", content, f"{_OFFICE}.viewProps+xml")
        )
    _put_back_typefaces(package, fresh)
    _put_back_styles(package, fresh)
    for slide in slides_of(package):
        for cell in within(slide.root, "a:tc"):
            _put_back_margins(cell.find("a:txBody/a:bodyPr", NAMESPACES), cell.find("a:tcPr", NAMESPACES))


def _put_back_typefaces(package: Package, fresh: Package) -> None:
    ours = next(within(fresh.tree(_themes(fresh)[0]), "a:fontScheme"))
    for theme in _themes(package):
        for fonts in list(within(package.tree(theme), "a:fontScheme")):
            if any(face.get("typeface") == _IMPRESS_FACE for face in within(fonts, "a:ea")):
                fonts.getparent().replace(fonts, deepcopy(ours))


def _themes(package: Package) -> list[str]:
    masters = package.related(package.document(), SLIDE_MASTER)
    return [theme for master in masters for theme in package.related(master, THEME)]


def _put_back_styles(package: Package, fresh: Package) -> None:
    document = package.document()
    for wanted in fresh.related(fresh.document(), TABLE_STYLES):
        standing = package.related(document, TABLE_STYLES)
        if not standing:
            name = package.add("ppt/tableStyles{}.xml", fresh.entries[wanted], f"{_OFFICE}.tableStyles+xml")
            package.relate(document, TABLE_STYLES, name)
            return
        known = {style.get("styleId") for style in within(package.tree(standing[0]), "a:tblStyle")}
        for style in within(fresh.tree(wanted), "a:tblStyle"):
            if style.get("styleId") not in known:
                package.tree(standing[0]).append(deepcopy(style))


def _put_back_margins(said: Element | None, properties: Element | None) -> None:
    """Impress writes the margins of a cell as those of a text box, where PowerPoint does not look for them."""
    if said is None or properties is None:
        return
    for inset, margin in _MARGINS.items():
        found = said.attrib.pop(inset, None)
        if found is not None and margin not in properties.attrib:
            properties.set(margin, found)
