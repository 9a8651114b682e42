"""What a decision changed: an incident's results before and after, told in a line each."""

from __future__ import annotations

import msgspec

from ascribe.case import Case
from ascribe.model import Attribute
from ascribe.model.errors import NotFoundError, UsageError
from ascribe.model.view import IncidentView

MOST = 8
"""Lines that are told."""


class Moved(msgspec.Struct, frozen=True):
    """One result before and after."""

    what: str
    before: str
    after: str


def results(case: Case, incident: str) -> dict[str, str]:
    """The results of an incident in words, by name; nothing where there is no such incident."""
    try:
        return _results(case.show(incident)) if incident else {}
    except (NotFoundError, UsageError):
        return {}


def moved(before: dict[str, str], after: dict[str, str]) -> tuple[Moved, ...]:
    """What differs, in the order of the results."""
    names = [*before, *(n for n in after if n not in before)]
    found = [Moved(n, before.get(n, "–"), after.get(n, "–")) for n in names if before.get(n) != after.get(n)]
    return tuple(found[:MOST]) if before and after else ()


def _results(view: IncidentView) -> dict[str, str]:
    row = view.row
    found = {
        "said to be responsible": row.responsible or "not known",
        "likelihood": row.likelihood or "–",
        "when": str(row.when or "not told"),
        "where": row.where or "not told",
        "kind": row.kind.replace("_", " "),
        "status": row.status.replace("_", " "),
        "killed": row.killed or "not told",
        "wounded": row.wounded or "not told",
        "contested": ", ".join(a.value for a in row.contested) or "nothing",
        "told by": f"{row.reports} report{'' if row.reports == 1 else 's'}",
    }
    for finding in view.findings:
        if finding.attribute is Attribute.RESPONSIBLE:
            for c in finding.candidates:
                if c.probability is not None:
                    found[f"{c.label or 'none of these, or not known'}"] = f"{100 * c.probability:.0f} %"
        elif finding.attribute.value not in found:
            found[finding.attribute.value] = finding.best or "not told"
    return found
