"""Annotations as spans: none of the report's words in them, and all of them back where the text is."""

from __future__ import annotations

import json

import pytest

from ascribe.model.errors import InputError
from ascribe.train.marks import parse
from ascribe.train.span_file import from_spans, to_spans

TEXT = "Car bomb kills nine in Tolvar. The mayor blamed the Grey Column, which denied it."
MARKS = """published: 2024-03-05
i1: kind=bombing when=2024-03-04 where="Tolvar, XA" killed=9
m i1|Car bomb
n i1 killed 9 shoppers|kills nine
q i1 accuses official voice="The mayor" actor="the Grey Column"|The mayor blamed the Grey Column
j investigated i1 - who="the police"|denied it
"""


def test_spans_come_back_as_they_were() -> None:
    marked = parse(MARKS, TEXT)
    again = from_spans(json.loads(json.dumps(to_spans("tolvar", marked))), TEXT)
    assert again.incidents == marked.incidents
    assert [(m.code, m.span) for m in again.marks] == [(m.code, m.span) for m in marked.marks]
    assert again.marks[2].named == {"voice": "The mayor", "actor": "the Grey Column"}


def test_no_word_of_the_report_is_kept() -> None:
    held = json.dumps(to_spans("report", parse(MARKS, TEXT)))
    for word in ("Tolvar", "mayor", "Grey", "Column", "shoppers", "police", "Car"):
        assert word not in held


def test_another_text_is_refused() -> None:
    with pytest.raises(InputError, match="not the one"):
        from_spans(to_spans("tolvar", parse(MARKS, TEXT)), TEXT + " ")
