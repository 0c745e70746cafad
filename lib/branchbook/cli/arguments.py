"""The words of the command line, and what is said when they make no command."""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from branchbook.batch.job import Engine
from branchbook.batch.limits import Limits
from branchbook.batch.plan import MEETING
from branchbook.book.charts import Charts
from branchbook.errors import BranchbookError
from branchbook.inputs.spelling import nearest
from branchbook.text import LANGUAGES, Text
from branchbook.values.places import HOUSE, safe_part
from branchbook.values.version import VERSION

COMMANDS = ("new", "check", "run", "batch", "render", "status", "template", "explain", "lab", "demo")
_WITH_ENGAGEMENT = ("new", "check", "run", "batch", "render", "status", "template")


_TOLD_BY_ARGPARSE = {
    "missing": re.compile("the following arguments are required: (.*)"),
    "no_value": re.compile("argument ([^:]*): expected one argument"),
}
"""What argparse finds wrong in English, and the key that says it in the language of the command."""


class MisuseError(BranchbookError):
    """The words make no command; the message is ready to be printed."""


class _Parser(argparse.ArgumentParser):
    """Helps, and answers wrong words as :class:`MisuseError`, in the language of the command."""

    text: Text

    def worded(self) -> None:
        """Say in the language of the command what argparse says in English of every command."""
        self._positionals.title, self._optionals.title = self.text("cli.help.words"), self.text("cli.help.options")
        self.formatter_class = _Formatter
        for action in self._actions:
            if isinstance(action, argparse._HelpAction | argparse._VersionAction):
                action.help = self.text(f"cli.help.{action.dest}")

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().strip()
        for key, pattern in _TOLD_BY_ARGPARSE.items():
            if told := pattern.fullmatch(message):
                raise MisuseError(self.text(f"cli.misuse.{key}", got=told[1], usage=usage))
        raise MisuseError(self.text("cli.misuse.other", message=message, usage=usage))


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or _Parser.text("cli.help.usage"))


def parse(argv: Sequence[str]) -> argparse.Namespace | None:
    """What is asked for; None where help or the version was asked for and has been printed. Raises MisuseError."""
    text = Text.of(_language(argv))
    parser = _parser(text)
    _refuse_unknown_command(argv, text)
    try:
        asked, rest = parser.parse_known_args(list(argv))
    except SystemExit:
        return None
    asked.options = rest if asked.command == "lab" else []
    if rest and not asked.options:
        options = _options(parser, asked.command)
        raise MisuseError(_unknown(text, "option" if rest[0].startswith("-") else "word", rest[0], options))
    _check_values(asked, text)
    return asked


def _parser(text: Text) -> _Parser:
    _Parser.text = text
    common = _Parser(add_help=False)
    common.add_argument("--inputs", metavar="DIR", default=str(HOUSE / "inputs"), help=text("cli.help.inputs"))
    common.add_argument("--outputs", metavar="DIR", default=str(HOUSE / "outputs"), help=text("cli.help.outputs"))
    common.add_argument("--lang", metavar="|".join(LANGUAGES), default="", help=text("cli.help.lang"))
    common.add_argument("--quiet", action="store_true", help=text("cli.help.quiet"))
    common.add_argument("--json", action="store_true", help=text("cli.help.json"))
    parser = _Parser("branchbook", description=text("cli.help.branchbook"), allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"branchbook {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        about = text(f"cli.help.{name}")
        command = commands.add_parser(name, help=about, description=about, parents=[common], allow_abbrev=False)
        _add_own(command, name, text)
        command.worded()
    parser.worded()
    return parser


def _add_own(command: argparse.ArgumentParser, name: str, text: Text) -> None:
    """The arguments that only this command has."""
    if name in _WITH_ENGAGEMENT:
        command.add_argument("name", metavar="NAME", help=text("cli.help.name"))
    if name == "explain":
        command.add_argument("file", metavar="FILE", help=text("cli.help.file"))
        command.add_argument("key", metavar="KEY", nargs="?", default="", help=text("cli.help.key"))
    if name == "lab":
        command.epilog = text("cli.help.lab_options")
    if name == "run":
        command.add_argument("--branch", metavar="ID", default="", help=text("cli.help.branch"))
        command.add_argument("--notebook", metavar="NAME", default="", help=text("cli.help.notebook"))
    if name in ("batch", "render"):
        command.add_argument("--branches", metavar="ID,ID", default="", help=text("cli.help.branches"))
        command.add_argument("--pdf", action="store_true", help=text("cli.help.pdf"))
        command.add_argument("--page-numbers", action="store_true", help=text("cli.help.page_numbers"))
    if name in ("batch", "render", "demo"):
        command.add_argument("--jobs", metavar="N", default="", help=text("cli.help.jobs"))
    if name in ("run", "batch", "demo"):
        engines = "|".join(Engine)
        command.add_argument("--engine", metavar=engines, default=DEFAULT_ENGINE, help=text("cli.help.engine"))
        ways = "|".join(Charts)
        command.add_argument("--charts", metavar=ways, default=DEFAULT_CHARTS, help=text("cli.help.charts"))
        command.add_argument("--branch-timeout", metavar="TIME", default="", help=text("cli.help.branch_timeout"))
        command.add_argument("--cell-timeout", metavar="TIME", default="", help=text("cli.help.cell_timeout"))
        command.add_argument("--memory", metavar="SIZE", default="", help=text("cli.help.memory"))
    if name == "template":
        command.add_argument("--copy", action="store_true", help=text("cli.help.copy"))
    if name == "batch":
        command.add_argument("--scheduler", metavar="ADDRESS", default="", help=text("cli.help.scheduler"))
    if name in ("batch", "demo"):
        command.add_argument("--force", action="store_true", help=text("cli.help.force"))


DEFAULT_ENGINE = Engine.WARM
DEFAULT_CHARTS = Charts.DATA


SECONDS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}
"""Seconds of each unit that a time may be given in."""

