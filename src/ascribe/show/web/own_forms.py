"""Forms of this server's own: a secret in each, so that no other site can send one."""

from __future__ import annotations

import hmac
import secrets
from contextvars import ContextVar
from urllib.parse import parse_qs

from fastapi import Request

from ascribe.model.errors import UsageError

LONGEST = 20_000
"""Bytes of a form."""
SESSION: ContextVar[str] = ContextVar("session", default="")
"""The session that the request at hand is of; empty where the server knows no accounts."""


class OwnForms:
    """The secret of a running server, and the forms that carry what is made from it."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    @property
    def token(self) -> str:
        """What a form of the session at hand carries: nobody can make one for the session of another."""
        return hmac.new(self._secret, SESSION.get().encode(), "sha256").hexdigest()

    async def read(self, request: Request) -> dict[str, list[str]]:
        """The fields of a form of this server's own. Raises UsageError for any other."""
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LONGEST:
                raise UsageError("the form is too long")
        try:
            form = parse_qs(body.decode("ascii"), max_num_fields=40)
        except ValueError:
            raise UsageError("the form cannot be read") from None
        if not hmac.compare_digest(form.get("token", [""])[0].encode(), self.token.encode()):
            raise UsageError("this form is not from this server, or from before it was started; open the page again")
        return form
