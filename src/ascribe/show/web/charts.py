"""Charts as SVG: incidents over the months, and a toll over time by source. Positions only; templates draw."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ascribe.model import Toll
from ascribe.model.view import Counted, Month, StatementView

WIDTH, HEIGHT, FOOT = 640.0, 170.0, 20.0
MOST_BARS = 72


class Bar(msgspec.Struct, frozen=True):
    """One column of the time chart: all incidents, and those contested, as heights from the foot."""

    x: float
    width: float
    all: float
    clash: float
    label: str  # what it stands for: "2023-07", "2023"
    since: str
    until: str
    incidents: int
    contested: int
    tick: bool
    chosen: bool = True  # within the days that are asked for


def bars(months: Sequence[Month]) -> tuple[Bar, ...]:
    """The months between the first and the last, empty ones too; years where the months would be too many."""
    if not months:
        return ()
    first, last = months[0].month, months[-1].month
    yearly = months_between(months) >= MOST_BARS
    keys = (
        [f"{y:04}" for y in range(int(first[:4]), int(last[:4]) + 1)]
        if yearly
        else [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(_number(first), _number(last) + 1)]
    )
    total = dict.fromkeys(keys, 0)
    clash = dict.fromkeys(keys, 0)
    for m in months:
        total[m.month[: 4 if yearly else 7]] += m.incidents
        clash[m.month[: 4 if yearly else 7]] += m.contested
    step, most = WIDTH / len(keys), max(total.values())
    every = max(1, -(-len(keys) // 8))
    return tuple(
        Bar(
            x=round(i * step, 2),
            width=round(max(1.0, min(40.0, step * 0.82)), 2),
            all=round((HEIGHT - FOOT) * total[k] / most, 2),
            clash=round((HEIGHT - FOOT) * clash[k] / most, 2),
            label=k,
            since=f"{k}-01-01" if yearly else f"{k}-01",
            until=f"{k}-12-31" if yearly else _last_day(k),
            incidents=total[k],
            contested=clash[k],
            tick=i % every == 0 and i * step < WIDTH - 36,  # the last must not be cut
        )
        for i, k in enumerate(keys)
    )


def months_between(months: Sequence[Month]) -> int:
    """How many months lie between the first and the last."""
    return _number(months[-1].month) - _number(months[0].month)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _last_day(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[number - 1]
    return f"{month}-{days:02}"


class TollMark(msgspec.Struct, frozen=True):
    """One count in the toll chart: a line from low to high at the day of publication."""

    y: float
    low: float
    high: float
    open: bool  # "at least": no upper end is told
    statement: StatementView
    source: str


def toll_marks(told: Counted) -> tuple[TollMark, ...]:
    """The counts of one toll, by day of publication."""
    marks = []
    for i, s in enumerate(told.statements):
        if isinstance(s.value, Toll):
            high = s.value.high if s.value.high is not None else told.most
            source = s.publisher or s.report_name
            marks.append(
                TollMark(16 + 22 * i, s.value.low / told.most, high / told.most, s.value.high is None, s, source)
            )
    return tuple(marks)
