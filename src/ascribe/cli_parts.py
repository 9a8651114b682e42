"""What all commands share: the console, friendly errors, options that hold more than a word, the progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ascribe.model.errors import AscribeError, UsageError
from ascribe.read import Columns

P = ParamSpec("P")

PIPED_WIDTH = 140
"""Columns of a table that goes to a file or a pipe, which have no width of their own."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
err = Console(stderr=True, highlight=False)


class Group(click.Group):
    """Lists the verbs in the order in which a case is worked on, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (the signature is click's)
        return list(self.commands)


def friendly(verb: Callable[P, None]) -> Callable[P, None]:
    """Turns ascribe's own errors into one line on stderr and their exit code; all others are bugs and show whole."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            verb(*args, **kwargs)
        except AscribeError as error:
            err.print(f"ascribe: {error}", style="red", markup=False, soft_wrap=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            err.print("ascribe: interrupted. What was taken in or read is kept; the same command goes on from there.")
            sys.exit(130)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)

    return run


def as_json(value: object) -> None:
    """A value as JSON on stdout, for machines."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


case_argument = click.argument("case", type=click.Path(path_type=Path))
json_option = click.option("--json", "to_json", is_flag=True, help="Print JSON for machines.")


def example(*lines: str) -> str:
    """The examples at the end of a help text."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def day_option(name: str, value: str | None) -> date | None:
    """A day given on the command line."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name} is {value!r}; give a day as 2023-07-19") from None


def columns_option(value: str | None) -> Columns | None:
    """The column mapping given on the command line."""
    if value is None:
        return None
    pairs = dict(part.split("=", 1) for part in value.split(",") if "=" in part)
    known = set(Columns.__struct_fields__)
    unknown = sorted(set(pairs) - known)
    if unknown or not pairs:
        raise UsageError(f"--columns is {value!r}; give {', '.join(sorted(known))} as name=column, comma between")
    return Columns(**pairs)


def bar(*, quiet: bool) -> Progress:
    """A progress bar on stderr, absent where nobody looks."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=err,
        disable=quiet or not err.is_terminal,
        transient=True,
    )
