"""Run by LibreOffice's own Python: a person's work on a report, done through LibreOffice itself.

Usage: uno_editing.py PORT SOURCE TARGET
"""

import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.embed.EmbedStates import RUNNING
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK


def connected(port):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def option(name, value):
    chosen = PropertyValue()
    chosen.Name, chosen.Value = name, value
    return chosen


def found(document, words):
    search = document.createSearchDescriptor()
    search.SearchString = words
    return document.findFirst(search)


def edit(document):
    heading = found(document, "经营指标对比")
    while heading.ParaStyleName != "Heading 2":
        heading = document.findNext(heading.End, search_for("经营指标对比", document))
    text = document.Text
    cursor = text.createTextCursorByRange(heading.End)
    text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    text.insertString(cursor, "顾问在此手写一段。", False)
    cursor.ParaStyleName = "Text body"
    found(document, "先治高峰排队").String = "先解决午间排队"
    table = document.TextTables.getByIndex(0)
    table.getCellByName("B6").createTextCursorByRange(table.getCellByName("B6").Text).CharWeight = 150.0
    remark = document.createInstance("com.sun.star.text.textfield.Annotation")
    remark.Author, remark.Content = "顾问", "请核对窗口数。"
    place = found(document, "同一时段平均只开")
    place.Text.insertTextContent(place.End, remark, False)
    move(document, "投诉", "渠道与业务结构")
    delete_figure(document, "月度平均等候时间")
    recolour(document)
    document.RecordChanges = True
    tracked = found(document, "客户数量不少")
    tracked.Text.insertString(tracked.End, "（已核）", False)
    document.RecordChanges = False


def paragraphs(document):
    """The paragraphs of the text in order, without tables and without the contents' entries."""
    walk, found = document.Text.createEnumeration(), []
    while walk.hasMoreElements():
        element = walk.nextElement()
        if element.supportsService("com.sun.star.text.Paragraph"):
            found.append(element)
    return found


def is_heading(paragraph):
    return paragraph.ParaStyleName.startswith("Heading ")


def move(document, heading, before):
    """Cut a chapter out and paste it before another one."""
    every = paragraphs(document)
    first = next(n for n, p in enumerate(every) if is_heading(p) and p.String == heading)
    window = document.CurrentController
    cursor = document.Text.createTextCursorByRange(every[first].Start)
    cursor.gotoRange(every[first + 1].End, True)
    window.select(cursor)
    cut = window.Transferable
    every[first + 1].dispose()
    every[first].dispose()
    place = next(p for p in paragraphs(document) if is_heading(p) and p.String == before)
    text = document.Text
    at = text.createTextCursorByRange(place.Start)
    text.insertControlCharacter(at, PARAGRAPH_BREAK, False)
    at.gotoPreviousParagraph(False)
    window.select(at)
    window.insertTransferable(cut)


def delete_figure(document, caption):
    """Delete a figure with its caption and note."""
    every = paragraphs(document)
    captions = (
        n for n, p in enumerate(every) if p.ParaStyleName.casefold() == "caption" and p.String.endswith(caption)
    )
    place = next(captions)
    for paragraph in every[place - 1 : place + 2]:
        paragraph.dispose()


def recolour(document):
    """Another colour for the first series of the first chart."""
    holder = document.EmbeddedObjects.getByIndex(0).ExtendedControlOverEmbeddedObject
    holder.changeState(RUNNING)  # until then there is no chart to speak to
    holder.Component.Diagram.getDataRowProperties(0).FillColor = 0xFF00AA
    holder.Component.setModified(True)


def search_for(words, document):
    search = document.createSearchDescriptor()
    search.SearchString = words
    return search


def main():
    port, source, target = sys.argv[1:]
    desktop = connected(port).ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", connected(port))
    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (option("Hidden", True),))
    edit(document)
    document.storeToURL(Path(target).as_uri(), (option("FilterName", "MS Word 2007 XML"),))
    document.close(True)
    desktop.terminate()


main()
