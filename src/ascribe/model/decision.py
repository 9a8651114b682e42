"""A decision: what a person ruled, with author, time and reason. Appended to the journal, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from ascribe.model.values import Span
from ascribe.model.vocabulary import Attribute, DecisionKind, Stance


class Held(msgspec.Struct, frozen=True):
    """The words of a report that something stands on which a decision names."""

    report: str
    span: Span  # the first mention of an incident, or the words of a statement
    attribute: Attribute | None = None  # of a statement, with the rest
    value: str | None = None
    stance: Stance | None = None
    voice: str | None = None


class Decision(msgspec.Struct, frozen=True):
    """One entry of the journal. `number` counts from 1 in the order of entry; what the fields hold depends on kind:

    - merge: `subjects` are two or more incident ids;
    - split: `subjects` are an incident id and then members "report/key" that are not of it;
    - correct: `subjects` is an incident id, `attribute` and `value` say what holds;
    - reject, confirm: `subjects` are statement ids, or the two incidents of a tie that was proposed by likeness;
    - grade: `subjects` are names of voices or publishers, `value` a letter of the Admiralty scale;
    - declare: `value` is JSON of an actor or place;
    - alias: `subjects` are a name and the id of an actor (none where the name means nobody);
    - same-actor, not-same: `subjects` are ids of actors; for both and for alias `value` is JSON of the actors as they
      were then (`resolve.ruled_names.Party`);
    - locate: `subjects` is a name of a place, `value` is JSON of the place;
    - hypothesis, evidence: `subjects` is an incident id, `value` says what in words;
    - cell: `subjects` are an incident id and a row of its matrix, `value` is "HYPOTHESIS=MARK" (weigh.hypotheses.Mark);
    - undo: `subjects` are the numbers of earlier decisions.
    """

    number: int
    kind: DecisionKind
    subjects: tuple[str, ...]
    author: str
    time: datetime  # with time zone
    reason: str | None = None
    attribute: str | None = None
    value: str | None = None
    held: Mapping[str, Held] = {}  # by subject, for incidents, tellings and statements
