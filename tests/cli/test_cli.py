"""The verbs as a person types them, in a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BOMB = """Bomb at Basra market kills nine

BASRA, 5 May 2021 (Gulf Herald) — A car bomb killed nine people at a market in Basra on Tuesday, police said.
The Black Banner group claimed responsibility for the attack in a statement.
"""
REPLY = """Army disputes claim over market bombing

BASRA, 6 May 2021 (State Wire) — The car bomb at a market in Basra on Tuesday killed 11 people, medics said.
The army blamed the River Front for the bombing. The River Front denied any involvement in the attack.
"""


def ascribe(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ascribe", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def case(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "bomb.txt").write_text(BOMB, encoding="utf-8")
    (reports / "reply.txt").write_text(REPLY, encoding="utf-8")
    path = tmp_path / "my.case"
    for arguments in (["new", path], ["add", path, reports], ["update", path]):
        done = ascribe(*arguments)
        assert done.returncode == 0, done.stderr
    return path


def rows(case: Path, *more: object) -> list[dict[str, object]]:
    done = ascribe("incidents", case, "--json", *more)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_two_reports_of_one_bombing_make_one_incident(case: Path) -> None:
    (row,) = [r for r in rows(case) if r["reports"] == 2]
    assert row["kind"] == "bombing"
    assert row["where"] in {"Basra", "Basrah", "Al Başrah"}


def test_the_table_for_people_names_the_place_and_the_number_of_reports(case: Path) -> None:
    done = ascribe("incidents", case)
    assert "Bas" in done.stdout
    assert "2 reports" in " ".join(done.stdout.split())


def test_show_quotes_the_sentences_word_for_word(case: Path) -> None:
    (row,) = [r for r in rows(case) if r["reports"] == 2]
    view = json.loads(ascribe("show", case, row["id"], "--json").stdout)
    quotes = [s["quote"] for a in view["accounts"] for s in a["statements"]]
    assert quotes
    assert all(q in BOMB or q in REPLY for q in quotes)


def test_a_filter_that_nothing_meets_leaves_nothing(case: Path) -> None:
    assert rows(case, "--since", "2022-01-01") == []
    assert rows(case, "--kind", "arson") == []


def test_adding_the_same_folder_again_adds_nothing(case: Path) -> None:
    done = ascribe("add", case, case.parent / "reports", "--json")
    assert json.loads(done.stdout)["known"] == 2
    assert json.loads(done.stdout)["taken"] == 0


def test_a_broken_file_is_named_and_the_exit_code_says_so(case: Path) -> None:
    good, bad = case.parent / "good.txt", case.parent / "bad.pdf"
    good.write_text("Another report\n\nBASRA, 9 May 2021 — Nothing happened.\n", encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4 cut short")
    done = ascribe("add", case, good, bad)
    assert done.returncode == 4
    assert "1 taken in" in done.stderr
    assert "bad.pdf" in done.stderr


def test_merge_and_undo(case: Path) -> None:
    third = case.parent / "third.txt"
    third.write_text("Raid\n\nMOSUL, 1 June 2021 — Gunmen killed two policemen in Mosul on Monday.\n", encoding="utf-8")
    ascribe("add", case, third)
    ascribe("update", case)
    before = rows(case)
    done = ascribe("decide", case, "merge", before[0]["id"], before[1]["id"], "--reason", "a test", "--author", "me")
    assert done.returncode == 0, done.stderr
    assert len(rows(case)) == len(before) - 1
    assert ascribe("decide", case, "undo", "1").returncode == 0
    assert [r["id"] for r in rows(case)] == [r["id"] for r in before]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["incidents", "missing.case"], 3, "ascribe new"),
        (["show", "CASE", "inc-none"], 3, "no incident"),
        (["decide", "CASE", "grade", "Gulf Herald", "--value", "Z"], 2, "A (reliable)"),
        (["decide", "CASE", "merge", "inc-none", "inc-neither"], 3, "no incident"),
        (["incidents", "CASE", "--since", "yesterday"], 2, "2023-07-19"),
        (["new", "CASE"], 2, "exists"),
        (["incidents", "TEXT"], 5, "no case file"),
    ],
)
def test_errors_are_one_line_that_says_what_to_do(case: Path, arguments: list[str], code: int, says: str) -> None:
    given = [{"CASE": case, "TEXT": case.parent / "reports" / "bomb.txt"}.get(a, a) for a in arguments]
    done = ascribe(*given)
    assert done.returncode == code, done.stderr
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_read_prints_the_annotation_form(tmp_path: Path) -> None:
    source = tmp_path / "bomb.txt"
    source.write_text(BOMB, encoding="utf-8")
    form = json.loads(ascribe("read", source, "--json").stdout)
    assert (form["id"], form["publisher"], form["published"]) == ("bomb", "Gulf Herald", "2021-05-05")
    (incident,) = form["incidents"]
    assert incident["killed"] == {"min": 9, "max": 9}
    assert incident["when"] == {"start": "2021-05-04", "end": "2021-05-04"}
    assert {"claims"} <= {a["stance"] for a in form["attributions"]}


@pytest.mark.parametrize(
    "verb", "new add update incidents show actors sources reports search decide export serve read".split()
)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = ascribe(verb, "--help")
    assert done.returncode == 0
    assert f"ascribe {verb}" in done.stdout
