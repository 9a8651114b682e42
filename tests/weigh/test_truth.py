"""truth(): answers and reliabilities together, each number with what it rests on."""

from __future__ import annotations

import math
import random
from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascribe.model.errors import InputError, NotFoundError
from ascribe.weigh import truth

CLAIMS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("abcd"), st.sampled_from("xyz"), st.sampled_from([1.0, 0.5, -1.0])),
    min_size=1,
    max_size=40,
)


def crowd(
    answers: str, accuracy: dict[str, float], items: int, seed: int
) -> tuple[list[tuple[int, str, str]], list[str]]:
    """Claims of voices that are right so often and else give any other answer, and the true answers."""
    draw = random.Random(seed)
    true = [draw.choice(answers) for _ in range(items)]
    claims = []
    for item in range(items):
        for voice, right in accuracy.items():
            wrong = [a for a in answers if a != true[item]]
            claims.append((item, voice, true[item] if draw.random() < right else draw.choice(wrong)))
    return claims, true


@settings(max_examples=60, deadline=None)
@given(CLAIMS)
def test_probabilities_of_each_item_add_up_to_one(claims: list[tuple[int, str, str, float]]) -> None:
    verdicts = truth(claims)
    for item in {c[0] for c in claims}:
        chances = verdicts.posterior(item)
        assert None in chances
        assert sum(chances.values()) == pytest.approx(1)
        assert all(0 <= p <= 1 for p in chances.values())
    for voice in {c[1] for c in claims}:
        r = verdicts.reliability(voice)
        assert 0 <= r.low <= r.mean <= r.high <= 1


@settings(max_examples=40, deadline=None)
@given(CLAIMS, st.randoms())
def test_the_order_of_claims_does_not_matter(claims: list[tuple[int, str, str, float]], shuffle: random.Random) -> None:
    other = claims.copy()
    shuffle.shuffle(other)
    one, two = truth(claims), truth(other)
    for item in {c[0] for c in claims}:
        assert one.posterior(item) == pytest.approx(two.posterior(item), abs=1e-4)


def test_a_voice_that_is_always_wrong_helps_to_find_the_truth() -> None:
    claims, true = crowd("xy", {"good": 0.9, "fair": 0.75, "fairer": 0.8, "liar": 0.05}, 200, 3)
    verdicts = truth(claims, none=False)
    votes = {i: Counter(v for item, _, v in claims if item == i).most_common(1)[0][0] for i in range(200)}
    best = [max(verdicts.posterior(i), key=verdicts.posterior(i).__getitem__) for i in range(200)]
    right = sum(b == t for b, t in zip(best, true, strict=True))
    assert right > sum(votes[i] == t for i, t in enumerate(true))
    assert verdicts.reliability("liar").high < 0.3 < 0.7 < verdicts.reliability("good").low


def test_one_origin_repeated_is_one_voice() -> None:
    rumour = [("bomb", f"outlet{n}", "rebels") for n in range(9)]
    against = [("bomb", "monitor", "army")]
    tied = truth(rumour + against, copies={f"outlet{n}": "wire" for n in range(9)})
    alone = truth([("bomb", "wire", "rebels"), *against])
    assert tied.posterior("bomb") == pytest.approx(alone.posterior("bomb"))
    assert truth(rumour + against).posterior("bomb")["rebels"] > tied.posterior("bomb")["rebels"]
    by_claim = truth(rumour + against, copies=["wire"] * 9 + ["monitor"])
    assert by_claim.posterior("bomb") == pytest.approx(tied.posterior("bomb"))


def test_a_hedge_weighs_less_and_a_denial_the_other_way() -> None:
    plain, hedged, denied = (truth([("i", "a", "x", w)]).posterior("i")["x"] for w in (1.0, 0.4, -1.0))
    assert plain > hedged > denied


def test_reasons_add_up_to_the_odds() -> None:
    claims = [("i", "a", "x"), ("i", "b", "x"), ("i", "c", "y"), ("i", "d", "y", 0.5), ("j", "a", "z")]
    verdicts = truth(claims)
    chances = verdicts.posterior("i")
    reasons = verdicts.reasons("i", "x")
    rival = max((v for v in chances if v != "x"), key=lambda v: chances[v])
    assert sum(r.log_odds for r in reasons) == pytest.approx(math.log(chances["x"] / chances[rival]), abs=1e-6)
    assert {r.voice for r in reasons} == {"a", "b", "c", "d", None}


def test_known_answers_stand_and_teach() -> None:
    claims, true = crowd("xy", {"a": 0.9, "b": 0.55, "c": 0.55}, 60, 5)
    known = {i: true[i] for i in range(40)}
    taught = truth(claims, known=known, none=False)
    assert all(taught.posterior(i).get(t, 1) == pytest.approx(1) for i, t in known.items())
    assert taught.reliability("a").mean > taught.reliability("b").mean
    nothing = truth([("i", "a", "x")], known={"i": None})
    assert nothing.posterior("i") == {"x": 0.0, None: 1.0}


def test_a_grade_is_believed_before_any_record() -> None:
    claims = [("i", "a", "x"), ("i", "b", "y")]
    chances = truth(claims, voices={"a": "A", "b": "E"}).posterior("i")
    assert chances["x"] > 0.8 > 0.2 > chances["y"]
    assert truth(claims, voices={"a": ("monitor", 0.9)}).posterior("i")["x"] > 0.5


def test_without_a_voice_its_claims_are_gone() -> None:
    claims = [("i", "a", "x"), ("i", "b", "y"), ("i", "c", "y"), ("k", "a", "z")]
    rest = truth(claims).without("a")
    assert rest.posterior("i") == pytest.approx(truth([c for c in claims if c[1] != "a"]).posterior("i"))
    with pytest.raises(NotFoundError):
        rest.posterior("k")


def test_tables_go_in_and_out() -> None:
    columns = {"item": ["i", "i"], "voice": ["a", "b"], "value": ["x", "y"], "weight": [1.0, 0.5]}
    verdicts = truth(pa.table(columns))
    rows = verdicts.table().to_pylist()
    assert {(r["item"], r["value"]) for r in rows} == {("i", "x"), ("i", "y"), ("i", None)}
    assert sum(r["probability"] for r in rows) == pytest.approx(1)
    assert verdicts.voices().column("voice").to_pylist() == ["a", "b"]


@pytest.mark.parametrize(
    ("claims", "arguments"),
    [
        ([("i", "a")], {}),
        ([("i", "a", "x", float("nan"))], {}),
        (pa.table({"item": ["i"], "voice": ["a"]}), {}),
        ([("i", "a", "x")], {"voices": {"a": 1.5}}),
        ([("i", "a", "x")], {"copies": ["w", "w"]}),
    ],
)
def test_what_is_no_claim_is_refused(claims: object, arguments: dict[str, object]) -> None:
    with pytest.raises(InputError):
        truth(claims, **arguments)  # type: ignore[arg-type]


def test_a_known_item_that_nobody_speaks_of_is_named() -> None:
    with pytest.raises(NotFoundError, match="nobody claims"):
        truth([("i", "a", "x")], known={"j": "x"})


def test_a_stance_stands_for_its_weight() -> None:
    worded = truth([("i", "a", "x", "reports"), ("i", "b", "y", "suspects"), ("i", "c", "x", "denies")])
    weighed = truth([("i", "a", "x", 1.0), ("i", "b", "y", 0.4), ("i", "c", "x", -0.8)])
    assert worded.posterior("i") == weighed.posterior("i")
    with pytest.raises(InputError, match="stance"):
        truth([("i", "a", "x", "perhaps")])
