"""Clauses come together to incidents by what speaks for it, each in one incident and none lost."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ascribe.extract.grouping import Weights, clustered, log_odds
from ascribe.extract.rules import RuleExtractor
from ascribe.model import Attribute, Period, Report, Stance, Statement

ODDS = st.integers(1, 8).flatmap(
    lambda n: st.lists(st.lists(st.floats(-6, 6), min_size=n, max_size=n), min_size=n, max_size=n)
)


def symmetric(rows: list[list[float]]) -> list[list[float]]:
    return [[rows[min(i, j)][max(i, j)] for j in range(len(rows))] for i in range(len(rows))]


@given(ODDS, st.floats(-2, 2))
def test_every_clause_is_in_one_cluster(rows: list[list[float]], joins: float) -> None:
    found = clustered(symmetric(rows), joins)
    assert sorted(i for members in found for i in members) == list(range(len(rows)))
    assert [members[0] for members in found] == sorted(members[0] for members in found)


@given(ODDS)
def test_no_two_clusters_would_still_be_joined(rows: list[list[float]]) -> None:
    odds = symmetric(rows)
    found = clustered(odds, 0.0)
    for n, a in enumerate(found):
        for b in found[n + 1 :]:
            assert sum(odds[i][j] for i in a for j in b) / (len(a) * len(b)) <= 1e-9


def test_two_that_are_kept_apart_are_not_brought_together_by_a_third() -> None:
    never = float("-inf")
    odds = [[0.0, 5.0, never], [5.0, 0.0, 5.0], [never, 5.0, 0.0]]
    assert clustered(odds, 0.0) == [[0, 1], [2]]


def test_an_unknown_feature_weighs_nothing() -> None:
    assert log_odds({"same toll": 1.0, "new": 9.0}, Weights(-1.0, {"same toll": 2.5}, 0.0)) == 1.5


def read(text: str, published: date | None) -> list[Statement]:
    report = Report.plain("r", text, published=published)
    return [s for a in RuleExtractor().read(report).accounts for s in a.statements]


def days(text: str, published: date | None) -> set[Period]:
    """When it happened, by all that is said of it."""
    said = (s.value for s in read(text, published) if s.attribute is Attribute.WHEN)
    return {value for value in said if isinstance(value, Period)}


NEWS = "Gunmen stormed a bank in Velmar and killed three guards."


def test_news_without_a_day_is_of_the_day_of_publication_or_the_one_before() -> None:
    assert days(NEWS, date(2024, 5, 2)) == {Period(date(2024, 5, 1), date(2024, 5, 2))}


def test_a_report_without_a_day_gives_none() -> None:
    assert days(NEWS, None) == set()


def test_what_is_told_of_the_past_gets_no_day_of_publication() -> None:
    assert days("Gunmen had been killing guards in Velmar for years before.", date(2024, 5, 2)) == set()


def test_a_weapon_that_is_denied_is_no_weapon_of_the_incident() -> None:
    text = "A bomb exploded in Velmar on Monday. There was no suicide bomber, the cell said of the blast."
    said = [s for s in read(text, date(2024, 5, 2)) if "suicide" in str(s.value)]
    means = [s for s in said if s.attribute is Attribute.MEANS]
    assert means
    assert all(s.stance is Stance.DENIES for s in means)
