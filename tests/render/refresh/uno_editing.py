"""Run by LibreOffice's own Python: a person's work on a report, done through LibreOffice itself.

Usage: uno_editing.py PORT SOURCE TARGET
"""

import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
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
    document.RecordChanges = True
    tracked = found(document, "客户数量不少")
    tracked.Text.insertString(tracked.End, "（已核）", False)
    document.RecordChanges = False


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
