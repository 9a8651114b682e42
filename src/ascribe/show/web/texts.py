"""The words of the interface: one catalogue for each language, in `data/texts/`; English is the one that ships.

A catalogue is TOML: sections, and in them a text for each key. Values stand in braces; a text that depends on a number
is a list of forms, chosen by the catalogue's `plural` (a gettext plural rule) from `n`. Texts may hold `<kbd>`,
`<strong>` and `<em>`; whatever is put into them is escaped. What a catalogue lacks is told in English.
"""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, cast

from markupsafe import Markup, escape

FOLDER = Path(__file__).parent / "data" / "texts"
ENGLISH = "en"
FOLDERS = [FOLDER]
"""Where catalogues lie, a person's own first."""
LANGUAGE: ContextVar[str] = ContextVar("language", default=ENGLISH)
"""The language that the request at hand is answered in."""


class Texts:
    """One catalogue."""

    def __init__(self, held: Mapping[str, Any], fallback: Texts | None = None) -> None:
        about = held.get("language", {})
        self.code: str = about.get("code", ENGLISH)
        self.direction: str = about.get("direction", "ltr")
        self._fallback = fallback
        # the rule of gettext's Plural-Forms, read by the standard library
        self._form = cast(Callable[[int], int], vars(gettext)["c2py"](about.get("plural", "n != 1")))
        self.held: dict[str, str | list[str]] = {
            f"{section}.{key}": text
            for section, texts in held.items()
            if section != "language"
            for key, text in texts.items()
        }

    def find(self, key: str, n: int | None = None) -> str | None:
        """The text of a key as it stands, in the form for `n`; None where there is none."""
        text = self.held.get(key)
        if text is None:
            return self._fallback.find(key, n) if self._fallback else None
        return text if isinstance(text, str) else text[self._form(abs(n or 0))]


def add_folder(folder: Path | None) -> None:
    """Looks for catalogues in a folder, too, before those of the package; None: in those of the package alone."""
    FOLDERS[:] = [FOLDER] if folder is None else [folder, FOLDER]
    catalogue.cache_clear()


def languages() -> tuple[str, ...]:
    """The codes of all catalogues."""
    return tuple(sorted({p.stem for folder in FOLDERS for p in folder.glob("*.toml")}))


@cache
def catalogue(language: str) -> Texts:
    """The catalogue of a language. Raises FileNotFoundError where there is none."""
    # the English of the package is what the others fall back on, and what sentences are known by
    places = [FOLDER] if language == ENGLISH else FOLDERS
    path = next((p for f in places if (p := f / f"{language}.toml").is_file()), FOLDER / f"{language}.toml")
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    return Texts(held, catalogue(ENGLISH) if language != ENGLISH else None)


def spoken() -> Texts:
    """The catalogue that the request at hand is answered from."""
    return catalogue(LANGUAGE.get())


def t(key: str, **values: object) -> Markup:
    """A text for a page, its values escaped and numbers grouped. Raises KeyError for a key that no catalogue has."""
    text = _text(key, values)
    if "{" not in text:
        return Markup(text)  # noqa: S704 (the package's own text)
    told: list[str] = []
    for words, name in _pieces(text):
        told.append(words)
        if name is not None:
            told.append(escape(_shown(values[name])))
    return Markup("".join(told))  # noqa: S704 (the values are escaped)


@cache
def _pieces(text: str) -> tuple[tuple[str, str | None], ...]:
    """Words of a text, each with the name of the value that follows: quicker than `Markup.format`."""
    return tuple((words, name) for words, name, _, _ in Formatter().parse(text))


def plain(key: str, **values: object) -> str:
    """A text for where there is no markup: a document, a message."""
    return _text(key, values).format(**{k: _shown(v) for k, v in values.items()})


def word(value: object) -> str:
    """A word of a closed vocabulary (a kind, a stance, a precision); one that is not listed as it stands."""
    return spoken().find(f"word.{value}") or str(value).replace("_", " ")


def says(stance: object) -> str:
    """How a stance is worded, so that an allegation reads as one."""
    return plain(f"says.{stance}")


def bdi(text: object) -> Markup:
    """Words of a report or a person, in their own direction."""
    return Markup('<span dir="auto">{}</span>').format(text)


def link_to(address: object, text: object, **attributes: object) -> Markup:
    """A link within a sentence; an attribute's name may end in an underscore, as `class_`."""
    more = Markup("").join(Markup(' {}="{}"').format(k.rstrip("_"), v) for k, v in attributes.items())
    return Markup('<a href="{}"{}>{}</a>').format(address, more, text)


def _text(key: str, values: Mapping[str, object]) -> str:
    n = values.get("n")
    text = spoken().find(key, n if isinstance(n, int) else None)
    if text is None:
        raise KeyError(key)
    return text


def _shown(value: object) -> object:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


__all__ = ["LANGUAGE", "Texts", "bdi", "catalogue", "link_to", "plain", "says", "spoken", "t", "word"]
