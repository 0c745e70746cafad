"""The stock way to execute a notebook: papermill and a Jupyter kernel of this very Python, apart from the user's own.

No kernel needs to be installed, none that is installed is used, and nothing is read from or written to the user's
IPython and Jupyter folders.
"""

from __future__ import annotations

import os
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir
from papermill.engines import NBClientEngine, papermill_engines
from traitlets import default

from branchbook.batch.finishing import FinishingEngine

NAME = "branchbook-kernel"

LONGEST_FOLDER_OF_SOCKETS = 50
"""Bytes: the address of a socket file has room for 100, half of which its name takes."""


class OwnKernelManager(AsyncKernelManager):
    """Starts kernels of the running interpreter; talks to them through files where the system can.

    Files need no free port, so kernels started at once can't take each other's, and no other user can listen.
    """

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """The command of a stock kernel, by way of what keeps it to its branch."""
        command = super().format_kernel_cmd(extra_arguments)
        return ["branchbook.batch.kernel_start" if word == "ipykernel_launcher" else word for word in command]

    @default("transport")
    def _transport_default(self) -> str:
        folder = os.fsencode(jupyter_runtime_dir())
        return "ipc" if os.name == "posix" and len(folder) <= LONGEST_FOLDER_OF_SOCKETS else "tcp"

    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[], parent=self)


class KernelEngine(FinishingEngine, NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, which finishes notebooks."""


def kernel_options() -> dict[str, Any]:
    """What papermill passes on to the client of the kernel."""
    papermill_engines.register(NAME, KernelEngine)
    return {
        "engine_name": NAME,
        "kernel_name": "python3",
        "language": "python",
        "kernel_manager_class": OwnKernelManager,
        "record_timing": False,
        "request_save_on_cell_execute": True,
    }
