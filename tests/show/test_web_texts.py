"""The catalogue of the interface's words: templates hold none of their own, and every text is used."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import jinja2
import pytest

import ascribe.show.web
from ascribe.model import vocabulary
from ascribe.model.matrix import Mark
from ascribe.model.record import Outcome
from ascribe.model.reliability import Capacity
from ascribe.model.report import Origin
from ascribe.show.terminal import WORDED
from ascribe.show.web import retold, texts
from ascribe.show.web.accounts import Role
from ascribe.weigh.scale import SCALE

HOME = Path(ascribe.show.web.__file__).parent
TEMPLATES = sorted((HOME / "templates").glob("*.html"))
ENGLISH = texts.catalogue("en")
NAMES = {"ascribe", "SHA-256", "UTC", "inc-…"}
"""Words that are the same in every language."""
SPOKEN = ("aria-label", "title", "placeholder", "alt", "summary")
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def words(text: str) -> list[str]:
    for name in NAMES:
        text = text.replace(name, " ")
    return re.findall(r"[^\W\d_]{2,}", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)
def test_a_template_holds_no_words_of_its_own(path: Path) -> None:
    source = EXPRESSION.sub("§", path.read_text(encoding="utf-8"))
    spoken = [v for name in SPOKEN for v in re.findall(rf'\s{name}="([^"]*)"', source)]
    between = re.sub(r"<[^>]*>", "\n", re.sub(r"<!doctype html>|&\w+;", "", source))
    assert [w for text in [between, *spoken] for w in words(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)
def test_an_expression_holds_no_words_of_its_own(path: Path) -> None:
    found = []
    tokens = list(jinja2.Environment(autoescape=True).lex(path.read_text(encoding="utf-8")))
    kept = [(kind, value) for _, kind, value in tokens if kind != "whitespace"]
    for (_, before), (kind, value) in pairwise(kept):
        text = value[1:-1]
        if kind != "string" or not words(text) or ENGLISH.find(text) is not None:
            continue
        if " " in text.strip() or text[:1].isupper() or before == "or":
            found.append(text)
    assert [t for t in found if t not in {"none of these", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M %Z", "j k", "Esc"}] == []


def test_every_text_is_used_and_every_key_is_there() -> None:
    files = [p for p in HOME.glob("*.py") if p.name != "parameters.py"]
    source = "\n".join(p.read_text(encoding="utf-8") for p in [*files, *TEMPLATES])
    sections = {k.partition(".")[0] for k in ENGLISH.held}
    named = {k for k in re.findall(r"[\"']([a-z_]+\.[A-Za-z_]+)[\"']", source) if k.partition(".")[0] in sections}
    begun = set(re.findall(r"[\"']([a-z_]+\.[a-z_]*)(?:[\"'] ~|\{)", source))  # "col." ~ name, f"col.{name}"
    sections -= set(retold.SECTIONS)  # those are found by their English; test_web_language.py
    named = {k for k in named if k.partition(".")[0] in sections}
    missing = {k for k in named if ENGLISH.find(k) is None and k not in begun and not k.endswith((".html", ".css"))}
    assert missing == set()
    asked = [k for k in ENGLISH.held if k.partition(".")[0] in sections]
    assert [k for k in asked if k not in named and not any(map(k.startswith, begun))] == []


def test_the_words_of_the_closed_vocabularies_are_in_the_catalogue() -> None:
    closed = (
        vocabulary.Kind,
        vocabulary.Status,
        vocabulary.VoiceKind,
        vocabulary.Stance,
        vocabulary.Attribute,
        vocabulary.TieKind,
        vocabulary.ProceedingKind,
        vocabulary.ActorKind,
        vocabulary.Precision,
        vocabulary.DecisionKind,
        Mark,
        Outcome,
        Capacity,
        Origin,
        Role,
    )
    values = [v.value for kind in closed for v in kind] + [word for _, word in SCALE]  # type: ignore[attr-defined]
    assert [v for v in values if ENGLISH.find(f"word.{v}") is None] == []
    said = [f"{section}.{k}" for k in vocabulary.DecisionKind for section in ("journal", "ruled")]
    assert [k for k in said if ENGLISH.find(k) is None and k != "ruled.declare"] == []
    assert [f"grade.{g}" for g in vocabulary.Grade if ENGLISH.find(f"grade.{g}") is None] == []
    assert {s.value: texts.says(s.value) for s in vocabulary.Stance} == {s.value: w for s, w in WORDED.items()}


def test_a_text_holds_no_markup_but_keys_and_stress() -> None:
    every = [f for text in ENGLISH.held.values() for f in ([text] if isinstance(text, str) else text)]
    assert [t for t in every if re.search("[<>&]", re.sub(r"</?(?:kbd|strong|em)>", "", t))] == []


def test_what_is_put_into_a_text_is_escaped_and_numbers_are_grouped() -> None:
    assert texts.t("network.around", name="<script>") == "Around “&lt;script&gt;”"
    assert texts.t("n.incidents", n=1) == "1 incident"
    assert texts.t("n.incidents", n=60_000) == "60,000 incidents"
    with pytest.raises(KeyError):
        texts.t("none.such")


def test_another_language_has_its_own_forms_and_falls_back_to_english(tmp_path: Path) -> None:
    (tmp_path / "pl.toml").write_text(
        '[language]\ncode = "pl"\nplural = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"\n'
        '[n]\nreports = ["{n} raport", "{n} raporty", "{n} raportów"]\n[word]\nbombing = "zamach bombowy"\n',
        encoding="utf-8",
    )
    texts.add_folder(tmp_path)
    held = texts.LANGUAGE.set("pl")
    try:
        assert [texts.plain("n.reports", n=n) for n in (1, 3, 5, 22)] == [
            "1 raport",
            "3 raporty",
            "5 raportów",
            "22 raporty",
        ]
        assert texts.word("bombing") == "zamach bombowy"
        assert texts.t("menu.review") == "Review"
    finally:
        texts.LANGUAGE.reset(held)
        texts.add_folder(None)
