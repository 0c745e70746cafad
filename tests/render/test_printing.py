"""LibreOffice prints many documents in one start, and its print tells the pages of the contents' entries."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.render.ooxml_checks import W, audited, faults, root
from tests.render.refresh.desk import OFFER, TEMPLATE, Desk, newer, sample, text_of

from branchbook.book.printing import number_pages, print_documents
from branchbook.render import office
from branchbook.render.word.pages import awaiting_pages, with_pages
from branchbook.render.word.refresh import Supply, render_report
from branchbook.report.blocks import Document
from branchbook.report.living import Notes

with_office = pytest.mark.skipif(office.office() is None, reason="LibreOffice is not installed")


def rendered(folder: Path, document: Document) -> Path:
    return render_report(document, TEMPLATE, folder / "report.docx", OFFER, Supply())


def entries(report: Path) -> list[str]:
    """The entries of the contents, as a program shows them that updates nothing."""
    links = [h for h in root(report).iter(f"{W}hyperlink") if (h.get(f"{W}anchor") or "").startswith("_Toc")]
    return [text_of(link) for link in links]


def listings(report: Path) -> list[list[str]]:
    """The entries of the contents, of the list of figures and of the list of tables, each by themselves."""
    found: list[list[str]] = []
    for element in root(report).iter(f"{W}instrText", f"{W}hyperlink"):
        if element.tag == f"{W}instrText" and element.text.split()[:1] == ["TOC"]:
            found.append([])
        elif (element.get(f"{W}anchor") or "").startswith("_Toc"):
            found[-1].append(text_of(element))
    return found


def pages_of(listing: list[str]) -> list[int]:
    return [int(re.findall(r"\d+$", entry)[0]) for entry in listing]


def anchors(report: Path) -> list[str]:
    return [
        h.get(f"{W}anchor") for h in root(report).iter(f"{W}hyperlink") if h.get(f"{W}anchor", "").startswith("_Toc")
    ]


def a_print(report: Path, *, shift: int = 0) -> bytes:
    """What a PDF of LibreOffice's says of pages: entry by entry one page further."""
    names = anchors(report)
    kids = " ".join(f"{100 + page} 0 R" for page in range(len(names) + 20))
    places = "".join(
        f"/{name.replace('_', '5F')}[{100 + place + shift} 0 R/XYZ 79.4 710.4 0]\n" for place, name in enumerate(names)
    )
    return f"%PDF-1.6\n5 0 obj\n<</Type/Pages\n/Kids[ {kids} ]\n/Count 9>>\nendobj\n6 0 obj\n<<{places}>>\n".encode()


def test_entries_show_their_pages_without_any_update(tmp_path: Path) -> None:
    report = rendered(tmp_path, sample())
    plain = entries(report)
    content = with_pages(report, a_print(report))
    assert content is not None
    report.write_bytes(content)
    assert entries(report) == [f"{words}{page}" for page, words in enumerate(plain, 1)]
    instructions = [c.text.strip() for c in root(report).iter(f"{W}instrText") if c.text.strip().startswith("TOC")]
    assert [code for code in instructions if "\\n" in code] == []
    assert (audited(report), faults(report)) == ([], [])


def test_pages_that_a_print_does_not_tell_are_not_written(tmp_path: Path) -> None:
    report = rendered(tmp_path, sample())
    assert with_pages(report, b"%PDF-1.6\n") is None
    known = a_print(report).replace(anchors(report)[-1].replace("_", "5F").encode(), b"other")
    assert with_pages(report, known) is None


def test_a_report_that_changes_loses_numbers_that_may_be_false_and_any_other_keeps_them(tmp_path: Path) -> None:
    report = rendered(tmp_path, sample())
    plain = entries(report)
    report.write_bytes(with_pages(report, a_print(report)) or b"")
    numbered = report.read_bytes()
    rendered(tmp_path, sample())
    assert report.read_bytes() == numbered
    rendered(tmp_path, newer(sample()))
    assert entries(report) == plain
    assert Notes.read(tmp_path / "report.docx") == Notes()
    assert (audited(report), faults(report)) == ([], [])


