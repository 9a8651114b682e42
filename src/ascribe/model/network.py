"""Who accuses whom, and which incidents are tied: the edges of the network, with what they stand for."""

from __future__ import annotations

import unicodedata

import msgspec

from ascribe.model.view import IncidentRow, StatementView
from ascribe.model.vocabulary import TieKind


class Party(msgspec.Struct, frozen=True):
    """Somebody who says who is responsible, or of whom it is said."""

    key: str  # "actor:ID", "outlet:name", or "name:words" where the name is not in the actor list
    name: str
    kind: str  # of the actor or of the voice; "unlisted" where neither is known


class Accusation(msgspec.Struct, frozen=True):
    """All that one party says of another's responsibility. A text that copies another is not counted again."""

    speaker: Party
    named: Party
    accuses: int  # statements that accuse, suspect, report or convict
    claims: int  # that claim or confess
    denies: int
    doubts: int
    incidents: int


class Tied(msgspec.Struct, frozen=True):
    """A tie from one incident to another, and how many draw it."""

    source: str
    source_headline: str
    target: str
    target_headline: str
    kind: TieKind
    voices: tuple[str, ...]
    reports: int


class SaidOf(msgspec.Struct, frozen=True):
    """What one edge stands for in one incident."""

    row: IncidentRow
    statements: tuple[StatementView, ...]


class SaidPage(msgspec.Struct, frozen=True):
    """What one edge stands for in some incidents, and how many there are in all."""

    rows: tuple[SaidOf, ...]
    found: int


class Network(msgspec.Struct, frozen=True):
    """Edges, the strongest first, and how many more of them there are."""

    accusations: tuple[Accusation, ...]
    ties: tuple[Tied, ...]
    more_accusations: int = 0
    more_ties: int = 0

    def around(self, focus: str, limit: int) -> Network:
        """The strongest edges; with a focus (a key, or part of a name) those around it, its own first.

        The neighbourhood of a party: the edges that touch it, then those between the parties that these lead to.
        """
        accusations, ties = self.accusations, self.ties
        if focus:
            accusations = _near(accusations, focus)
            sought = _plain(focus)
            ties = tuple(t for t in ties if sought in _plain(f"{t.source_headline} {t.target_headline}"))
            ties = tuple(t for t in self.ties if focus in {t.source, t.target}) or ties
        return Network(accusations[:limit], ties[:limit], max(0, len(accusations) - limit), max(0, len(ties) - limit))


def _near(edges: tuple[Accusation, ...], focus: str) -> tuple[Accusation, ...]:
    sought = _plain(focus)
    parties = {p for e in edges for p in (e.speaker, e.named)}
    asked = {p.key for p in parties if p.key == focus} or {p.key for p in parties if sought in _plain(p.name)}
    touching = tuple(e for e in edges if e.speaker.key in asked or e.named.key in asked)
    near = {k for e in touching for k in (e.speaker.key, e.named.key)}
    held = frozenset(touching)
    return touching + tuple(e for e in edges if e not in held and e.speaker.key in near and e.named.key in near)


def _plain(words: str) -> str:
    """Words without case and accents."""
    parts = unicodedata.normalize("NFKD", words.casefold())
    return "".join(p for p in parts if not unicodedata.combining(p))
