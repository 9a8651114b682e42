"""English Worldwide Newswire (Shan et al., EMNLP Findings 2023) as running text: its tokens joined as printed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

PREFIX = "ww-"
"""Before the article's own id in the name of its annotation."""
_BEFORE_NOTHING = re.compile(r" +(?=[,.;:!?%)\]”…])|(?<=[(\[“$£€#]) +")
_ENDING = re.compile(r" +(?:n (?=['’] ?t\b)|(?=n['’]t\b))|(?<=\w) +(?=['’] ?(?:s|re|ve|ll|d|m|t)\b)", re.IGNORECASE)
_SPLIT_ENDING = re.compile(r"(?<=\w['’]) +(?=(?:s|re|ve|ll|d|m|t)\b)", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=\w) - (?=\w)")
_STRAIGHT = re.compile(r'" *([^"\n]*?) *"')


def running_text(sentences: Sequence[Sequence[str]]) -> str:
    """Tokens of sentences -> text, a sentence a line. The same tokens give the same characters, always."""
    return "\n".join(_joined(" ".join(tokens)) for tokens in sentences)


def _joined(line: str) -> str:
    line = _STRAIGHT.sub(r'"\1"', line)
    line = _ENDING.sub(lambda m: "n" if m.group().strip() == "n" else "", line)
    line = _SPLIT_ENDING.sub("", line)
    return _HYPHEN.sub("-", _BEFORE_NOTHING.sub("", line))


def worldwide_texts(path: Path) -> dict[str, str]:
    """The articles of `ner/*.jsonl` as running texts, by the names that their annotations have."""
    texts = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            texts[PREFIX + row["id"]] = running_text([s["tokens"] for s in row["sentences"]])
    return texts
