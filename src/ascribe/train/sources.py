"""Labelled corpora -> examples: the project's own reports, folders in the annotation form, and three public corpora.

The public corpora are read where they lie; none of their text is part of the project.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ascribe.extract.heads import NAMES, ROLES, WIRE_ROLES, WIRE_TYPES
from ascribe.train.examples import Example, Words
from ascribe.train.marks import Marked, inner, parse

WIRE_HEADS = frozenset(f"wire_{role}" for role in WIRE_ROLES)
FORM_HEADS = frozenset(("mention", "toll", *ROLES)) - {"time"}
MARK_HEADS = FORM_HEADS | {"time"}
ROLE_OF = {"w": "means", "t": "target", "v": "victim", "p": "place", "d": "time"}


def wire(path: Path) -> Iterator[Example]:
    """MUC-4 (`muc4/*.jsonl`): every match of a filler's strings is labelled, the longest first."""
    for row in _lines(path):
        text = row["text"]
        words: list[Words] = []
        for role in WIRE_ROLES:
            words += _fillers(text, row["templates"], role)
        kinds = {k for t in row["templates"] for k in _alternatives(t["incident_type"])}
        whole = [(f"wire_{kind}", float(kind in kinds)) for kind in WIRE_TYPES]
        whole.append(("wire_relevant", float(bool(row["templates"]))))
        yield Example(row["id"], text, WIRE_HEADS, tuple(words), tuple(whole))


def _alternatives(told: str) -> list[str]:
    return [part.strip() for part in told.split("/")]


def _fillers(text: str, templates: list[dict[str, Any]], role: str) -> list[Words]:
    """All matches of one role's strings; a place is labelled once, by the longest string there."""
    known: dict[str, tuple[set[str], set[str], set[str]]] = {}  # string -> types, confidences, templates
    for n, template in enumerate(templates):
        confidences = template.get("PerpOrgConfidence") or []
        for place, entity in enumerate(template[role]):
            for string in entity:
                types, sure, held = known.setdefault(" ".join(string.upper().split()), (set(), set(), set()))
                types.update(_alternatives(template["incident_type"]))
                held.add(f"t{n}")
                if role == "PerpOrg" and place < len(confidences) and confidences[place]:
                    sure.add(_alternatives(confidences[place])[0])
    words: list[Words] = []
    taken: list[tuple[int, int]] = []
    for string in sorted(known, key=len, reverse=True):
        pattern = r"(?<!\w)" + r"\s+".join(re.escape(part) for part in string.split()) + r"(?!\w)"
        types, sure, held = known[string]
        for found in re.finditer(pattern, text, re.IGNORECASE) if string else ():
            if any(s < found.end() and found.start() < e for s, e in taken):
                continue
            taken.append(found.span())
            choices = (("wire_confidence", next(iter(sure))),) if len(sure) == 1 else ()
            many = (("wire_type", frozenset(types)),)
            words.append(Words(f"wire_{role}", f"wire_{role}", *found.span(), choices, many, frozenset(held)))
    return words


def speech(path: Path) -> Iterator[Example]:
    """PolNeAR (`polnear/*.jsonl`): source, cue and content of each attribution."""
    for row in _lines(path):
        words = tuple(
            Words("speech", label, start, end)
            for told in row["attributions"]
            for label in ("source", "cue", "content")
            for start, end in told[label]
        )
        yield Example(row["id"], row["text"], frozenset({"speech"}), words)


def names(path: Path) -> Iterator[Example]:
    """English Worldwide Newswire (`ner/*.jsonl`): named entities."""
    for row in _lines(path):
        text, words = "", []
        for sentence in row["sentences"]:
            opened: tuple[str, int] | None = None
            for token, tag in zip(sentence["tokens"], sentence["tags"], strict=True):
                start = len(text)
                if opened and not tag.startswith("I-"):
                    words.append(Words("name", opened[0], opened[1], start - 1))
                    opened = None
                if tag.startswith("B-") and tag[2:] in NAMES:
                    opened = (tag[2:], start)
                text += token + " "
            if opened:
                words.append(Words("name", opened[0], opened[1], len(text) - 1))
            text += "\n"
        yield Example(row["id"], text, frozenset({"name"}), tuple(words))


VIOLENT = re.compile(
    r"kill|attack|bomb|shot|shoot|murder|dead|die|violen|militar|army|war\b|police|terror|rebel|clash|weapon|abduct"
    r"|kidnap|arrest|troop|blast|explo|soldier|militant|assassin|fight|conflict|injur|wound|crime|prison|jail|court"
    r"|rape|protest|riot|coup|gun",
    re.IGNORECASE,
)
"""A text without any of these tells of no violence."""


DEED = re.compile(
    r"kill|attack|bomb|\bshot\b|shoot|murder|terror|\bwars?\b|rebel|clash|weapon|abduct|kidnap|troop|blast|explo|soldier"
    r"|militant|assassin|fight|conflict|wound|rape|riot|\bguns?\b|gunm|violen|massacre|\bcoup\b|stab|assault|robb|crackdown",
    re.IGNORECASE,
)
"""A text without any of these tells of no violent deed, though there may be police or a court in it."""


def deedless(example: Example) -> bool:
    """Whether a text has no word for a violent deed in it."""
    return DEED.search(example.text) is None


def quiet(example: Example) -> bool:
    """Whether a text has no word of violence in it."""
    return VIOLENT.search(example.text) is None


def as_quiet(example: Example) -> Example:
    """The example as one that tells of no incident and fills no role, beside what else it teaches."""
    return example._replace(heads=example.heads | FORM_HEADS, whole=(("relevant", 0.0),))


