"""Ties that a sentence draws between incidents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.extract.ties import find, tie_kind
from ascribe.model import Span

CASES = [
    (
        "The strikes were in retaliation for the killing of a pilot.",
        "retaliation",
        "The strikes",
        "the killing of a pilot",
    ),
    (
        "In retaliation for the bombing of a mosque, gunmen carried out an assault.",
        "retaliation",
        "an assault",
        "the bombing of a mosque",
    ),
    ("The barrage was a response to rocket attacks.", "retaliation", "The barrage", "rocket attacks"),
    ("They vowed to avenge the massacre.", "retaliation", None, "the massacre"),
    ("The blast was the latest in a string of attacks.", "same_series", "The blast", "attacks"),
    ("Two near-simultaneous explosions hit the square.", "same_series", None, "explosions"),
    ("The same group had carried out an earlier bombing.", "same_perpetrator", None, "earlier bombing"),
    (
        "The minister linked the people behind the attack to a series of assassinations.",
        "same_perpetrator",
        None,
        "attack",
    ),
    ("The attack was to silence the judge.", "motive", "The attack", None),
    ("A day later, a drone attack hit the ministry.", "follows", "a drone attack", None),
    ("The raid came after the shelling.", "follows", "The raid", "the shelling"),
    ("The march turned into a civil war after a crackdown.", "follows", "turned into a civil war", "a crackdown"),
    ("The army began a crackdown that sparked an uprising.", "follows", "an uprising", "a crackdown"),
]
NONE = ["It was not in retaliation for anything.", "He went home.", "A bomb killed four people on Monday.", ""]


@pytest.mark.parametrize(("text", "kind", "source", "target"), CASES, ids=[c[0] for c in CASES])
def test_reads(text: str, kind: str, source: str | None, target: str | None) -> None:
    tie = next(t for t in find(text, Span(0, len(text))) if t.kind.value == kind)
    assert (tie.source.of(text) if tie.source else None) == source
    told = tie.target.of(text) if tie.target else ""
    assert (target or "") in told
    assert tie.cue.within(tie.span)


@pytest.mark.parametrize("text", NONE)
def test_draws_no_tie(text: str) -> None:
    assert tie_kind(text) is None


PIECES = st.sampled_from(
    "in retaliation for|the attack|the killing of|a day later|the same group|latest in a series of|was|not|,|"
    ".|bombing|to avenge|x".split("|")
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join)))
def test_never_raises_and_spans_lie_in_the_sentence(text: str) -> None:
    for tie in find(text, Span(0, len(text))):
        assert 0 <= tie.span.start < tie.span.end <= len(text)
