"""The verbs about who speaks: sources with their track records, and how actors stand to each other."""

from __future__ import annotations

from pathlib import Path

import click

import ascribe
from ascribe.cli_parts import as_json, case_argument, example, friendly, json_option, out
from ascribe.model.errors import NotFoundError
from ascribe.show import terminal_sources


@click.command(
    epilog=example(
        "ascribe sources my.case", "ascribe sources my.case 'Karsova Courier'", "ascribe sources my.case --json"
    )
)
@case_argument
@click.argument("name", required=False)
@json_option
@friendly
def sources(case: Path, name: str | None, to_json: bool) -> None:
    """Who says what, and what became of it. With NAME the track record of that voice, line by line.

    Established or contradicted is only what a court or a person's decision settles. A reliability is where the record
    leaves it, with a 95 % interval, in each capacity in which the voice spoke.
    """
    with ascribe.open(case) as opened:
        records = opened.track_records()
        if name is None:
            rows = opened.sources()
            as_json([*rows]) if to_json else out.print(terminal_sources.sources_table(rows, records))
            return
        if not any(row.voice.casefold() == name.casefold() for row in opened.sources()):
            raise NotFoundError(f"no voice is called {name!r}: ascribe sources {case} lists them")
    found = [r for r in records if r.voice.casefold() == name.casefold()]
    as_json(found) if to_json else out.print(terminal_sources.records_page(found))


@click.command(epilog=example("ascribe records my.case", "ascribe records my.case --json"))
@case_argument
@json_option
@friendly
def records(case: Path, to_json: bool) -> None:
    """What became of what each voice said of who is responsible."""
    with ascribe.open(case) as opened:
        found = opened.track_records()
    as_json(found) if to_json else out.print(terminal_sources.records_page(found))


@click.command(epilog=example("ascribe relations my.case", "ascribe relations my.case --json"))
@case_argument
@json_option
@friendly
def relations(case: Path, to_json: bool) -> None:
    """Who belongs to whom and who is whose adversary or ally, each with its source."""
    with ascribe.open(case) as opened:
        found = opened.relations()
        names = {a.id: a.name for a in opened.known_actors()}
    as_json(found) if to_json else out.print(terminal_sources.relations_table(found, names))
