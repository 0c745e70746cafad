"""The warm engine's notebooks are a stock kernel's, cell by cell and byte by byte.

Every notebook below goes through both engines as a branch of a batch does. What may differ is listed in
``ACCEPTED_DIFFERENCES``, each with a cell that shows it, so that the list can't outlive its reasons.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
import tasks
from papermill.engines import papermill_engines
from tests.batch.desk import outputs_of, standing_workers, write_notebook

from branchbook.batch.job import ChapterRun, Engine, Job
from branchbook.batch.outcome import Outcome
from branchbook.batch.stamp import Stamp
from branchbook.batch.warm import WarmEngine, warm_options
from branchbook.book.charts import Charts
from branchbook.values.branch import Branch, BranchType

STREAMS = [
    "print('one'); print('two', end='')",
    "import sys\nprint('out'); print('err', file=sys.stderr); print('out again')",
    "print('中文 — ½'); print('no newline', end='')",
    "for n in range(500): print(n)",
    "sys.stdout.write('returns')",
    "print('a'); sys.stdout.flush(); print('b', file=sys.stderr); sys.stderr.flush(); print('c')",
    "print('\\x1b[31mred\\x1b[0m')",
    "sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.name, sys.stdout.writable()",
    "try:\n    sys.stdout.write(b'bytes')\nexcept TypeError as error:\n    print(error)",
    "import time\nfor n in range(3): print(n); print('e', file=sys.stderr); time.sleep(0.3)",
    "import warnings; warnings.warn('a warning of a cell')",
    "import logging; logging.warning('a warning of the log'); logging.info('not shown')",
    "print('before', flush=True); display('shown'); print('after')",
    "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as held: print('held')\nheld.getvalue()",
    "%%capture kept\nprint('captured'); display(1); 2",
    "kept.stdout, len(kept.outputs)",
]

DISPLAYS = [
    "from IPython.display import HTML, JSON, Image, Latex, Markdown, SVG, clear_output, display, update_display",
    "1 + 1",
    "_ + 1, __, Out[4], In[4]",
    "None",
    "1;",
    "'a text'\n'another text'",
    "display(HTML('<b>b</b>'), Markdown('*m*'), Latex('$x$'), JSON({'a': [1, None, 2.5]}))",
    "display({'text/plain': 'p', 'application/json': {'a': 1}, 'text/html': '<i>'}, raw=True)",
    "display('metadata', metadata={'text/plain': {'isolated': True}})",
    "handle = display('first', display_id='known')",
    "handle.update('second')",
    "display('third', display_id='known'); update_display('fourth', display_id='known')",
    "print('gone'); display('gone too'); clear_output(); print('stays')",
    "print('replaced'); clear_output(wait=True); print('by this')",
    "clear_output(wait=True)",
    "class Rich:\n    def _repr_mimebundle_(self, include, exclude): return {'text/x-own': 'o'}, {'text/x-own': {'k': 1}}\nRich()",
    "class Both:\n    def _repr_html_(self): return '<p>b</p>'\n    def _repr_latex_(self): return '$b$'\n    def __repr__(self): return 'Both'\nBoth()",
    "class Broken:\n    def _repr_html_(self): raise ValueError('no html')\n    def __repr__(self): return 'Broken'",
    "class Pretty:\n    def _repr_pretty_(self, p, cycle): p.text('pretty')\n[Pretty(), {'k': Pretty()}]",
    'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\')',
    "{'long': list(range(40)), 'text': 'x' * 200, 'nested': {'deep': [{'er': (1, 2.5, None)}]}}",
    "x = 5\nx",
    "def f(a, b=1):\n    'About f.'\n    return a\nf",
    "print(f.__module__, __name__)",
    "get_ipython().execution_count, type(get_ipython()).__name__, get_ipython().kernel is not None",
]

ERRORS = [
    "1 / 0",
    "def deep(n):\n    return deep(n - 1) if n else {}['key']\ndeep(3)",
    "for x in:\n    pass",
    "  indented = 1\n badly = 2",
    "undefined_name",
    "raise ValueError('中文\\nover two lines')",
    "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise RuntimeError('second') from error",
    "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise RuntimeError('while handling')",
    "class Own(Exception):\n    def __str__(self): return 'own words'\nraise Own",
    "raise ExceptionGroup('several', [ValueError(1), TypeError(2)])",
    "import json; json.loads('{')",
    "print('before'); raise KeyError('after')",
    "from IPython.display import display\nclass Unshowable:\n    def __repr__(self): raise OSError('no repr')\nUnshowable()",
    "display(Unshowable())",
    "assert 1 == 2, 'not so'",
    "raise KeyboardInterrupt",
    "import sys; sys.exit('a message')",
    "%nosuchmagic",
    "%%nosuchcellmagic\n1",
    "%run nosuchfile.py",
    "input('name? ')",
    "import getpass; getpass.getpass()",
    "eval('1 +')",
    "import nosuchmodule",
    "from math import nosuchname",
    "raise SyntaxError('raised')",
    "exec('raise ValueError(1)')",
    "await nothing_known",
    "%timeit -n1 -r1 1/0",
]

FRAMES = [
    "import numpy as np, pandas as pd",
    "frame = pd.DataFrame({f'column {n}': np.arange(3) * n + 0.5 for n in range(30)}); frame",
    "print(frame)",
    "pd.DataFrame({'n': range(100)})",
    "frame['column 1']",
    "frame.describe()",
    "pd.DataFrame({'网点': ['城东支行', '城西支行'], '金额': [1.5, None]})",
    "frame.style.format('{:.1f}').set_uuid('fixed')",
    "frame.info()",
    "np.arange(2000)",
    "np.random.default_rng(5).normal(size=(3, 3))",
    "pd.options.display.max_columns, pd.options.display.max_rows, pd.options.display.width",
    "pd.set_option('display.max_rows', 4); pd.DataFrame({'n': range(100)})",
    "pd.reset_option('display.max_columns'); pd.options.display.max_columns",
    "pd.date_range('2025-01-01', periods=3)",
    "pd.Series([1, 2]).plot",
    "pd.DataFrame({'a': [1]}).iloc[5]",
]

FIGURES = [
    "import matplotlib.pyplot as plt",
    "plt.plot([1, 3, 2]); plt.title('a title')",
    "figure, axes = plt.subplots(figsize=(3, 2)); axes.bar(['a', 'b'], [1, 2]);",
    "figure",
    "plt.plot([1]); plt.show(); print('after'); plt.plot([2, 1]); None",
    "%config InlineBackend.figure_formats = ['svg']\nimport matplotlib; matplotlib.rcParams['svg.hashsalt'] = 's'",
    "%matplotlib inline\nplt.figure(figsize=(1, 1)); plt.plot([1, 2]); None",
    "plt.get_backend(), plt.rcParams['figure.dpi'], plt.isinteractive(), len(plt.get_fignums())",
    "plt.ioff(); plt.plot([1, 2]); print(len(plt.get_fignums()))",
    "figure = plt.figure(figsize=(1, 1), facecolor='none'); figure.add_subplot(); display(figure); plt.close('all')",
    "figure.savefig('kept.png'); import os; 'kept.png' in os.listdir()",
    "plt.rcParams['lines.linewidth'] = 9; plt.rcParams['axes.grid'] = True",
]

AWAITING = [
    "import asyncio",
    "await asyncio.sleep(0.01); 'awaited'",
    "async def twice(n):\n    await asyncio.sleep(0)\n    return 2 * n\nawait twice(4)",
    "[await twice(n) for n in range(3)]",
    "async for n in (x async for x in agen()): pass",
    "type(asyncio.get_running_loop()).__mro__[-2].__name__, asyncio.get_running_loop().is_running()",
    "async def background():\n    await asyncio.sleep(0.01)\n    kept.append('in the background')\nkept = []\ntask = asyncio.create_task(background())",
    "await task; kept",
    "try:\n    asyncio.run(twice(1))\nexcept RuntimeError as error:\n    print(error)",
    "await asyncio.wait_for(asyncio.sleep(5), 0.01)",
    "async with asyncio.timeout(1):\n    print('inside')",
    "await asyncio.gather(twice(1), twice(2))",
    "def calmly(lines): return [line.replace('calmly ', 'aw' 'ait ') for line in lines]",
    "get_ipython().input_transformers_post.append(calmly)",
    "calmly twice(7)",
    "import threading\nthread = threading.Thread(target=lambda: print('in a thread')); thread.start(); thread.join()",
]

MAGICS = [
    "%who",
    "a, b = 1, 'two'",
    "%who_ls",
    "%whos",
    "!echo shell $a {b}",
    "listed = !echo one; echo two\nlisted",
    "%%bash\necho from bash",
    "%%writefile written.txt\nhello",
    "%cat written.txt",
    "%%html\n<b>html</b>",
    "%%javascript\n1",
    "%%script sh\necho script",
    "%pwd",
    "%cd -q ..",
    "%env BRANCHBOOK_TEST=1",
    "import os; os.environ['BRANCHBOOK_TEST'], os.environ['TERM'], os.environ['PAGER'], os.environ['MPLBACKEND']",
    "%precision 3\n3.14159265",
    "%pprint",
    "list(range(5))",
    "%alias greet echo hello %s\n%greet you",
    "%%prun -q\n1",
    "%history -n 1-3",
    "%xmode Minimal",
    "1 / 0",
    "%xmode Verbose",
    "def g(value): return value / 0\ng(1)",
    "print?",
    "len??",
    "%reset_selective -f b\n%who",
    "%load_ext nosuch",
    "%psource a",
    "%recall 2",
    "%rerun 3",
    "%macro m 3\nm",
    "from IPython.core.magic import register_line_magic\n@register_line_magic\ndef own(line): return line.upper()\n%own shout",
    "import sys; '' in sys.path, sys.stdin.read()",
    "import __main__; __main__.a, __main__.__name__",
    "import pickle\nclass Kept:\n    pass\ntype(pickle.loads(pickle.dumps(Kept()))).__name__",
    "import inspect; print(inspect.getsource(Kept))",
    "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int\nPoint(1)",
    "%autosave 5",
    "get_ipython().set_next_input('1'); None",
    "%reset -f\n%who",
]

LEAVES_TRACES = [
    "import os, sys, random, logging, warnings, locale, decimal, builtins\nimport numpy as np, pandas as pd, matplotlib.pyplot as plt",
    "pd.options.display.max_rows = 3; np.set_printoptions(precision=1); plt.rcParams['font.size'] = 30",
    "os.environ['TRACE'] = '1'; sys.path.insert(0, 'trace'); os.chdir('/'); warnings.simplefilter('ignore')",
    "logging.basicConfig(level=0, stream=sys.stdout, force=True); logging.getLogger('a').setLevel(1)",
    "plt.figure(); np.seterr(all='raise'); sys.argv.append('trace'); plt.switch_backend('agg')",
    "trace = 1; _trace = 2; builtins_before = len(dir(builtins))",
]

FINDS_NO_TRACES = [
    "'trace' in globals(), '_trace' in globals(), In[1][:5]",
    "import os, sys, warnings, logging; import numpy as np, pandas as pd, matplotlib.pyplot as plt",
    "os.environ.get('TRACE'), 'trace' in sys.path, os.getcwd(), 'trace' in sys.argv",
    "pd.options.display.max_rows, np.get_printoptions()['precision'], plt.rcParams['font.size'], np.geterr()",
    "warnings.warn('heard'); logging.warning('heard'); logging.info('not heard')",
    "logging.root.level, len(logging.root.handlers), logging.getLogger('a').level",
    "plt.get_fignums(), plt.get_backend()",
    "plt.plot([1, 2]); None",
]

CHARTS = [
    "from branchbook.book.showing import Shown\nfrom branchbook.report.blocks import ChartSeries, Figure",
    "from branchbook.values.artifact import FigureKind\nfrom branchbook.values.quantity import Unit",
    "Shown((Figure('k', '图', FigureKind.LINE, ('一', '二'), (ChartSeries('甲', (1.0, None)),), Unit.COUNT, '0', '说明'),))",
]

NOTEBOOKS = {
    "streams": STREAMS,
    "displays": DISPLAYS,
    "errors": ERRORS,
    "frames": FRAMES,
    "figures": FIGURES,
    "charts": CHARTS,
    "awaiting": AWAITING,
    "magics": MAGICS,
    "exits_well": ["1", "import sys; sys.exit()", "print('never')"],
    "exits_badly": ["1", "import sys; sys.exit(3)", "print('never')"],
    "quits": ["1", "quit()", "print('after quitting')"],
    "starts_others": [
        "import os, multiprocessing, threading, time",
        "child = os.fork()\nif not child:\n    os._exit(7)\nos.waitstatus_to_exitcode(os.waitpid(child, 0)[1])",
        "with multiprocessing.get_context('fork').Pool(2) as pool: print(pool.map(abs, [-1, -2]))",
        "endless = threading.Thread(target=time.sleep, args=(3600,)); endless.start(); endless.is_alive()",
    ],
    "fails": ["print('before')", "1 / 0", "print('never')"],
}
BELOW = [
    "import os; os.write(1, b'below python\\n'); None",
    "import subprocess; subprocess.run(['echo', 'from a child'], check=True); None",
    "subprocess.run(['sh', '-c', 'echo to stderr >&2'], check=True); None",
]

ACCEPTED_DIFFERENCES = {
    "sys.argv tells how the process was started": "import sys; sys.argv",
    "the streams are of a class of ours": "import sys; type(sys.stdout).__module__",
    "there is no kernel application behind the shell": "type(get_ipython().kernel).__name__",
    "there is no connection to tell of": "%connect_info",
    "the history is not kept in a database": "get_ipython().history_manager.enabled",
    "other threads run beside the notebook's": "import threading; threading.active_count()",
    "modules that other chapters use are imported already": "import sys; 'pyarrow' in sys.modules",
}
"""Not shown by a cell, since it depends on the moment: what child processes and C code write to descriptors stands
after what Python printed before the next display, while a stock kernel takes it in whenever it comes; and a stock
kernel cuts long output into pieces by the clock, which are joined for both engines."""

RAISING = {"errors", "frames", "awaiting", "magics"}  # go on after cells that raise


def _write(folder: Path, name: str, cells: list[str]) -> Path:
    path = write_notebook(folder / f"{name}.ipynb", *cells, parameters="branch_id: str = ''")
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells[1:]:
        cell.metadata["tags"] = ["raises-exception"] if name in RAISING else []
    path.write_text(nbformat.writes(notebook), encoding="utf-8")
    return path


def _job(folder: Path, name: str, chapters: list[Path], engine: Engine) -> Job:
    return Job(
        engagement="small",
        branch=Branch(name, name, BranchType.BASIC),
        inputs=folder / "inputs",
        outputs=folder / "outputs",
        scratch=folder / engine / name,
        language="",
        chapters=tuple(ChapterRun(path.stem, path, {"branch_id": name}) for path in chapters),
        writes_documents=False,
        start_from=None,
        stamp=Stamp(name),
        engine=engine,
        charts=Charts.DATA,
    )


Answers = dict[str, dict[Engine, tuple[Outcome, dict[str, Any]]]]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Each notebook's outcome and executed content by engine."""
    folder = tmp_path_factory.mktemp("engines")
    written = {name: [_write(folder, name, cells)] for name, cells in NOTEBOOKS.items()}
    written["differs"] = [_write(folder, "differs", list(ACCEPTED_DIFFERENCES.values()))]
    written["below"] = [_write(folder, "below", BELOW)]
    written["traces"] = [
        _write(folder, "leaves_traces", LEAVES_TRACES),
        _write(folder, "finds_no_traces", FINDS_NO_TRACES),
    ]
    answers: Answers = {name: {} for name in written}
    for engine in Engine:
        for name, answer in _run_all(folder, written, engine):
            answers[name][engine] = answer
    return answers


