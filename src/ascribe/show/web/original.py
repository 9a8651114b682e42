"""The original of a report, safe to look at: a page of a PDF as a picture, HTML of which nothing runs or fetches."""

from __future__ import annotations

import io
import re
import threading
from typing import Any

import msgspec
import pypdfium2
from lxml import etree
from lxml import html as lxml_html
from markupsafe import escape
from PIL import ImageDraw

from ascribe.model.errors import NotFoundError

WIDTH = 1100
"""Pixels of a page's picture from side to side."""
TALLEST = 4.0
"""Heights of a page in widths, beyond which it is not drawn."""
LONGEST = 2_000_000
"""Characters of HTML that are shown."""
MARK = (255, 196, 0, 90)
LOCK = threading.Lock()
"""PDFium is not safe to use from two threads."""
KEPT = frozenset(
    "a abbr address article aside b blockquote br caption center cite code col colgroup dd del details dfn div dl dt "
    "em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li main mark nav ol p pre q s samp section "
    "small span strong sub summary sup table tbody td tfoot th thead time tr u ul var".split()
)
"""Elements that stay; of any other the content stays, or nothing (`DROPPED`)."""
DROPPED = frozenset(
    "applet audio base button canvas embed form frame frameset iframe input link map math meta noembed noframes "
    "noscript object option portal script select style svg template textarea title video".split()
)
EMPTY = frozenset({"br", "hr", "col"})
ATTRIBUTES = frozenset({"lang", "dir", "colspan", "rowspan"})
PLAIN = re.compile(r"[\w-]{1,30}", re.ASCII)
STYLE = (
    "body{font:16px/1.55 Georgia,serif;margin:1rem;color:#1b2126;background:#fff;overflow-wrap:anywhere}"
    "table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .5rem;vertical-align:top}"
    ".picture{color:#545c64;border:1px dashed #8a8579;padding:0 .4rem}"
)


class Leaf(msgspec.Struct, frozen=True):
    """Which page of a PDF is shown, of how many."""

    number: int
    of: int


def leaf(data: bytes, asked: int, quote: str) -> Leaf:
    """The page asked for, or else the one that holds a quote, or else the first. Raises NotFoundError."""
    with LOCK:
        document = _opened(data)
        try:
            count = len(document)
            if asked > count or not count:
                raise NotFoundError(f"the PDF has {count} pages")
            found = asked or next((n + 1 for n in range(count) if quote and _place(document[n], quote)), 1)
        finally:
            document.close()
    return Leaf(found, count)


def picture(data: bytes, number: int, quote: str) -> bytes:
    """A page of a PDF as PNG, with a quote marked where the page holds it. Raises NotFoundError."""
    with LOCK:
        document = _opened(data)
        try:
            if not 1 <= number <= len(document):
                raise NotFoundError(f"the PDF has {len(document)} pages")
            page = document[number - 1]
            wide, high = page.get_size()
            if wide <= 0 or high <= 0 or high > TALLEST * wide:
                raise NotFoundError("the page is too tall to be shown; open the original")
            scale = WIDTH / wide
            image = page.render(scale=scale).to_pil().convert("RGB")
            place = _place(page, quote) if quote else None
            draw = ImageDraw.Draw(image, "RGBA")
            for left, foot, right, top in _boxes(page, place):
                draw.rectangle((left * scale, (high - top) * scale, right * scale, (high - foot) * scale), fill=MARK)
        finally:
            document.close()
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise NotFoundError("the PDF cannot be shown; open the original") from None


def _place(page: Any, quote: str) -> tuple[int, int] | None:
    """Where a page holds a quote, however its lines break: the first character and how many."""
    words = [re.escape(w) for w in quote.split()]
    text = page.get_textpage().get_text_range()
    found = re.search(r"\W{0,3}\s+".join(words), text) if words else None
    return (found.start(), found.end() - found.start()) if found else None


def _boxes(page: Any, place: tuple[int, int] | None) -> list[tuple[float, float, float, float]]:
    """Left, foot, right and top of each line of a place, in points from the page's lower left corner."""
    if place is None:
        return []
    text = page.get_textpage()
    return [text.get_rect(n) for n in range(text.count_rects(*place))]


def safe_html(data: bytes) -> str:
    """A whole HTML page of which nothing runs, nothing is fetched and no link leads away; pictures are their words."""
    tree = _tree(data)
    parts: list[str] = []
    length = 0
    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag in DROPPED:
                walk.skip_subtree()
            else:
                parts += _opening(tag, element)
        elif event == "end":
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag in KEPT and tag not in EMPTY:
                parts.append(f"</{tag}>")
        if event != "start" and element is not tree and element.tail:
            parts.append(str(escape(element.tail)))
        length += len(parts[-1]) if parts else 0
        if length > LONGEST:
            break
    return (
        f'<!doctype html><meta charset="utf-8"><title>…</title><style>{STYLE}</style><body dir="auto">{"".join(parts)}'
    )


def _opening(tag: str, element: Any) -> list[str]:
    """An element's beginning and the text up to its first child."""
    found = []
    if tag in KEPT:
        held = [
            f' {name}="{escape(value)}"'
            for name, value in element.attrib.items()
            if name in ATTRIBUTES and PLAIN.fullmatch(value)
        ]
        found.append(f"<{tag}{''.join(held)}>")
    elif tag == "img" and (element.get("alt") or "").strip():
        found.append(f'<span class="picture">{escape(element.get("alt"))}</span>')
    if element.text:
        found.append(str(escape(element.text)))
    return found


def _tree(data: bytes) -> Any:
    """The page's elements. Without text there is an empty page."""
    try:
        text: str | bytes = re.sub(r"^\s*<\?xml[^>]*\?>", "", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        text = data  # libxml2 looks for what the page itself says of its characters
    try:
        return lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(huge_tree=False))
    except etree.ParserError:
        return lxml_html.Element("html")
