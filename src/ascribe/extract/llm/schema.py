"""What a language model is asked, and the JSON schema that its answer must have."""

from __future__ import annotations

from typing import Any

from ascribe.model import Kind, ProceedingKind, Report, Stance, Status, TieKind, VoiceKind
from ascribe.model.vocabulary import Attribute

VERSION = "1"
"""Raised whenever the question changes, so that answers to another question are not taken from the cache."""

QUESTION = """You annotate a news report about political violence. Answer with one JSON object in the given schema.

- incidents: every concrete violent incident that the report speaks of, background included; one entry each.
  `when` is resolved to calendar dates against the day of publication; null where the text gives no way to tell.
  `where.country` is ISO 3166-1 alpha-2. `mentions` are the phrases that denote the incident.
- attributions: every time somebody says who did it, or that someone did not. `voice` is whoever says it ("the report"
  for the author); `actor` is "unknown" where the voice says that it is not known. Stances: claims (did it themselves),
  accuses (another did it), suspects (hedged), reports (plain fact or passed on), denies, confesses (a suspect admits),
  convicts (a court finds), doubts (questions somebody else's attribution).
- figures: every count of killed, wounded or abducted with the voice that gives it; `max` null where open ("at least").
- disputes: where two voices of this report cannot both be right. links: incidents that a voice ties together.
- proceedings: arrests, confessions, charges, trials, sentences, releases, acquittals, investigations.

Every quote and every mention is copied from the report character by character, as short as it can be, one sentence at
most. Leave out what the report does not say. An allegation stays an allegation: give it its voice and its stance."""

Schema = dict[str, Any]


def question(report: Report) -> str:
    """The report as it is shown to the model."""
    publisher, day = report.publisher or "unknown", report.published or "unknown"
    return f"Publisher: {publisher}\nPublished: {day}\n\nReport:\n{report.text}"


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(of: Schema) -> Schema:
    return {"anyOf": [of, {"type": "null"}]}


def _one_of(words: Any) -> Schema:
    return {"type": "string", "enum": [str(w) for w in words]}


TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer"}
DAYS = _object(start=TEXT, end=TEXT)
RANGE = _or_null(_object(min=COUNT, max=_or_null(COUNT)))

ANSWER = _object(
    incidents=_list(
        _object(
            key=TEXT,
            kind=_one_of(Kind),
            status=_one_of(Status),
            when=_or_null(DAYS),
            where=_object(name=_or_null(TEXT), country=_or_null(TEXT)),
            means=_list(TEXT),
            targets=_list(TEXT),
            victims=_list(TEXT),
            killed=RANGE,
            wounded=RANGE,
            abducted=RANGE,
            mentions=_list(TEXT),
        )
    ),
    attributions=_list(
        _object(
            incident=TEXT, voice=TEXT, voice_kind=_one_of(VoiceKind), stance=_one_of(Stance), actor=TEXT, quote=TEXT
        )
    ),
    figures=_list(
        _object(
            incident=TEXT,
            voice=TEXT,
            what=_one_of(("killed", "wounded", "abducted")),
            who=TEXT,
            min=COUNT,
            max=_or_null(COUNT),
            quote=TEXT,
        )
    ),
    disputes=_list(_object(incident=TEXT, about=_one_of(Attribute), sides=_list(TEXT), quote=TEXT)),
    links=_list(_object(**{"from": TEXT, "to": TEXT, "kind": _one_of(TieKind), "voice": TEXT, "quote": TEXT})),
    proceedings=_list(
        _object(
            kind=_one_of(ProceedingKind),
            who=_or_null(TEXT),
            actor=_or_null(TEXT),
            incident=_or_null(TEXT),
            when=_or_null(DAYS),
            quote=TEXT,
        )
    ),
)
