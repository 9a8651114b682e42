"""From ascribe's words to the value lists of two corpora. These belong to the benchmarks, not to the product."""

from __future__ import annotations

import re
from typing import Any

from ascribe.extract.fillers import Template
from ascribe.extract.heads import WIRE_ROLES
from ascribe.model import Attribute, Kind, Stance, Term, Toll
from ascribe.model.view import ReportView


def muc_templates(found: list[Template]) -> list[dict[str, Any]]:
    """The corpus's templates for one report."""
    said = []
    for template in found:
        held: dict[str, list[Any]] = {role: [] for role in (*WIRE_ROLES, "PerpOrgConfidence")}
        for filler in template.fillers:
            held[filler.role].append([filler.words])
            if filler.role == "PerpOrg":
                held["PerpOrgConfidence"].append(filler.confidence)
        said.append({"incident_type": template.kind, **held})
    return said


MOST_FREQUENT = "REPORTED AS FACT"
"""The confidence that most organisations of MUC-4's training part have."""


def muc_constant(said: dict[str, Any]) -> dict[str, Any]:
    """The same templates with one confidence for all organisations: what knowing nothing would score."""
    alike = [t | {"PerpOrgConfidence": [MOST_FREQUENT] * len(t["PerpOrg"])} for t in said["templates"]]
    return said | {"templates": alike}


GOVERNORATES = {
    "aleppo": r"\b(aleppo|halab)",
    "damascus": r"\b(damas|(eastern )?ghouta|rif\b)",
    "deir ezzor": r"\b(deir|deior|dayr)[ -]?(e|a|al|el|ez|az)?[ -]?z*(ou?|aw)r\b",
    "homs": r"\b(homs|hims)",
    "hasakeh": r"has?akah?|hasak[ae]h?|qamishl",
    "idlib": r"\bidl[ie]b",
    "raqqa": r"\b(al-?)?raqq?a",
    "hama": r"\bham[aā]h?\b",
    "daraa": r"\bdar.?a\b|daraa|deraa",
    "lattakia": r"lat+aki|ladhiq",
    "quneitra": r"q[ui]neitra|qunaytirah|golan",
    "tartous": r"\btart[ou]",
}
"""Forms of the names of the governorates; at the beginning of words, so that Iraq is not Raqqa."""
CROWD_ACTORS = (
    (
        "the organization of the islamic state in iraq and the levant - isis",
        r"\bisi[sl]\b|daesh|islamic state|\bis\b|da.?ish",
    ),
    ("al-nusra front", r"nusra|fateh al.?sham|tahrir al.?sham"),
    ("international coalition forces", r"coalition|\bus\b|u\.s|american|united states|turk|british|french"),
    ("self administration forces", r"kurd|ypg|\bsdf\b|syrian democratic|peshmerga|asayish"),
    ("armed opposition groups", r"rebel|opposition|free syrian|\bfsa\b|ahrar|jaish|islam(ist)? (army|front|brigade)"),
    (
        "syrian government or russian troops",
        r"regime|government|russia|syrian (army|air|arab|troops|forces|war|military)|army|assad"
        r"|hezbollah|warplanes?|iran",
    ),
)
CAUSES = {
    Kind.BOMBING: "explosion",
    Kind.SUICIDE_BOMBING: "explosion",
    Kind.AIRSTRIKE: "shelling",
    Kind.SHELLING: "shelling",
    Kind.MISSILE_ATTACK: "shelling",
    Kind.DRONE_ATTACK: "shelling",
    Kind.EXECUTION: "execution",
    Kind.ABDUCTION: "execution",
    Kind.CHEMICAL_ATTACK: "chemical and toxic gases",
    Kind.ARMED_ASSAULT: "shooting",
    Kind.ASSASSINATION: "shooting",
}
FIGHTERS = re.compile(
    r"soldier|troop|militant|fighter|terrorist|rebel|gunm|officer|police|member|jihadi|forces|insurgent|personnel",
    re.IGNORECASE,
)


def fakes_fields(view: ReportView) -> dict[str, Any]:
    """The crowd's fields for the first incident that a report speaks of."""
    fields: dict[str, Any] = {
        "id": view.report.name,
        "location": None,
        "actor": "unknown",
        "cause": "unknown",
        "civilians": 0,
    }
    if not view.statements:
        fields["location"] = governorate(view.report.text)
        return fields
    main = min(view.statements, key=lambda s: (s.span.start, s.id)).incident
    row = next(r for r in view.incidents if r.id == main)
    said = [s for s in view.statements if s.incident == main]
    own = " ".join(str(s.value) for s in said if s.attribute is Attribute.WHERE)
    area = row.place.first_order if row.place and row.place.first_order else ""
    fields["location"] = governorate(f"{own} | {area}") or governorate(view.report.text)
    blamed = [str(s.value) for s in said if s.attribute is Attribute.RESPONSIBLE and s.stance is not Stance.DENIES]
    fields["actor"] = next((found for name in blamed if (found := crowd_actor(name))), "unknown")
    kind = next((Kind(s.value.word) for s in said if s.attribute is Attribute.KIND and isinstance(s.value, Term)), None)
    fields["cause"] = CAUSES.get(kind, "unknown") if kind else "unknown"
    fields["civilians"] = civilians(
        [s.value for s in said if s.attribute is Attribute.KILLED and isinstance(s.value, Toll)]
    )
    return fields


def governorate(text: str) -> str | None:
    """The governorate that a text names first."""
    found = [(m.start(), name) for name, p in GOVERNORATES.items() if (m := re.search(p, text, re.IGNORECASE))]
    return min(found)[1] if found else None


def crowd_actor(name: str) -> str | None:
    return next((value for value, p in CROWD_ACTORS if re.search(p, name, re.IGNORECASE)), None)


def civilians(tolls: list[Toll]) -> int:
    """Civilians killed: the largest figure that does not count fighters."""
    return max((t.low for t in tolls if not FIGHTERS.search(t.who or "")), default=0)
