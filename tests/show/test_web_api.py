"""The API: what is described is so, every page has its twin, and what can be done there is checked as on the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

import ascribe
from ascribe.model import DecisionKind
from ascribe.show.web import create_app
from ascribe.show.web.accounts import Accounts, Role

ROOT = "/api/v1"
TWINS = {
    "GET /": ["GET /overview", "GET /counts"],
    "GET /map": ["GET /overview"],
    "GET /new": ["GET /new"],
    "GET /incidents": ["GET /incidents"],
    "GET /incidents.csv": ["GET /incidents"],
    "GET /incidents/{incident}": [
        "GET /incidents/{incident}",
        "GET /incidents/{incident}/hypotheses",
        "GET /incidents/{incident}/tellings",
        "GET /incidents/{incident}/near",
    ],
    "GET /reports": ["GET /reports"],
    "GET /reports/{report}": ["GET /reports/{report}"],
    "GET /reports/{report}/original": ["GET /reports/{report}/original"],
    "GET /reports/{report}/shown": ["GET /reports/{report}/original"],
    "GET /reports/{report}/leaf/{number}.png": ["GET /reports/{report}/original"],
    "GET /actors": ["GET /actors"],
    "GET /actors/{actor}": ["GET /actors/{actor}"],
    "GET /sources": ["GET /sources"],
    "GET /sources/{source}": ["GET /sources/{source}", "GET /records"],
    "GET /search": ["GET /search", "GET /searches"],
    "GET /network": ["GET /network"],
    "GET /network/edge": ["GET /network/edge"],
    "GET /brief": ["GET /brief"],
    "GET /brief.docx": ["GET /brief"],
    "GET /review": ["GET /review"],
    "GET /decisions": ["GET /decisions"],
    "GET /audit": ["GET /audit"],
    "POST /decide": ["POST /decisions"],
    "POST /searches": ["POST /searches"],
    "POST /searches/delete": ["DELETE /searches/{number}"],
}
"""Page -> what of the API gives or does the same."""
ALONE = {"GET /log-in", "POST /log-in", "POST /log-out", "GET /password", "POST /password", "POST /seen"}
"""What opens and ends a session, for both; and the mark that a browser keeps for itself."""
CLAIM = """Bomb at Basra market kills nine

BASRA, 5 May 2021 (Gulf Herald) — A suicide attack killed nine people and wounded 20 at a market in Basra, police said.
The Islamic State claimed responsibility for the attack in a statement. Two suspects were arrested over the bombing.
"""
REPLY = """Army disputes claim over market bombing

