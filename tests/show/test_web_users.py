"""A team's server: nothing without log-in, roles, limits, the audit list; through real HTTP."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import httpx
import pytest
import uvicorn
from click.testing import CliRunner
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, expect

import ascribe
from ascribe.cli import main
from ascribe.model import DecisionKind
from ascribe.show.web import create_app
from ascribe.show.web.accounts import Accounts, Role

TEXT = "Bomb at Basra market kills nine\n\nBASRA, 5 May 2021 (Gulf Herald) — A bomb killed nine people at a market.\n"
AXE = Path(str(resources.files("axe_playwright_python") / "axe.min.js"))
PASSWORD = "correct horse battery"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    with ascribe.new(tmp_path / "team.case") as opened:
        opened.add([tmp_path / "report.txt"])
        opened.update()
    accounts = Accounts(tmp_path / "team.case")
    for role in Role:
        accounts.add(f"a {role}", PASSWORD, role)
    return tmp_path / "team.case"


@pytest.fixture
def base(case: Path) -> Iterator[str]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(case, users=True), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)  # until the server answers; no test depends on how long that takes
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


def logged_in(base: str, name: str) -> httpx.Client:
    """A client with a session. The cookie is marked Secure, so it is passed on by hand over plain HTTP."""
    answer = httpx.post(f"{base}/log-in", data={"name": name, "password": PASSWORD})
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
    return httpx.Client(base_url=base, headers={"Cookie": cookie.split(";")[0]})


def test_nothing_is_given_without_a_session(case: Path, base: str) -> None:
    with ascribe.open(case) as opened:
        incident, report = opened.incidents()[0].id, opened.reports()[0].id
    reader = logged_in(base, "a reader")
    pages = ["/", "/incidents", "/incidents.csv", f"/incidents/{incident}", f"/reports/{report}", "/brief", "/search"]
    for path in [*pages, f"/reports/{report}/original", "/decisions", "/api/v1/incidents", "/api/v1/openapi.json"]:
        assert reader.get(path).status_code == 200
        for cookies in ({}, {"ascribe_session": "guess"}):
            answer = httpx.get(base + path, cookies=cookies)
            assert answer.status_code in {303, 401}, path
            assert "Basra" not in answer.text
    assert httpx.get(f"{base}/api/v1/incidents").headers["content-type"] == "application/problem+json"
    assert httpx.get(f"{base}/none").status_code == 303


def test_a_reader_rules_nothing_and_a_decision_carries_its_reviewers_name(case: Path, base: str) -> None:
    with ascribe.open(case) as opened:
        incident = opened.incidents()[0].id
    for role, status in (("reader", 403), ("reviewer", 303)):
        client = logged_in(base, f"a {role}")
        page = client.get(f"/incidents/{incident}").text
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert (token is None) == (role == "reader")
        form = {"token": token[1] if token else "", "revision": "0", "kind": "correct", "subject": incident}
        forged = client.post("/decide", data={**form, "token": "guess", "attribute": "killed", "value": "10"})
        assert forged.status_code in {403, 422}
        answer = client.post("/decide", data={**form, "attribute": "killed", "value": "10"})
        assert answer.status_code == status
    with ascribe.open(case) as opened:
        assert [(d.kind, d.author) for d in opened.decisions()] == [(DecisionKind.CORRECT, "a reviewer")]


def test_the_audit_list_is_the_owners(base: str) -> None:
    logged_in(base, "a reader").get("/incidents.csv?kind=bombing")
    assert logged_in(base, "a reviewer").get("/audit").status_code == 403
    listed = logged_in(base, "a owner").get("/audit").text
    assert "a reader" in listed
    assert "/incidents.csv?kind=bombing" in listed


def test_guessing_is_slowed_and_a_session_ends_with_its_account(case: Path, base: str) -> None:
    reader = logged_in(base, "a reader")
    tried = [httpx.post(f"{base}/log-in", data={"name": "a owner", "password": str(n)}).status_code for n in range(7)]
    assert tried == [401] * 5 + [429] * 2
    foreign = {"Origin": "https://evil.example"}
    form = {"name": "a reader", "password": PASSWORD}
    assert httpx.post(f"{base}/log-in", data=form, headers=foreign).status_code == 403
    Accounts(case).remove("a reader")
    assert reader.get("/").status_code == 303


def test_log_out_ends_the_session(base: str) -> None:
    client = logged_in(base, "a reviewer")
    assert client.get("/").status_code == 200
    assert client.post("/log-out").status_code == 303
    assert client.get("/").status_code == 303


def test_the_button_logs_out_in_a_browser(base: str, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(base)
    page.get_by_label("Name").fill("a reviewer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{base}/review")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.goto(f"{base}/review")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    context.close()


def test_without_accounts_there_is_nothing_to_log_out_of(case: Path, serving: Callable[[Path], str]) -> None:
    assert "Log out" not in httpx.get(serving(case)).text


def test_accounts_are_kept_from_the_command_line(case: Path) -> None:
    run = CliRunner()
    short = run.invoke(main, ["users", "add", str(case), "new", "--role", "owner"], input="short\n")
    assert short.exit_code == 2
    assert run.invoke(main, ["users", "add", str(case), "new", "--role", "owner"], input=f"{PASSWORD}\n").exit_code == 0
    assert "new" in {a.name for a in Accounts(case).all() if a.role is Role.OWNER}
    assert run.invoke(main, ["users", "remove", str(case), "new"]).exit_code == 0
    assert "new" not in {a.name for a in Accounts(case).all()}
    held = (case.parent / "team.case.users").read_bytes()
    assert PASSWORD.encode() not in held
    assert (case.parent / "team.case.users").stat().st_mode & 0o077 == 0


def test_a_stranger_who_guesses_does_not_lock_out_who_has_logged_in_before(base: str) -> None:
    form = {"name": "a owner", "password": PASSWORD}
    first = httpx.post(f"{base}/log-in", data=form)
    mark = "; ".join(c.split(";")[0] for c in first.headers.get_list("set-cookie") if c.startswith("ascribe_device"))
    wrong = [httpx.post(f"{base}/log-in", data={**form, "password": str(n)}).status_code for n in range(6)]
    assert wrong == [401] * 5 + [429]
    assert httpx.post(f"{base}/log-in", data=form).status_code == 429
    assert httpx.post(f"{base}/log-in", data=form, headers={"Cookie": mark}).status_code == 303
    forged = f"{mark.partition('.')[0]}.{'0' * 64}"
    assert httpx.post(f"{base}/log-in", data=form, headers={"Cookie": forged}).status_code == 429
    # a mark is of one name, and does not slow down less than others are slowed
    other = {"name": "a reader", "password": "wrong"}
    guesses = [httpx.post(f"{base}/log-in", data=other, headers={"Cookie": mark}).status_code for _ in range(6)]
    assert guesses == [401] * 5 + [429]
    own = [httpx.post(f"{base}/log-in", data={**form, "password": "no"}, headers={"Cookie": mark}) for _ in range(6)]
    assert [a.status_code for a in own] == [401] * 5 + [429]


def test_names_cannot_be_tried_in_turn_and_log_ins_that_succeed_do_not_count(base: str) -> None:
    assert [logged_in(base, "a reader").get("/").status_code for _ in range(8)] == [200] * 8
    tried = {httpx.post(f"{base}/log-in", data={"name": f"n{n}", "password": "x"}).status_code for n in range(60)}
    assert tried == {401}
    assert httpx.post(f"{base}/log-in", data={"name": "n60", "password": "x"}).status_code == 429


def test_a_name_that_is_none_is_answered_as_a_wrong_password(base: str) -> None:
    answers = [
        httpx.post(f"{base}/log-in", data={"name": n, "password": "wrong wrong wrong"}) for n in ("a owner", "nobody")
    ]
    assert len({(a.status_code, a.text) for a in answers}) == 1


def test_a_session_is_new_with_each_log_in_and_ends_with_the_password(case: Path, base: str) -> None:
    planted = {"Cookie": "ascribe_session=planted-by-somebody"}
    form = {"name": "a reviewer", "password": PASSWORD}
    first = httpx.post(f"{base}/log-in", data=form, headers=planted).headers["set-cookie"].split(";")[0]
    assert "planted" not in first
    assert httpx.get(base, headers=planted).status_code == 303
    second = httpx.post(f"{base}/log-in", data=form, headers={"Cookie": first}).headers["set-cookie"].split(";")[0]
    assert httpx.get(base, headers={"Cookie": first}).status_code == 303
    assert httpx.get(base, headers={"Cookie": second}).status_code == 200
    Accounts(case).add("a reviewer", "another long password", Role.REVIEWER)
    assert httpx.get(base, headers={"Cookie": second}).status_code == 303
    assert httpx.post(f"{base}/log-in", data=form).status_code == 401


def test_a_form_of_one_session_is_refused_from_another(case: Path, base: str) -> None:
    with ascribe.open(case) as opened:
        incident = opened.incidents()[0].id
    one, other = logged_in(base, "a reviewer"), logged_in(base, "a owner")
    token = re.search(r'name="token" value="([^"]+)"', one.get(f"/incidents/{incident}").text)
    assert token is not None
    form = {"token": token[1], "revision": "0", "kind": "correct", "subject": incident, "attribute": "killed"}
    assert other.post("/decide", data={**form, "value": "10"}).status_code == 422
    assert one.post("/decide", data={**form, "value": "10"}).status_code == 303


def test_acts_that_pages_of_other_sites_send_are_refused_whatever_they_carry(base: str) -> None:
    client = logged_in(base, "a reviewer")
    for foreign in ({"Origin": "http://127.0.0.1:1"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        for path in ("/log-in", "/log-out", "/decide", "/searches", "/searches/delete", "/api/v1/decisions"):
            assert client.post(path, headers=foreign).status_code == 403
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421


def test_every_act_needs_a_session_and_the_role(case: Path, base: str) -> None:
    acts = [
        (m, re.sub(r"{\w+}", "1", r.path))
        for r in create_app(case, users=True).routes
        if isinstance(r, APIRoute)
        for m in r.methods - {"GET"}
        if r.path not in {"/log-in", "/log-out", "/seen", "/password"}  # what moves one's own alone
    ]
    assert len(acts) >= 6
    reader = logged_in(base, "a reader")
    for method, path in acts:
        assert httpx.request(method, base + path).status_code == 401
        assert reader.request(method, path).status_code == 403
    assert httpx.post(f"{base}/log-out").status_code == 401


NEW = "another long password"


def changing(client: httpx.Client, old: str, new: str, again: str | None = None) -> httpx.Response:
    """What a browser sends that changes the password."""
    token = re.search(r'name="token" value="([^"]+)"', client.get("/password").text)
    assert token is not None
    form = {"token": token[1], "old": old, "new": new, "again": new if again is None else again}
    return client.post("/password", data=form)


def test_a_change_of_the_password_asks_for_the_old_one_and_ends_the_other_sessions(case: Path, base: str) -> None:
    mine, other, reviewer = logged_in(base, "a reader"), logged_in(base, "a reader"), logged_in(base, "a reviewer")
    assert changing(mine, "wrong", NEW).status_code == 401
    assert changing(mine, PASSWORD, NEW, "not the same at all").status_code == 422
    assert changing(mine, PASSWORD, "short").status_code == 422
    assert mine.post("/password", data={"token": "guess", "old": PASSWORD, "new": NEW, "again": NEW}).status_code == 422
    assert other.get("/").status_code == 200
    answer = changing(mine, PASSWORD, NEW)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert {"Secure", "HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
    assert [c.get("/").status_code for c in (mine, other, reviewer)] == [303, 303, 200]
    assert httpx.get(base, headers={"Cookie": cookie.split(";")[0]}).status_code == 200
    for password, status in ((PASSWORD, 401), (NEW, 303)):
        form = {"name": "a reader", "password": password}
        assert httpx.post(f"{base}/log-in", data=form).status_code == status
    assert {a.name: a.role for a in Accounts(case).all()}["a reader"] is Role.READER
    noted = [(d.name, d.status) for d in Accounts(case).audit() if d.what == "POST /password"]
    assert sorted(noted) == [("a reader", s) for s in (303, 401, 422, 422, 422)]
    held = (case.parent / "team.case.users").read_bytes()
    assert NEW.encode() not in held


def test_guesses_of_the_old_password_are_slowed(base: str) -> None:
    client = logged_in(base, "a reviewer")
    assert [changing(client, f"guess {n}", NEW).status_code for n in range(6)] == [401] * 5 + [429]
    assert changing(client, PASSWORD, NEW).status_code == 429
    assert changing(logged_in(base, "a owner"), PASSWORD, NEW).status_code == 303


def test_the_password_is_changed_in_a_browser(base: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 700}, bypass_csp=True)
    page = context.new_page()
    page.goto(base)
    page.get_by_label("Name").fill("a reviewer")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="a reviewer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change your password")
    expect(page.get_by_role("contentinfo")).to_be_visible()  # the whole page is there
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate("axe.run()")["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Password until now").fill(PASSWORD)
    page.get_by_label("New password").fill(NEW)
    page.get_by_label("The new one again").fill(NEW)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("status")).to_contain_text("all other sessions have ended")
    page.goto(f"{base}/review")
    expect(page.get_by_role("heading", level=1)).to_have_text("Review")
    context.close()
