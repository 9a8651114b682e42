"""Accounts of a team: names, argon2 hashes, roles, sessions and the audit list, in a file beside the case."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from ascribe.model.errors import NotFoundError, UsageError

SHORTEST = 12
"""Characters of a password (NIST SP 800-63B asks for length, not for kinds of characters)."""
LASTS = timedelta(hours=12)
TABLES = """
CREATE TABLE IF NOT EXISTS accounts (name TEXT PRIMARY KEY, hash TEXT NOT NULL, role TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
  token TEXT PRIMARY KEY, name TEXT NOT NULL REFERENCES accounts(name) ON DELETE CASCADE, ends TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS audit (
  number INTEGER PRIMARY KEY, time TEXT NOT NULL, name TEXT NOT NULL, what TEXT NOT NULL, status INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
"""
HASHER = PasswordHasher()


class Role(StrEnum):
    """What an account may do; each may do what those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    OWNER = "owner"


class Account(msgspec.Struct, frozen=True):
    """Somebody who may log in."""

    name: str
    role: Role


class Done(msgspec.Struct, frozen=True):
    """A line of the audit list."""

    time: str
    name: str
    what: str
    status: int


class Accounts:
    """The accounts of one case."""

    def __init__(self, case: Path) -> None:
        self.path = case.with_name(case.name + ".users")
        os.close(os.open(self.path, os.O_CREAT, 0o600))  # for its owner alone, from the first moment
        with self._db() as db:
            db.executescript(TABLES)
        # checked where there is no such account, so that the time taken does not say so
        self._nobody = HASHER.hash(secrets.token_urlsafe())

    @contextmanager
    def _db(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=15)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            with db:
                yield db
        finally:
            db.close()

    def add(self, name: str, password: str, role: Role) -> None:
        """Adds an account, or gives it another password and role; its sessions end then. Raises UsageError."""
        if not re.fullmatch(r"[\w.@ -]{1,60}", name) or name != name.strip():
            raise UsageError("a name has 1 to 60 letters, digits, spaces and . @ - _")
        _long_enough(password)
        with self._db() as db:
            db.execute("DELETE FROM accounts WHERE name = ?", (name,))
            db.execute("INSERT INTO accounts VALUES (?, ?, ?)", (name, HASHER.hash(password), role.value))

    def remove(self, name: str) -> None:
        """Takes an account away, with its sessions; what it did stays in the lists."""
        with self._db() as db:
            if db.execute("DELETE FROM accounts WHERE name = ?", (name,)).rowcount == 0:
                raise NotFoundError(f"there is no account {name}")

    def all(self) -> tuple[Account, ...]:
        with self._db() as db:
            return tuple(Account(n, Role(r)) for n, r in db.execute("SELECT name, role FROM accounts ORDER BY name"))

    def log_in(self, name: str, password: str) -> str | None:
        """A new session's token, or None where name and password are not those of an account."""
        with self._db() as db:
            row = db.execute("SELECT hash FROM accounts WHERE name = ?", (name,)).fetchone()
            try:
                HASHER.verify(row[0] if row else self._nobody, password)
            except VerificationError:
                return None
            return _session(db, name) if row is not None else None

    def change(self, name: str, old: str, new: str) -> str | None:
        """Gives an account another password where the old one is right, and ends its sessions; a new session's token,
        or None where the old one is wrong. Raises UsageError where the new one is too short."""
        _long_enough(new)
        with self._db() as db:
            row = db.execute("SELECT hash FROM accounts WHERE name = ?", (name,)).fetchone()
        try:
            HASHER.verify(row[0] if row else self._nobody, old)
        except VerificationError:
            return None
        made = HASHER.hash(new)
        with self._db() as db:  # of two changes at once, the first holds
            changed = db.execute("UPDATE accounts SET hash = ? WHERE hash = ? AND name = ?", (made, row[0], name))
            if changed.rowcount == 0:
                return None
            db.execute("DELETE FROM sessions WHERE name = ?", (name,))
            return _session(db, name)

    def log_out(self, token: str) -> None:
        with self._db() as db:
            db.execute("DELETE FROM sessions WHERE token = ?", (_digest(token),))

    def of(self, token: str) -> Account | None:
        """Whose session this is, with the role that the account has now."""
        with self._db() as db:
            row = db.execute(
                "SELECT a.name, a.role FROM sessions s JOIN accounts a ON a.name = s.name "
                "WHERE s.token = ? AND s.ends > ?",
                (_digest(token), datetime.now(UTC).isoformat()),
            ).fetchone()
        return Account(row[0], Role(row[1])) if row else None

    def note(self, name: str, what: str, status: int) -> None:
        """Adds a line to the audit list."""
        with self._db() as db:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            db.execute("INSERT INTO audit (time, name, what, status) VALUES (?, ?, ?, ?)", (now, name, what, status))

    def audit(self, limit: int = 500, offset: int = 0) -> tuple[Done, ...]:
        """Who did what, the last first."""
        asked = "SELECT time, name, what, status FROM audit ORDER BY number DESC LIMIT ? OFFSET ?"
        with self._db() as db:
            return tuple(Done(*r) for r in db.execute(asked, (limit, offset)))

    def noted(self) -> int:
        """How many lines the audit list has."""
        with self._db() as db:
            return int(db.execute("SELECT count(*) FROM audit").fetchone()[0])

    def secret(self) -> bytes:
        """What browsers that have logged in are known by; made once, and kept."""
        with self._db() as db:
            db.execute("INSERT OR IGNORE INTO secrets VALUES ('device', ?)", (secrets.token_bytes(32),))
            return bytes(db.execute("SELECT value FROM secrets WHERE name = 'device'").fetchone()[0])


def _long_enough(password: str) -> None:
    if len(password) < SHORTEST:
        raise UsageError(f"the password is too short; take {SHORTEST} characters or more")


def _session(db: sqlite3.Connection, name: str) -> str:
    """A new session's token; those that have ended are forgotten."""
    token, now = secrets.token_urlsafe(32), datetime.now(UTC)
    db.execute("DELETE FROM sessions WHERE ends < ?", (now.isoformat(),))
    db.execute("INSERT INTO sessions VALUES (?, ?, ?)", (_digest(token), name, (now + LASTS).isoformat()))
    return token


def _digest(token: str) -> str:
    """What is stored of a session: who reads the file cannot take its place."""
    return hashlib.sha256(token.encode()).hexdigest()
