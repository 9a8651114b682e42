"""Whether two names are one person's, or one group's or body's, however they are spelled.

Persons are compared word by word in order: each word of the shorter name needs its like in the longer one; words that
only one has (a father's name, a second surname) count against it. Groups are looked up in the list of actors first;
what is not listed is compared word by word in any order, with acronyms and ordinals understood.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ascribe.model import ActorKind
from ascribe.resolve.actors import ActorList
from ascribe.resolve.areas import countries, table
from ascribe.resolve.names import TITLES, folded
from ascribe.resolve.spelling import alike

SAME = 0.75
"""Score from which two names are taken for one."""
LINKS = frozenset(
    "al el ul ol ud ed as ash ar ad an at az bin ibn ben de del la las los van von der di du e i wal".split()
)
RANKS = frozenset(
    """senior father monsignor mons padre bishop archbishop sister brother lord lady dame comandante comandanta cdt
    commander coronel mullah mulla mollah maulana mulana cheikh shaikh haji hajji sayyed seyyed sayyid seyed ustaz ustad
    daw datu mazi
    sadhvi sadhu swami acharya pandit sri shri sant imam rabbi pastor reverend rev bapak ibu tuan tun dato
    chief judge justice lic licenciado ing minister deputy spokesman warlord hojatoleslam mufti""".split()
)
"""Titles and offices in front of names, beside those of `TITLES`."""
SMALL = frozenset(
    """of the for and in on to los las le les de del la des du e et ve y al el ul i wa wal pour por para per und fi bi
    za ya dos das do da ng mga sa zur""".split()
)
MIDDLE_LEFT_OUT, END_LEFT_OUT, START_LEFT_OUT = 0.97, 0.86, 0.55
FIRST_OF_MANY = frozenset({"mohammed", "muhammad", "mohammad", "mohamed", "mohamad", "muhammed", "maxamed", "mohd"})
"""Names that are put before a name, or left out: where two words and more are left, that costs no more than an end."""
INITIAL = 0.93
GENERIC = frozenset(
    """group groups movement militia militias cartel directorate sect network organisation fighters militants
    mercenaries band gang party rebels""".split()
)
"""Words that are added to a name or left out."""
PEOPLES = frozenset(
    """basque kurdish tamil chechen baloch baluch sikh corsican catalan tigrayan oromo amhara somali hausa igbo fulani
    tuareg berber kabyle uyghur rohingya karen kachin shan moro acehnese papuan mapuche miskito sunni shiite shia druze
    maronite""".split()
)
"""Peoples and creeds that a group is called after, or not."""
NEARLY_ALL = 0.9
"""Score from which a name is all of a listed one but for its spelling."""
CLOSE = 0.9
"""Likeness below which a name of one word is no spelling of a listed one of one word."""
STEM, ENDING = 5, 5
"""Letters that two forms of one word share at its start, and the letters after these at most."""
ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split()
NUMBERED = {word: str(n + 1) for n, word in enumerate(ORDINALS)}
WRITTEN = {
    "defense": "defence",
    "organization": "organisation",
    "units": "unit",
    "forces": "force",
    "armored": "armoured",
}


def same_name(a: str, b: str, kind: ActorKind = ActorKind.PERSON, country: str | None = None) -> float:
    """0 to 1, `SAME` and above for one actor. `kind` is what both are; `country` decides between acronyms."""
    persons = kind is ActorKind.PERSON
    known = _known(a, b, country, persons=persons)
    if known is not None or persons:
        return same_person(a, b) if known is None else known
    short = min(a, b, key=len)
    taken = bool(_bearers(short, persons=False)) and _acronym(a, b)  # the acronym of another
    score = same_body(a, b)
    if taken or (score < CLOSE and _one_word(a, b) and (_bearers(a, persons=False) or _bearers(b, persons=False))):
        return min(score, SAME - 0.01)
    return score


@cache
def _listed() -> ActorList:
    return ActorList.load()


def _known(a: str, b: str, country: str | None, *, persons: bool) -> float | None:
    """1 where both stand for one listed actor, 0 for two; None where the list does not tell."""
    x, y = _bearers(a, persons=persons), _bearers(b, persons=persons)
    if x and y:
        return 1.0 if x & y else 0.0
    if persons:
        return None
    actors = _listed()
    found = actors.find(a, country), actors.find(b, country)
    meant_by = {one.id for one in found if one is not None and one.kind is not ActorKind.PERSON} | x | y
    return 1.0 if any(_nearly_entire(a, i) and _nearly_entire(b, i) for i in meant_by) else None


@lru_cache(maxsize=20_000)
def _bearers(name: str, *, persons: bool) -> frozenset[str]:
    """The listed actors of which this is all of a name, not only a part of it."""
    actors = _listed()
    return frozenset(i for i in actors.bearers(name) if (actors.actors[i].kind is ActorKind.PERSON) is persons)


def _nearly_entire(name: str, identity: str) -> bool:
    """Whether a name is all of a listed one but for the spelling, and words it may carry or not ("the Huthi movement").

    Also where it has the words of a short name, and beside these only words of the long one ("the Red Cross
    committee"). Not where it names another country than the actor's.
    """
    actor = _listed().actors.get(identity)
    if actor is None:
        return False
    names = (actor.name, *actor.aliases)
    words = _words(name)
    of = _peoples(words)
    if of and actor.country not in of and not any(of <= _peoples(_words(n)) for n in names):
        return False
    names = tuple(n for n in names if of or not _peoples(_words(n)))
    if any(same_body(name, n) >= NEARLY_ALL and not _acronym(name, n) for n in names):
        return True
    its = {meant(w) for n in names for w in _words(n)} | GENERIC
    mine = {meant(w) for w in words}
    return mine <= its and any(len(s) > 1 and s <= mine for n in names if (s := {meant(w) for w in _words(n)}))


def _one_word(a: str, b: str) -> bool:
    """Whether both names are one word, but for those that a name may carry or not."""
    x, y = _words(a), _words(b)
    return len(_but_generic(x, y)) == len(_but_generic(y, x)) == 1


@lru_cache(maxsize=100_000)
def same_person(a: str, b: str) -> float:
    """0 to 1: how likely two full names are one person's."""
    x, y = _parts(a), _parts(b)
    if not x or not y:
        return 0.0
    if len(x) > len(y):
        x, y = y, x
    best = max(_aligned(x, y), _aligned(tuple(_run_on(x)), tuple(_run_on(y))))
    if len(x) == 1 and len(y) > 1 and best < 1:
        return min(best, SAME - 0.01)  # a surname alone is not enough
    return best


def _parts(name: str) -> tuple[str, ...]:
    quoted = re.sub(r"[\"“”«»][^\"“”«»]*[\"“”«»]", " ", name)
    words = re.findall(r"[^\W\d_](?:[^\W\d_]|['’`ʿ])*", quoted)
    kept = [w for w in words if folded(w) not in TITLES - {"abu"} and folded(w) not in RANKS]
    return tuple(w.casefold() for w in kept if w.casefold() not in LINKS) or tuple(w.casefold() for w in kept)


def _run_on(words: tuple[str, ...]) -> list[str]:
    """The words with Abd- and Abu- joined to what follows: Abdel Fattah as Abdelfattah."""
    joined: list[str] = []
    for w in words:
        if joined and re.fullmatch(r"abd(?:[aeou]l|[eou]r)?|abdu?", joined[-1]):
            joined[-1] = re.sub(r"^abd.*", "abdul", joined[-1]) + w
        else:
            joined.append(re.sub(r"^abd[aeou]l?(?=\w{4})", "abdul", w))
    return joined


def _aligned(x: tuple[str, ...], y: tuple[str, ...]) -> float:
    """The best way to lay the shorter name along the longer: the worst of its words, times what is left over."""
    table: dict[tuple[int, int], tuple[float, float]] = {}

    def best(i: int, j: int) -> tuple[float, float]:
        """The worst word and the product for words left out, of x from i along y from j."""
        if i == len(x):
            rest = END_LEFT_OUT ** (len(y) - j)
            return 1.0, rest
        if j == len(y):
            return 0.0, 0.0
        if (i, j) not in table:
            worst, left = best(i + 1, j + 1)
            options = [(min(_word(x[i], y[j]), worst), left)]
            worst, left = best(i, j + 1)
            start = END_LEFT_OUT if len(x) > 1 and y[0] in FIRST_OF_MANY else START_LEFT_OUT
            options.append((worst, left * (start if j == 0 else MIDDLE_LEFT_OUT)))
            if j + 1 < len(y):
                worst, left = best(i + 1, j + 2)
                options.append((min(alike(x[i], y[j] + y[j + 1]), worst), left))
            table[i, j] = max(options, key=lambda o: o[0] * o[1])
        return table[i, j]

    worst, left = best(0, 0)
    return worst * left


def _word(v: str, w: str) -> float:
    if len(v) == 1 or len(w) == 1:
        return INITIAL if v[0] == w[0] else 0.0
    return alike(v, w)


@lru_cache(maxsize=100_000)
def same_body(a: str, b: str) -> float:
    """0 to 1: how likely two names of groups or bodies are one's."""
    if _acronym(a, b):
        return 0.9
    x, y = _words(a), _words(b)
    if not x or not y:
        return 0.0
    of = [_peoples(words) for words in (x, y)]
    if of[0] and of[1] and not of[0] & of[1]:
        return 0.0
    x, y = sorted((_but_generic(x, y), _but_generic(y, x)), key=lambda words: (len(words), words))
    if "".join(x) == "".join(y):
        return 1.0
    left = list(y)
    worst = 1.0
    for word in x:
        score, at = max((_same_word(word, w), -n) for n, w in enumerate(left)) if left else (0.0, 0)
        worst = min(worst, score)
        if left:
            left.pop(-at)
    whole = alike("".join(x), "".join(y)) if not _numbers(x) ^ _numbers(y) else 0.0
    return max(worst * 0.78 ** len(left), min(whole, 0.95) - 0.1 if len(x) != len(y) else 0.0)


def _but_generic(words: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that a name may carry or not: its country, "group", "movement"."""
    kept = tuple(
        w
        for w in words
        if not (meant(w) in GENERIC or _people(w))
        or any(_same_word(w, other_word) >= NEARLY_ALL for other_word in other)
    )
    return kept or words


def _people(word: str) -> bool:
    return word in countries() or word in PEOPLES


def _peoples(words: tuple[str, ...]) -> set[str]:
    """The countries (by code) and peoples of a name."""
    return {countries().get(w, w) for w in words if _people(w)}


def _words(name: str) -> tuple[str, ...]:
    plain = re.sub(r"(?<=\w)['’]s?\b", "", re.sub(r"\b[ldLD]['’](?=\w)", " ", name))
    words = [re.sub(r"^(\d+)(?:st|nd|rd|th|d)$", r"\1", w) for w in re.findall(r"\w+", plain.casefold())]
    words = [NUMBERED.get(w, WRITTEN.get(w, w)) for w in words]
    return tuple(w for w in words if w not in SMALL) or tuple(words)


def meant(word: str) -> str:
    """The English word that a word of a group's name stands for, else itself."""
    return translated().get(word, word)


@cache
def translated() -> dict[str, str]:
    """Common words of groups' names in other languages: Frente and Jabhat are a front."""
    return {form: row[0] for row in table("name_words.tsv") for form in row[1].split(";")}


def _numbers(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(w for w in words if w.isdigit())


def _same_word(v: str, w: str) -> float:
    if v.isdigit() or w.isdigit():
        return 1.0 if v == w else 0.0
    if len(v) >= STEM <= len(w) and v[:STEM] == w[:STEM] and max(len(v), len(w)) - STEM <= ENDING:
        return 0.95  # Tigray and Tigrayan, motor and motorised
    if folded(v) == folded(w) or meant(v) == meant(w):
        return 1.0
    return 0.9 if {meant(v), meant(w)} == {"people", "popular"} else alike(v, w)


def _acronym(a: str, b: str) -> bool:
    return _initials_of(a, b) or _initials_of(b, a)


def _initials_of(short: str, long: str) -> bool:
    letters = re.sub(r"[^A-Z]", "", short)
    if len(letters) < 2 or len(re.sub(r"[\W_]", "", short)) != len(letters):
        return False
    capitals = [w[0] for w in re.findall(r"[^\W_]+", long) if w[0].isupper()]
    every = [w[0].upper() for w in re.findall(r"[^\W_]+", long) if w.casefold() not in {"the"}]
    words = [w for w in re.findall(r"[^\W_]+", re.sub(r"\b[ldLD]['’]", " ", long)) if w.casefold() not in SMALL]
    borne = "".join(w[0].upper() for w in words)  # Organisation de l'armée secrète
    if letters == borne and len(words) > 1:
        return True
    return letters in {"".join(capitals), "".join(every)} and len(capitals) > 1
