"""PDF: the text of all pages in order."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2

from ascribe.model import line_ends
from ascribe.read.options import Options, RefusedError
from ascribe.read.piece import Piece


def read_pdf(data: bytes, _options: Options) -> Piece:
    """The text of a PDF's pages, paragraphs joined over line breaks, with the title of its metadata."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = str(error).casefold()
        if "password" in reason:
            raise RefusedError("the PDF is encrypted; save it without a password and add that file") from None
        raise RefusedError("the PDF is damaged or cut short; fetch it again") from None
    try:
        pages = [_page(document, number) for number in range(len(document))]
        title = str(document.get_metadata_dict().get("Title") or "").strip() or None
    except pypdfium2.PdfiumError:
        raise RefusedError("the PDF is damaged or cut short; fetch it again") from None
    finally:
        document.close()
    text = line_ends("\n\n".join(p for p in pages if p))
    if not text.strip():
        raise RefusedError("the PDF holds pictures of text only; run text recognition (OCR) on it and add the result")
    return Piece(text=text, title=title)


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