def _run_all(
    folder: Path, written: dict[str, list[Path]], engine: Engine
) -> Iterator[tuple[str, tuple[Outcome, dict[str, Any]]]]:
    workers = standing_workers(engine)
    jobs = [_job(folder, name, chapters, engine) for name, chapters in written.items()]
    for job, future in [(job, workers.submit(job)) for job in jobs]:
        outcome = future.result()
        made = job.scratch / "notebooks" / f"{job.chapters[-1].name}.ipynb"
        yield job.branch.id, (outcome, json.loads(made.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", [*NOTEBOOKS, "traces"])
def test_a_notebook_run_warm_is_the_stock_kernels(both: Answers, name: str) -> None:
    (warm_outcome, warm), (kernel_outcome, kernel) = both[name][Engine.WARM], both[name][Engine.KERNEL]
    for ours, theirs in zip(warm["cells"], kernel["cells"], strict=True):
        assert ours == theirs
    assert warm == kernel
    assert warm_outcome.state == kernel_outcome.state
    assert _unmeasured(warm_outcome) == _unmeasured(kernel_outcome)


@pytest.mark.parametrize("difference", ACCEPTED_DIFFERENCES)
def test_an_accepted_difference_is_there(both: Answers, difference: str) -> None:
    place = list(ACCEPTED_DIFFERENCES).index(difference) + 2  # after the parameters and the injected ones
    warm, kernel = (both["differs"][engine][1]["cells"][place] for engine in (Engine.WARM, Engine.KERNEL))
    assert warm["source"] == kernel["source"]
    assert warm["outputs"] != kernel["outputs"]


def test_what_is_written_below_python_is_in_its_cell(both: Answers) -> None:
    """A stock kernel takes it in by a thread, sometimes after the cell; here it is always the cell's."""
    cells = both["below"][Engine.WARM][1]["cells"][2:]
    assert [[(output["name"], output["text"]) for output in cell["outputs"]] for cell in cells] == [
        [("stdout", ["below python\n"])],
        [("stdout", ["from a child\n"])],
        [("stderr", ["to stderr\n"])],
    ]


def test_the_warm_engine_is_papermills_by_name() -> None:
    """Once the batch has been imported; whoever has not imported it finds it by its entry point."""
    warm_options()
    assert papermill_engines.get_engine("branchbook") is WarmEngine


@pytest.mark.parametrize("first", ["papermill", "branchbook.batch.warm"])
def test_plain_papermill_runs_a_notebook_by_the_engines_name_and_times_its_cells(tmp_path: Path, first: str) -> None:
    """In a process of its own, with the package linked as ``tasks.py`` links it, whatever is imported first."""
    packages = tmp_path / "site-packages"
    packages.mkdir()
    tasks.link_package(tasks.Environment(tmp_path / "python", tmp_path, packages))
    made = write_notebook(tmp_path / "notebook.ipynb", "branch_id + '!'")
    code = f"import {first}; from papermill.__main__ import papermill; papermill()"
    words = [
        "--engine",
        "branchbook",
        "-k",
        "python3",
        "-l",
        "python",
        str(made),
        str(tmp_path / "done.ipynb"),
        "-r",
        "branch_id",
        "007",
    ]
    path = os.pathsep.join([str(packages), str(tasks.HOUSE / "lib")])
    done = subprocess.run(
        [sys.executable, "-c", code, *words], env={**os.environ, "PYTHONPATH": path}, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    assert outputs_of(tmp_path / "done.ipynb")[-1][0].data["text/plain"] == "'007!'"
    for cell in nbformat.read(tmp_path / "done.ipynb", as_version=4).cells:
        told = cell.metadata.papermill
        begun, ended = (datetime.fromisoformat(told[name]) for name in ("start_time", "end_time"))
        assert told.keys() == {"start_time", "end_time", "duration", "status", "exception"}
        assert told["duration"] == (ended - begun).total_seconds() >= 0


def _unmeasured(outcome: Outcome) -> Outcome:
    return replace(outcome, seconds=0, notebook_seconds={}, notebook_memory={})
