"""Incidents -> Findings: conflicts, independence, responsibility. Functions of plain values; no case, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ascribe.model import TOLLS, Actor, Attribute, Evidence, Finding, Grade, Kind, Stance, Weighed
from ascribe.weigh.conflicts import find_conflicts
from ascribe.weigh.origins import Origins
from ascribe.weigh.plain import plain_finding
from ascribe.weigh.reliability import Reliabilities, measure
from ascribe.weigh.responsibility import responsibility
from ascribe.weigh.tolls import toll_finding
from ascribe.weigh.verdicts import Reason, Reliability, Verdicts, truth

__all__ = ["Reason", "Reliability", "Verdicts", "in_order", "measure", "truth", "weigh"]

DENYING = frozenset({Stance.DENIES, Stance.DOUBTS})


def in_order(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Statements by day of publication and place in their report: the order in which they are weighed."""
    return sorted(evidence, key=lambda e: (str(e.published or ""), e.report, e.statement.span, e.id))


def weigh(
    incident: str,
    evidence: Sequence[Evidence],
    actors: Mapping[str, Actor] | None = None,
    grades: Mapping[str, Grade] | None = None,
    reliabilities: Reliabilities | None = None,
) -> Weighed:
    """What the statements about one incident add up to.

    `evidence` holds every statement about the incident that no decision rejected, in any order: the result does not
    depend on it. `actors` gives memberships and adversaries by actor id; `grades` the Admiralty grade that a person
    gave to a voice or publisher, by name; `reliabilities` what `measure` found over all incidents of a case, without
    which this incident is measured alone. Linear in the statements of each attribute but for the comparison of
    distinct values with each other.
    """
    ordered = in_order(evidence)
    origins = Origins(ordered)
    known = actors or {}
    worth = reliabilities or measure({incident: (ordered, origins)}, known, grades)
    findings: list[Finding] = []
    for attribute in Attribute:
        about = [e for e in ordered if e.statement.attribute is attribute]
        if not about:
            continue
        if attribute is Attribute.RESPONSIBLE:
            fight = any(f.attribute is Attribute.KIND and f.best == str(Kind.CLASH) for f in findings)
            findings.append(responsibility(incident, about, origins, known, worth, fight=fight))
        elif attribute in TOLLS:
            findings.append(toll_finding(incident, attribute, about, origins))
        else:
            asserted = [e for e in about if e.statement.stance not in DENYING] or about
            findings.append(plain_finding(incident, attribute, asserted, origins))
    return Weighed(incident, tuple(findings), find_conflicts(incident, ordered, origins, known))
