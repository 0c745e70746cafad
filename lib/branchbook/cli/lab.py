"""``branchbook lab``: JupyterLab with settings of its own; the user's Jupyter configuration is neither read nor
changed.

Everything that JupyterLab writes goes below ``outputs/.lab``. It listens on this machine alone and asks the network
for nothing.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

from jupyterlab.labapp import LabApp

from branchbook.book.locations import Locations
from branchbook.cli.voice import Voice
from branchbook.demo import ensure_demo
from branchbook.values.places import HOUSE, notebooks_folder, templates_folder

LOCALES = {"zh-CN": "zh_CN", "en": "default"}
"""JupyterLab's name for each language of an engagement."""

_FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "user-settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
}


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """``branchbook lab``: JupyterLab in the language of the command; words it does not know are JupyterLab's.

    The demo engagement is made if need be, so that every notebook can be tried at once.
    """
    ensure_demo(locations.inputs)
    start(voice.text.language, locations.inputs, locations.outputs, asked.options)
    return 0


def start(language: str, inputs: Path, outputs: Path, options: Sequence[str] = ()) -> None:
    """Open JupyterLab on the notebooks, in ``language`` ("zh-CN" or "en"), and serve until the user ends it.

    ``options`` are JupyterLab's own, such as ``--no-browser`` or ``--port=8899``.
    """
    settings = outputs / ".lab" / "settings"
    write_overrides(settings, language)
    os.environ.update(variables(inputs, outputs))
    LabApp.launch_instance([*arguments(settings), *options])


def write_overrides(settings: Path, language: str) -> None:
    """Our defaults of JupyterLab's settings (``templates/jupyterlab``) and the language; users may change each."""
    defaults = json.loads((templates_folder() / "jupyterlab" / "overrides.json").read_text(encoding="utf-8"))
    overrides = {**defaults, "@jupyterlab/translation-extension:plugin": {"locale": LOCALES[language]}}
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "overrides.json").write_text(json.dumps(overrides, indent=2), encoding="utf-8")


def variables(inputs: Path, outputs: Path) -> dict[str, str]:
    """The environment variables of the server and its kernels."""
    own = {name: str((outputs / ".lab" / folder).resolve()) for name, folder in _FOLDERS.items()}
    locations = {"BRANCHBOOK_INPUTS": str(inputs.resolve()), "BRANCHBOOK_OUTPUTS": str(outputs.resolve())}
    return {**own, **locations, "PYTHONUTF8": "1"}


def arguments(settings: Path) -> list[str]:
    """The server's arguments: this machine alone, the house as root, its notebooks first.

    Jupyter wants to be told that an administrator starts it on purpose, as is usual in containers.
    """
    administrator = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        *(["--allow-root"] if administrator else []),
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={HOUSE}",
        f"--FileContentsManager.preferred_dir={notebooks_folder()}",
        f"--LabApp.app_settings_dir={settings.resolve()}",
        "--LabApp.extension_manager=readonly",
    ]
