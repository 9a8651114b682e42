"""One range for all figures of a toll."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ascribe.model import Toll
from ascribe.model.summed import summed


def at_least(n: int, who: str = "people") -> Toll:
    return Toll(n, None, who)


def exactly(n: int, who: str = "people") -> Toll:
    return Toll(n, n, who)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param([("a", exactly(4))], Toll(4, 4), id="one figure"),
        pytest.param([("a", at_least(4))], Toll(4, None), id="one open figure"),
        pytest.param([("a", at_least(4)), ("b", exactly(4))], Toll(4, 4), id="another voice closes it"),
        pytest.param([("a", at_least(4)), ("a", exactly(4))], Toll(4, None), id="the same voice does not"),
        pytest.param([("a", exactly(17)), ("b", exactly(23))], Toll(17, 23), id="two figures are a range"),
        pytest.param([("a", exactly(17)), ("b", at_least(23))], Toll(17, None), id="the higher is open"),
        pytest.param([("a", at_least(24)), ("b", at_least(40))], Toll(40, None), id="all open"),
        pytest.param(
            [("a", at_least(2)), ("b", exactly(6))], Toll(6, 6), id="at least two is no other figure than six"
        ),
        pytest.param(
            [("a", exactly(9)), ("a", exactly(3, "children"))], Toll(9, 9), id="a part is no figure of the whole"
        ),
        pytest.param([("a", exactly(3, "children"))], Toll(3, 3), id="a part alone"),
        pytest.param(
            [("a", exactly(70, "rebels")), ("a", exactly(5, "civilians"))],
            Toll(75, 75),
            id="groups that do not overlap",
        ),
        pytest.param(
            [("a", exactly(70, "rebels")), ("a", at_least(5, "civilians"))], Toll(75, None), id="groups, one open"
        ),
        pytest.param([("a", exactly(0, "people"))], Toll(0, 0), id="nobody"),
    ],
)
def test_conventions(said: list[tuple[str, Toll]], expected: Toll) -> None:
    assert summed(said) == expected


def test_nothing_said() -> None:
    assert summed([]) is None


tolls = st.integers(0, 500).flatmap(
    lambda low: st.builds(
        Toll,
        st.just(low),
        st.none() | st.integers(low, 600),
        st.sampled_from([None, "people", "civilians", "soldiers", "children"]),
    )
)


@given(st.lists(st.tuples(st.sampled_from("abc"), tolls), min_size=1, max_size=6))
def test_a_range_is_a_range_in_any_order(said: list[tuple[str, Toll]]) -> None:
    found = summed(said)
    assert found is not None
    assert found.high is None or found.low <= found.high
    assert summed(list(reversed(said))) == found
