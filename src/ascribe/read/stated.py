"""What a web page states of itself: Open Graph, Dublin Core, schema.org. Nothing is guessed, least of all a day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from ascribe.model import line_ends
from ascribe.read.days import parse_day
from ascribe.read.decode import sound
from ascribe.read.piece import Piece

DAYS = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "originalpublicationdate",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.date",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "citation_publication_date",
)
"""Names under which pages give the day of publication, the most exact first. Days of change are not among them."""
PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
AUTHORS = ("author", "article:author", "dc.creator", "parsely-author")
ARTICLES = frozenset(
    {"article", "newsarticle", "reportagenewsarticle", "blogposting", "report", "webpage", "liveblogposting"}
)
DEEPEST = 6
"""Levels of schema.org data that are looked into."""


class Stated:
    """The metadata of one page."""

    def __init__(self, tree: lxml_html.HtmlElement) -> None:
        self._tree = tree
        self._meta: dict[str, str] = {}
        for element in tree.iter("meta"):
            content = _words(element.get("content"))
            for attribute in ("property", "name", "itemprop"):
                name = (element.get(attribute) or "").strip().casefold()
                if name and content:
                    self._meta.setdefault(name, content)
        self._linked = [entry for script in tree.iter("script") for entry in _linked(script)]

    def piece(self) -> Piece:
        """Everything that is stated; the text is still to come."""
        return Piece("", self.title, self.publisher, self.published, self.url, self.author)

    @property
    def title(self) -> str | None:
        return self._named("og:title", "twitter:title") or self._from("headline") or self._first("//h1", "//title")

    @property
    def publisher(self) -> str | None:
        return self._named(*PUBLISHERS[:1]) or self._from("publisher") or self._named(*PUBLISHERS[1:])

    @property
    def author(self) -> str | None:
        return self._named(*AUTHORS) or self._from("author")

    @property
    def url(self) -> str | None:
        links = (_words(str(href)) for href in self._tree.xpath("//link[@rel='canonical']/@href"))
        found = next(filter(None, links), None) or self._named("og:url") or self._from("url")
        return found if found and found.startswith(("http://", "https://")) else None

    @property
    def published(self) -> str | None:
        """The day as ISO; the first of the stated ones that is a day."""
        stated = [self._meta[name] for name in DAYS[:4] if name in self._meta]
        stated += [day for entry in self._linked if isinstance(day := entry.get("datePublished"), str)]
        stated += [self._meta[name] for name in DAYS[4:] if name in self._meta]
        stated += map(str, self._tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime"))
        for value in stated:
            try:
                day = parse_day(value)
            except ValueError:
                continue
            if day is not None:
                return day.isoformat()
        return None

    def _named(self, *names: str) -> str | None:
        return next((self._meta[name] for name in names if name in self._meta), None)

    def _from(self, key: str) -> str | None:
        """A value of the schema.org data: a string, or the name of what is there."""
        for entry in self._linked:
            for value in _each(entry.get(key)):
                name = value.get("name") if isinstance(value, dict) else value
                if isinstance(name, str) and _words(name):
                    return _words(name)
        return None

    def _first(self, *paths: str) -> str | None:
        for path in paths:
            for element in self._tree.xpath(path):
                if words := _words(element.text_content()):
                    return words
        return None


def _words(value: str | None) -> str | None:
    return " ".join(sound(line_ends(value)).split()) or None if value else None


def _linked(script: lxml_html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The articles that a block of JSON-LD describes."""
    if (script.get("type") or "").strip().casefold() != "application/ld+json":
        return
    try:
        content = json.loads(script.text or "")
    except (ValueError, RecursionError):
        return
    yield from _articles(content, DEEPEST)


def _articles(content: Any, deep: int) -> Iterator[dict[str, Any]]:
    for entry in _each(content):
        if isinstance(entry, dict) and deep:
            kinds = {k.casefold() for k in _each(entry.get("@type")) if isinstance(k, str)}
            if kinds & ARTICLES:
                yield entry
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                yield from _articles(entry.get(key), deep - 1)


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
