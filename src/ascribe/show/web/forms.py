"""A decision as a browser sends it: put into words that the case understands."""

from __future__ import annotations

import msgspec

from ascribe.model import DecisionKind
from ascribe.model.errors import UsageError

OFFERED = frozenset(DecisionKind) - {DecisionKind.DECLARE}


class Sent(msgspec.Struct, frozen=True):
    """What somebody asks to be decided, as typed, and where to show the result."""

    kind: DecisionKind
    subjects: tuple[str, ...]
    seen: int  # the last decision that the page was made from
    attribute: str
    value: str
    reason: str
    incident: str  # the one that was looked at
    back: str  # "review", "decisions", or else the incident
    view: str = ""  # the query of the page, so that it comes back as it was looked at


def sent(form: dict[str, list[str]]) -> Sent:
    """The fields of a form. `other` is a second incident chosen from a list, `typed` one given by its identifier."""

    def one(name: str) -> str:
        return form.get(name, [""])[0].strip()

    if one("kind") not in OFFERED or not one("revision").isdecimal():
        raise UsageError("the form does not say what is decided; open the page again")
    other = one("typed") or one("other")
    subjects = [s.strip() for s in form.get("subject", []) if s.strip()] + [other] * bool(other)
    return Sent(
        kind=DecisionKind(one("kind")),
        subjects=tuple(subjects),
        seen=int(one("revision")),
        attribute=one("attribute"),
        value=one("value"),
        reason=one("reason"),
        incident=one("incident") or next((s for s in [*subjects, one("back")] if s.startswith("inc-")), ""),
        back=one("back"),
        view=one("view"),
    )
