"""What became of suspects: arrests, confessions, charges, trials, sentences, releases, acquittals, investigations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from ascribe.model import Period, ProceedingKind, Span


class FoundProceeding(msgspec.Struct, frozen=True):
    """One proceeding. `about` is the phrase that names the deed ("the murder of X"), where one stands."""

    kind: ProceedingKind
    who: str | None
    actor: str | None  # the group that the suspect is said to belong to, as worded
    when: Period | None
    span: Span
    quote: str
    about: Span | None = None


def find(text: str, sentences: Sequence[Span], published: date | None) -> list[FoundProceeding]:
    """The proceedings told of in these sentences, in order; what is denied, demanded or only feared is left out."""
    return []
