"""Bytes to text, refusing what is no text."""

from __future__ import annotations

import codecs
import re

from ascribe.model import line_ends
from ascribe.read.options import Options, RefusedError

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SURROGATES = re.compile("[\ud800-\udfff]")
CONTROL_SHARE = 0.002
"""Share of control characters above which bytes are taken for a binary file."""


def decode(data: bytes, options: Options) -> str:
    """The text of a file. UTF-8, or UTF-16 with its mark, or the encoding that the options name."""
    if not data.strip():
        raise RefusedError("the file is empty")
    encoding = options.encoding or next((name for bom, name in BOMS if data.startswith(bom)), "utf-8")
    if b"\x00" in data[:100_000] and not encoding.startswith("utf-16"):
        raise RefusedError("it is a binary file, not text")
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        at = f" at byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else ""
        raise RefusedError(
            f"it is not valid {encoding}{at}; name its encoding, for example --encoding cp1256"
        ) from None
    controls = sum(c < " " and c not in "\n\r\t\f" for c in text[:200_000])
    if controls > max(2, CONTROL_SHARE * len(text[:200_000])):
        raise RefusedError("it is a binary file, not text")
    return checked(sound(line_ends(text)), options)


def known_encoding(name: str) -> bool:
    """Whether Python has a text encoding of this name."""
    try:
        b"a".decode(name)
    except (LookupError, UnicodeError):
        return False
    return True


def sound(text: str) -> str:
    """The text with halves of surrogate pairs, which no file can hold, as replacement characters. Length is kept."""
    return SURROGATES.sub("\ufffd", text)


def checked(text: str, options: Options) -> str:
    """The text where its size is one that a report has."""
    limits = options.limits
    if not text.strip():
        raise RefusedError("it holds no text")
    if len(text) > limits.text_characters:
        raise RefusedError(f"its text has {len(text):,} characters; the limit is {limits.text_characters:,}")
    longest = max(map(len, text.split("\n")))
    if longest > limits.line_characters:
        raise RefusedError(f"one line has {longest:,} characters; the limit is {limits.line_characters:,}")
    return text
