"""The first extractor: lexicons and grammars, no model. One report in, its incidents, accounts and proceedings out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from ascribe.extract import (
    attributions,
    between,
    blaming,
    clauses,
    dates,
    happenings,
    nearby,
    numbers,
    places,
    relations,
    roles,
    sentences,
    triggers,
    whereabouts,
)
from ascribe.extract.between import DENYING
from ascribe.extract.blaming import Blamed
from ascribe.extract.clauses import Clause
from ascribe.extract.happenings import Happening
from ascribe.extract.insight import Insight
from ascribe.extract.refuted import PROPER, THE_GROUP, meant, refuted
from ascribe.extract.status import denied_before, status_of
from ascribe.extract.voices import VoiceReader, agreed, without_article
from ascribe.model import (
    OWN_VOICE,
    Account,
    Attribute,
    Kind,
    Period,
    Phrase,
    PlaceName,
    Reading,
    Report,
    ReportedIncident,
    Span,
    Stance,
    Statement,
    Term,
    Value,
    Voice,
)

LONGEST = 120_000
"""Characters of a report that are read; what lies beyond is hardly one report."""
TELLING = re.compile(r"\b(?!(?:the|that|this|these|those|them|their|they|with|from)\b)[^\W\d_]{3,}", re.IGNORECASE)
"""A word that can fill a role."""
BORNE_OUT = 0.15
"""Probability from which the reader bears out words that the grammars took for a role."""
GUESS = 0.4
"""Confidence of the grammars up to which a statement is a guess."""
OF_THE_DAY = 0.1
"""Confidence that news told without a day is of the day of publication or the one before."""
CHARGES = frozenset({Stance.ACCUSES, Stance.SUSPECTS})
"""Stances that are taken to what another did."""
NO_ACTOR = frozenset("any all none no some it this that both each one other others what which who nobody".split())
"""Words that stand for nobody in particular: "denied any involvement"."""
MAIN_AGENTS = 2
"""Agents taken from one sentence."""


class RuleExtractor:
    """Deterministic and stateless: the reading depends on the report alone."""

    @property
    def name(self) -> str:
        return "rules-1"

    def read(self, report: Report) -> Reading:
        """The incidents of a report and every account of them."""
        return read_with(report, None, self.name)


def read_with(report: Report, insight: Insight | None, extractor: str) -> Reading:
    """The reading of a report by the grammars, and by what a trained reader saw in it where there is one."""
    return _Report(report, insight, extractor).reading()


def clauses_told(report: Report, insight: Insight | None) -> list[Clause]:
    """The clauses of a report that tell of violence, in their order, before they are joined to incidents."""
    return _Report(report, insight, "").clauses()


class _Report:
    """One report while it is read."""

    def __init__(self, report: Report, insight: Insight | None, extractor: str) -> None:
        self.report = report
        self.insight = insight
        self.extractor = extractor
        self.text = report.text[:LONGEST]
        self.sentences = sentences.split(self.text)
        self.accounts: dict[tuple[str, Voice], list[Statement]] = {}
        self.voices: dict[Span, Voice] = {}
        self.dates: dict[Span, list[dates.DateExpression]] = {}
        self.country = places.main_country(self.text)
        self.speakers = VoiceReader(self.text)

    def reading(self) -> Reading:
        told = self._happenings()
        keys = {id(h): f"i{n}" for n, h in enumerate(told, 1)}
        home: dict[Span, list[tuple[Clause, str]]] = {}
        for h in told:
            for c in h.clauses:
                home.setdefault(c.sentence, []).append((c, keys[id(h)]))
            self._incident(keys[id(h)], h)
        first = {s: min(held, key=lambda ck: ck[0].part)[1] for s, held in home.items()}
        self._attributions(first, home)
        self._agree_on_voices()
        incidents = tuple(ReportedIncident(keys[id(h)], tuple(self._mention(c) for c in h.clauses[:12])) for h in told)
        said = [(key, s) for (key, _), held in self.accounts.items() for s in held]
        return Reading(
            report=self.report.id,
            extractor=self.extractor,
            incidents=incidents,
            accounts=tuple(Account(key, voice, tuple(said)) for (key, voice), said in self.accounts.items()),
            ties=between.ties_told(self.text, self.sentences, home, self.voices, {keys[id(h)]: h for h in told}),
            conflicts=between.conflicts_told(self.text, self.sentences, home, said),
            proceedings=between.proceedings_told(self.text, self.sentences, home, self.dates),
            relations=tuple(relations.find(self.text, self.sentences)),
        )

    def _agree_on_voices(self) -> None:
        """One voice for one name: the accounts of those that are the same are put together."""
        counts: dict[Voice, int] = {}
        for (_, voice), held in self.accounts.items():
            counts[voice] = counts.get(voice, 0) + len(held)
        same = agreed(counts)
        accounts, self.accounts = self.accounts, {}
        for (key, voice), held in accounts.items():
            for s in held:
                self._keep(key, same.get(voice, voice), s)

    def clauses(self) -> list[Clause]:
        """What tells of violence, sentence by sentence; what is met on the way (dates, voices) is kept."""
        reader = self.speakers
        told: list[Clause] = []
        for s in self.sentences:
            self.dates[s] = dates.of_deeds(self.text, self.report.published, s)
            self.voices[s] = reader.read(self.text, s)
            counted = numbers.casualties(self.text, s)
            told += clauses.clauses(
                self.text, s, self._triggers(s, counted=bool(counted)), self.dates[s], counted, self.insight
            )
        return told

    def _happenings(self) -> list[Happening]:
        told = happenings.group(self.text, self.clauses(), self.insight.same if self.insight else None)
        if self.insight is not None:
            told = happenings.borne_out(told, self.insight.relevant)
        happenings.resolve_chained(told)
        return told

    def _triggers(self, s: Span, *, counted: bool) -> list[triggers.Trigger]:
        listed = triggers.find(self.text, s)
        if self.insight is None:
            return listed
        return self.insight.triggers(s, listed, counted=counted)

    def _state(
        self,
        key: str,
        voice: Voice,
        attribute: Attribute,
        value: Value,
        span: Span,
        confidence: float,
        stance: Stance = Stance.REPORTS,
    ) -> None:
        self._keep(
            key, voice, Statement(attribute, value, stance, span, span.of(self.text), confidence, confidence <= GUESS)
        )

    def _keep(self, key: str, voice: Voice, told: Statement) -> None:
        """Holds a statement, once in each account."""
        held = self.accounts.setdefault((key, voice), [])
        if not any(s.attribute is told.attribute and s.value == told.value and s.stance is told.stance for s in held):
            held.append(told)

    def _mention(self, c: Clause) -> Span:
        """The words around a trigger: to the borders of its clause, at most eight words to the right."""
        head = c.head.span
        tail = re.match(r"[^,.;:\n]{0,60}?(?=[,.;:\n]|\s\w+$|$)", self.text[head.end : min(c.part.end, head.end + 60)])
        end = head.end + (len(tail[0].rstrip()) if tail else 0)
        return Span(head.start, max(head.end, min(end, c.part.end)))

    def _incident(self, key: str, h: Happening) -> None:
        first = h.clauses[0]
        kind = h.kind or (Kind.ARMED_ASSAULT if any(c.agents or c.casualties for c in h.clauses) else Kind.OTHER)
        named = next((c.head.span for c in h.clauses if c.head.kind is kind), first.head.span)
        self._state(key, OWN_VOICE, Attribute.KIND, Term(kind), named, 0.6 if h.kind else 0.4)
        self._status(key, first)
        self._when(key, h)
        self._where(key, h)
        for c in h.clauses:
            voice = self.voices[c.sentence]
            for n in c.casualties:
                if not n.overall or kind is Kind.OTHER:
                    self._state(key, voice, n.what, n.toll, n.span, 0.4 if n.part else 0.7)
            self._words(key, voice, c)

    def _where(self, key: str, h: Happening) -> None:
        country = self.country
        for t in whereabouts.told(self.text, self.sentences, self.dates, h, self.insight, country):
            value = PlaceName(t.span.of(self.text), t.country or country)
            confidence = round(min(0.97, max(0.05, t.sure)), 2)
            self._state(key, self.voices[t.clause.sentence], Attribute.WHERE, value, t.span, confidence)

    def _status(self, key: str, first: Clause) -> None:
        self._state(key, OWN_VOICE, Attribute.STATUS, Term(status_of(self.text, first)), first.head.span, 0.6)

    def _when(self, key: str, h: Happening) -> None:
        told = False
        for c in h.clauses:
            for d in c.dates:
                period = self._lasting(d, h) if d.period is not None else h.period
                if period is not None and (d.period is not None or d.offset is not None):
                    sure = 0.8 if d.period == h.period and d.period is not None else 0.5
                    self._state(key, self.voices[c.sentence], Attribute.WHEN, period, d.span, sure)
                    told = True
        if not told:
            self._when_nearby(key, h)

    def _when_nearby(self, key: str, h: Happening) -> None:
        """A day that the sentences around tell; else, for news of the day, that day and the one before."""
        near = None
        if self.insight is not None:
            same, tells = self.insight.same, partial(self.insight.filling, "time")
            near = nearby.seen(self.sentences, self.dates, h, same, tells)
        if near is None and h.kind is not Kind.OTHER:
            near = nearby.date(self.text, self.sentences, self.dates, h)
        if near is not None and near.period is not None:
            self._state(key, OWN_VOICE, Attribute.WHEN, near.period, near.span, 0.3)
            return
        fresh = nearby.fresh(self.text, self.dates, self.report.published, h)
        if fresh is not None:
            self._state(key, OWN_VOICE, Attribute.WHEN, fresh, h.clauses[0].head.span, OF_THE_DAY)

    def _lasting(self, d: dates.DateExpression, h: Happening) -> Period | None:
        """The period of a date; one that "since" or a war opens lasts to the day of publication."""
        published, period = self.report.published, d.period
        if period is None or published is None or period.start > published:
            return period
        since = re.search(r"\bsince\b", self.text[max(0, d.span.start - 8) : d.span.end], re.IGNORECASE)
        return Period(period.start, published) if since or h.kind is Kind.OTHER else period

    def _words(self, key: str, voice: Voice, c: Clause) -> None:
        """Means, targets and named victims of a sentence."""
        listed = (
            (Attribute.MEANS, "means", roles.means(self.text, c.part)[:2]),
            (Attribute.TARGET, "target", roles.targets(self.text, c.part)[:2]),
            (Attribute.VICTIM, "victim", roles.named_victims(self.text, c.part)),
        )
        for attribute, role, found in listed:
            for span, sure in self._filling(role, found, c.part):
                said_not = attribute is Attribute.MEANS and denied_before(self.text, c.part.start, span.start)
                stance = Stance.DENIES if said_not else Stance.REPORTS
                self._state(key, voice, attribute, Phrase(span.of(self.text)), span, sure, stance)

    def _filling(self, role: str, listed: Sequence[Span], part: Span) -> list[tuple[Span, float]]:
        """The words that fill a role: those that the reader saw, and those of the grammars that it bears out."""
        if self.insight is None:
            return [(span, 0.5) for span in listed]
        found = [f for f in self.insight.role(role, part) if TELLING.search(f.span.of(self.text))]
        seen = [(f.span, round(f.score, 2)) for f in found]
        borne_out = [s for s in listed if self.insight.filling(role, s) >= BORNE_OUT]
        return seen + [(s, 0.4) for s in borne_out if not any(s.overlaps(span) for span, _ in seen)]

    def _attributions(self, first: dict[Span, str], home: dict[Span, list[tuple[Clause, str]]]) -> None:
        last: str | None = None
        claimed: Blamed | None = None
        named: str | None = None
        located = [ck for s in self.sentences for ck in home.get(s, [])]
        for s in self.sentences:
            last = first.get(s) or last
            if last is None:
                continue
            told = self._told_in(s, last, home.get(s, []))
            if self.insight is not None:
                told = blaming.weighed(self.insight, self.speakers, s, told, home.get(s, []), located, self.voices[s])
            no = refuted(s.of(self.text), claimed.actor if claimed else None)
            if no is not None:
                key = claimed.incident if claimed and claimed.actor == no else last
                told = [b for b in told if not blaming.alike(b.actor, no) and b.stance is not Stance.CLAIMS]
                told = [b for b in told if not (b.stance in DENYING and THE_GROUP.match(b.actor))]
                told.append(Blamed(key, self.voices[s], no, Stance.DOUBTS, 0.7))
            for b in told:
                actor = meant(b.actor, claimed.actor if claimed else None, named)
                self._blame(b.incident, b.voice, actor, b.stance, s, b.confidence)
                if PROPER.search(actor):
                    named = actor
                    claimed = b._replace(actor=actor) if b.stance is Stance.CLAIMS else claimed

    def _told_in(self, s: Span, last: str, here: list[tuple[Clause, str]]) -> list[Blamed]:
        """Whom the cue phrases and the violent deeds of a sentence tell of."""
        voice = self.voices[s]
        cued = attributions.cues(self.text, s, voice)
        told = [Blamed(last, a.voice or voice, a.actor, a.stance, a.confidence) for a in cued]
        if any(a.stance in DENYING for a in cued):
            return told
        said = {a.actor.casefold() for a in cued}
        return told + [b for clause, key in here for b in self._deeds(clause, key, voice, said)]

    def _deeds(self, c: Clause, key: str, voice: Voice, said: set[str]) -> Iterator[Blamed]:
        """Those whose violent deed a clause tells of in so many words."""
        for agent in c.agents[:MAIN_AGENTS]:
            name = agent.of(self.text)
            told = attributions.stance_of(self.text, c.sentence, name, voice)
            if told is not None and not any(name.casefold() in a or a in name.casefold() for a in said):
                yield Blamed(key, voice, name, told[0], told[1])

    def _blame(self, key: str, voice: Voice, actor: str, stance: Stance, span: Span, confidence: float) -> None:
        """States it once: what the voice said of the same actor already is not repeated in other words.

        Nobody accuses himself: a speaker who is taken for the one he speaks of is left out.
        """
        name = without_article(actor)
        if name in NO_ACTOR or (stance in CHARGES and name == without_article(voice.name)):
            return
        held = self.accounts.get((key, voice), [])
        mine = _content(actor)
        for s in held:
            if s.attribute is Attribute.RESPONSIBLE and s.stance is stance:
                theirs = _content(str(s.value))
                if mine <= theirs or theirs <= mine:
                    return
        self._state(key, voice, Attribute.RESPONSIBLE, Phrase(actor), span, confidence, stance)


def _content(name: str) -> frozenset[str]:
    """The telling words of a name."""
    return frozenset(re.findall(r"\w+", name.casefold())) - {"the", "a", "an", "of", "group", "forces"}
