"""PDF: the text of all pages in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ascribe.model import line_ends
from ascribe.read.decode import sound
from ascribe.read.options import Options, RefusedError
from ascribe.read.piece import Piece

END, NEAR_THE_END = b"%%EOF", 4096
"""The last line of every whole PDF, and the bytes in which readers look for it."""


def read_pdf(data: bytes, options: Options) -> Piece:
    """The text of a PDF's pages, paragraphs joined over line breaks, with the title of its metadata."""
    import pypdfium2  # only here: the library takes longer to load than a small case to open

    if b"%PDF-" not in data[:1024]:
        raise RefusedError("it is no PDF")
    if END not in data[-NEAR_THE_END:]:
        raise RefusedError("the PDF is cut short; fetch it again")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error).casefold()
        if "password" in reason:
            raise RefusedError("the PDF is encrypted; save it without a password and add that file") from None
        raise RefusedError("the PDF is damaged or cut short; fetch it again") from None
    try:
        if len(document) > options.limits.pdf_pages:
            raise RefusedError(f"it has {len(document):,} pages; the limit is {options.limits.pdf_pages:,}")
        pages = list(_pages(document, options.limits.text_characters))
        title = str(document.get_metadata_dict().get("Title") or "").strip() or None
    except pypdfium2.PdfiumError:
        raise RefusedError("the PDF is damaged or cut short; fetch it again") from None
    finally:
        document.close()
    text = sound(line_ends("\n\n".join(p for p in pages if p)))
    if not text.strip():
        raise RefusedError("the PDF holds pictures of text only; run text recognition (OCR) on it and add the result")
    return Piece(text=text, title=title)


def _pages(document: Any, most: int) -> Iterator[str]:
    """The pages' texts, until there is more than any report has."""
    for number in range(len(document)):
        page = _page(document, number)
        most -= len(page)
        yield page
        if most < 0:
            return


def _page(document: Any, number: int) -> str:
    page = document[number]
    textpage = page.get_textpage()
    try:
        raw: str = textpage.get_text_bounded()
    finally:
        textpage.close()
        page.close()
    lines = [line.rstrip() for line in raw.replace("\r\n", "\n").replace("\ufffe", "-").split("\n")]
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", "\n".join(lines)) if part.strip())
