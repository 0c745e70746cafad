"""JupyterLab is started with settings of its own, below the outputs, in the user's language."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from branchbook.cli import lab

TRANSLATION = "@jupyterlab/translation-extension:plugin"
NOTIFICATION = "@jupyterlab/apputils-extension:notification"
START = """
import sys
from pathlib import Path
from branchbook.cli.lab import start
start(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:])
"""


@pytest.mark.parametrize(("language", "locale"), [("zh-CN", "zh_CN"), ("en", "default")])
def test_jupyterlab_speaks_the_language_of_the_engagement(language: str, locale: str, tmp_path: Path) -> None:
    lab.write_overrides(tmp_path, language)
    written = json.loads((tmp_path / "overrides.json").read_text(encoding="utf-8"))
    assert written[TRANSLATION] == {"locale": locale}


def test_jupyterlab_asks_for_no_news_and_no_kernel(tmp_path: Path) -> None:
    lab.write_overrides(tmp_path, "zh-CN")
    written = json.loads((tmp_path / "overrides.json").read_text(encoding="utf-8"))
    assert written[NOTIFICATION] == {"checkForUpdates": False, "fetchNews": "false"}
    assert written["@jupyterlab/notebook-extension:tracker"]["autoStartDefaultKernel"] is True


def test_everything_that_jupyterlab_writes_stays_below_the_outputs(tmp_path: Path) -> None:
    variables = lab.variables(tmp_path / "inputs", tmp_path / "outputs")
    own = {name: Path(value) for name, value in variables.items() if name.startswith(("JUPYTER", "IPYTHON"))}
    assert {"JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"} <= own.keys()
    assert all(path.is_relative_to(tmp_path / "outputs" / ".lab") for path in own.values())
    assert len(set(own.values())) == len(own)


def test_jupyterlab_listens_on_this_machine_alone(tmp_path: Path) -> None:
    assert "--ServerApp.ip=127.0.0.1" in lab.arguments(tmp_path)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_lab(language: str, folder: Path) -> Iterator[str]:
    """The address of a JupyterLab that runs as long as the block."""
    port = free_port()
    options = ["--no-browser", f"--port={port}", "--IdentityProvider.token=test"]
    command = [sys.executable, "-c", START, language, str(folder / "inputs"), str(folder / "outputs"), *options]
    with (folder / "lab.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            yield f"http://127.0.0.1:{port}/lab/api"
        finally:
            server.terminate()


def settings_of(address: str, plugin: str) -> dict[str, Any]:
    """The server's answer about a plugin, once it is up."""
    request = urllib.request.Request(f"{address}/settings/{plugin}", headers={"Authorization": "token test"})  # noqa: S310
    for _ in range(120):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - an address of this machine
                return dict(json.load(answer))
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    raise AssertionError("JupyterLab did not start")


@pytest.mark.heavy
def test_a_running_jupyterlab_uses_our_settings(tmp_path: Path) -> None:
    with running_lab("zh-CN", tmp_path) as address:
        schema = settings_of(address, TRANSLATION)["schema"]
        news = settings_of(address, NOTIFICATION)["schema"]
    assert schema["properties"]["locale"]["default"] == "zh_CN"
    assert news["properties"]["fetchNews"]["default"] == "false"
