"""Charts of a notebook as real JupyterLab draws them, without a network."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.render import samples
from tests.render.browsing import wait_until
from tests.render.deck import samples as deck_samples

from branchbook.render.vega.specification import MIME_TYPE, vega_lite
from branchbook.values.artifact import FigureKind

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(sys.platform == "win32", reason="the server is ended by a signal"),
]
KINDS = tuple(FigureKind)
WIDTH_CM = 16.0

DRAWN = "document.querySelectorAll('.vega-embed canvas').length"
INK = """canvas => {
    const {width, height} = canvas, ink = {all: 0, rim: 0};
    const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
    for (let place = 0; place < width * height; place++) {
        if (pixels[4 * place] + pixels[4 * place + 1] + pixels[4 * place + 2] > 740) continue;
        const x = place % width, y = Math.floor(place / width);
        ink.all += 1;
        if (x < 2 || y < 2 || x >= width - 2 || y >= height - 2) ink.rim += 1;
    }
    return ink;
}"""
"""How many pixels of a chart are not white, and how many of these touch its rim, as only clipped ones do."""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab of this test's own, over a folder with a notebook of all kinds of charts."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "charts.ipynb").write_text(json.dumps(notebook()), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(tmp_path / name.lower()) for name in (
        "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR",
        "JUPYTERLAB_WORKSPACES_DIR", "HOME",
    )}  # fmt: skip
    asked = [
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--IdentityProvider.token=",
        f"--ServerApp.root_dir={folder}",
    ]
    with (tmp_path / "log").open("wb") as log:
        command = [sys.executable, "-m", "jupyter", "lab", *asked]
        server = subprocess.Popen(command, env={**os.environ, **own}, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=60)


def notebook() -> dict[str, Any]:
    """A notebook whose only cell has put out a chart of each kind."""
    kept = {"output_type": "display_data", "metadata": {}}
    outputs = [{**kept, "data": {MIME_TYPE: vega_lite(figure(kind), WIDTH_CM), "text/plain": [kind]}} for kind in KINDS]
    cell = {"cell_type": "code", "id": "charts", "metadata": {}, "execution_count": 1, "source": [], "outputs": outputs}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}


def figure(kind: FigureKind) -> Any:
    of_its_own = deck_samples.figure if kind is FigureKind.GANTT else samples.figure
    return of_its_own(kind, key=f"10_sample.{kind}")


def test_jupyterlab_draws_every_kind_of_chart_whole_and_asks_nothing_of_the_network(lab: str, browser: Any) -> None:
    view = browser.new_page(viewport={"width": 1400, "height": 1000})
    asked: list[str] = []
    view.on("request", lambda request: asked.append(request.url))
    for _ in range(240):
        if answers(lab):
            break
        view.wait_for_timeout(250)
    view.goto(f"{lab}/doc/tree/charts.ipynb")
    view.wait_for_selector(".vega-embed canvas", timeout=120_000)
    wait_until(view, f"{DRAWN} === {len(KINDS)}")
    ink = {kind: view.locator(".vega-embed canvas").nth(place).evaluate(INK) for place, kind in enumerate(KINDS)}
    assert {kind: found for kind, found in ink.items() if found["all"] < 2_000 or found["rim"]} == {}
    assert [url for url in asked if not url.startswith((lab, "data:", "blob:"))] == []
    view.close()


def answers(address: str) -> bool:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.socket() as line:
        return line.connect_ex((host, int(port))) == 0
