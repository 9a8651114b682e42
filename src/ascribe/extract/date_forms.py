"""The forms of expressions of time, as regular expressions: each bounded, so that reading stays linear."""

from __future__ import annotations

import re

from ascribe.extract.calendars import ISLAMIC, LEVANTINE, PERSIAN
from ascribe.extract.tokens import Cue, holds

MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
        "|november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
COUNTS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
COUNTS |= {"a": 1, "an": 1, "few": 3, "a few": 3, "several": 3, "couple": 2, "a couple of": 2, "couple of": 2, "the": 1}
HOLIDAYS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "new year's eve": (12, 31),
    "new year’s eve": (12, 31),
    "new year's day": (1, 1),
    "new year’s day": (1, 1),
}


def _names(names: object) -> str:
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))  # type: ignore[call-overload]


_MONTH = rf"(?P<mon>{_names(MONTHS)})\b\.?"
_DAY = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>(?:19|20)\d\d)(?![\ds])"
_WEEKDAY = rf"(?:{_names(WEEKDAYS)})"
_LEAD = rf"\b(?:{_WEEKDAY},?\s+(?:the\s+)?)?"
_WHICH = r"(?:,?\s+(?:(?:of\s+)?(?P<which>this|last|the same|the previous|that)\s+year\b))?"
_COUNT = (
    r"(?P<n>\d{1,3}|a\s+few|a\s+couple\s+of|several|(?:one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve)\b|an?)"
)
_PART = (
    r"(?P<part>early|earlier|mid|middle|late|later|(?:the\s+)?(?:beginning|start|middle|end)"
    r"|(?:the\s+)?(?:first|second)\s+half)"
)
_NOUN_AFTER = (
    r"(?!\s*(?:people|civilians|soldiers|men|dead|deaths|fighters|killed|rebels|others|%|percent|-?km|,\d{3}))"
)

