"""Sentences of reports: full stops that end nothing, headlines, quotes, text in capitals."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.extract import sentences

ONE_OR_MORE = [
    ("a rank", "Lt. Col. Karim Sabri was shot. He died.", 2),
    ("a title", "Mr. Sabri met Dr. Halim on Sunday. They left.", 2),
    ("a month", "The blast hit Dec. 7 at noon. Nobody spoke.", 2),
    ("initials", "J. P. Marten and A. Holm spoke.", 1),
    ("a state", "The U.S. Embassy was shelled. No one was hurt.", 2),
    ("a state at the end", "They fled to the U.S. The army followed.", 2),
    ("a number", "House No. 7 burned. Four died.", 2),
    ("a plain no", "Was he there? No. He had gone.", 3),
    ("a decimal", "It weighed 3.5 tons. It fell.", 2),
    ("a time of day", "At 10 p.m. on Monday a bomb went off.", 1),
    ("a quotation", "“We saw it. It burned,” she said. He agreed.", 3),
    ("a quotation that ends the sentence", 'He said "it is over." Then he left.', 2),
    ("capitals", "GUNMEN KILLED A JUDGE IN MORVA. POLICE SAID SO.", 2),
    ("a headline on its own line", "Blast kills four in Morva\n\nA blast killed four people.", 2),
    ("lines without blank lines", "Blast kills four\nA bomb hit a market on Monday.", 2),
    ("a question", "Who did it? Nobody knows.", 2),
    ("an ellipsis", "They waited... Nobody came.", 2),
    ("no full stop at all", "four people died in the blast officials said on monday", 1),
    ("nothing", "   \n\t ", 0),
]


@pytest.mark.parametrize(("text", "count"), [c[1:] for c in ONE_OR_MORE], ids=[c[0] for c in ONE_OR_MORE])
def test_counts_sentences(text: str, count: int) -> None:
    assert [s.of(text) for s in sentences.split(text)].__len__() == count


def test_a_hard_wrapped_line_does_not_end_a_sentence() -> None:
    text = "The commander of the northern garrison said on Tuesday that his\nmen had left before the shelling began.\n"
    assert len(sentences.split(text)) == 1


def test_paragraphs_are_the_blocks_between_blank_lines() -> None:
    text = "Headline\n\nFirst. Second.\n\nThird."
    assert [p.of(text) for p in sentences.paragraphs(text)] == ["Headline", "First. Second.", "Third."]


@given(st.text(max_size=400))
def test_sentences_are_ordered_trimmed_and_cover_every_word(text: str) -> None:
    found = sentences.split(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join("".join(s.of(text).split()) for s in found) == "".join(text.split())


@given(st.text(alphabet="A .\nb", max_size=300))
def test_paragraphs_lie_in_the_text(text: str) -> None:
    assert all(0 <= p.start < p.end <= len(text) for p in sentences.paragraphs(text))
