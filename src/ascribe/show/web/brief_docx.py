"""The brief as a DOCX document: the same incidents, words and notes as the page, its figures as pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.shared import Cm
from PIL import Image, ImageDraw

from ascribe.model import THE_REPORT, Attribute
from ascribe.model.view import AccountView, Counts, IncidentView, StatementView
from ascribe.show.web.base_map import HEIGHT as MAP_HEIGHT
from ascribe.show.web.charts import HEIGHT, WIDTH, Bar
from ascribe.show.web.geography import Map
from ascribe.show.web.retold import days, retold, side_label, value_of
from ascribe.show.web.texts import plain, says, word

SCALE = 3
LAND, SEA, ALL, CLASH = "#e8e4da", "#dce8ee", "#8aa4b8", "#8a2d2d"


def document(
    name: str,
    found: int,
    counts: Counts,
    methods: Sequence[str],
    views: Sequence[IncidentView],
    bars: Sequence[Bar],
    drawn: Map,
    note: Any,
    notes: Any,
) -> bytes:
    """The bytes of the document. `note` numbers a statement; `notes` are those numbered, in order."""
    d: Any = Document()
    d.add_heading(clean(plain("brief.title", case=name)), 0)
    some = plain("brief.some", n=found, shown=len(views), reports=plain("n.reports", n=counts.reports))
    d.add_paragraph(f"{some} {plain('brief.said')}")
    for title, picture in (("time", chart(bars)), ("map", outline(drawn))):
        if picture is not None:
            d.add_heading(plain(f"brief.{title}"), 2)
            d.add_picture(io.BytesIO(picture), width=Cm(16))
    for number, view in enumerate(views, 1):
        _incident(d, number, view, note)
    d.add_page_break()
    d.add_heading(plain("brief.how"), 1)
    for part in methods:
        d.add_paragraph(clean(part))
    d.add_heading(plain("brief.notes"), 1)
    for number, s in notes.held.values():
        d.add_paragraph(clean(f"[{number}] “{s.quote}” {_source(s)}"))
    held = io.BytesIO()
    d.save(held)
    return held.getvalue()


def _incident(d: Any, number: int, view: IncidentView, note: Any) -> None:
    row = view.row
    d.add_heading(clean(f"{number}. {row.headline}"), 1)
    facts = plain(
        "brief.facts",
        when=days(row.when) or plain("brief.no_date"),
        where=row.where or plain("none.place"),
        kind=word(row.kind),
        killed=row.killed or plain("none.told"),
        wounded=row.wounded or plain("none.told"),
    )
    d.add_paragraph(clean(f"{facts} {plain('brief.told_by', n=row.reports, origins=row.origins)}"))
    for f in view.findings:
        if f.attribute is Attribute.RESPONSIBLE:
            d.add_heading(plain("col.responsible"), 2)
            for c in f.candidates:
                share = (
                    plain("none.weighed") if c.probability is None else f"{100 * c.probability:.0f} % ({word(c.word)})"
                )
                d.add_paragraph(clean(f"{c.label or plain('incident.none_of_these')}: {share}"), "List Bullet")
    for a in view.accounts:
        for s in a.statements:
            if s.attribute is Attribute.RESPONSIBLE and not s.rejected:
                p = d.add_paragraph(clean(f"{_speaker(a)} {says(s.stance)}: {value_of(s)}"), "List Bullet")
                p.add_run(f" [{_number(note, s)}]").font.superscript = True
    for k in view.conflicts:
        sides = f" {plain('conflicts.against')} ".join(f"“{side_label(k, side)}”" for side in k.sides)
        d.add_paragraph(clean(plain("brief.cannot", attribute=word(k.attribute), sides=sides, why=retold(k.why))))


def _source(s: StatementView) -> str:
    return plain(
        "brief.note",
        source=s.publisher or s.report_name,
        when=str(s.published or plain("none.undated")),
        report=s.report,
        start=str(s.span.start),
        end=str(s.span.end),
    )


def _number(note: Any, s: StatementView) -> int:
    return int(note(s))


def _speaker(a: AccountView) -> str:
    return a.voice.name if a.voice.name != THE_REPORT else (a.publisher or a.report_name)


def clean(text: str) -> str:
    """Text without what XML 1.0 cannot hold."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def chart(bars: Sequence[Bar]) -> bytes | None:
    """The time chart as PNG; None where nothing is dated."""
    if not bars:
        return None
    image, draw = _canvas(HEIGHT, "white")
    foot = HEIGHT - 20
    for b in bars:
        for height, colour in ((b.all, ALL), (b.clash, CLASH)):
            if height > 0:
                draw.rectangle(_scaled(b.x, foot - height, b.x + b.width, foot), fill=colour)
        if b.tick:
            draw.text((b.x * SCALE, (foot + 3) * SCALE), b.label, fill="black", font_size=11 * SCALE)
    return _png(image)


def outline(drawn: Map) -> bytes | None:
    """The map as PNG; None where nothing is placed."""
    if not drawn.marks:
        return None
    image, draw = _canvas(MAP_HEIGHT, SEA)
    for ring in re.findall(r"M([^Z]+)Z", drawn.base.land):
        points = [tuple(float(v) * SCALE for v in p.split()) for p in ring.split("L")]
        draw.polygon(points, fill=LAND, outline="#8a8579")
    for paths, colour in ((drawn.base.lines, "#d0d9de"), (drawn.base.rivers, "#7fa9c4"), (drawn.base.areas, "#b8b09c")):
        for path in re.findall(r"M([^MZ]+)", paths):
            draw.line([tuple(float(v) * SCALE for v in p.split()) for p in _points(path)], fill=colour, width=2)
    for town in drawn.base.towns:
        draw.ellipse(_scaled(town.x - 1.8, town.y - 1.8, town.x + 1.8, town.y + 1.8), fill="#545c64")
        draw.text(((town.x + 5) * SCALE, (town.y - 6) * SCALE), town.name, fill="#545c64", font_size=10 * SCALE)
    for m in drawn.marks:
        box = _scaled(m.x - m.radius, m.y - m.radius, m.x + m.radius, m.y + m.radius)
        colour = CLASH if m.spot.contested else "#33566f"
        draw.ellipse(box, fill=None if m.area else colour, outline=colour, width=SCALE)
        at = (m.label_x * SCALE, m.y * SCALE)
        side = "lm" if m.label_side == "start" else "rm"
        draw.text(at, clean(m.label), fill="black", font_size=11 * SCALE, anchor=side)
    return _png(image)


def _points(path: str) -> list[str]:
    """The points of a path after its beginning, those of straight steps (V, H) written out."""
    start = path.split("V")[0].split("H")[0].split("L")[0]
    if "V" in path or "H" in path:
        x, y = start.split()
        end = f"{x} {path.partition('V')[2]}" if "V" in path else f"{path.partition('H')[2]} {y}"
        return [start, end]
    return path.split("L")


def _canvas(height: float, colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (int(WIDTH) * SCALE, int(height) * SCALE), colour)
    return image, ImageDraw.Draw(image)


def _scaled(*values: float) -> tuple[float, ...]:
    return tuple(v * SCALE for v in values)


def _png(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG", optimize=True)
    return held.getvalue()
