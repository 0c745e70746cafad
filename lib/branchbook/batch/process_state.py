"""What a notebook may change in the process that runs it, and how it is put back for the next one."""

from __future__ import annotations

import gc
import logging
import os
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

INLINE_BACKEND = "module://matplotlib_inline.backend_inline"
_INLINE_MODULES = ("matplotlib_inline.backend_inline", "matplotlib_inline.config")


@contextmanager
def process_state_kept() -> Iterator[None]:
    """Run the block as a new kernel would start, and put back whatever of the process it changes.

    Kept are folder, environment, import path, signal handlers, warning filters, loggers, the options of pandas and
    NumPy, and matplotlib's parameters, backend and open figures. Random numbers start from chance, as in a new kernel.
    """
    with ExitStack() as undo:
        for keep in (_folder, _environment, _import_path, _signals, _loggers, _pandas, _numpy, _matplotlib):
            undo.callback(keep())
        undo.enter_context(warnings.catch_warnings())
        _as_a_new_kernel()
        yield


def wear_kernel_options() -> None:
    """Give pandas the defaults that it takes in a kernel; imported outside one, it takes those of a terminal."""
    pandas = sys.modules.get("pandas")
    if pandas is not None:
        registered = sys.modules["pandas._config.config"]._registered_options
        registered["display.max_columns"] = registered["display.max_columns"]._replace(defval=20)
        pandas.set_option("display.max_columns", 20)


def _as_a_new_kernel() -> None:
    if "" not in sys.path:
        sys.path.insert(0, "")
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
    if not os.environ.get("MPLBACKEND"):
        os.environ["MPLBACKEND"] = INLINE_BACKEND
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None:
        dict.__setitem__(matplotlib.rcParams, "backend", os.environ["MPLBACKEND"])
    _forget_inline_backend()


def _folder() -> Callable[[], None]:
    here = Path.cwd()
    return lambda: os.chdir(here)


def _environment() -> Callable[[], None]:
    before = dict(os.environ)

    def back() -> None:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)

    return back


def _import_path() -> Callable[[], None]:
    before, arguments = list(sys.path), list(sys.argv)

    def back() -> None:
        sys.path[:] = before
        sys.argv[:] = arguments

    return back


def _signals() -> Callable[[], None]:
    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def back() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    return back


def _loggers() -> Callable[[], None]:
    loggers = [logging.getLogger(), *_named_loggers()]
    before = [(logger, logger.level, list(logger.handlers), logger.disabled, logger.propagate) for logger in loggers]
    disabled = logging.root.manager.disable

    def back() -> None:
        known = {logger for logger, *_ in before}
        for logger in _named_loggers():
            if logger not in known:
                logger.handlers[:] = []
                logger.setLevel(logging.NOTSET)
        for logger, level, handlers, is_disabled, propagates in before:
            logger.handlers[:] = handlers
            logger.disabled, logger.propagate = is_disabled, propagates
            logger.setLevel(level)
        logging.disable(disabled)

    return back


def _named_loggers() -> list[logging.Logger]:
    named = logging.root.manager.loggerDict.values()
    return [logger for logger in named if isinstance(logger, logging.Logger)]


def _pandas() -> Callable[[], None]:
    wear_kernel_options()
    config = sys.modules.get("pandas._config.config")
    if config is None:
        return lambda: None
    before = _copied(config._global_config)

    def back() -> None:
        config._global_config.clear()
        config._global_config.update(_copied(before))

    return back


def _copied(options: dict[str, Any]) -> dict[str, Any]:
    return {name: _copied(value) if isinstance(value, dict) else value for name, value in options.items()}


def _numpy() -> Callable[[], None]:
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return lambda: None
    printing, errors = numpy.get_printoptions(), numpy.geterr()

    def back() -> None:
        numpy.set_printoptions(**printing)
        numpy.seterr(**errors)

    return back


def _matplotlib() -> Callable[[], None]:
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return _forget_inline_backend
    parameters = dict(matplotlib.rcParams.copy())
    interactive = matplotlib.is_interactive()

    def back() -> None:
        figures = sys.modules.get("matplotlib._pylab_helpers")
        if figures is not None and figures.Gcf.figs:
            figures.Gcf.destroy_all()
            gc.collect()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dict.update(matplotlib.rcParams, parameters)
        matplotlib.interactive(interactive)
        _forget_inline_backend()

    return back


def _forget_inline_backend() -> None:
    """Let matplotlib choose its backend anew: the inline one ties itself to the shell that it is imported under."""
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot._backend_mod = None
    for name in _INLINE_MODULES:
        sys.modules.pop(name, None)
