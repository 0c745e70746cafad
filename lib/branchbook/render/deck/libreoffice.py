"""What LibreOffice 7.4 leaves out of a deck, put back: PowerPoint asks to repair a file without it."""

from __future__ import annotations

from branchbook.render.living.package import VIEW_PROPERTIES, Package
from branchbook.render.oxml import NAMESPACES

_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.viewProps+xml"


def put_right(package: Package) -> None:
    """Put back how the deck is shown when it is opened."""
    document = package.document()
    if not package.related(document, VIEW_PROPERTIES):
        content = f'<p:viewPr xmlns:p="{NAMESPACES["p"]}"/>'.encode()
        package.relate(document, VIEW_PROPERTIES, package.add("ppt/viewProps{}.xml", content, _TYPE))
