"""The brief as DOCX: an office file with the figures, each call of a note answered."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import httpx
from docx import Document

import ascribe

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
FEW = ("courier-nahran-first", "vsna-nahran-device", "ahd-nahran-claim", "wire-nahran-toll")


def test_every_call_of_a_note_has_its_sentence(tmp_path: Path, serving: Callable[[Path], str]) -> None:
    with ascribe.new(tmp_path / "b.case") as opened:
        opened.add([p for p in sorted(EXAMPLES.iterdir()) if p.stem in FEW])
        opened.update()
        text = " ".join(opened.report(r.id).report.text for r in opened.reports())
    answer = httpx.get(f"{serving(tmp_path / 'b.case')}/brief.docx", timeout=60)
    document = Document(io.BytesIO(answer.content))
    said = [p.text for p in document.paragraphs]
    notes = {n: q for p in said for n, q in re.findall(r"^\[(\d+)\] “(.*)” ", p, re.DOTALL)}
    calls = {n for p in said if p[:1] != "[" for n in re.findall(r" \[(\d+)\]$", p)}
    assert calls
    assert calls == set(notes)
    assert all(quote in text for quote in notes.values())
    assert len(document.inline_shapes) >= 1
    assert "How this was made" in said
