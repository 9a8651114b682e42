"""E-mail: the plain text part, or the HTML part's main text; sender, subject and day from the headers."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from ascribe.model import line_ends
from ascribe.read.decode import checked
from ascribe.read.html import read_html
from ascribe.read.options import Options, RefusedError
from ascribe.read.piece import Piece


def read_eml(data: bytes, options: Options) -> Piece:
    """The body of a message, its subject first."""
    if not data.strip():
        raise RefusedError("the file is empty")
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise RefusedError("it has no e-mail headers")
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise RefusedError("the message has no text part")
    try:
        content = body.get_content()
    except (LookupError, UnicodeError, KeyError):
        raise RefusedError("the message's text cannot be decoded") from None
    if body.get_content_type() == "text/html":
        content = read_html(str(content).encode(), Options(encoding="utf-8", limits=options.limits)).text
    text = line_ends(str(content)).strip()
    subject = " ".join(str(message.get("subject", "")).split()) or None
    if subject and not text.startswith(subject):
        text = f"{subject}\n\n{text}"
    sender, address = parseaddr(str(message.get("from", "")))
    return Piece(
        text=checked(text, options),
        title=subject,
        publisher=sender or address or None,
        published=_day(message),
        author=address or None,
    )


def _day(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("date", ""))).date().isoformat()
    except (TypeError, ValueError):
        return None
