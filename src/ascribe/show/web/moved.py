"""What a decision changed: an incident's results before and after, told in a line each."""

from __future__ import annotations

import msgspec

from ascribe.case import Case
from ascribe.model import Attribute
from ascribe.model.errors import NotFoundError, UsageError
from ascribe.model.view import IncidentResult
from ascribe.show.web.retold import days
from ascribe.show.web.texts import plain, word

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
        return _results(case.result(incident)) if incident else {}
    except (NotFoundError, UsageError):
        return {}


def moved(before: dict[str, str], after: dict[str, str]) -> tuple[Moved, ...]:
    """What differs, in the order of the results."""
    names = [*before, *(n for n in after if n not in before)]
    found = [Moved(n, before.get(n, "–"), after.get(n, "–")) for n in names if before.get(n) != after.get(n)]
    return tuple(found[:MOST]) if before and after else ()


def _results(view: IncidentResult) -> dict[str, str]:
    row, none = view.row, plain("none.told")
    found = {
        plain("moved.responsible"): row.responsible or plain("none.known"),
        plain("moved.likelihood"): word(row.likelihood or "–"),
        word("when"): days(row.when) or none,
        word("where"): row.where or none,
        word("kind"): word(row.kind),
        word("status"): word(row.status),
        word("killed"): row.killed or none,
        word("wounded"): row.wounded or none,
        plain("moved.contested"): ", ".join(word(a) for a in row.contested) or plain("moved.nothing"),
        plain("moved.told_by"): plain("n.reports", n=row.reports),
    }
    for finding in view.findings:
        if finding.attribute is Attribute.RESPONSIBLE:
            for c in finding.candidates:
                if c.probability is not None:
                    found[c.label or plain("moved.none_of_these")] = f"{100 * c.probability:.0f} %"
        elif word(finding.attribute) not in found:
            found[word(finding.attribute)] = finding.best or none
    return found
