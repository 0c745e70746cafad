"""The map's page with five thousand firms in a real browser: from a person's hand to the painted frame.

Every input event says when the browser received it; the frame that answers is painted when the message arrives that is
sent from within its callback. The same hand works a page of five hundred firms in the same run, one page after the
other, so that a busy machine makes both slow. Milliseconds are printed (``-s``).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from tests.render.mapped import HOSTILE, page

from branchbook.render.page import page_html, write_assets

pytestmark = pytest.mark.heavy

FEW, MANY = 500, 5_000
ROUNDS = 3
MOST_TIMES, MOST_MILLISECONDS = 8, 250
"""Ten times the firms cost less than ten times; a quarter of a second is what a busy machine may take."""

KINDS = {"input": "typing", "change": "choosing", "wheel": "zooming", "pointermove": "dragging"}
LISTENING = """kinds => {
    window.taken = {};
    const painted = (kind, begun) => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => (window.taken[kind] ||= []).push(performance.now() - begun);
        channel.port2.postMessage(0);
    });
    for (const [event, kind] of Object.entries(kinds))
        document.addEventListener(event, happened => painted(kind, happened.timeStamp), true);
}"""
PAUSE = 60


def worked(view: Any) -> dict[str, list[float]]:
    """Milliseconds from each event of a person at work on the page to the frame painted after it, by kind of work."""
    view.evaluate(LISTENING, KINDS)
    view.click("#search")
    for letter in "云山示例04":
        view.keyboard.insert_text(letter)
        view.wait_for_timeout(PAUSE)
    view.click("#reset")
    for module in ("机构业务", "公司业务", "国际业务"):
        view.select_option("#module", f"={module}")
        view.wait_for_timeout(PAUSE)
    view.click("#reset")
    box = view.locator("#map").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    view.mouse.move(*middle)
    for turn in range(8):
        view.mouse.wheel(0, -240 if turn < 4 else 240)
        view.wait_for_timeout(PAUSE)
    view.mouse.down()
    for step in range(12):
        view.mouse.move(middle[0] + 8 * step, middle[1] + 4 * step)
        view.wait_for_timeout(PAUSE)
    view.mouse.up()
    taken: dict[str, list[float]] = view.evaluate("window.taken")
    return taken


def test_a_page_of_five_thousand_firms_answers_within_a_few_times_one_of_five_hundred(
    opened: Callable[[Path], Any], tmp_path: Path
) -> None:
    write_assets(tmp_path / "assets")
    taken: dict[int, dict[str, list[float]]] = {FEW: {}, MANY: {}}
    for count in taken:
        folder = tmp_path / "branches" / str(count)
        folder.mkdir(parents=True)
        (folder / "ecosystem.html").write_text(page_html(page(count - len(HOSTILE)), "../../assets"), encoding="utf-8")
    for _ in range(ROUNDS):
        for count, kinds in taken.items():
            view = opened(tmp_path / "branches" / str(count) / "ecosystem.html")
            for kind, times in worked(view).items():
                kinds.setdefault(kind, []).extend(times)
            assert view.wrong == []
            view.close()
    print()
    for kind in KINDS.values():
        few, many = (median(taken[count][kind]) for count in (FEW, MANY))
        print(f"{kind}: {FEW} firms {few:.0f} ms, {MANY} firms {many:.0f} ms ({many / few:.1f} times)")
        assert many < MOST_TIMES * few
        assert many < MOST_MILLISECONDS