def test_ten_rounds_let_nothing_grow(tmp_path: Path) -> None:
    report = rendered(tmp_path, sample())
    first: dict[int, bytes] = {}
    for number in range(10):
        rendered(tmp_path, newer(sample()) if number % 2 else sample())
        report.write_bytes(with_pages(report, a_print(report, shift=number % 2)) or b"")
        again = first.setdefault(number % 2, report.read_bytes()) if number > 1 else report.read_bytes()
        assert report.read_bytes() == again
    assert faults(report) == []


def test_contents_that_a_person_updated_are_left_to_them(tmp_path: Path) -> None:
    report = rendered(tmp_path, sample())
    report.write_bytes(with_pages(report, a_print(report)) or b"")

    def reword(tree: object) -> None:
        words = next(t for h in tree.iter(f"{W}hyperlink") for t in h.iter(f"{W}t"))  # type: ignore[attr-defined]
        words.text = f"{words.text}（改）"

    Desk(tmp_path).edit(reword)
    theirs, *lists = listings(report)
    report.write_bytes(with_pages(report, a_print(report, shift=1)) or b"")
    assert listings(report)[0] == theirs
    assert [pages_of(one) for one in listings(report)[1:]] == [[page + 1 for page in pages_of(one)] for one in lists]
    rendered(tmp_path, newer(sample()))
    assert entries(report)[0].endswith("（改）1")


def test_a_report_whose_listings_a_person_updated_all_waits_for_no_print(tmp_path: Path) -> None:
    report = rendered(tmp_path, sample())
    report.write_bytes(with_pages(report, a_print(report)) or b"")

    def reword(tree: object) -> None:
        for link in tree.iter(f"{W}hyperlink"):  # type: ignore[attr-defined]
            words = next(link.iter(f"{W}t"))
            words.text = f"{words.text}（改）"

    Desk(tmp_path).edit(reword)
    assert awaiting_pages(report) is None


@with_office
def test_two_reports_are_numbered_and_printed_in_one_start_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[int] = []
    run = office._run
    monkeypatch.setattr(office, "_run", lambda *words: (starts.append(len(words[1])), run(*words)))
    folders = [tmp_path / "001 城东 100%", tmp_path / "002"]
    for folder, document in zip(folders, (sample(), newer(sample())), strict=True):
        folder.mkdir()
        rendered(folder, document)
    done = number_pages(folders)
    assert [len(done.made), done.left] == [2, ()]
    every = [pages_of(listing) for listing in listings(folders[0] / "report.docx")]
    assert len(every) == 3
    assert all(pages == sorted(pages) and pages[0] > 1 for pages in every)
    pages = every[0]
    printed = print_documents(folders)
    assert [len(printed.made), printed.left] == [2, ()]
    assert all((folder / "report.pdf").read_bytes().startswith(b"%PDF") for folder in folders)
    assert print_documents(folders).made == ()
    assert starts == [2, 2]
    if shutil.which("pdftotext"):
        heading = entries(folders[0] / "report.docx")[0].rstrip("0123456789")
        page = str(pages[0])
        command = ["pdftotext", "-f", page, "-l", page, str(folders[0] / "report.pdf"), "-"]
        assert heading in subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    rendered(folders[0], newer(sample()))
    assert not (folders[0] / "report.pdf").exists()


def test_a_document_that_is_open_is_left_alone(tmp_path: Path) -> None:
    report = rendered(tmp_path, sample())
    (tmp_path / "~$report.docx").write_bytes(b"")
    before = report.read_bytes()
    number_pages([tmp_path])
    assert report.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="a stand-in program that Windows does not start")
def test_a_libreoffice_that_hangs_is_ended_and_its_documents_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(600)\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "office", lambda: program)
    monkeypatch.setattr(office, "_START_SECONDS", 0.2)
    monkeypatch.setattr(office, "_SECONDS_EACH", 0.1)
    document = tmp_path / "report.docx"
    document.write_bytes(b"x")
    assert print_documents([tmp_path]).left == (document,)


def test_without_libreoffice_nothing_is_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "office", lambda: None)
    (tmp_path / "report.docx").write_bytes(b"x")
    assert dict(office.converted({tmp_path / "report.docx": tmp_path / "report.pdf"})) == {}
