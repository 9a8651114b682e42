"""E-mail: the plain text part, or the HTML part's main text; sender, subject and day from the headers."""

from __future__ import annotations

import email
import email.policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from ascribe.model import line_ends
from ascribe.read.decode import checked, sound
from ascribe.read.html import read_html
from ascribe.read.options import Options, RefusedError
from ascribe.read.piece import Piece

FAULTS = (LookupError, ValueError, TypeError, AttributeError, RecursionError, MessageError)
"""All that Python's parser of e-mail is known to raise on headers that are not what they should be."""


def read_eml(data: bytes, options: Options) -> Piece:
    """The body of a message, its subject first."""
    if not data.strip():
        raise RefusedError("the file is empty")
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise RefusedError("it has no e-mail headers")
    text = _body(message, options)
    subject = " ".join(_header(message, "subject").split()) or None
    if subject and not text.startswith(subject):
        text = f"{subject}\n\n{text}"
    sender, address = parseaddr(_header(message, "from"))
    return Piece(
        text=checked(text, options),
        title=subject,
        publisher=sender or address or None,
        published=_day(message),
        author=address or None,
    )


def _body(message: EmailMessage, options: Options) -> str:
    """The text of the message, the plain part before the HTML one."""
    try:
        body = message.get_body(preferencelist=("plain", "html"))
        kind = body.get_content_type() if body is not None else ""
        content = str(body.get_content()) if body is not None else ""
    except FAULTS:
        raise RefusedError("the message's text cannot be decoded") from None
    if body is None:
        raise RefusedError("the message has no text part")
    if kind == "text/html":
        return read_html(sound(content).encode(), Options(encoding="utf-8", limits=options.limits)).text
    return sound(line_ends(content)).strip()


def _header(message: EmailMessage, name: str) -> str:
    """A header's words; empty where it is not there or cannot be parsed."""
    try:
        return sound(line_ends(str(message.get(name, ""))))
    except FAULTS:
        return ""


def _day(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(_header(message, "date")).date().isoformat()
    except (TypeError, ValueError):
        return None
