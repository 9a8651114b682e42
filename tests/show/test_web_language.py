"""Another language: all that a page says changes, whoever in the program words it; browser or server chooses it."""

from __future__ import annotations

import ast
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

import ascribe
from ascribe.model import DecisionKind, Status
from ascribe.model.errors import InputError, UsageError
from ascribe.show.web import Languages, create_app, retold, texts
from ascribe.weigh.records import SETTLING
from ascribe.weigh.responsibility import INTERESTS, VERBS

Serving = Callable[[Path], str]
SOURCE = Path(ascribe.__file__).parent
EXAMPLES = Path(__file__).parents[2] / "examples"
SHOWN = (
    "rulings rulings_names asking store/saved store/connection store/people store/handles show/web/accounts "
    "show/web/report show/web/find show/web/asked show/web/original show/web/forms show/web/network "
    "show/web/own_forms"
).split()
"""Modules whose errors a page can show."""
REASONED = {
    "weigh/compatible": "kinds whens wheres means tolls statuses targets",
    "weigh/conflicts": "over_responsibility",
    "weigh/records": "_entry",
    "weigh/responsibility": "_established _basis fought",
    "resolve/series": "_tie _retaliation _kinds _places _days",
}
"""Functions whose sentences a page shows."""
TAGS = re.compile(r"(<[^>]*>|\{\w+\})")


def sample(node: ast.expr) -> str | None:
    """A sentence as the program would make it, with a number in place of each value."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts = [p.value if isinstance(p, ast.Constant) else "7" for p in node.values]
        return "".join(map(str, parts))
    if isinstance(node, ast.BinOp):
        left, right = sample(node.left), sample(node.right)
        return None if left is None or right is None else left + right
    return None


def tree(module: str) -> ast.Module:
    return ast.parse((SOURCE / f"{module}.py").read_text(encoding="utf-8"))


def test_every_error_that_a_page_can_show_is_in_the_catalogue() -> None:
    said = [
        text
        for module in SHOWN
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Error")
        for text in [sample(node.args[0]) if node.args else None]
        if text is not None
    ]
    assert len(said) > 60
    assert [s for s in said if retold.known(s) is None] == []


def test_every_sentence_of_the_weighing_is_in_the_catalogue() -> None:
    said = [*VERBS.values(), *SETTLING]
    for module, names in REASONED.items():
        for function in ast.walk(tree(module)):
            if isinstance(function, ast.FunctionDef) and function.name in names.split():
                inside = {id(p) for n in ast.walk(function) if isinstance(n, ast.JoinedStr) for p in ast.walk(n)}
                inside -= {id(n) for n in ast.walk(function) if isinstance(n, ast.JoinedStr)}
                for node in [n for body in function.body[1:] for n in ast.walk(body)]:
                    text = sample(node) if isinstance(node, ast.Constant | ast.JoinedStr) else None
                    if text and id(node) not in inside and len(re.findall("[a-z]+", text)) > 1:
                        said.append(text)
    assert len(said) > 35
    terms = {s.value.replace("_", " ") for s in Status}  # compared with, not said
    assert [s for s in said if s not in terms and retold.known(s) is None] == []
    whole = "A colonel (anonymous official) accuses it{}, 3 statements counted once: for, +0.52 (reliability 0.61)."
    assert {retold.known(whole.format(f", {i}")) for i in INTERESTS.values()} == {"because.blames"}


def marked(text: str) -> str:
    """A text of the other language: each word in marks, so that one that was left in English is seen."""
    return "".join(p if TAGS.fullmatch(p) else re.sub(r"[^\W\d_][\w'’-]*", "⟦X⟧", p) for p in TAGS.split(text))


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a catalogue of every text of the English one."""
    lines = ["[language]", 'code = "xx"', 'direction = "rtl"', 'plural = "n != 1"']
    section = ""
    for key, held in texts.catalogue("en").held.items():
        if key.partition(".")[0] != section:
            section = key.partition(".")[0]
            lines.append(f"[{section}]")
        forms = [marked(text) for text in ([held] if isinstance(held, str) else held)]
        told = ", ".join('"' + f.replace("\\", "\\\\").replace('"', '\\"') + '"' for f in forms)
        lines.append(f'"{key.partition(".")[2]}" = {told if isinstance(held, str) else f"[{told}]"}')
    folder = tmp_path_factory.mktemp("texts")
    (folder / "xx.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "zz.case"
    with ascribe.new(path) as opened:
        opened.declare(EXAMPLES / "declared.json", author="q")
        opened.add([EXAMPLES / "reports"])
        opened.update()
        first = opened.incidents()[0].id
        opened.decide(DecisionKind.CORRECT, [first], attribute="killed", value="10", author="q", reason="q")
    return path


@pytest.fixture
def base(case: Path, catalogues: Path) -> Iterator[str]:
    app = create_app(case, languages=Languages("xx", catalogues))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)  # until the server answers
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    Languages()


