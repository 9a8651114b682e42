"""A decision as a browser sends it: read, checked for forgery, and put into words that the case understands."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import parse_qs, urlsplit

import msgspec
from fastapi import Request

from ascribe.model import DecisionKind
from ascribe.model.errors import UsageError

LONGEST = 20_000
"""Bytes of a form."""
OFFERED = frozenset(DecisionKind) - {DecisionKind.DECLARE}


class Sent(msgspec.Struct, frozen=True):
    """What somebody asks to be decided, as typed, and where to show the result."""

    kind: DecisionKind
    subjects: tuple[str, ...]
    seen: int  # the last decision that the page was made from
    attribute: str
    value: str
    reason: str
    incident: str  # the one that was looked at
    back: str  # "review", "decisions", or else the incident
    view: str = ""  # the query of the page, so that it comes back as it was looked at


class Forms:
    """Forms of this server's own, which carry a secret that only its pages know."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(32)

    async def read(self, request: Request) -> Sent:
        """The decision that a form asks for. Raises UsageError for a form of any other server, or one out of shape."""
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
        return sent(form)


def sent(form: dict[str, list[str]]) -> Sent:
    """The fields of a form. `other` is a second incident chosen from a list, `typed` one given by its identifier."""

    def one(name: str) -> str:
        return form.get(name, [""])[0].strip()

    if one("kind") not in OFFERED or not one("revision").isdecimal():
        raise UsageError("the form does not say what is decided; open the page again")
    other = one("typed") or one("other")
    subjects = [s.strip() for s in form.get("subject", []) if s.strip()] + [other] * bool(other)
    return Sent(
        kind=DecisionKind(one("kind")),
        subjects=tuple(subjects),
        seen=int(one("revision")),
        attribute=one("attribute"),
        value=one("value"),
        reason=one("reason"),
        incident=one("incident") or next((s for s in [*subjects, one("back")] if s.startswith("inc-")), ""),
        back=one("back"),
        view=one("view"),
    )
