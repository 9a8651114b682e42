"""Casualty phrases: what they count, in which range, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.extract.numbers import CasualtyPhrase, casualties, value_of
from ascribe.extract.quantities import find as quantities

K, W, A = "killed", "wounded", "abducted"
CASES: list[tuple[str, list[tuple[str, int, int | None]]]] = [
    ("At least four were killed and four others were wounded.", [(K, 4, None), (W, 4, 4)]),
    ("A blast struck the market, killing 12 people and injuring dozens.", [(K, 12, 12), (W, 24, None)]),
    ("The death toll rose from 31 to 44 on Tuesday.", [(K, 44, 44)]),
    ("The death toll has risen to 44, up from 31.", [(K, 44, 44)]),
    ("An initial death toll of 22 was given.", [(K, 22, 22)]),
    ("More than a hundred were killed.", [(K, 100, None)]),
    ("Over 2,000 villagers were killed.", [(K, 2000, None)]),
    ("Between 10 and 15 soldiers were killed.", [(K, 10, 15)]),
    ("20 to 30 people died.", [(K, 20, 30)]),
    ("10-15 fighters were killed.", [(K, 10, 15)]),
    ("Two to three hundred people were wounded.", [(W, 200, 300)]),
    ("Three dozen people were hurt.", [(W, 36, 36)]),
    ("A dozen soldiers were wounded.", [(W, 12, 12)]),
    ("Half a dozen guards were killed.", [(K, 6, 6)]),
    ("Scores were injured.", [(W, 40, None)]),
    ("Hundreds of civilians were killed.", [(K, 200, None)]),
    ("Tens of thousands were wounded.", [(W, 20_000, None)]),
    ("Several people were killed.", [(K, 2, None)]),
    ("About 30 rebels were killed.", [(K, 30, 30)]),
    ("As many as 80 rebels were killed.", [(K, 1, 80)]),
    ("Up to 80 fighters including nine foreigners were killed.", [(K, 9, 80), (K, 9, 9)]),
    ("The raid killed 17 civilians including three children.", [(K, 17, 17), (K, 3, 3)]),
    ("The deaths of nine people were confirmed.", [(K, 9, 9)]),
    ("The shelling left 8 dead.", [(K, 8, 8)]),
    ("It led to the death of 10 and injury of 31 civilians.", [(K, 10, 10), (W, 31, 31)]),
    ("They found the bodies of five men.", [(K, 5, 5)]),
    ("One person died.", [(K, 1, 1)]),
    ("A child was killed.", [(K, 1, 1)]),
    ("A soldier and two policemen were killed.", [(K, 1, 1), (K, 2, 2)]),
    ("Two brothers were abducted from their home.", [(A, 2, 2)]),
    ("The gunmen took 90 villagers hostage.", [(A, 90, 90)]),
    ("Six citizens were martyred by rocket fire.", [(K, 6, 6)]),
    ("The agency reported the martyrdom of three citizens.", [(K, 3, 3)]),
    ("Car bomb kills four", [(K, 4, 4)]),
    ("29 rebels dead, 30 wounded", [(K, 29, 29), (W, 30, 30)]),
    ("Killed: 4. Wounded: 20.", [(K, 4, 4), (W, 20, 20)]),
    ("AT LEAST 14 PEOPLE WERE KILLED AND 20 WERE INJURED", [(K, 14, None), (W, 20, 20)]),
    ("at least 11 civilians including two children were killed in the raids", [(K, 11, None), (K, 2, 2)]),
    ("Four civilians were burned to death.", [(K, 4, 4)]),
    ("The bomb claimed the lives of nine worshippers.", [(K, 9, 9)]),
    ("Twelve lives were lost.", [(K, 12, 12)]),
    ("Gunmen shot dead two judges.", [(K, 2, 2)]),
    ("Two bombers killed 12 people and wounded 40 others.", [(K, 12, 12), (W, 40, 40)]),
    ("Two women and their seven children were killed.", [(K, 2, 2), (K, 7, 7)]),
    ("About 70 rebels and five civilians were killed.", [(K, 70, 70), (K, 5, 5)]),
    ("The army lost 15 fighters.", [(K, 15, 15)]),
    ("More than a quarter of a million people were killed.", [(K, 250_000, None)]),
    ("The toll rose to 61 people including five children and three policemen.", [(K, 61, 61), (K, 5, 5), (K, 3, 3)]),
    ("15 of the wounded were in critical condition.", [(W, 15, 15)]),
    ("Those killed included six women and five children.", [(K, 6, 6), (K, 5, 5)]),
    ("Seven people killed scores injured in attacks", [(K, 7, 7), (W, 40, None)]),
    ("The army lost ground near the town.", []),
    ("No one was hurt.", [(W, 0, 0)]),
    ("None of the passengers were injured.", [(W, 0, 0)]),
    ("No casualties were reported.", [(K, 0, 0), (W, 0, 0)]),
    ("Nobody was killed or injured.", [(K, 0, 0), (W, 0, 0)]),
    ("Three villages were attacked and 12 people were killed.", [(K, 12, 12)]),
    ("Twenty-three civilians were killed in 2016.", [(K, 23, 23)]),
    ("He was killed on Dec. 7, 2021.", [(K, 1, 1)]),
    ("Gunmen killed the mayor of the town.", [(K, 1, 1)]),
    ("Hana Karim was assassinated in July.", [(K, 1, 1)]),
]
NOT_CASUALTIES = [
    "A 14-year-old spoke of the dead city.",
    "The group threatened to kill three hostages.",
    "It could have killed hundreds.",
    "There were no immediate reports of casualties.",
    "Rebels destroyed 12 tanks near the town of the dead.",
    "Two villages were bombed, and nobody knows who died.",
    "Ten rockets were fired at the base where he was injured in 2012 with 3 million dollars.",
    "The dead were buried at 10 a.m. in district 4.",
    "Five men were arrested after the killing.",
    "Outside the court some sixty people held up pictures of the dead.",
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_reads(text: str, expected: list[tuple[str, int, int | None]]) -> None:
    assert [(p.what.value, p.toll.low, p.toll.high) for p in casualties(text)] == expected


@pytest.mark.parametrize("text", NOT_CASUALTIES)
def test_counts_no_one(text: str) -> None:
    assert [p for p in casualties(text) if not p.implicit] == []


def one(text: str) -> CasualtyPhrase:
    return casualties(text)[0]


def test_names_the_people_as_worded() -> None:
    assert one("At least 13 government fighters were killed.").toll.who == "government fighters"
    assert one("The raid killed two judges on Monday.").toll.who == "judges"


def test_a_second_count_is_of_the_same_people_where_none_are_named() -> None:
    assert [p.toll.who for p in casualties("It killed eight civilians and wounded 25.")] == ["civilians", "civilians"]


def test_some_of_a_whole_are_marked_as_part() -> None:
    assert [p.part for p in casualties("It killed 17 civilians including three children.")] == [False, True]
    assert [p.part for p in casualties("Twelve children were among the dead.")] == [True]


def test_a_figure_that_is_replaced_is_kept_beside_the_new_one() -> None:
    phrase = one("The death toll rose from 31 to 44.")
    assert phrase.supersedes is not None
    assert (phrase.supersedes.low, phrase.toll.low) == (31, 44)


def test_the_toll_of_a_whole_war_is_marked() -> None:
    assert one("The war has killed more than 9,000 people.").overall
    assert one("More than 5,000 people have been killed since 2011.").overall
    assert not one("The bomb killed 12 people on Monday.").overall


def test_one_person_without_a_number_is_marked_implicit() -> None:
    assert one("Gunmen killed the mayor.").implicit
    assert not one("A child was killed.").implicit


ONES = "one two three four five six seven eight nine".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def spelt(n: int) -> str:
    """English words for 20 to 99 and the hundreds of them, made here apart from the grammar."""
    if n >= 100:
        rest = n % 100
        return f"{ONES[n // 100 - 1]} hundred" + (f" and {spelt(rest)}" if rest >= 20 else "")
    return TENS[n // 10 - 2] + (f"-{ONES[n % 10 - 1]}" if n % 10 else "")


@given(st.integers(20, 999).filter(lambda n: n < 100 or n % 100 == 0 or n % 100 >= 20))
def test_spelt_numbers_have_their_value(n: int) -> None:
    assert value_of(spelt(n)) == n
    assert [(q.low, q.high) for q in quantities(f"the {spelt(n)} men")] == [(n, n)]


BOUNDS = [("", 0), ("at least ", None), ("more than ", None), ("about ", 0), ("some ", 0), ("no fewer than ", None)]


@given(st.integers(2, 1899), st.sampled_from(BOUNDS), st.sampled_from([("killed", K), ("wounded", W), ("abducted", A)]))
def test_generated_phrases_give_the_generated_range(
    n: int, bound: tuple[str, int | None], fate: tuple[str, str]
) -> None:
    found = casualties(f"{bound[0]}{n:,} people were {fate[0]} in Morva.")
    high = None if bound[1] is None else n
    assert [(p.what.value, p.toll.low, p.toll.high) for p in found] == [(fate[1], n, high)]


PIECES = st.sampled_from(
    "at least|four|12|2,000|people|soldiers|were|killed|killing|wounded|and|including|three children|dead|the|"
    "death toll|of|from|to|"
    "a|child|,|.|no one|dozens|hostage|took|2016|in|—|\n|“|among the dead|injured|up to|between|Karim Sabri|"
    "was|who".split("|")
)


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join)))
def test_never_raises_and_spans_lie_in_the_text(text: str) -> None:
    for phrase in casualties(text):
        assert 0 <= phrase.span.start < phrase.span.end <= len(text)
        assert phrase.toll.low >= 0
        assert phrase.toll.high is None or phrase.toll.low <= phrase.toll.high


@pytest.mark.parametrize(
    "unit", ["killed ", "12 ", "one hundred and ", "the death of ", "including four ", "x", "Karim "]
)
def test_a_long_line_is_read_in_pieces(unit: str) -> None:
    casualties(unit * (200_000 // len(unit)))
