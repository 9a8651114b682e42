"""Forms of this server's own: a secret in each, so that no other site can send one."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import parse_qs, urlsplit

from fastapi import Request

from ascribe.model.errors import UsageError

LONGEST = 20_000
"""Bytes of a form."""


class OwnForms:
    """The secret of a running server, and the forms that carry it."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(32)

    async def read(self, request: Request) -> dict[str, list[str]]:
        """The fields of a form of this server's own. Raises UsageError for any other."""
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.casefold() != request.headers["host"].casefold():
            raise UsageError("this form was sent from another site and is refused")
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