LEFT = """() => {
  const found = [], own = "[dir=auto], blockquote, datalist, svg, title, script, style, option, .brand, .crumb, code";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest(own)) found.push(walk.currentNode.textContent);
  for (const e of document.querySelectorAll("[aria-label], [placeholder]"))
    for (const text of [e.getAttribute("aria-label"), e.getAttribute("placeholder")])
      if (text && !text.includes("⟦X⟧") && !e.closest("svg")) found.push(text);
  return found;
}"""
"""What a page says, but for words of reports and people, which have a direction of their own."""
NAMES = re.compile(r"⟦X⟧|zz|inc-\S+|UTC|SHA|Esc|CSV|JSON|DOCX|ascribe|\b[A-Z]\b|“[^”]*”", re.DOTALL)


def test_all_that_a_page_says_is_in_the_other_language(case: Path, base: str, browser: Browser) -> None:
    with ascribe.open(case) as opened:
        most = max(opened.incidents(), key=lambda r: (len(r.contested), r.reports)).id
        report = opened.reports()[0].id
    context = browser.new_context()
    page = context.new_page()
    left: dict[str, list[str]] = {}
    lists = ("/", "/incidents", "/review", "/decisions", "/reports", "/actors", "/sources", "/network")
    none = ("/none", "/incidents/inc-none", "/incidents?since=soon")
    for address in (*lists, "/search?q=market", f"/incidents/{most}", f"/reports/{report}", "/new", *none):
        page.goto(base + address)
        assert page.locator("html").get_attribute("lang") == "xx"
        assert page.locator("html").get_attribute("dir") == "rtl"
        held = [text for text in page.evaluate(LEFT) if re.search(r"[^\W\d_]{2,}", NAMES.sub(" ", text))]
        if held:
            left[address] = held
    assert left == {}
    page.goto(f"{base}/incidents/{most}")
    reasons = page.locator(".reason").all_inner_texts()
    assert reasons
    assert [r for r in reasons if "⟦X⟧" not in r or re.search(r"reliability|accuses|against|named for", r)] == []
    page.goto(f"{base}/incidents/inc-none")
    assert "⟦X⟧" in page.locator("main p").first.inner_text()
    assert "inc-none" in page.locator("main p").first.inner_text()
    context.close()


def test_the_browser_chooses_among_the_catalogues_there_are(case: Path, catalogues: Path) -> None:
    app = create_app(case, languages=Languages(None, catalogues))
    with TestClient(app, base_url="http://127.0.0.1:80") as client:

        def language(accepted: str) -> str:
            found = re.search(r'<html lang="(\w+)"', client.get("/", headers={"Accept-Language": accepted}).text)
            assert found is not None
            return found[1]

        asked = ("xx", "xx-YY, en;q=0.5", "qq, en;q=0.8, xx;q=0.2", "en", "", "*", "xx;q=0, en", "xx;q=none")
        assert [language(a) for a in asked] == ["xx", "xx", "en", "en", "en", "en", "en", "en"]
        error = client.get("/api/v1/incidents/inc-none", headers={"Accept-Language": "xx"}).json()
        assert error["detail"].startswith("there is no incident inc-none")  # programs read it, in one language
    Languages()


def test_a_catalogue_that_is_not_there_or_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no catalogue of 'pl'; there are en"):
        Languages("pl")
    with pytest.raises(UsageError, match="is no folder"):
        Languages("pl", tmp_path / "none")
    (tmp_path / "pl.toml").write_text("[language\n", encoding="utf-8")
    with pytest.raises(InputError, match="catalogue of 'pl' cannot be read"):
        Languages("pl", tmp_path)
    Languages()


def test_without_another_language_nothing_changes(case: Path, serving: Serving) -> None:
    base = serving(case)
    with ascribe.open(case) as opened:
        most = max(opened.incidents(), key=lambda r: (len(r.contested), r.reports)).id
        why = opened.show(most).conflicts[0].why
    assert why[:1].upper() + why[1:] in httpx.get(f"{base}/incidents/{most}", headers={"Accept-Language": "xx"}).text
