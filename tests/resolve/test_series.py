"""Ties proposed by likeness: what speaks for them, and what does not."""

from __future__ import annotations

from datetime import date

from ascribe.model import Kind, Period, Place, Precision, TieKind
from ascribe.model.view import IncidentRow
from ascribe.resolve.series import SPAN, Deed, proposed_ties

MARESH = Place("own:maresh", "Maresh", "XX", "Salt Coast", 12.0, 30.0, Precision.SETTLEMENT)
FAR = Place("own:dovrek", "Dovrek", "XX", "Uplands", 18.0, 36.0, Precision.SETTLEMENT)
RIDGE, SALT = {"ridge-army": "Ridge Army"}, {"salt-front": "Salt Front"}


def row(name: str, day: int, kind: Kind = Kind.BOMBING, place: Place = MARESH) -> IncidentRow:
    when = Period.day(date.fromordinal(date(2021, 5, 1).toordinal() + day))
    return IncidentRow(
        id=f"inc-{name}",
        headline=name,
        kind=kind,
        status="occurred",
        when=when,
        where=place.name,
        place=place,
        killed=None,
        wounded=None,
        responsible=None,
        likelihood=None,
        contested=(),
        accounts=1,
        reports=1,
        origins=1,
        proceedings=0,
    )


HERE = Deed(row("here", 10), RIDGE, "car bomb", "a police station")


def test_one_named_for_both_with_like_means_near_in_place_and_time_is_proposed_with_reasons() -> None:
    (tie,) = proposed_ties(HERE, [Deed(row("before", 7), RIDGE, "a car bomb", "the police station")])
    assert (tie.kind, tie.word, tie.other) == (TieKind.SAME_PERPETRATOR, "strong", "inc-before")
    assert "Ridge Army is named for both" in tie.reasons
    assert "3 days apart" in tie.reasons


def test_one_target_and_kind_without_a_name_is_a_series_and_weaker() -> None:
    named = proposed_ties(HERE, [Deed(row("a", 9), RIDGE, "car bomb", "police station")])[0]
    (tie,) = proposed_ties(HERE, [Deed(row("b", 9), {}, "car bomb", "police station")])
    assert tie.kind is TieKind.SAME_SERIES
    assert tie.strength < named.strength


def test_the_same_war_is_no_tie() -> None:
    others = [
        Deed(row("other-hand", 10), SALT, "rifles", "a farm"),
        Deed(row("other-kind", 9, Kind.ABDUCTION), {}, None, "a farmer"),
        Deed(row("long-ago", 10 + SPAN + 1), RIDGE, "car bomb", "police station"),
    ]
    assert proposed_ties(HERE, others) == ()


def test_retaliation_worded_near_is_proposed_for_an_earlier_deed_of_others() -> None:
    here = Deed(row("here", 10), RIDGE, words="The Ridge Army called it revenge for the raid.")
    before, after = Deed(row("before", 8), SALT), Deed(row("after", 12), SALT)
    elsewhere = Deed(row("elsewhere", 8, place=FAR), SALT)
    (tie,) = proposed_ties(here, [before, after, elsewhere])
    assert (tie.kind, tie.other) == (TieKind.RETALIATION, "inc-before")


def test_what_a_voice_ties_is_not_proposed_again() -> None:
    other = Deed(row("before", 7), RIDGE, "car bomb", "police station")
    assert proposed_ties(HERE, [other], frozenset({"inc-before"})) == ()
