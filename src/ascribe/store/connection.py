"""Opening a case file: what it is, which steps it has had, how writers wait for each other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ascribe.model.errors import BusyError, CaseFileError, NotFoundError, UsageError
from ascribe.store.schema import APPLICATION_ID, MIGRATIONS

WAIT_SECONDS = 15.0
"""How long one writer waits for another before it says so."""


def create(path: Path) -> sqlite3.Connection:
    """A new case file. Refuses a path that exists."""
    if path.exists():
        raise UsageError(f"{path} exists already; choose another name, or add to it with: ascribe add {path}")
    if not path.parent.is_dir():
        raise UsageError(f"the folder {path.parent} does not exist; create it first")
    connection = _connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(connection, path)
    return connection


def connect(path: Path) -> sqlite3.Connection:
    """An existing case file, brought up to this program's version."""
    if not path.is_file():
        raise NotFoundError(f"there is no case at {path}; start one with: ascribe new {path}")
    connection = _connect(path)
    try:
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.DatabaseError:
        mark = None
    if mark != APPLICATION_ID:
        connection.close()
        raise CaseFileError(f"{path} is no case file of ascribe")
    connection.execute("PRAGMA journal_mode = WAL")
    migrate(connection, path)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a loss of power
        if path.stat().st_size == 0:
            connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise CaseFileError(f"{path} is no case file of ascribe ({error})") from None
    return connection


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Carries out the steps that the file has not had, each in one transaction with its record."""
    with writing(connection):
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT"
        )
    done = {row["name"] for row in connection.execute("SELECT name FROM migrations")}
    unknown = done - {name for name, _ in MIGRATIONS}
    if unknown:
        connection.close()
        raise CaseFileError(f"{path} was written by a newer ascribe (step {min(unknown)!r}); update the program")
    for position, (name, script) in enumerate(MIGRATIONS):
        if name in done:
            continue
        with writing(connection):
            again = connection.execute("SELECT 1 FROM migrations WHERE name = ?", (name,)).fetchone()
            if again is None:
                for statement in statements(script):
                    connection.execute(statement)
                connection.execute("INSERT INTO migrations VALUES (?, ?)", (name, position))


def statements(script: str) -> Iterator[str]:
    """The statements of a script one by one, so that they stay inside one transaction."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A write transaction: all of it or none. Waits for another writer, then says so."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise BusyError("another process is writing to this case; try again when it is done") from None
        raise
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