_FORMS = {
    "iso": r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?!\d)",
    "numeric": r"(?<![\d.])(?P<d>\d\d?)[-/.](?P<m>\d\d?)[-/.](?P<y>(?:19|20)\d\d)(?!\d)",
    "squeezed": rf"\b{_MONTH}\s*(?P<d>[0-3]\d)(?P<y>20\d\d|19\d\d)(?!\d)",
    "days": rf"{_LEAD}{_DAY}\s*(?:-|–|to|and)\s*(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
    "months_days": rf"{_LEAD}{_MONTH}\s+{_DAY}\s*(?:-|–|to|and)\s*(?P<d2>[0-3]?\d)\b(?:,?\s+{_YEAR})?",
    "day_month": rf"{_LEAD}(?:the\s+)?(?<!\d)(?<![\d,]){_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR}|{_WHICH})",
    "month_day": rf"{_LEAD}{_MONTH}\s+{_DAY}\b{_NOUN_AFTER}(?:,?\s+{_YEAR}|{_WHICH})",
    "part_month": rf"\b{_PART}[\s-]+(?:of\s+|in\s+)?{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR}|{_WHICH})",
    "month_year": rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}",
    "month": rf"\b(?P<lead>in|last|since|of|this|during|until|by|from|through)\s+{_MONTH}(?!\s+\d){_WHICH}",
    "levantine": rf"\b(?P<d>[0-3]?\d)?(?:st|nd|rd|th)?\s*(?:of\s+)?(?P<name>{_names(LEVANTINE)})\b(?:,?\s+{_YEAR})?",
    "persian": rf"\b(?P<d>[0-3]?\d)?(?:st|nd|rd"
    rf"|th)?\s*(?:of\s+)?(?P<name>{_names(PERSIAN)})\b(?:,?\s+(?P<y>1[34]\d\d)\b)?",
    "islamic": rf"\b(?P<d>[0-3]?\d)?(?:st|nd|rd"
    rf"|th)?\s*(?:of\s+)?(?P<name>{_names(ISLAMIC)})\b(?:,?\s+(?P<y>1[34]\d\d)\b)?",
    "holiday": rf"\b(?P<name>{_names(HOLIDAYS)})\b(?:,?\s+{_YEAR})?",
    "season": rf"\b(?P<lead>last|this|the\s+|in\s+|{_PART}[\s-]+)?\s*(?P<name>spring|summer|autumn|winter"
    rf"|fall)(?:\s+of)?,?\s+{_YEAR}"
    r"|\b(?P<lead2>last|this)\s+(?P<name2>spring|summer|autumn|winter)\b",
    "years": r"\b(?P<y>(?:19|20)\d\d)\s*(?:-|–|to|and|until)\s*(?P<y2>(?:19|20)\d\d)(?!\d)",
    "part_year": rf"\b{_PART}[\s-]+(?:of\s+|in\s+)?(?:{_YEAR}|(?P<which>this|last|the previous)\s+year\b)",
    "part_unit": r"\b(?P<part>early|earlier|mid|late|later|(?:the\s+)?(?:beginning|start"
    r"|end))[\s-]+(?:of\s+)?(?P<which>this|last)\s+(?P<unit>week|month)\b",
    "before_yesterday": r"\b(?:the\s+)?day\s+before\s+yesterday\b",
    "today": r"\b(?:today|tonight|this\s+(?:morning|afternoon|evening)|earlier\s+in\s+the\s+day)\b",
    "yesterday": r"\b(?:yesterday|last\s+night)\b",
    "overnight": r"\bovernight\b",
    "weekday": rf"\b(?P<every>every\s+|each\s+)?(?P<lead>last\s+|this\s+past\s+|next\s+"
    rf"|the\s+previous\s+)?(?P<w>{_names(WEEKDAYS)})(?P<s>s)?\b"
    r"(?P<of>\s+(?:of\s+)?last\s+week)?",
    "ago": rf"\b{_COUNT}\s+(?P<unit>hour|day|week|month|year|decade)s?\s+ago\b",
    "past": r"\b(?:past|last|recent)\s+(?P<n>\d{1,3}\s|few\s|couple\s+of\s|several\s|(?:two|three|four|five|six"
    r"|seven|ten|twelve)\s)?"
    r"(?P<unit>hours|days|weeks|months)\b",
    "unit": r"\b(?P<which>last|this|the\s+previous|past|next)\s+(?P<unit>week|month|year|weekend)\b",
    "decade": r"\b(?:the\s+)?(?P<part>early|mid|late)?[\s-]*(?P<y>(?:19|20)\d0)['’]?s\b",
    "since_year": rf"\b(?:in|since|during|of|from|until|by|the|back\s+in|around|before|after)\s+{_YEAR}{_NOUN_AFTER}",
    "chained": r"\b(?P<n>\d{1,3}|a\s+few|several|(?:two|three|four|five|six|seven|eight|nine|ten)\b|an?|some)?\s*"
    r"(?P<unit>minute|hour|day|week|month|year)s?\s+(?P<way>later|earlier|after|before|prior)\b",
    "next_day": r"\b(?:(?:the|on\s+the|that)\s+)?(?P<next>next|following|previous|preceding"
    r"|same)\s+(?P<unit>day|morning|night|evening|week|month)\b"
    r"|\b(?:later\s+)?(?P<that>that|the\s+same)\s+(?:day|night|evening|morning)\b",
    "vague": r"\b(?P<vague>recently|in\s+recent\s+years|years\s+ago|long\s+ago|some\s+time\s+ago|decades\s+ago"
    r"|weeks\s+ago|months\s+ago|days\s+ago)\b",
    "year": rf"(?<![\d.,$€£/-]){_YEAR}(?![\d.,/-]\d){_NOUN_AFTER}",
}
_MONTHLY = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_DATED = ("19", "20")
_UNITS = ("week", "month", "year")
_NEEDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("squeezed days months_days day_month month_day part_month month_year month".split(), _MONTHLY),
    **dict.fromkeys("iso numeric years decade since_year year".split(), _DATED),
    **dict.fromkeys(("part_unit", "unit"), _UNITS),
    "part_year": (*_DATED, "year"),
    "before_yesterday": ("yesterday",),
    "today": ("today", "tonight", "this", "earlier"),
    "yesterday": ("yesterday", "night"),
    "overnight": ("overnight",),
    "vague": ("recent", "ago"),
    "levantine": tuple({n.split()[0] for n in LEVANTINE}),
    "persian": tuple(PERSIAN),
    "islamic": tuple({n.split()[0] for n in ISLAMIC}),
    "holiday": ("christmas", "new year"),
    "season": tuple(SEASONS),
    "weekday": ("day",),
    "ago": ("ago",),
    "past": ("past", "last", "recent"),
    "chained": ("later", "earlier", "after", "before", "prior"),
    "next_day": ("day", "morning", "night", "evening", "week", "month"),
}
"""Letters of which one must stand in a text for a form to be worth a try: most forms are not, in most sentences."""


def worth(name: str, low: str) -> bool:
    """Whether a text in small letters can hold the form of this name."""
    needs = _NEEDS.get(name)
    return needs is None or holds(low, needs)


FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((n, re.compile(f, re.I)) for n, f in _FORMS.items())

CUE = Cue(
    (
        *"day night morning evening week month year recent decade spring summer autumn winter christmas".split(),
        *(*LEVANTINE, *PERSIAN, *ISLAMIC),
    ),
    (*_MONTHLY, *_DATED, "13", "14", "hour", "minute"),
    rf"(?:19|20)\d\d|\b(?:{_names(MONTHS)})|hours?\b|minutes?\b|\b1[34]\d\d\b",
)
"""Without it no expression of time stands in a text."""
LEADS = re.compile(r"\b(?:in|of|during|since|last|month of|until|early|late|mid)[ -]$", re.I)
SINCE = re.compile(r"\b(?:since|from|after)\s+(?:the\s+|about\s+|around\s+|early\s+|late\s+|mid-?)*$", re.I)
