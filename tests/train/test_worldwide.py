"""Tokens of a newswire come back as running text."""

from __future__ import annotations

import json
from pathlib import Path

from ascribe.train.worldwide import running_text, worldwide_texts


def test_punctuation_and_endings_stand_where_they_are_printed() -> None:
    tokens = "The mayor 's house was n't hit , he said ( twice ) : \" It 's a well - known road . \"".split()
    assert running_text([tokens]) == "The mayor's house wasn't hit, he said (twice): \"It's a well-known road.\""


def test_a_sentence_is_a_line_and_an_article_has_its_name(tmp_path: Path) -> None:
    row = {"id": "paper_1", "sentences": [{"tokens": ["One", "."]}, {"tokens": ["Two", "!"]}]}
    (tmp_path / "train.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert worldwide_texts(tmp_path / "train.jsonl") == {"ww-paper_1": "One.\nTwo!"}
