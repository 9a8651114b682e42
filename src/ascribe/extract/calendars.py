"""Months of the calendars that reports from the Middle East name: Levantine (Syriac), Persian and Islamic.

Levantine months are the Gregorian ones under other names. Persian dates convert exactly. Islamic months begin with a
sighting of the moon; the tabular calendar is right to within a day or two, so dates become intervals.
"""

from __future__ import annotations

from datetime import date, timedelta

from ascribe.model import Period

LEVANTINE: dict[str, tuple[int, int]] = {
    name: months
    for names, months in (
        ("kanun al-thani|kanoun al-thani|kanun al-tani|kanoon al-thani", (1, 1)),
        ("shubat|shbat|shabat|shebat", (2, 2)),
        ("adhar|aadhar|athar", (3, 3)),
        ("nisan|nissan|neesan", (4, 4)),
        ("ayyar|ayar|iyar|eyar", (5, 5)),
        ("haziran|huzairan|hazeeran|huzayran", (6, 6)),
        ("tammuz|tamuz|tammouz|tamouz", (7, 7)),
        ("aab|ab", (8, 8)),
        ("aylul|ailul|eylul|aylool|eiloul|ayloul", (9, 9)),
        ("tishreen al-awwal|tishrin al-awwal|tishreen al-awal|tishrin al-awal|tishreen i|tishrin i", (10, 10)),
        ("tishreen al-thani|tishrin al-thani|tishreen al-tani|tishreen ii|tishrin ii", (11, 11)),
        ("kanun al-awwal|kanoun al-awwal|kanun al-awal|kanoon al-awwal", (12, 12)),
        ("tishreen|tishrin", (10, 11)),
        ("kanun|kanoun|kanoon", (12, 13)),  # December or the January after it
    )
    for name in names.split("|")
}
PERSIAN: dict[str, int] = {
    name: month
    for month, names in enumerate(
        "farvardin|ordibehesht|khordad|tir|mordad|shahrivar|mehr|aban|azar|dey|bahman|esfand".split("|"), 1
    )
    for name in names.split()
}
ISLAMIC: dict[str, int] = {
    name: month
    for month, names in enumerate(
        (
            "muharram|moharram",
            "safar",
            "rabi al-awwal|rabi al-awal|rabi' al-awwal|rabi i",
            "rabi al-thani|rabi' al-thani|rabi al-akhir|rabi ii",
            "jumada al-awwal|jumada al-ula|jumada i",
            "jumada al-thani|jumada al-akhira|jumada ii",
            "rajab",
            "sha'ban|shaaban|shaban",
            "ramadan|ramadhan|ramazan",
            "shawwal|shawal",
            "dhu al-qa'dah|dhul qadah|dhu al-qadah|zul-qadah|dhu al-qaida",
            "dhu al-hijjah|dhul hijjah|dhul-hijja|zul-hijjah|dhu al-hijja",
        ),
        1,
    )
    for name in names.split("|")
}


def persian_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Persian (Solar Hijri) date; exact from 1244 to 1472 (1865 to 2093).

    Years of the 33-year cycle that have 366 days stand at 1, 5, 9, 13, 17, 22, 26 and 30.
    """
    new_year = date(2021, 3, 21)  # 1 Farvardin 1400
    step = 1 if year >= 1400 else -1
    span = range(1400, year) if step > 0 else range(year, 1400)
    days = sum(366 if y % 33 in (1, 5, 9, 13, 17, 22, 26, 30) else 365 for y in span)
    length = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return new_year + timedelta(step * days + length + day - 1)


def persian_month(year: int, month: int) -> Period:
    """The days of a Persian month."""
    after = persian_day(year + month // 12, month % 12 + 1, 1)
    return Period(persian_day(year, month, 1), after - timedelta(1))


def islamic_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of an Islamic date by the tabular (civil) calendar: right to a day or two."""
    julian = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day + 1948440 - 385
    return date.fromordinal(julian - 1721425)


def islamic_month(year: int, month: int) -> Period:
    """The days of an Islamic month, a day wider at both ends."""
    after = islamic_day(year + month // 12, month % 12 + 1, 1)
    return Period(islamic_day(year, month, 1), after - timedelta(1)).widened(1)


def last_persian_year(published: date, month: int, day: int = 1) -> int:
    """The Persian year whose month (and day) began last on or before the day of publication."""
    year = published.year - 621
    while persian_day(year, month, day) > published:
        year -= 1
    return year


def last_islamic_year(published: date, month: int, day: int = 1) -> int:
    """The Islamic year whose month (and day) began last on or before the day of publication."""
    year = (published.year - 620) * 33 // 32
    while islamic_day(year, month, day) > published:
        year -= 1
    return year
