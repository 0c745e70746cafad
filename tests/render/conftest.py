"""A real browser for the pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.render.browsing import wait_until

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[[Path], Any]]:
    """A function that opens a page by its file, as a double-click does, and notes requests, errors and dialogs."""
    views = []

    def show(file: Path) -> Any:
        view = browser.new_page(viewport={"width": 1366, "height": 768})
        views.append(view)
        view.asked, view.wrong = [], []
        view.on("request", lambda request: view.asked.append(request.url))
        view.on("pageerror", lambda error: view.wrong.append(str(error)))
        view.on("console", lambda message: view.wrong.append(message.text) if message.type == "error" else None)
        view.on("dialog", lambda dialog: (view.wrong.append(dialog.message), dialog.dismiss()))
        view.goto(file.as_uri())
        wait_until(view, "document.getElementById('count').textContent !== ''")
        return view

    yield show
    for view in views:
        view.close()