BASRA, 5 May 2021 (State Wire) — A planted device at a market in Basra killed 11 people on Tuesday, medics said.
The army blamed Hezbollah for the bombing. Hezbollah denied any involvement in the attack.
"""


TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
KNOWN = {
    *("$ref", "type", "enum", "const", "anyOf", "properties", "required", "additionalProperties", "items"),
    *("prefixItems", "minItems", "maxItems", "minimum", "maximum", "format", "pattern"),
    *("title", "description", "default", "examples", "discriminator"),
}
FORMS = {"date": r"\d{4}-\d\d-\d\d", "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"}


def faults(value: Any, schema: Any, whole: Any, at: str = "$") -> Iterator[str]:
    """What does not fit, with where it stands. A schema that this does not know raises; nothing is passed over."""
    if schema is False:
        yield f"{at}: nothing is allowed here"
    if not isinstance(schema, dict):
        return
    assert schema.keys() <= KNOWN, f"{at}: {schema.keys() - KNOWN} is not looked at"
    if "$ref" in schema:
        yield from faults(value, whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]], whole, at)
    if "anyOf" in schema and all(any(faults(value, one, whole, at)) for one in schema["anyOf"]):
        yield f"{at}: {value!r} fits none of {len(schema['anyOf'])}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "type" in schema and not _is_of(value, schema["type"]):
        yield f"{at}: {value!r} is no {schema['type']}"
    elif isinstance(value, dict):
        yield from _in_object(value, schema, whole, at)
    elif isinstance(value, list):
        yield from _in_array(value, schema, whole, at)
    elif isinstance(value, str):
        for pattern in filter(None, (schema.get("pattern"), FORMS.get(schema.get("format", "")))):
            if not re.search(pattern, value):
                yield f"{at}: {value!r} is not of the form {pattern}"
    elif value is not None and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: {value!r} is out of bounds"


def _is_of(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and not (isinstance(value, bool) and kind != "boolean")


def _in_object(value: dict[str, Any], schema: dict[str, Any], whole: Any, at: str) -> Iterator[str]:
    held = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{at}: {name} is missing"
    for name, one in value.items():
        # a struct's schema names all that it has: what is beyond is not described
        beyond = schema.get("additionalProperties", "properties" not in schema)
        yield from faults(one, held.get(name, beyond), whole, f"{at}.{name}")


def _in_array(value: list[Any], schema: dict[str, Any], whole: Any, at: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        yield f"{at}: {len(value)} items"
    first = schema.get("prefixItems", [])
    for n, one in enumerate(value):
        yield from faults(one, first[n] if n < len(first) else schema.get("items", True), whole, f"{at}[{n}]")


@pytest.fixture(scope="module")
def readable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("api"))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return made(tmp_path)


def made(folder: Path) -> Path:
    for name, text in (("claim", CLAIM), ("reply", REPLY)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with ascribe.new(folder / "api.case") as opened:
        opened.add([folder / "claim.txt", folder / "reply.txt"])
        opened.update()
        opened.decide(DecisionKind.GRADE, ["Gulf Herald"], value="B", author="tester", reason="known")
        opened.save_search("deaths", "/incidents?killed=1", "tester")
    return folder / "api.case"


@pytest.fixture
def client(case: Path) -> Iterator[TestClient]:
    with TestClient(create_app(case), base_url="http://127.0.0.1", follow_redirects=False) as one:
        yield one


def samples(case: Path) -> dict[str, list[str]]:
    """For each name in an address, all that the case has."""
    with ascribe.open(case) as opened:
        return {
            "incident": [r.id for r in opened.incidents()],
            "report": [r.id for r in opened.reports()],
            "actor": [quote(r.id or r.name, safe="") for r in opened.actors()],
            "source": [quote(r.voice, safe="") for r in opened.sources()],
        }


def queries(parameters: list[dict[str, Any]], source: str) -> Iterator[dict[str, str]]:
    """The required parameters alone, then with each of the others in each way that its schema has."""
    usual = {"date": "2021-05-05", "integer": "3", "string": "a"}
    asked = [p for p in parameters if p["in"] == "query"]
    least = {p["name"]: source for p in asked if p.get("required")}
    yield least
    for p in asked:
        s = p["schema"]
        one = "10,20,50,60" if "pattern" in s else usual[s.get("format", s["type"])]
        for value in s.get("enum", [one]):
            yield {**least, p["name"]: value}


def test_the_description_of_the_api_is_true(readable: Path) -> None:
    """Every address is there, takes what it says that it takes, and answers as its schema says."""
    held = samples(readable)
    with TestClient(create_app(readable), base_url="http://127.0.0.1") as client:
        described = client.get(f"{ROOT}/openapi.json").json()
        for path, methods in described["paths"].items():
            if "get" not in methods:
                continue
            names = re.findall(r"{(\w+)}", path)
            for one in held[names[0]] if names else [""]:
                address = path.replace(f"{{{names[0]}}}", one) if names else path
                for query in queries(methods["get"]["parameters"], "Gulf Herald"):
                    answer = client.get(address, params=query)
                    assert answer.status_code == 200, (address, query, answer.text)
                    ((kind, form),) = methods["get"]["responses"]["200"]["content"].items()
                    assert answer.headers["content-type"] == kind
                    if kind == "application/json":
                        assert list(faults(answer.json(), form["schema"], described)) == [], address


def test_every_page_has_its_twin(case: Path) -> None:
    Accounts(case).add("owner", "correct horse battery", Role.OWNER)
    app = create_app(case, users=True)
    routes = {
        f"{method} {re.sub(':path', '', route.path)}"
        for route in app.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    pages = {r for r in routes if f" {ROOT}" not in r}
    assert pages == TWINS.keys() | ALONE
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.headers["Cookie"] = session(client, "owner")
        paths = client.get(f"{ROOT}/openapi.json").json()["paths"]
    described = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert {f"{m} {ROOT}{p}" for held in TWINS.values() for m, _, p in [t.partition(" ") for t in held]} <= described
    assert described == {r for r in routes if f" {ROOT}" in r} - {f"GET {ROOT}/openapi.json"}


@given(
    st.sampled_from(["since", "until", "killed", "box", "sort", "page", "limit", "contested", "kind", "words"]),
    st.text(),
)
def test_whatever_is_asked_the_answer_is_one_that_is_described(readable: Path, name: str, value: str) -> None:
    client = TestClient(create_app(readable), base_url="http://127.0.0.1")
    answer = client.get(f"{ROOT}/incidents", params={name: value})
    assert answer.status_code in {200, 422}
    if answer.status_code == 422:
        assert answer.headers["content-type"] == "application/problem+json"
        assert {"type", "title", "status", "detail"} <= answer.json().keys()


def test_a_decision_is_entered_and_tells_what_moved(case: Path, client: TestClient) -> None:
    incident = client.get(f"{ROOT}/incidents").json()["rows"][0]["id"]
    last = client.get(f"{ROOT}/decisions").json()["last"]
    asked = {"kind": "correct", "subjects": [incident], "attribute": "killed", "value": "10", "seen": last}
    answer = client.post(f"{ROOT}/decisions", json={**asked, "reason": "the register"})
    assert answer.status_code == 201
    given = answer.json()
    assert given["incident"]["killed"] == "10"
    assert [m["after"] for m in given["moved"] if m["what"] == "killed"] == ["10"]
    listed = client.get(f"{ROOT}/decisions?limit=1").json()
    assert listed["rows"][0]["decision"] == given["decision"]
    assert listed["rows"][0]["about"][0]["incident"] == incident
    undone = client.post(
        f"{ROOT}/decisions", json={"kind": "undo", "subjects": [str(listed["last"])], "seen": listed["last"]}
    ).json()
    assert undone["incident"]["killed"] != "10"
    assert [e["holds"] for e in client.get(f"{ROOT}/decisions").json()["rows"]][:2] == [True, False]


def test_a_decision_that_another_came_before_is_refused_and_names_it(client: TestClient) -> None:
    incident = client.get(f"{ROOT}/incidents").json()["rows"][0]["id"]
    asked = {"kind": "correct", "subjects": [incident], "attribute": "killed", "value": "10", "seen": 1}
    first = client.post(f"{ROOT}/decisions", json=asked).json()["decision"]["number"]
    answer = client.post(f"{ROOT}/decisions", json={**asked, "value": "11"})
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["decisions"] == [first]


REFUSED: tuple[tuple[dict[str, Any], int], ...] = (
    ({"kind": "correct", "subjects": ["inc-none"], "attribute": "killed", "value": "10", "seen": 0}, 404),
    ({"kind": "correct", "subjects": [], "attribute": "killed", "value": "10", "seen": 0}, 422),
    ({"kind": "colour", "subjects": ["x"], "seen": 0}, 422),
    ({"kind": "grade", "subjects": ["Gulf Herald"], "value": "B"}, 422),
    ({"kind": "grade", "subjects": ["Gulf Herald"], "value": "Z", "seen": 1}, 422),
    ({"kind": "grade", "subjects": ["Gulf Herald"], "value": "A", "seen": 1, "author": "somebody else"}, 422),
    ({"kind": "declare", "subjects": [], "attribute": "actor", "value": "{}", "seen": 1}, 422),
)


@pytest.mark.parametrize(("body", "status"), REFUSED)
def test_what_makes_no_sense_is_refused_and_enters_nothing(
    case: Path, client: TestClient, body: dict[str, Any], status: int
) -> None:
    answer = client.post(f"{ROOT}/decisions", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    with ascribe.open(case) as opened:
        assert len(opened.decisions()) == 1


def test_searches_are_kept_and_taken_away(client: TestClient) -> None:
    kept = client.post(f"{ROOT}/searches", json={"name": "Basra", "address": "/search?q=Basra"})
    assert kept.status_code == 201
    assert kept.json() in client.get(f"{ROOT}/searches").json()
    elsewhere = client.post(f"{ROOT}/searches", json={"name": "away", "address": "//example.org/?q=1"})
    assert elsewhere.status_code == 422
    assert client.delete(f"{ROOT}/searches/{kept.json()['number']}").status_code == 204
    assert client.delete(f"{ROOT}/searches/{kept.json()['number']}").status_code == 404
    assert client.delete(f"{ROOT}/searches/one").status_code == 404
    assert [s["name"] for s in client.get(f"{ROOT}/searches").json()] == ["deaths"]


def test_pages_of_other_sites_cannot_act(case: Path, client: TestClient) -> None:
    body = {"kind": "grade", "subjects": ["Gulf Herald"], "value": "E", "seen": 1}
    for foreign in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        assert client.post(f"{ROOT}/decisions", json=body, headers=foreign).status_code == 403
        assert client.request("DELETE", f"{ROOT}/searches/1", headers=foreign).status_code == 403
        assert client.post("/searches/delete", data={"number": "1"}, headers=foreign).status_code == 403
    # what a form can send without asking the browser
    as_form = client.post(f"{ROOT}/decisions", content=str(body), headers={"Content-Type": "text/plain"})
    assert as_form.status_code == 415
    too_long = client.post(f"{ROOT}/decisions", json={**body, "reason": "a" * 30_000})
    assert too_long.status_code == 413
    with ascribe.open(case) as opened:
        assert len(opened.decisions()) == 1
        assert len(opened.saved_searches()) == 1


def test_roles_hold_for_the_api(case: Path) -> None:
    for role in Role:
        Accounts(case).add(f"a {role}", "correct horse battery", role)
    with TestClient(create_app(case, users=True), base_url="http://127.0.0.1", follow_redirects=False) as client:
        paths = client.get(f"{ROOT}/openapi.json")
        assert paths.status_code == 401
        for role, acts, audit in ((Role.READER, 403, 403), (Role.REVIEWER, 201, 403), (Role.OWNER, 201, 200)):
            held = {"Cookie": session(client, f"a {role}")}
            assert client.get(f"{ROOT}/account", headers=held).json() == {"name": f"a {role}", "role": role.value}
            body = {"kind": "grade", "subjects": ["Gulf Herald"], "value": "C", "seen": 99}
            assert client.post(f"{ROOT}/decisions", json=body, headers=held).status_code == acts
            assert client.get(f"{ROOT}/audit", headers=held).status_code == audit
            assert client.get("/audit", headers=held).status_code == audit
            search = client.post(
                f"{ROOT}/searches", json={"name": f"of {role}", "address": "/search?q=a"}, headers=held
            )
            assert search.status_code == acts
            removed = client.delete(f"{ROOT}/searches/1", headers=held).status_code
            assert removed == (403 if role is Role.READER else 204 if role is Role.REVIEWER else 404)
        lines = client.get(f"{ROOT}/audit?limit=3", headers=held).json()
        assert len(lines["rows"]) == 3 < lines["found"]
    with ascribe.open(case) as opened:
        assert [d.author for d in opened.decisions()][1:] == ["a reviewer", "a owner"]


def test_without_accounts_there_is_no_audit_list(client: TestClient) -> None:
    assert client.get(f"{ROOT}/audit").status_code == 404
    assert client.get(f"{ROOT}/account").json() is None


def session(client: TestClient, name: str) -> str:
    """The cookie of a new session, passed on by hand: it is marked Secure."""
    answer = client.post("/log-in", data={"name": name, "password": "correct horse battery"}, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["set-cookie"].split(";")[0]
