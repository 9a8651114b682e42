"""The verbs on the command line. Thin: each command opens a case, calls the verb of the same name, shows the result."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import ascribe
from ascribe.case import Case, IncidentFilter
from ascribe.cli_gazetteer import gazetteer
from ascribe.cli_parts import (
    Group,
    as_json,
    bar,
    case_argument,
    columns_option,
    day_option,
    err,
    example,
    friendly,
    json_option,
    out,
)
from ascribe.cli_serve import serve
from ascribe.cli_sources import records, relations, sources
from ascribe.cli_users import users
from ascribe.model import Attribute, DecisionKind, Kind
from ascribe.model.errors import InputError, UsageError
from ascribe.read import Options
from ascribe.show import exports, terminal
from ascribe.show.exports.files import put
from ascribe.show.exports.matrix import matrix_bytes
from ascribe.train.tune import tune


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(ascribe.__version__, prog_name="ascribe")
@click.option("--reader", metavar="NAME", help="trained (ships, default), rules, llm, or the folder of a model.")
@click.option("--threshold", metavar="P", help="Leave out statements less sure than this, 0 to 1.")
@click.option("--llm-url", metavar="URL", help="OpenAI-compatible address for --reader llm.")
@click.option("--llm-model", metavar="NAME", help="Model to ask there; the key is taken from ASCRIBE_LLM_KEY.")
def main(**settings: str | None) -> None:
    """Who did it, according to whom, and how far to believe it.

    ascribe reads reports of political violence and builds the case file: every incident, every account of it with the
    sentence that carries it, the contradictions, and how far each candidate for responsibility is supported and why.

    \b
    A first case:
      ascribe new my.case
      ascribe add my.case reports/
      ascribe update my.case
      ascribe incidents my.case
      ascribe serve my.case

    Options of the reader stand before the verb (ascribe --reader rules update my.case) or in the environment, as
    ASCRIBE_READER, ASCRIBE_THRESHOLD, ASCRIBE_LLM_URL and ASCRIBE_LLM_MODEL.
    """
    for name, value in settings.items():
        if value is not None:
            os.environ[f"ASCRIBE_{name.upper()}"] = value


@main.command(epilog=example("ascribe new basra.case"))
@case_argument
@friendly
def new(case: Path) -> None:
    """Start a case file. Refuses to touch a file that exists."""
    with ascribe.new(case):
        err.print(f"Started {case}. Next: ascribe add {case} REPORTS", markup=False)


@main.command(
    epilog=example(
        "ascribe add my.case reports/ statement.eml archive.zip",
        "ascribe add my.case page.html --publisher 'The Courier' --published 2023-07-19",
        "ascribe add my.case FA-KES.csv --columns text=article_content,title=article_title,publisher=source,published=",
    )
)
@case_argument
@click.argument("paths", nargs=-1, required=True)
@click.option("--publisher", help="Who published these reports; goes before what the files say.")
@click.option("--published", help="Day of publication, as 2023-07-19; goes before what the files say.")
@click.option("--columns", help="Columns of CSV or keys of JSONL, as text=body,title=headline,published=day,...")
@click.option("--encoding", help="Encoding of text files, where it is not UTF-8.")
@json_option
@friendly
def add(
    case: Path,
    paths: tuple[str, ...],
    publisher: str | None,
    published: str | None,
    columns: str | None,
    encoding: str | None,
    to_json: bool,
) -> None:
    """Take in reports: files, folders, zip archives; text, Markdown, HTML, PDF, e-mail, JSONL, CSV. Once each.

    What cannot be read is named with the reason; the rest goes in, and the exit code is then 4.
    """
    options = Options(
        publisher=publisher,
        published=day_option("--published", published),
        columns=columns_option(columns),
        encoding=encoding,
    )
    with ascribe.open(case) as opened, bar(quiet=to_json) as progress:
        task = progress.add_task("Taking in", total=None)
        added = opened.add(
            paths, options, progress=lambda done, total: progress.update(task, completed=done, total=total)
        )
    if to_json:
        as_json(added)
    else:
        err.print(f"{added.taken} taken in, {added.known} already there, {len(added.refused)} refused.", markup=False)
        for refusal in added.refused:
            err.print(f"  refused {refusal.location}: {refusal.reason}", style="red", markup=False, soft_wrap=True)
        if added.taken:
            err.print(f"Next: ascribe update {case}", markup=False)
    if added.refused:
        sys.exit(InputError.exit_code)


@main.command(epilog=example("ascribe update my.case", "ascribe update my.case --all"))
@case_argument
@click.option("--all", "everything", is_flag=True, help="Throw away all that is derived and build it anew.")
@json_option
@friendly
def update(case: Path, everything: bool, to_json: bool) -> None:
    """Extract, resolve and weigh whatever is new. Safe to interrupt: the next update goes on from there."""
    with ascribe.open(case) as opened, bar(quiet=to_json) as progress:
        task = progress.add_task("Reading", total=None)
        updated = opened.update(
            everything=everything, progress=lambda done, total: progress.update(task, completed=done, total=total)
        )
        spent = opened.spent()
    if to_json:
        as_json(updated)
    else:
        err.print(f"{updated.read} reports read; the case holds {updated.incidents} incidents.", markup=False)
        if spent is not None:
            err.print(spent, markup=False)


@main.command(
    epilog=example(
        "ascribe incidents my.case --contested",
        "ascribe incidents my.case --since 2023-07-01 --where Zarhat --kind bombing",
        "ascribe incidents my.case --actor 'Highland Front' --json",
    )
)
@case_argument
@click.option("--since", help="Only incidents on or after this day.")
@click.option("--until", help="Only incidents on or before this day.")
@click.option("--where", help="Only incidents at this place or in this area.")
@click.option("--kind", type=click.Choice([k.value for k in Kind]), help="Only this kind.")
@click.option("--actor", help="Only incidents for which this actor is named.")
@click.option("--voice", help="Only incidents on which this voice speaks.")
@click.option("--publisher", help="Only incidents that this outlet tells of.")
@click.option("--contested", is_flag=True, help="Only incidents on which accounts contradict each other.")
@click.option("--words", help="Only incidents whose accounts hold these words.")
@json_option
@friendly
def incidents(case: Path, since: str | None, until: str | None, to_json: bool, **filters: Any) -> None:
    """The table of incidents."""
    chosen = IncidentFilter(since=day_option("--since", since), until=day_option("--until", until), **filters)
    with ascribe.open(case) as opened:
        rows = opened.incidents(chosen)
        waiting = opened.counts().waiting
    if to_json:
        as_json(rows)
        return
    out.print(terminal.incidents_table(rows))
    err.print(f"{len(rows)} incidents.", style="dim", markup=False)
    if waiting:
        err.print(f"{waiting} reports are not read yet: ascribe update {case}", style="yellow", markup=False)


@main.command(epilog=example("ascribe show my.case inc-4f2a", "ascribe show my.case inc-4f2a --json"))
@case_argument
@click.argument("incident")
@json_option
@friendly
def show(case: Path, incident: str, to_json: bool) -> None:
    """One incident: every account, conflict, finding, tie and proceeding, with quotes. ID may be shortened."""
    with ascribe.open(case) as opened:
        view = opened.show(incident)
        held = opened.hypotheses(view.row.id)
    as_json(view) if to_json else out.print(terminal.incident_page(view, held))


main.add_command(gazetteer)
main.add_command(serve)
main.add_command(users)
main.add_command(sources)
main.add_command(records)
main.add_command(relations)


def listing(name: str, doc: str, fetch: Callable[[Case], Any], table: Callable[[Any], Any]) -> None:
    """Adds a verb that prints one table of the case."""

    @main.command(name, help=doc, epilog=example(f"ascribe {name} my.case", f"ascribe {name} my.case --json"))
    @case_argument
    @json_option
    @friendly
    def verb(case: Path, to_json: bool) -> None:
        with ascribe.open(case) as opened:
            rows = fetch(opened)
        as_json(rows) if to_json else out.print(table(rows))


listing("actors", "Who is accused, and by whom.", lambda c: c.actors(), terminal.actors_table)
listing("reports", "The reports that the case holds.", lambda c: c.reports(), terminal.reports_table)


@main.command(
    epilog=example(
        "ascribe hypotheses my.case inc-4f2a",
        "ascribe hypotheses my.case inc-4f2a --csv matrix.csv",
        "ascribe decide my.case hypothesis inc-4f2a --value 'the Night Ledger'",
        "ascribe decide my.case cell inc-4f2a s81f3 --value 'the Night Ledger=inconsistent'",
    )
)
@case_argument
@click.argument("incident")
@click.option("--csv", "target", type=click.Path(path_type=Path), help="Write the matrix into this file.")
@json_option
@friendly
def hypotheses(case: Path, incident: str, target: Path | None, to_json: bool) -> None:
    """Who could have done it: what speaks for and against each, and what would turn the answer."""
    with ascribe.open(case) as opened:
        held = opened.hypotheses(incident)
    if target is not None:
        put(target, matrix_bytes(held))
        err.print(f"wrote {target}", markup=False)
    elif to_json:
        as_json(held)
    else:
        out.print(terminal.hypotheses_page(held))


@main.command(epilog=example("ascribe search my.case market bombing", "ascribe search my.case 'Abu Sahel' --limit 5"))
@case_argument
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", default=20, show_default=True, help="Results shown at most.")
@json_option
@friendly
def search(case: Path, words: tuple[str, ...], limit: int, to_json: bool) -> None:
    """Incidents, actors, reports and accounts that hold these words."""
    with ascribe.open(case) as opened:
        found = opened.search(" ".join(words), limit=limit)
    if to_json:
        as_json(found)
    elif found:
        out.print(terminal.hits(found))
    else:
        err.print("Nothing found. Try fewer words, or other spellings.")


@main.command(
    epilog=example(
        "ascribe decide my.case merge inc-4f2a inc-77b0 --reason 'the same market, the same hour'",
        "ascribe decide my.case split inc-4f2a 3c1d.../i2",
        "ascribe decide my.case correct inc-4f2a --attribute killed --value 44",
        "ascribe decide my.case reject s81f3... --reason 'this speaks of another bombing'",
        "ascribe decide my.case grade 'Veranian State News Agency' --value D",
        "ascribe decide my.case alias 'the Ledger men' night-ledger",
        "ascribe decide my.case locate Karshoum --value 35.02,40.45",
        "ascribe decide my.case declare --file actors-and-places.json",
        "ascribe decide my.case undo 7",
    )
)
@case_argument
@click.argument("kind", type=click.Choice([k.value for k in DecisionKind]))
@click.argument("subjects", nargs=-1)
@click.option("--attribute", type=click.Choice([a.value for a in Attribute]), help="For correct: what is corrected.")
@click.option("--value", help="For correct, locate: what holds. For grade: A to F.")
@click.option("--file", "source", type=click.Path(path_type=Path, exists=True), help="For declare: actors and places.")
@click.option("--reason", help="Why; kept in the journal.")
@click.option("--author", envvar="ASCRIBE_AUTHOR", help="Who decides; by default the name of the account.")
@json_option
@friendly
def decide(
    case: Path,
    kind: str,
    subjects: tuple[str, ...],
    attribute: str | None,
    value: str | None,
    source: Path | None,
    reason: str | None,
    author: str | None,
    to_json: bool,
) -> None:
    """Rule: merge, split, correct, reject, confirm, grade, declare, alias, undo... Kept in the journal for ever."""
    chosen = DecisionKind(kind)
    with ascribe.open(case) as opened:
        if chosen is DecisionKind.DECLARE:
            if source is None:
                raise UsageError("declare needs --file with a JSON file of actors and places (docs/decisions.md)")
            decisions = opened.declare(source, author=author, reason=reason)
        else:
            decisions = (
                opened.decide(chosen, subjects, author=author, reason=reason, attribute=attribute, value=value),
            )
    if to_json:
        as_json(decisions)
    else:
        first, last = decisions[0].number, decisions[-1].number
        numbers = f"Decision {first}" if first == last else f"Decisions {first} to {last}"
        err.print(f"{numbers} entered. Undo with: ascribe decide {case} undo {last}", markup=False)


@main.command(
    epilog=example(
        "ascribe export my.case --to csv tables/",
        "ascribe export my.case --to parquet tables/",
        "ascribe export my.case --to geojson incidents.geojson",
        "ascribe export my.case --to jsonl incidents.jsonl",
        "ascribe export my.case --to gold annotations/",
    )
)
@case_argument
@click.option("--to", "form", required=True, help="csv, parquet, geojson, jsonl or gold.")
@click.argument("target", type=click.Path(path_type=Path))
@friendly
def export(case: Path, form: str, target: Path) -> None:
    """Write the case to files that other tools read. Every row names its report, its quote and its address."""
    with ascribe.open(case) as opened:
        written = exports.export(opened, form, target)
    for path in written:
        err.print(f"wrote {path}", markup=False)


@main.command(epilog=example("ascribe read article.html", "ascribe read article.txt --published 2023-07-19 --json"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--publisher", help="Who published it.")
@click.option("--published", help="Day of publication, as 2023-07-19.")
@json_option
@friendly
def read(file: Path, publisher: str | None, published: str | None, to_json: bool) -> None:
    """One report, no case: what it says. With --json exactly the annotation form (docs/annotations.md)."""
    options = Options(publisher=publisher, published=day_option("--published", published))
    forms = ascribe.read_file(file, options)
    if to_json:
        as_json(forms[0] if len(forms) == 1 else forms)
        return
    for form in forms:
        out.print(terminal.reading_page(form))


@main.command(
    epilog=example(
        "ascribe train my-model labelled/",
        "ascribe train my-model labelled/ --case my.case",
        "ascribe --reader my-model update my.case",
    )
)
@click.argument("target", type=click.Path(path_type=Path))
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--case", type=click.Path(path_type=Path), help="Learn from the reports that decisions of this case bear on."
)
@click.option("--epochs", default=3, show_default=True, help="Times that each report is shown.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same model on the same machine.")
@friendly
def train(target: Path, folders: tuple[Path, ...], case: Path | None, epochs: int, seed: int) -> None:
    """Fine-tune the shipped reader on labelled reports (ID.json beside ID.txt), and compare the two.

    A fifth of the reports is held out for measuring. Nothing is switched: the last line says how to use the new model.
    """
    with tempfile.TemporaryDirectory() as work:
        learned = list(folders)
        if case is not None:
            with ascribe.open(case) as opened:
                exports.export(opened, "corrected", Path(work) / "corrected")
            learned.append(Path(work) / "corrected")
        result = tune(learned, target, epochs=epochs, seed=seed, told=lambda line: err.print(line, style="dim"))
    out.print(terminal.tuned_table(result.shipped._asdict(), result.tuned._asdict()))
    err.print(f"{result.learned} reports learned from, {result.held_out} held out.", markup=False)
    better = "better: use it with" if result.better else "no better than what ships; it would be used with"
    err.print(f"The tuned model is {better}: ascribe --reader {target} update CASE", markup=False, soft_wrap=True)
