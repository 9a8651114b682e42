"""How often somebody may try to log in: guessing is slow, and a stranger's guessing locks nobody out.

A browser that has logged in once holds a mark made for that name (OWASP: device cookies). Its attempts are counted by
themselves; those of all browsers without such a mark are counted together, by name and in all.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import defaultdict, deque

TRIES, TRIES_WITHIN = 5, 900.0
"""Failed log-ins with one name, and the seconds within which they are counted."""
ALL_TRIES = 60
"""Failed log-ins of all names together in that time: names cannot be tried in turn."""


class Limit:
    """So many within a time, for each key."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._held: dict[object, deque[float]] = defaultdict(deque)

    def full(self, key: object) -> bool:
        held = self._held[key]
        while held and held[0] < time.monotonic() - self._seconds:
            held.popleft()
        if not held:
            del self._held[key]
        return len(held) >= self._most

    def count(self, key: object) -> None:
        self._held[key].append(time.monotonic())

    def forgive(self, key: object) -> None:
        """Takes back the last that was counted."""
        if self._held[key]:
            self._held[key].pop()


class Attempts:
    """Failed log-ins of one server. `secret` outlasts it, so that marks do, too."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._by_name, self._all = Limit(TRIES, TRIES_WITHIN), Limit(ALL_TRIES, TRIES_WITHIN)

    def allowed(self, name: str, mark: str) -> bool:
        """Counts an attempt as failed; False, and not counted, where there were too many."""
        device = self._device(name, mark)
        if self._by_name.full((name, device)) or (not device and self._all.full("")):
            return False
        self._by_name.count((name, device))  # before the password is looked at: many at once do not pass
        if not device:
            self._all.count("")
        return True

    def succeeded(self, name: str, mark: str) -> str:
        """The last attempt was none of guessing. Returns the mark that the browser is to keep."""
        device = self._device(name, mark)
        self._by_name.forgive((name, device))
        if not device:
            self._all.forgive("")
        nonce = device or secrets.token_urlsafe(16)
        return f"{nonce}.{self._sign(name, nonce)}"

    def _device(self, name: str, mark: str) -> str:
        """The browser that holds this mark for this name; empty where the mark is none of ours."""
        nonce, _, signed = mark.partition(".")
        return nonce if hmac.compare_digest(signed.encode(), self._sign(name, nonce).encode()) else ""

    def _sign(self, name: str, nonce: str) -> str:
        return hmac.new(self._secret, f"{nonce}\n{name}".encode(), "sha256").hexdigest()
