"""Arrests, confessions, charges, trials, sentences, releases, acquittals, investigations."""

from __future__ import annotations

import re

import msgspec

from ascribe.extract import dates
from ascribe.extract.voices import clean
from ascribe.model import Period, ProceedingKind, Span

WHO = r"(?P<who>(?:[\w'’-]+\s+){0,8}[\w'’-]+)"
BE = r"\s+(?:was|were|has\s+been|have\s+been|had\s+been|is|are|be)\s+(?:also\s+|later\s+|reportedly\s+)?"
FORMS: tuple[tuple[ProceedingKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form, re.IGNORECASE))
    for kind, form in (
        (ProceedingKind.ARRESTED, WHO + BE + r"(?:arrested|detained)\b"),
        (ProceedingKind.ARRESTED, r"\b(?:arrested|detained|arrest\s+of)\s+" + WHO),
        (
            ProceedingKind.CONFESSED,
            WHO
            + r"\s+(?:has\s+|had\s+|later\s+)?(?:confessed|admitted\s+(?:to\s+)?(?:killing|shooting|planting|carrying|having))\b",
        ),
        (ProceedingKind.CHARGED, WHO + BE + r"(?:charged|indicted)\b"),
        (
            ProceedingKind.TRIED,
            WHO + r"\s+(?:went\s+on\s+trial|(?:was|were|is|are)\s+(?:put\s+)?on\s+trial|stood\s+trial)\b",
        ),
        (ProceedingKind.SENTENCED, WHO + BE + r"sentenced\b"),
        (ProceedingKind.SENTENCED, r"\bsentenced\s+" + WHO + r"\s+to\b"),
        (ProceedingKind.RELEASED, WHO + BE + r"(?:released|freed)\b"),
        (ProceedingKind.ACQUITTED, WHO + BE + r"(?:acquitted|cleared\s+of)\b"),
        (ProceedingKind.ACQUITTED, r"\bacquitted\s+" + WHO),
        (ProceedingKind.INVESTIGATED, WHO + r"\s+(?:remain(?:s|ed)?|(?:was|were|is|are))\s+under\s+investigation\b"),
    )
)
NOT_SO = re.compile(
    r"\b(?:not|no|never|nobody|if|would|should|calls?\s+for|called\s+for|demand\w*|must|will)\b", re.IGNORECASE
)
AFFILIATION = re.compile(
    r"\b(?:members?|fighters?|commanders?|leaders?|operatives?|suspects?|men)\s+(?:of|from|in|belonging\s+to)\s+(?:the\s+)?(?P<g>(?:[A-Z][\w'’-]+\s?){1,4})"
    r"|\b(?P<g2>(?:[A-Z][\w'’-]+\s){1,3})(?:members?|commander|leader|fighters?|operatives?)\b|affiliated\s+(?:with|to)\s+(?:the\s+)?(?P<g3>(?:[A-Z][\w'’-]+\s?){1,4})"
)


class FoundProceeding(msgspec.Struct, frozen=True):
    """A proceeding in one sentence."""

    kind: ProceedingKind
    who: str | None
    actor: str | None
    when: Period | None
    span: Span


def find(text: str, sentence: Span, found_dates: list[dates.DateExpression]) -> list[FoundProceeding]:
    """The proceedings that a sentence tells of as having happened."""
    words = text[sentence.start : sentence.end][:2000]
    affiliation = AFFILIATION.search(words)
    actor = next((g.strip() for g in affiliation.groups() if g), None) if affiliation else None
    when = next((d.period for d in found_dates if d.period is not None), None)
    found: dict[ProceedingKind, FoundProceeding] = {}
    for kind, form in FORMS:
        match = form.search(words)
        if match is None or kind in found or NOT_SO.search(words[max(0, match.start() - 40) : match.end()]):
            continue
        found[kind] = FoundProceeding(kind, clean(match["who"]), actor, when, sentence)
    return list(found.values())