BYTES = {"M": 1 << 20, "G": 1 << 30}
"""Bytes of each unit that a size may be given in."""


def limits(asked: argparse.Namespace) -> Limits:
    """What a branch may take: what is asked for, else what is usual."""
    usual = Limits.usual()
    return Limits(
        branch_seconds=_quantity(asked.branch_timeout, SECONDS, usual.branch_seconds),
        cell_seconds=_quantity(asked.cell_timeout, SECONDS, usual.cell_seconds),
        memory=int(_quantity(asked.memory, BYTES, 0.0)) if asked.memory else usual.memory,
        threads=usual.threads,
    )


def _quantity(given: str, units: Mapping[str, float], usual: float) -> float:
    """A number with a unit; 0 needs none and stands for no limit."""
    if not given:
        return usual
    written = _QUANTITY.fullmatch(given)
    if written is None or (written["unit"] not in units and float(written["number"])):
        raise ValueError(given)
    return float(written["number"]) * units.get(written["unit"], 0.0)


def _check_quantity(given: str, units: Mapping[str, float], option: str, allowed: str, text: Text) -> None:
    try:
        _quantity(given, units, 0.0)
    except ValueError as error:
        raise MisuseError(text("cli.misuse.value", option=option, got=given, allowed=allowed, hint="")) from error


_QUANTITY = re.compile(r"(?P<number>\d+(\.\d+)?)(?P<unit>[a-zA-Z]?)", re.ASCII)


def _check_values(asked: argparse.Namespace, text: Text) -> None:
    if asked.lang and asked.lang not in LANGUAGES:
        raise MisuseError(_unknown(text, "value", asked.lang, LANGUAGES, option="--lang"))
    engine = getattr(asked, "engine", DEFAULT_ENGINE)
    if engine not in tuple(Engine):
        raise MisuseError(_unknown(text, "value", engine, tuple(Engine), option="--engine"))
    charts = getattr(asked, "charts", DEFAULT_CHARTS)
    if charts not in tuple(Charts):
        raise MisuseError(_unknown(text, "value", charts, tuple(Charts), option="--charts"))
    jobs = getattr(asked, "jobs", "")
    if jobs and (not jobs.isascii() or not jobs.isdigit() or int(jobs) < 1):
        raise MisuseError(text("cli.misuse.jobs", got=jobs))
    if asked.command == "run" and bool(asked.branch) == (asked.notebook.removesuffix(".ipynb") == MEETING):
        raise MisuseError(text("cli.misuse.branch_or_meeting", meeting=MEETING))
    for option in ("branch_timeout", "cell_timeout"):
        _check_quantity(
            getattr(asked, option, ""), SECONDS, f"--{option.replace('_', '-')}", text("cli.misuse.times"), text
        )
    _check_quantity(getattr(asked, "memory", ""), BYTES, "--memory", text("cli.misuse.sizes"), text)
    name = getattr(asked, "name", "")
    if name and safe_part(name) != name:
        raise MisuseError(text("cli.misuse.name", got=name))


def _refuse_unknown_command(argv: Sequence[str], text: Text) -> None:
    """The first word must be a command; argparse's own message would not name the nearest one."""
    word = argv[0] if argv else ""
    if word and not word.startswith("-") and word not in COMMANDS:
        raise MisuseError(_unknown(text, "command", word, COMMANDS))


def _unknown(text: Text, what: str, got: str, allowed: Sequence[str], option: str = "") -> str:
    near = nearest(got.split("=")[0], allowed)
    hint = text("cli.misuse.nearest", nearest=near) if near else ""
    return text(f"cli.misuse.{what}", got=got, option=option, allowed=", ".join(allowed), hint=hint)


def _options(parser: argparse.ArgumentParser, command: str) -> tuple[str, ...]:
    """The options of a command, as they are written."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            chosen: argparse.ArgumentParser = action.choices[command]
            return tuple(option for own in chosen._actions for option in own.option_strings if option.startswith("--"))
    return ()


def _language(argv: Sequence[str]) -> str:
    """The language that ``--lang`` asks for, before anything else is understood."""
    words = [*argv, ""]
    for place, word in enumerate(argv):
        asked = word.removeprefix("--lang=") if word.startswith("--lang=") else words[place + 1]
        if word.startswith("--lang") and asked in LANGUAGES:
            return asked
    return LANGUAGES[0]
