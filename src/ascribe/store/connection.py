"""Opening a case file: what it is, which steps it has had, how writers wait for each other."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ascribe.model.errors import AscribeError, BusyError, CaseFileError, NotFoundError, UsageError
from ascribe.store import sums
from ascribe.store.schema import APPLICATION_ID, MIGRATIONS

WAIT_SECONDS = 15.0
"""How long one writer waits for another before it says so."""
CACHE = 262_144
"""KiB of pages held in memory at most: a whole resolution is one transaction, and reads what it wrote."""
MAPPED = 2**31 - 65536
"""Bytes of the file that are read through the system's memory, not copied: a new connection finds them warm."""
BUSY = "another process is writing to this case; try again when it is done"


def folded(text: str | None) -> str | None:
    """Text without case and accents, by which names are compared; in SQL as fold()."""
    if text is None or text.isascii():
        return text and text.casefold()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def create(path: Path) -> sqlite3.Connection:
    """A new case file. Refuses a path that exists; an empty file is what a killed `new` left behind, and is taken."""
    if not path.parent.is_dir():
        raise UsageError(f"the folder {path.parent} does not exist; create it first")
    if path.exists() and (not path.is_file() or path.stat().st_size > 0):
        raise UsageError(f"{path} exists already; choose another name, or add to it with: ascribe add {path}")
    connection = _connect(path)
    with _closed_on_error(connection, path):
        with writing(connection):
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise UsageError(f"{path} exists already; another process has just started it")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")  # part of the transaction, like the rest
            connection.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT")
            for position, (name, script) in enumerate(MIGRATIONS):
                _carry_out(connection, position, name, script)
        connection.execute("PRAGMA journal_mode = WAL")
    return connection


def connect(path: Path) -> sqlite3.Connection:
    """An existing case file, brought up to this program's version. Writes nothing where there is nothing to do."""
    if not path.is_file():
        raise NotFoundError(f"there is no case at {path}; start one with: ascribe new {path}")
    if path.stat().st_size == 0:
        raise CaseFileError(f"{path} is empty; start a case there with: ascribe new {path}")
    connection = _connect(path)
    with _closed_on_error(connection, path):
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        if path.stat().st_size == 0:  # SQLite has just undone what a killed `new` had begun to write
            raise CaseFileError(f"{path} is empty; start a case there with: ascribe new {path}")
        if mark != APPLICATION_ID:
            raise CaseFileError(f"{path} is no case file of ascribe")
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
        if mode != "wal":
            connection.execute("PRAGMA journal_mode = WAL")
        migrate(connection, path)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise CaseFileError(f"{path} cannot be opened: {error}") from None
    connection.row_factory = sqlite3.Row
    connection.create_function("fold", 1, folded, deterministic=True)
    with _closed_on_error(connection, path):
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        connection.execute(f"PRAGMA cache_size = -{CACHE}")
        connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a loss of power
    return connection


@contextmanager
def _closed_on_error(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """Closes the file and says in a case's words what SQLite found wrong with it."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        connection.close()
        if _is_busy(error):
            raise BusyError(BUSY) from None
        raise CaseFileError(f"{path} is no case file of ascribe ({error})") from None
    except AscribeError:
        connection.close()
        raise


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Carries out the steps that the file has not had, each in one transaction with its record."""
    done = {row["name"] for row in connection.execute("SELECT name FROM migrations")}
    unknown = done - {name for name, _ in MIGRATIONS}
    if unknown:
        raise CaseFileError(f"{path} was written by a newer ascribe (step {min(unknown)!r}); update the program")
    for position, (name, script) in enumerate(MIGRATIONS):
        if name not in done:
            with writing(connection):
                if connection.execute("SELECT 1 FROM migrations WHERE name = ?", (name,)).fetchone() is None:
                    _carry_out(connection, position, name, script)
    if sums.wanting(connection):  # made by a step just now, or by one that was killed before this
        with writing(connection):
            sums.summarise(connection)


def _carry_out(connection: sqlite3.Connection, position: int, name: str, script: str) -> None:
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
        raise _plain(error) from None
    try:
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:  # SQLite itself rolls back where the disk is full
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.OperationalError):
            raise _plain(error) from None
        raise


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """One view of the case for several questions: what others write meanwhile is not seen."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def _is_busy(error: sqlite3.Error) -> bool:
    return "locked" in str(error) or "busy" in str(error)


def _plain(error: sqlite3.OperationalError) -> Exception:
    """What the error means for the person at the keyboard; a defect of the program stays what it is."""
    if _is_busy(error):
        return BusyError(BUSY)
    if any(sign in str(error) for sign in ("full", "readonly", "disk I/O", "unable to open")):
        return CaseFileError(f"the case cannot be written: {error}; what was acknowledged before is kept")
    return error
