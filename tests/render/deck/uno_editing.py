"""Run by LibreOffice's own Python: a person's work on a deck, done through LibreOffice Impress itself.

Usage: uno_editing.py PORT SOURCE TARGET ROUND
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import uno
from uno_bridge import work

LEAD, STEPS, WAITS, LIST = (f"10_sample.{name}" for name in ("lead", "steps", "waits", "list"))


HELD = []
"""Every page and shape that was looked at. LibreOffice forgets one that nobody holds while it hands out the next: what
is then done to it is lost, and it has no chart."""


def held(thing):
    HELD.append(thing)
    return thing


def shape(document, name):
    """The shape of this name and the page on which it stands."""
    for number in range(document.DrawPages.Count):
        page = held(document.DrawPages.getByIndex(number))
        for place in range(page.Count):
            found = held(page.getByIndex(place))
            if found.Name == name:
                return found, page
    raise SystemExit(f"there is no {name}")


def type_beside(document, name, words):
    """A text box of a person's on the page of a shape."""
    own = held(document.createInstance("com.sun.star.drawing.TextShape"))
    shape(document, name)[1].add(own)
    own.Position, own.Size = place_of(1000, 16000), size_of(8000, 1500)
    own.String = words


def place_of(x, y):
    place = uno.createUnoStruct("com.sun.star.awt.Point")
    place.X, place.Y = x, y
    return place


def size_of(width, height):
    size = uno.createUnoStruct("com.sun.star.awt.Size")
    size.Width, size.Height = width, height
    return size


def reword_and_recolour(document):
    shape(document, LEAD)[0].String = "我们的说法。"
    chart = shape(document, WAITS)[0].Model
    chart.Diagram.getDataRowProperties(0).FillColor = 0xFF00AA
    chart.setModified(True)


def move_and_embolden(document):
    shape(document, WAITS)[0].Position = place_of(2000, 5000)
    cell = shape(document, LIST)[0].Model.getCellByPosition(1, 1)
    cell.createTextCursorByRange(cell.Text).CharWeight = 150.0
    document.DrawPages.insertNewByIndex(document.DrawPages.Count - 1)
    own = held(document.DrawPages.getByIndex(document.DrawPages.Count - 2))
    box = held(document.createInstance("com.sun.star.drawing.TextShape"))
    own.add(box)
    box.Position, box.Size = place_of(2000, 2000), size_of(10000, 2000)
    box.String = "顾问自制的一页"


def delete_a_list(document):
    gone, page = shape(document, STEPS)
    page.remove(gone)


ROUNDS = (reword_and_recolour, move_and_embolden, delete_a_list)


def edit(document, words):
    place = int(words[0])
    if place < len(ROUNDS):
        ROUNDS[place](document)
    type_beside(document, LIST, f"第{place + 1}轮手写。")


work("Impress MS PowerPoint 2007 XML", edit)
