"""The stock way to execute a notebook: papermill and a Jupyter kernel of this very Python, apart from the user's own.

No kernel needs to be installed, none that is installed is used, and nothing is read from or written to the user's
IPython and Jupyter folders.
"""

from __future__ import annotations

import os
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import default


class OwnKernelManager(AsyncKernelManager):
    """Starts kernels of the running interpreter; talks to them through files where the system can.

    Files need no free port, so kernels started at once can't take each other's, and no other user can listen.
    """

    @default("transport")
    def _transport_default(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        return KernelSpecManager(kernel_dirs=[], parent=self)


def kernel_options() -> dict[str, Any]:
    """What papermill passes on to the client of the kernel."""
    return {
        "kernel_name": "python3",
        "language": "python",
        "kernel_manager_class": OwnKernelManager,
        "record_timing": False,
        "request_save_on_cell_execute": True,
    }
