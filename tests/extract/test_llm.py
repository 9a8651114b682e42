"""A language model behind a real HTTP server that speaks the protocol, and does not always behave."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ascribe.extract.llm import Endpoint, LanguageModelExtractor
from ascribe.model import Attribute, Report
from ascribe.model.errors import InputError, UsageError

TEXT = "A bomb killed four people in Tolvar on Monday. The mayor blamed the Grey Column."
FORM: dict[str, Any] = {
    "incidents": [
        {
            "key": "i1",
            "kind": "bombing",
            "status": "occurred",
            "when": {"start": "2024-03-04", "end": "2024-03-04"},
            "where": {"name": "Tolvar", "country": None},
            "means": ["bomb"],
            "targets": [],
            "victims": [],
            "killed": {"min": 4, "max": 4},
            "wounded": None,
            "abducted": None,
            "mentions": ["A bomb killed four people"],
        }
    ],
    "attributions": [
        {
            "incident": "i1",
            "voice": "The mayor",
            "voice_kind": "official",
            "stance": "accuses",
            "actor": "the Grey Column",
            "quote": "The mayor blamed the Grey Column",
        }
    ],
    "figures": [],
    "disputes": [],
    "links": [],
    "proceedings": [],
}
Behaviour = Callable[[BaseHTTPRequestHandler, int], None]


def report() -> Report:
    return Report.plain("tolvar", TEXT, "The Courier", date(2024, 3, 5))


def answer(handler: BaseHTTPRequestHandler, content: str, status: int = 200, **headers: str) -> None:
    body = json.dumps(
        {
            "choices": [{"message": {"role": "assistant", "content": content}}],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 200},
        }
    ).encode()
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


class Server:
    """Answers the n-th request as the n-th behaviour says, the last one for ever."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                outer.requests.append(json.loads(self.rfile.read(length)))
                outer.keys.append(self.headers["Authorization"])
                n = len(outer.requests) - 1
                behaviours[min(n, len(behaviours) - 1)](self, n)

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/v1"


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    started: list[Server] = []

    def start(*behaviours: Behaviour) -> Server:
        started.append(Server(*behaviours))
        return started[-1]

    yield start
    for server in started:
        server.http.shutdown()
        server.http.server_close()


def good(handler: BaseHTTPRequestHandler, _: int) -> None:
    answer(handler, json.dumps(FORM))


def extractor(server: Server, cache: Path, waits: list[float] | None = None, **more: Any) -> LanguageModelExtractor:
    endpoint = Endpoint(server.address, "tiny", "secret", price_in=1.0, price_out=5.0, **more)
    return LanguageModelExtractor(endpoint, cache, (waits if waits is not None else []).append)


def test_an_answer_becomes_a_reading_with_its_cost(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve(good)
    reader = extractor(server, tmp_path)
    reading = reader.read(report())
    said = {(a.voice.name, s.attribute, str(s.value)) for a in reading.accounts for s in a.statements}
    assert ("The mayor", Attribute.RESPONSIBLE, "the Grey Column") in said
    assert all(s.span.of(TEXT) == s.quote for a in reading.accounts for s in a.statements)
    assert (reader.spent.tokens_in, reader.spent.tokens_out) == (1000, 200)
    assert reader.spent.cost == pytest.approx(0.002)
    sent = server.requests[0]
    assert sent["model"] == "tiny"
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert server.keys == ["Bearer secret"]


def test_the_same_report_is_asked_once(serve: Callable[..., Server], tmp_path: Path) -> None:
    server = serve(good)
    first = extractor(server, tmp_path).read(report())
    again = extractor(server, tmp_path)
    assert again.read(report()) == first
    assert len(server.requests) == 1
    assert again.spent.cached == 1


def test_a_busy_server_is_asked_again_when_it_says(serve: Callable[..., Server], tmp_path: Path) -> None:
    def busy(handler: BaseHTTPRequestHandler, _: int) -> None:
        answer(handler, "", 429, Retry_After="7")

    waits: list[float] = []
    server = serve(busy, busy, good)
    reader = extractor(server, tmp_path, waits)
    assert reader.read(report()).incidents
    assert waits.count(7.0) == 2
    assert reader.spent.asked == 3


def test_broken_json_and_a_form_out_of_shape_are_asked_for_again(serve: Callable[..., Server], tmp_path: Path) -> None:
    def broken(handler: BaseHTTPRequestHandler, _: int) -> None:
        answer(handler, '{"incidents": [')

    def misshapen(handler: BaseHTTPRequestHandler, _: int) -> None:
        answer(handler, json.dumps({**FORM, "incidents": [{"key": "i1"}]}))

    reader = extractor(serve(broken, misshapen, good), tmp_path)
    assert reader.read(report()).incidents
    assert reader.spent.asked == 3


def test_a_server_that_never_answers_in_time_is_named(serve: Callable[..., Server], tmp_path: Path) -> None:
    released = threading.Event()

    def silent(handler: BaseHTTPRequestHandler, _: int) -> None:
        released.wait(20)

    server = serve(silent)
    reader = extractor(server, tmp_path, timeout=0.2, attempts=2)
    with pytest.raises(InputError, match=r"no answer within 0\.2 s; 2 attempts"):
        reader.read(report())
    released.set()


def test_a_refusal_is_not_repeated(serve: Callable[..., Server], tmp_path: Path) -> None:
    def refuse(handler: BaseHTTPRequestHandler, _: int) -> None:
        answer(handler, "", 401)

    server = serve(refuse)
    with pytest.raises(InputError, match=r"refused \(401\)"):
        extractor(server, tmp_path).read(report())
    assert len(server.requests) == 1


def test_an_invented_quote_is_dropped_and_counted(serve: Callable[..., Server], tmp_path: Path) -> None:
    invented = {**FORM["attributions"][0], "actor": "the army", "quote": "Everybody knows that the army did it"}

    def inventive(handler: BaseHTTPRequestHandler, _: int) -> None:
        answer(handler, json.dumps({**FORM, "attributions": [*FORM["attributions"], invented]}))

    reader = extractor(serve(inventive), tmp_path)
    reading = reader.read(report())
    assert "the army" not in {str(s.value) for a in reading.accounts for s in a.statements}
    assert reader.spent.dropped == 1
    assert "Everybody knows" in reading.refused[0].reason


def test_without_an_address_the_error_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASCRIBE_LLM_URL", raising=False)
    with pytest.raises(UsageError, match="ASCRIBE_LLM_URL"):
        Endpoint.from_environment()
