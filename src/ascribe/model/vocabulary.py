"""The closed vocabularies of a case: kinds of incident, voices, stances, attributes, proceedings, decisions."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of violence an incident was."""

    BOMBING = "bombing"
    SUICIDE_BOMBING = "suicide_bombing"
    SHELLING = "shelling"
    AIRSTRIKE = "airstrike"
    DRONE_ATTACK = "drone_attack"
    MISSILE_ATTACK = "missile_attack"
    ARMED_ASSAULT = "armed_assault"
    ASSASSINATION = "assassination"
    EXECUTION = "execution"
    ABDUCTION = "abduction"
    CHEMICAL_ATTACK = "chemical_attack"
    CLASH = "clash"
    ARSON = "arson"
    TORTURE = "torture"
    RIOT = "riot_or_protest_violence"
    SEIZURE = "seizure"
    OTHER = "other"


class Status(StrEnum):
    """Whether an incident came about."""

    OCCURRED = "occurred"
    ATTEMPTED = "attempted"
    THREATENED = "threatened"
    PLANNED = "planned"
    DENIED = "denied_to_have_occurred"


class VoiceKind(StrEnum):
    """What sort of voice speaks."""

    REPORT = "report"
    OFFICIAL = "official"
    ANONYMOUS_OFFICIAL = "anonymous_official"
    ARMED_GROUP = "armed_group"
    WITNESS = "witness"
    MONITOR = "monitor"
    EXPERT = "expert"
    MEDIC = "medic"
    MEDIA = "media"
    DOCUMENT = "document"
    OTHER = "other"


class Stance(StrEnum):
    """How a voice stands to what it says."""

    CLAIMS = "claims"
    ACCUSES = "accuses"
    SUSPECTS = "suspects"
    REPORTS = "reports"
    DENIES = "denies"
    CONFESSES = "confesses"
    CONVICTS = "convicts"
    DOUBTS = "doubts"


class Attribute(StrEnum):
    """What a statement is about."""

    KIND = "kind"
    STATUS = "status"
    WHEN = "when"
    WHERE = "where"
    MEANS = "means"
    TARGET = "target"
    VICTIM = "victim"
    KILLED = "killed"
    WOUNDED = "wounded"
    ABDUCTED = "abducted"
    RESPONSIBLE = "responsible"


TOLLS = (Attribute.KILLED, Attribute.WOUNDED, Attribute.ABDUCTED)


class TieKind(StrEnum):
    """How one incident is tied to another."""

    SAME_PERPETRATOR = "same_perpetrator"
    SAME_SERIES = "same_series"
    RETALIATION = "retaliation"
    MOTIVE = "motive"
    FOLLOWS = "follows"


class ProceedingKind(StrEnum):
    """What became of a suspect."""

    ARRESTED = "arrested"
    CONFESSED = "confessed"
    CHARGED = "charged"
    TRIED = "tried"
    SENTENCED = "sentenced"
    RELEASED = "released"
    ACQUITTED = "acquitted"
    INVESTIGATED = "investigated"


class ActorKind(StrEnum):
    """What sort of actor a name stands for."""

    ARMED_GROUP = "armed_group"
    STATE = "state"
    STATE_BODY = "state_body"
    PARTY = "party"
    PERSON = "person"
    MONITOR = "monitor"
    MEDIA = "media"
    ORGANISATION = "organisation"
    OTHER = "other"


class Precision(StrEnum):
    """How exactly a place is known, coarsest last (the levels of UCDP GED's `where_prec`, named)."""

    SITE = "site"
    SETTLEMENT = "settlement"
    NEAR = "near"
    SECOND_ORDER = "second_order"
    FIRST_ORDER = "first_order"
    COUNTRY = "country"
    UNKNOWN = "unknown"

    @property
    def code(self) -> int | None:
        """UCDP GED's number: 1 exact, 2 near, 3 second order, 4 first order, 6 country; None where not known."""
        return {"site": 1, "settlement": 1, "near": 2, "second_order": 3, "first_order": 4, "country": 6}.get(
            self.value
        )


class DecisionKind(StrEnum):
    """What a person ruled."""

    MERGE = "merge"  # these incidents are one
    SPLIT = "split"  # these accounts are not of that incident
    CORRECT = "correct"  # this attribute of this incident is so
    REJECT = "reject"  # this statement is not what the report says
    CONFIRM = "confirm"  # this statement, or this value, stands
    GRADE = "grade"  # this source is so reliable (Admiralty A to F), or this statement so credible (1 to 6)
    DECLARE = "declare"  # this actor or place exists
    ALIAS = "alias"  # this name means that actor, or nobody
    SAME_ACTOR = "same-actor"  # these actors are one
    NOT_SAME = "not-same"  # these two are not one
    LOCATE = "locate"  # this name means that place, or none
    HYPOTHESIS = "hypothesis"  # this, too, could be who did it
    EVIDENCE = "evidence"  # this, too, speaks to who did it
    CELL = "cell"  # this evidence says that of this hypothesis
    UNDO = "undo"  # that earlier decision no longer holds


CREDIBILITY = frozenset("123456")
"""Credibility of one statement on the Admiralty scale, from 1 (confirmed) to 5 (improbable); 6 cannot be judged."""


class Grade(StrEnum):
    """Reliability of a source on the Admiralty (NATO AJP-2.1) scale."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
