"""A Jupyter kernel without sockets: ipykernel's own shell, display hook and publisher, in this very process.

What a stock kernel would put on its wire is handed to a listener at once. Everything that decides what a notebook's
outputs look like (formatters, tracebacks, magics, figures, top-level await) is the code that a stock kernel runs.
"""

from __future__ import annotations

import asyncio
import atexit
import builtins
import getpass
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import MethodType, SimpleNamespace
from typing import Any, ClassVar

from ipykernel.compiler import XCachingCompiler
from ipykernel.eventloops import enable_gui
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelbase import Kernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

Message = dict[str, Any]
Listener = Callable[[Message], Any]

_CONFIG = Config({"HistoryManager": {"enabled": False}, "IPKernelApp": {"tqdm": "as in a kernel"}})

_STOCK = TransformerManager()  # type: ignore[no-untyped-call]
_REWRITING = (_STOCK.cleanup_transforms, _STOCK.line_transforms, _STOCK.token_transformers)
"""What rewrites every notebook's cells before they are compiled: magics, prompts that were pasted along."""


class KernelInProcess:
    """One notebook's kernel: a fresh namespace, In and Out, and execution counts from 1."""

    language_info: ClassVar[dict[str, Any]] = IPythonKernel.language_info

    def __init__(self, shell: Any, session: _Loopback, loop: asyncio.AbstractEventLoop) -> None:
        self._shell = shell
        self._session = session
        self._loop = loop

    def run(self, code: str, listener: Listener) -> Message:
        """Run a cell, tell its messages to ``listener`` in order, and answer the reply of a stock kernel."""
        self._session.listener = listener
        self._session.post("execute_input", {"code": code, "execution_count": self._shell.execution_count})
        result = self._loop.run_until_complete(self._run(code))
        _flush()
        return {"msg_type": "execute_reply", "content": self._reply(result)}

    async def _run(self, code: str) -> Any:
        """Run as ipykernel does: awaiting a cell that awaits, else in one go, with the loop running either way."""
        shell = self._shell
        shell.payload_manager.clear_payload()
        if not self._may_await(code):
            return shell.run_cell(code, store_history=True)
        transformed, failed = self._transformed(code)
        given = {"transformed_cell": transformed, "preprocessing_exc_tuple": failed}
        if not shell.should_run_async(code, **given):
            return shell.run_cell(code, store_history=True)
        result = None
        try:
            result = await asyncio.ensure_future(shell.run_cell_async(code, store_history=True, **given))
        finally:
            shell.events.trigger("post_execute")
            shell.events.trigger("post_run_cell", result)
        return result

    def _may_await(self, code: str) -> bool:
        """Whether to look closer: the cell has the words for it, or the notebook rewrites cells in a way of its own."""
        manager = self._shell.input_transformer_manager
        rewriting = (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
        own = rewriting != _REWRITING or self._shell.input_transformers_post
        return bool(own) or "await" in code or "async" in code

    def _transformed(self, code: str) -> tuple[str, Any]:
        try:
            return self._shell.transform_cell(code), None
        except Exception:  # noqa: BLE001 - whatever a transformer of the notebook's own raises is the cell's error
            return code, sys.exc_info()

    def _reply(self, result: Any) -> Message:
        error = result.error_before_exec if result.error_before_exec is not None else result.error_in_exec
        if result.success and not self._shell._last_traceback_during_displayhook:
            return {"status": "ok"}
        traceback = self._shell._last_traceback or []
        return {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": traceback}


@contextmanager
def kernel_in_process() -> Iterator[KernelInProcess]:
    """A kernel for the length of the block; streams, hooks, ``__main__`` and a shell that was there come back after."""
    session = _Loopback()
    loop = asyncio.new_event_loop()
    with _own_place_for_shell(), _own_streams(session), _no_stdin():
        shell = _new_shell(session)
        try:
            asyncio.set_event_loop(loop)
            yield KernelInProcess(shell, session, loop)
        finally:
            session.listener = _nobody
            _end_loop(loop)
            _end_shell(shell)


class _Loopback(Session):
    """What ipykernel takes for its connection: each message goes to the listener of the cell being run."""

    listener: Listener

    def __init__(self) -> None:
        super().__init__()
        self.listener = _nobody

    def send(  # type: ignore[override]
        self, stream: object, msg_or_type: Any, content: Any = None, parent: Any = None, **named: Any
    ) -> Message:
        """Hand a message over as it would have arrived; the ``stream`` it would have gone through does not matter."""
        del stream
        message: Message = msg_or_type
        if isinstance(msg_or_type, str):
            message = self.msg(msg_or_type, content=content, parent=parent, metadata=named.get("metadata"))
        arrived = self.unpack(self.pack(message["content"]))
        self.listener({**message, "content": arrived, "buffers": named.get("buffers")})
        return message

    def post(self, kind: str, content: Message) -> None:
        """Send a message of our own."""
        self.send(None, kind, content)


def _nobody(message: Message) -> None:
    """Where messages go while no cell runs: output of a finished notebook's threads belongs to no cell."""


class _Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a notebook: text is held until something is displayed or the cell ends.

    What C code and child processes write to the descriptor of the same number is taken up at the same moments.
    """

    encoding = "UTF-8"

    def __init__(self, name: str, descriptor: int, session: _Loopback) -> None:
        self.name = name
        self._session = session
        self._held: list[str] = []
        self._descriptor = descriptor
        self._original = os.dup(descriptor)
        self._below = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the stream
        os.dup2(self._below.fileno(), descriptor)

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._held.append(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._original

    def flush(self) -> None:
        text = "".join(self._held) + self._taken_up()
        self._held.clear()
        if text:
            self._session.post("stream", {"name": self.name, "text": text})

    def give_back(self) -> None:
        """Put the descriptor back as it was."""
        os.dup2(self._original, self._descriptor)
        os.close(self._original)
        self._below.close()

    def _taken_up(self) -> str:
        size = os.fstat(self._below.fileno()).st_size
        if not size:
            return ""
        written = os.pread(self._below.fileno(), size, 0) if hasattr(os, "pread") else self._read_on_windows(size)
        os.lseek(self._below.fileno(), 0, os.SEEK_SET)
        self._below.truncate(0)
        return written.decode("utf-8", errors="replace")

    def _read_on_windows(self, size: int) -> bytes:
        os.lseek(self._below.fileno(), 0, os.SEEK_SET)
        return os.read(self._below.fileno(), size)


def _flush() -> None:
    sys.stdout.flush()
    sys.stderr.flush()


@contextmanager
def _own_streams(session: _Loopback) -> Iterator[None]:
    before = sys.stdout, sys.stderr, sys.displayhook, sys.excepthook
    _flush()
    ours = _Stream("stdout", 1, session), _Stream("stderr", 2, session)
    sys.stdout, sys.stderr = ours
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.displayhook, sys.excepthook = before
        for stream in ours:
            stream.give_back()


@contextmanager
def _no_stdin() -> Iterator[None]:
    """Refuse input in the words of a kernel whose frontend has none."""
    before = builtins.input, getpass.getpass
    without_stdin = SimpleNamespace(_allow_stdin=False)
    builtins.input = MethodType(Kernel.raw_input, without_stdin)
    getpass.getpass = MethodType(Kernel.getpass, without_stdin)
    try:
        yield
    finally:
        builtins.input, getpass.getpass = before


@contextmanager
def _own_place_for_shell() -> Iterator[None]:
    """Room for a shell of our own where one may be running already, and ``__main__`` back where it was."""
    classes = [
        kind for kind in ZMQInteractiveShell.mro() if issubclass(kind, InteractiveShell) or hasattr(kind, "_instance")
    ]
    before = {kind: vars(kind)["_instance"] for kind in classes if "_instance" in vars(kind)}
    main = sys.modules["__main__"]
    for kind in before:
        kind._instance = None
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for kind in classes:
            if kind in before:
                kind._instance = before[kind]
            elif "_instance" in vars(kind):
                del kind._instance


def _new_shell(session: _Loopback) -> Any:
    kernel = SimpleNamespace(eventloop=None)
    shell: Any = ZMQInteractiveShell.instance(config=_CONFIG, kernel=kernel, compiler_class=XCachingCompiler)
    shell.displayhook.session = session
    shell.displayhook.topic = b"execute_result"
    shell.display_pub.session = session
    shell.enable_gui = partial(enable_gui, kernel=kernel)  # the shell's own would look for a kernel application
    return shell


def _end_shell(shell: Any) -> None:
    atexit.unregister(shell.atexit_operations)
    shell.builtin_trap.deactivate()
    shell.restore_sys_module_state()
    shell.user_ns.clear()


def _end_loop(loop: asyncio.AbstractEventLoop) -> None:
    """End what cells have left running in the background, as a kernel's end would."""
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.run_until_complete(loop.shutdown_asyncgens())
    asyncio.set_event_loop(None)
    loop.close()