def learned(name: str) -> bool:
    """Whether a quiet text is learned from; the other half is for measuring false alarms. By the hash of its name."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 0


def _lines(path: Path) -> Iterator[Any]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def forms(folder: Path) -> Iterator[Example]:
    """A folder in the annotation form: ID.json beside ID.txt."""
    for answer in sorted(folder.glob("*.json")):
        text = answer.with_suffix(".txt").read_text(encoding="utf-8")
        yield form(answer.stem, text, json.loads(answer.read_text(encoding="utf-8")))


def form(name: str, text: str, held: dict[str, Any]) -> Example:
    """One annotation: each phrase is looked for in the text, a voice and an actor in their quote or near it."""
    words: list[Words] = []
    for entry in held["incidents"]:
        own = frozenset({entry["key"]})
        choices = (("kind", entry["kind"]), ("status", entry["status"]))
        for phrase in entry["mentions"]:
            if (start := text.find(phrase)) >= 0:
                words.append(Words("mention", "mention", start, start + len(phrase), choices, (), own))
        phrases = [("means", p) for p in entry["means"]] + [("target", p) for p in entry["targets"]]
        phrases += [("victim", p) for p in entry["victims"]]
        if entry["where"] and entry["where"]["name"]:
            phrases.append(("place", entry["where"]["name"]))
        for role, phrase in phrases:
            words += [Words(role, role, s, e, (), (), own) for s, e in _all(text, phrase)]
    for entry in held["attributions"]:
        words += _attribution(text, entry)
    for entry in held["figures"]:
        if (start := text.find(entry["quote"])) >= 0:
            own = frozenset({entry["incident"]})
            words.append(Words("toll", entry["what"], start, start + len(entry["quote"]), (), (), own))
    return Example(name, text, FORM_HEADS, tuple(words), (("relevant", float(bool(held["incidents"]))),))


def _all(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    if phrase.strip():
        for found in re.finditer(r"(?<!\w)" + re.escape(phrase) + r"(?!\w)", text):
            yield found.span()


def _attribution(text: str, entry: dict[str, Any]) -> Iterator[Words]:
    at = text.find(entry["quote"])
    if at < 0:
        return
    end = at + len(entry["quote"])
    kind = ("voice_kind", entry["voice_kind"])
    own = frozenset({entry["incident"]})
    actor = text.find(entry["actor"], at, end)
    if actor >= 0:
        choices = (("stance", entry["stance"]), kind)
        yield Words("responsible", "responsible", actor, actor + len(entry["actor"]), choices, (), own)
    opens = text.rfind(". ", 0, at) + 1
    closes = text.find(". ", end)
    voice = text.find(entry["voice"], opens, closes if closes >= 0 else len(text))
    if entry["voice_kind"] != "report" and voice >= 0:
        yield Words("voice", "voice", voice, voice + len(entry["voice"]), (kind,), (), own)


def held_apart(name: str) -> bool:
    """Whether a report of the corpus is one of the tenth that nothing is trained on: by the hash of its name."""
    return hashlib.sha256(name.encode()).digest()[0] % 10 == 0


def corpus(folder: Path, *, apart: bool = False) -> Iterator[Example]:
    """The project's own reports, marks inline; with `apart` those held apart for measuring, else all others."""
    for file in sorted(folder.rglob("*.txt")):
        if held_apart(file.stem) is apart:
            yield marked(file.stem, parse(file.read_text(encoding="utf-8")))


def marked(name: str, report: Marked, heads: frozenset[str] = MARK_HEADS) -> Example:
    """A report with marks: each mark says what its words are."""
    words: list[Words] = []
    for mark in report.marks:
        own = frozenset(mark.incidents)
        start, end = mark.span.start, mark.span.end
        if mark.code == "m":
            first = report.incidents[mark.incidents[0]]
            choices = (("kind", first.kind.value), ("status", first.status.value))
            words.append(Words("mention", "mention", start, end, choices, (), own))
        elif mark.code in ROLE_OF and ROLE_OF[mark.code] in heads:
            words.append(Words(ROLE_OF[mark.code], ROLE_OF[mark.code], start, end, (), (), own))
        elif mark.code == "n":
            words.append(Words("toll", mark.words[1], start, end, (), (), own))
        elif mark.code == "q":
            stance, kind = ("stance", mark.words[1]), ("voice_kind", mark.words[2])
            for role, span in (("responsible", _part(report, mark, "a", "actor")), ("voice", _voice(report, mark))):
                if span is not None:
                    told = (stance, kind) if role == "responsible" else (kind,)
                    words.append(Words(role, role, *span, told, (), own))
    return Example(name, report.text, heads, tuple(words), (("relevant", float(bool(report.incidents))),))


def _part(report: Marked, mark: Any, code: str, name: str) -> tuple[int, int] | None:
    """Where an attribution's actor (or voice) stands: marked inside it, or named and found in its words."""
    within = inner(report, mark, code)
    if within is not None:
        return within.span.start, within.span.end
    told = mark.named.get(name)
    start = report.text.find(told, mark.span.start, mark.span.end) if told else -1
    return (start, start + len(told)) if told and start >= 0 else None


def _voice(report: Marked, mark: Any) -> tuple[int, int] | None:
    inside = _part(report, mark, "s", "voice")
    told = mark.named.get("voice")
    if inside is not None or not told:
        return inside
    opens = report.text.rfind(". ", 0, mark.span.start) + 1
    closes = report.text.find(". ", mark.span.end)
    start = report.text.find(told, opens, closes if closes >= 0 else len(report.text))
    return (start, start + len(told)) if start >= 0 else None
