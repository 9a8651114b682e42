"""Web pages: main text by trafilatura, and what their metadata state."""

from __future__ import annotations

import re

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from ascribe.model import line_ends
from ascribe.read.days import parse_day
from ascribe.read.options import Options, RefusedError
from ascribe.read.piece import Piece

DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='DC.date.issued']/@content",
    "//time[@pubdate or @itemprop='datePublished']/@datetime",
)
JSON_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
JSON_LD_PUBLISHER = re.compile(r'"publisher"\s*:\s*\{[^{}]*?"name"\s*:\s*"([^"]{2,80})"')


def read_html(data: bytes, options: Options) -> Piece:
    """The main text of a page, with title, publisher, day and canonical address where its metadata state them."""
    _guard(data, options)
    try:
        tree = lxml_html.fromstring(
            data, parser=lxml_html.HTMLParser(huge_tree=False, encoding=_encoding(data, options))
        )
    except (etree.LxmlError, ValueError) as error:
        raise RefusedError(f"its HTML cannot be parsed: {error}") from None
    raw = etree.tostring(tree, encoding="unicode", method="html")
    body = trafilatura.extract(raw, include_comments=False, include_tables=True, deduplicate=False, favor_recall=True)
    if not body or not body.strip():
        raise RefusedError("no main text was found on the page")
    title = (
        _first(tree, "//meta[@property='og:title']/@content")
        or _first(tree, "//h1//text()")
        or _first(tree, "//title/text()")
    )
    text = line_ends(body).strip()
    if title and title.casefold() not in text[: len(title) + 200].casefold():
        text = f"{title}\n\n{text}"
    return Piece(
        text=text,
        title=title,
        publisher=_publisher(tree, raw),
        published=_published(tree, raw),
        url=_first(tree, "//link[@rel='canonical']/@href") or _first(tree, "//meta[@property='og:url']/@content"),
        author=_first(tree, "//meta[@name='author']/@content"),
    )


def _guard(data: bytes, options: Options) -> None:
    """Refuses pages that are nested beyond reason before any parser sees them."""
    depth = deepest = 0
    for match in re.finditer(
        rb"<(/?)(div|span|table|ul|ol|section|article|b|i|p|font|em|a|blockquote)\b", data, re.IGNORECASE
    ):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    unclosed = 10 * options.limits.html_depth  # old pages leave <p> open by the hundred
    if deepest > unclosed:
        raise RefusedError(f"its elements are nested {deepest:,} deep; the limit is {unclosed:,}")


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


def _first(tree: lxml_html.HtmlElement, path: str) -> str | None:
    for found in tree.xpath(path):
        words = " ".join(str(found).split())
        if words:
            return words
    return None


def _publisher(tree: lxml_html.HtmlElement, raw: str) -> str | None:
    stated = _first(tree, "//meta[@property='og:site_name']/@content")
    stated = stated or _first(tree, "//meta[@name='application-name' or @name='publisher']/@content")
    linked = JSON_LD_PUBLISHER.search(raw)
    return stated or (linked[1] if linked else None)


def _published(tree: lxml_html.HtmlElement, raw: str) -> str | None:
    """The day as metadata state it. Nothing is guessed from the address or today's date."""
    stated = [value for path in DATES if (value := _first(tree, path))]
    stated += JSON_LD_DATE.findall(raw)[:1]
    for value in stated:
        try:
            day = parse_day(value)
        except ValueError:
            continue
        if day is not None:
            return day.isoformat()
    return None
