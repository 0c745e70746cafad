"""The stock way to execute a notebook: papermill and a Jupyter kernel of this very Python, apart from the user's own.

No kernel needs to be installed, none that is installed is used, and nothing is read from or written to the user's
IPython and Jupyter folders.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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


@contextmanager
def own_jupyter_folders() -> Iterator[dict[str, str]]:
    """Environment variables that send IPython's and Jupyter's files to a folder of their own, which is then removed."""
    with tempfile.TemporaryDirectory(prefix="branchbook-", ignore_cleanup_errors=True) as folder:
        names = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
        yield {name: str(Path(folder) / name.casefold()) for name in names}
