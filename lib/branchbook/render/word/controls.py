"""Content controls and bookmarks: how a part of the document is known again."""

from __future__ import annotations

from branchbook.render.plaintext import xml_attribute
from branchbook.render.word.identity import Identities, bookmark_of, tag_of, title_of

GALLERY = "Branchbook"
"""What a number's control names as the gallery that it comes from."""


def control(identities: Identities, key: str, title: str, content: str) -> str:
    """A control around whole paragraphs and tables, tagged with the block's key."""
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{xml_attribute(title_of(title))}"/>'
        f'<w:tag w:val="{xml_attribute(tag_of(key))}"/><w:id w:val="{identities.control(key)}"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def inline_control(identities: Identities, tag: str, content: str) -> str:
    """A control around runs within a line, tagged and titled with the number's key.

    It calls itself a building block, because LibreOffice 7.4, having met any other control within a line, takes all
    later ones for form fields and shows the codes of the fields in them (tried).
    """
    named = xml_attribute(tag)
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{named}"/><w:tag w:val="{named}"/><w:id w:val="{identities.control(tag)}"/>'
        f'<w:docPartObj><w:docPartGallery w:val="{GALLERY}"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def anchored(identities: Identities, key: str, inside: str) -> str:
    """The inside of a paragraph with the bookmark of the block's key around it.

    The second anchor: some editors drop controls on saving, but keep a bookmark that stays within a paragraph.
    """
    return bookmarked(identities, identities.bookmark_name(bookmark_of(key)), inside)


def bookmarked(identities: Identities, name: str, inside: str) -> str:
    """The inside of a paragraph with a bookmark around it."""
    number = identities.bookmark()
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'
