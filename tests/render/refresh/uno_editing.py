"""Run by LibreOffice's own Python: a person's work on a report, done through LibreOffice itself.

Usage: uno_editing.py PORT SOURCE TARGET ROUND
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import uno
from uno_bridge import work

PARAGRAPH_BREAK = uno.getConstantByName("com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK")
RUNNING = uno.getConstantByName("com.sun.star.embed.EmbedStates.RUNNING")


def found(document, words):
    search = document.createSearchDescriptor()
    search.SearchString = words
    return document.findFirst(search)


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


def heading(document, words):
    return next(p for p in paragraphs(document) if is_heading(p) and words == p.String)


def type_after(document, place, words, style="Text body"):
    """Type a paragraph after another; answers the cursor behind its last letter."""
    cursor = document.Text.createTextCursorByRange(place.End)
    document.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    document.Text.insertString(cursor, words, False)
    cursor.ParaStyleName = style
    return cursor


def remark(document, place, said):
    comment = document.createInstance("com.sun.star.text.textfield.Annotation")
    comment.Author, comment.Content = "顾问", said
    at = found(document, place)
    at.Text.insertTextContent(at.End, comment, False)


def tracked(document, edit):
    document.RecordChanges = True
    edit()
    document.RecordChanges = False


def a_whole_day(document):
    """Of everything a little."""
    type_after(document, heading(document, "经营指标对比"), "顾问在此手写一段。")
    found(document, "先治高峰排队").String = "先解决午间排队"
    table = document.TextTables.getByIndex(0)
    table.getCellByName("B6").createTextCursorByRange(table.getCellByName("B6").Text).CharWeight = 150.0
    remark(document, "同一时段平均只开", "请核对窗口数。")
    move(document, "投诉", "渠道与业务结构")
    delete_figure(document, "月度平均等候时间")
    recolour(document)
    at = found(document, "客户数量不少")
    tracked(document, lambda: at.Text.insertString(at.End, "（已核）", False))


def footnote(document):
    note = document.createInstance("com.sun.star.text.Footnote")
    at = found(document, "渠道迁移与等候时间是短板")
    at.Text.insertTextContent(at.End, note, False)
    note.insertString(note.createTextCursor(), "见访谈记录。", False)


def colour_words(document):
    found(document, "客流在十点至十二点达到峰值").CharColor = 0xC00000


def reword_an_item(document):
    found(document, "新客户沉睡").String = "新客户没有动起来"


def own_chapter(document):
    place = type_after(document, paragraphs(document)[-1], "顾问补充", "Heading 2")
    cursor = type_after(document, place, "以下为顾问自制的表。")
    document.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
    table = document.createInstance("com.sun.star.text.TextTable")
    table.initialize(2, 2)
    document.Text.insertTextContent(cursor, table, False)
    for name, words in (("A1", "事项"), ("B1", "负责人"), ("A2", "排班"), ("B2", "网点负责人")):
        table.getCellByName(name).String = words


def shrink_a_figure(document):
    chart = document.EmbeddedObjects.getByIndex(1)
    size = uno.createUnoStruct("com.sun.star.awt.Size")
    size.Width, size.Height = 9000, 5000
    chart.setSize(size)


def delete_words_tracked(document):
    at = found(document, "另行列示")
    tracked(document, lambda: setattr(at, "String", ""))


def shade_a_cell(document):
    cell = document.TextTables.getByIndex(0).getCellByName("A2")
    cell.BackTransparent, cell.BackColor = False, 0xFFF2CC


def delete_a_paragraph(document):
    next(p for p in paragraphs(document) if p.String.startswith("本报告以2026年上半年")).dispose()


def split_a_paragraph(document):
    at = found(document, "弃号不计入平均值")
    document.Text.insertControlCharacter(at.Start, PARAGRAPH_BREAK, False)


ROUNDS = (
    a_whole_day,
    footnote,
    colour_words,
    reword_an_item,
    own_chapter,
    shrink_a_figure,
    delete_words_tracked,
    shade_a_cell,
    delete_a_paragraph,
    split_a_paragraph,
)


def move(document, title, before):
    """Cut a chapter out and paste it before another one."""
    every = paragraphs(document)
    first = next(n for n, p in enumerate(every) if is_heading(p) and p.String == title)
    window = document.CurrentController
    cursor = document.Text.createTextCursorByRange(every[first].Start)
    cursor.gotoRange(every[first + 1].End, True)
    window.select(cursor)
    cut = window.Transferable
    every[first + 1].dispose()
    every[first].dispose()
    place = heading(document, before)
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


def edit(document, words):
    place = int(words[0])
    ROUNDS[place](document)
    type_after(document, heading(document, "时段分布"), f"第{place + 1}轮手写。")


work("MS Word 2007 XML", edit)
