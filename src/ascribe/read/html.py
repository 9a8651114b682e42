"""Web pages: main text by trafilatura, and what their metadata state."""

from __future__ import annotations

import re

import msgspec
from lxml import etree
from lxml import html as lxml_html

from ascribe.model import line_ends
from ascribe.read.decode import sound
from ascribe.read.options import Options, RefusedError
from ascribe.read.piece import Piece
from ascribe.read.stated import Stated

TAG = re.compile(rb"<(?:!--|(/?)([a-zA-Z][a-zA-Z0-9]*))")
ENDS = {b"script": b"</script", b"style": b"</style", b"": b"-->"}
"""What ends a stretch in which nothing is a tag."""
UNCLOSED = 20
"""Tags may be open so many times deeper than elements may nest: pages leave <p> and <path> open by the hundred."""


def read_html(data: bytes, options: Options) -> Piece:
    """The main text of a page, with title, publisher, day and canonical address where its metadata state them."""
    import trafilatura  # loaded where a page is read: it takes as long as resolving one more report

    _guard(data, options)
    try:
        tree = lxml_html.fromstring(
            data, parser=lxml_html.HTMLParser(huge_tree=False, encoding=_encoding(data, options))
        )
        _check_depth(tree, options)
        stated = Stated(tree).piece()
        # deduplicate=False: trafilatura's register of seen paragraphs is process-wide, and a second take would differ
        body = trafilatura.extract(
            tree, include_comments=False, include_tables=True, deduplicate=False, favor_recall=True
        )
    except RefusedError:
        raise
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise RefusedError(f"its HTML cannot be parsed: {error}") from None
    if not body or not body.strip():
        raise RefusedError("no main text was found on the page")
    text, title = sound(line_ends(body)).strip(), stated.title
    if title and title.casefold() not in text[: len(title) + 200].casefold():
        text = f"{title}\n\n{text}"
    return msgspec.structs.replace(stated, text=text)


def _guard(data: bytes, options: Options) -> None:
    """Refuses pages that are too long, or nested beyond reason, before any parser sees them."""
    limits = options.limits
    if not data.strip():
        raise RefusedError("the file is empty")
    if len(data) > limits.html_bytes:
        raise RefusedError(f"it has {len(data):,} bytes; the limit for a page is {limits.html_bytes:,}")
    if b"\x00" in data[:100_000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RefusedError("it is a binary file, not a page")
    tags, deepest = _count(data, limits.html_tags)
    if tags > limits.html_tags:
        raise RefusedError(f"it has more than {limits.html_tags:,} tags, which no article has")
    if deepest > UNCLOSED * limits.html_depth:
        raise RefusedError(f"its elements are nested {deepest:,} deep; the limit is {limits.html_depth:,}")


def _count(data: bytes, most: int) -> tuple[int, int]:
    """Tags, as far as `most`, and how many of them are open at once. Linear in the length of the page."""
    data = data.lower()
    depth = deepest = tags = at = 0
    while (match := TAG.search(data, at)) and tags <= most:
        name = match[2] or b""
        at = match.end()
        if name in ENDS and not match[1]:
            at = data.find(ENDS[name], at)
            if at < 0:
                break
        else:
            tags += 1
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return tags, deepest


def _check_depth(tree: lxml_html.HtmlElement, options: Options) -> None:
    """Refuses a tree on which later steps, which recurse, would run out of stack."""
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > options.limits.html_depth:
            raise RefusedError(f"its elements are nested more than {options.limits.html_depth:,} deep")


def _encoding(data: bytes, options: Options) -> str | None:
    if options.encoding:
        return options.encoding
    stated = re.search(rb"charset=[\"']?([\w-]+)", data[:2000])
    if stated:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"
