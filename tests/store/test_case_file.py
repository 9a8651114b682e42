"""The file itself: what it is, what it refuses, what it keeps for ever."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import (
    OWN_VOICE,
    Account,
    Attribute,
    Decision,
    DecisionKind,
    Origin,
    Phrase,
    Reading,
    Report,
    ReportedIncident,
    Span,
    Stance,
    Statement,
    Taken,
    content_hash,
    report_id,
)
from ascribe.model.errors import BusyError, CaseFileError, NotFoundError, UsageError
from ascribe.store import connection, derived, kept, sums
from ascribe.store.remembered import REMEMBERED
from ascribe.store.schema import APPLICATION_ID, DERIVED_TABLES, MIGRATIONS


def taken(text: str, **more: object) -> Taken:
    original = text.encode()
    sha256 = content_hash(original)
    fields = {"name": "n", "location": "n.txt", "media_type": "text/plain", **more}
    return Taken(Report(id=report_id(sha256), sha256=sha256, text=text, **fields), original)  # type: ignore[arg-type]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = connection.create(tmp_path / "a.case")
    yield opened
    opened.close()


def test_a_new_file_says_what_it_is_and_which_steps_it_has_had(db: sqlite3.Connection) -> None:
    assert db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert [r["name"] for r in db.execute("SELECT name FROM migrations ORDER BY position")] == [
        n for n, _ in MIGRATIONS
    ]


def test_a_path_that_exists_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        connection.create(path)
    assert path.read_text() == "mine"


def test_an_empty_file_is_what_a_killed_start_leaves_and_becomes_a_case(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    path.touch()
    with pytest.raises(CaseFileError, match="is empty"):
        connection.connect(path)
    connection.create(path).close()
    connection.connect(path).close()


def test_a_missing_folder_or_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        connection.create(tmp_path / "nowhere" / "a.case")
    with pytest.raises(NotFoundError, match=r"b\.case"):
        connection.connect(tmp_path / "b.case")


@pytest.mark.parametrize("content", [b"no database at all, just words" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_no_case(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.case"
    path.write_bytes(content)
    with pytest.raises(CaseFileError, match="no case file"):
        connection.connect(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_no_case(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE migrations (name TEXT)")
    other.commit()
    other.close()
    with pytest.raises(CaseFileError, match="no case file"):
        connection.connect(path)


def test_a_file_of_a_newer_program_is_left_alone(db: sqlite3.Connection, tmp_path: Path) -> None:
    db.execute("INSERT INTO migrations VALUES ('9999 something later', 99)")
    with pytest.raises(CaseFileError, match=r"newer ascribe.*9999 something later"):
        connection.connect(tmp_path / "a.case")


def test_a_file_of_an_earlier_step_is_brought_up_to_date_with_its_reports(tmp_path: Path) -> None:
    path = tmp_path / "a.case"
    old = sqlite3.connect(path)
    name, script = MIGRATIONS[0]
    old.executescript(f"PRAGMA application_id = {APPLICATION_ID};" + script)
    old.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT")
    old.execute("INSERT INTO migrations VALUES (?, 0)", (name,))
    old.commit()
    old.row_factory = sqlite3.Row
    old.isolation_level = None
    kept.add_reports(old, [taken("words of old")])
    old.close()
    new = connection.connect(path)
    assert [r.text for r in kept.reports(new)] == ["words of old"]
    assert new.execute("SELECT count(*) FROM ties").fetchone()[0] == 0
    new.close()


@pytest.mark.parametrize("table", ["reports", "originals", "journal"])
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_what_is_kept_cannot_be_changed(db: sqlite3.Connection, table: str, verb: str) -> None:
    kept.add_reports(db, [taken("one")])
    kept.enter(db, kept.INTAKE, ["x"], "someone")
    column = {"reports": "text", "originals": "bytes", "journal": "author"}[table]
    before = [tuple(r) for r in db.execute(f"SELECT * FROM {table}")]
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        db.execute(verb.format(table, column, column))
    assert before == [tuple(r) for r in db.execute(f"SELECT * FROM {table}")] != []


def test_a_report_comes_back_with_every_field_and_its_bytes(db: sqlite3.Connection) -> None:
    one = taken(
        "Words, ünd mehr: ١٢ 🕊",
        title="T",
        publisher="P",
        publisher_from=Origin.SIDECAR,
        published=date(2021, 5, 3),
        published_from=Origin.DATELINE,
        url="https://example.org/a",
        author="A",
    )
    assert kept.add_reports(db, [one, one]) == (1, 1)
    assert kept.add_reports(db, [one]) == (0, 1)
    assert kept.reports(db) == [one.report] == kept.find_report(db, one.report.id[:6]) == kept.find_report(db, "n")
    assert kept.original(db, one.report.sha256) == one.original


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1), max_size=12), st.integers(1, 5))
def test_reports_keep_their_order_whatever_the_batches(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int
) -> None:
    db = connection.create(tmp_path_factory.mktemp("case") / "a.case")
    for start in range(0, len(texts), size):
        kept.add_reports(db, [taken(t) for t in texts[start : start + size]])
    assert [r.text for r in kept.reports(db)] == list(dict.fromkeys(texts))
    db.close()


def statement(text: str, start: int, end: int, quote: str | None = None) -> Statement:
    quote = text[start:end] if quote is None else quote
    return Statement(Attribute.MEANS, Phrase("bomb"), Stance.REPORTS, Span(start, end), quote)


def test_what_cannot_be_traced_is_not_stored_and_counted() -> None:
    text = "A bomb went off."
    report = taken(text).report
    good, wrong, beyond, empty = (
        statement(text, 2, 6),
        statement(text, 2, 6, "boat"),
        statement(text, 90, 95, "words"),
        statement(text, 3, 3),
    )
    account = Account("i1", OWN_VOICE, (good, wrong, beyond, empty))
    stray = Account("i2", OWN_VOICE, (good,))
    told = (ReportedIncident("i1", (Span(2, 6),)), ReportedIncident("i2", (Span(2, 600),)))
    read = derived.traceable(report, Reading(report.id, "x", told, (account, stray)))
    assert [a.statements for a in read.accounts] == [(good,)]
    assert [i.key for i in read.incidents] == ["i1"]
    assert len(read.refused) == 3
    assert "boat" in read.refused[0].reason


def test_a_reading_comes_back_whole_and_an_outdated_one_waits_again(db: sqlite3.Connection) -> None:
    text = "A bomb went off."
    report = taken(text).report
    kept.add_reports(db, [taken(text)])
    assert derived.unread(db, "x") == [report.id]
    told = (ReportedIncident("i1", (Span(2, 6),)),)
    read = Reading(report.id, "x", told, (Account("i1", OWN_VOICE, (statement(text, 2, 6),)),))
    derived.put_readings(db, [read])
    assert derived.reading(db, report.id) == read
    assert derived.unread(db, "x") == []
    assert derived.unread(db, "y") == [report.id]
    derived.outdate(db)
    assert derived.unread(db, "x") == [report.id]
    assert derived.reading(db, report.id) == read


def test_a_resolution_of_what_the_case_no_longer_is_is_not_written(db: sqlite3.Connection) -> None:
    nothing = derived.Derived((), (), (), (), (), (), ())
    assert not derived.replace_derived(db, nothing, "old", lambda: "new")
    assert derived.state(db, "resolved") is None
    assert derived.replace_derived(db, nothing, "new", lambda: "new")
    assert derived.state(db, "resolved") == "new"


def test_a_transaction_that_fails_leaves_nothing(db: sqlite3.Connection) -> None:
    def fail() -> None:
        with connection.writing(db):
            kept.enter(db, kept.INTAKE, [], "someone")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert db.execute("SELECT count(*) FROM journal").fetchone()[0] == 0


def test_a_second_writer_is_told_that_the_case_is_busy_and_a_reader_is_not_held_up(
    db: sqlite3.Connection, tmp_path: Path
) -> None:
    with connection.writing(db):
        kept.enter(db, kept.INTAKE, [], "someone")
        second = connection.connect(tmp_path / "a.case")
        second.execute("PRAGMA busy_timeout = 0")
        assert kept.reports(second) == []
        with pytest.raises(BusyError, match="another process is writing"), connection.writing(second):
            pass
        second.close()


def test_an_undo_can_be_undone() -> None:
    def entered(number: int, kind: DecisionKind, *subjects: str) -> Decision:
        return Decision(number, kind, subjects, "someone", None)  # type: ignore[arg-type]

    rulings = [
        entered(1, DecisionKind.CONFIRM, "s1"),
        entered(2, DecisionKind.UNDO, "1"),
        entered(3, DecisionKind.UNDO, "2"),
    ]
    assert [d.number for d in kept.standing(rulings[:1])] == [1]
    assert [d.number for d in kept.standing(rulings[:2])] == []
    assert [d.number for d in kept.standing(rulings)] == [1]


def test_every_table_is_either_kept_or_derived(db: sqlite3.Connection) -> None:
    tables = {r["name"] for r in db.execute("SELECT name FROM pragma_table_list WHERE type IN ('table', 'virtual')")}
    kept_tables = {
        "reports",
        "originals",
        "journal",
        "report_words",
        "migrations",
        "readings",
        "meanings",
        "signs",
        "changes",
        "searches",
        "state",
        "sqlite_schema",
    }
    assert tables - {"sqlite_temp_schema"} == kept_tables | {*DERIVED_TABLES, *REMEMBERED, *sums.EMPTIED, *sums.TEXTS}
