"""The language model behind the interface that every extractor has."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ascribe.extract.llm.endpoint import Endpoint, Spent, ask
from ascribe.extract.llm.schema import ANSWER, QUESTION, VERSION, question
from ascribe.model import Reading, Report
from ascribe.model.form import from_form

LISTS = ("incidents", "attributions", "figures", "disputes", "links", "proceedings")


class LanguageModelExtractor:
    """Asks a model for each report once: an answer is kept in `cache` under the content of the question.

    A statement whose quote is not found in the report is dropped, listed in `Reading.refused` and counted in `spent`.
    """

    forkable = False  # what is spent is counted in one process

    def __init__(
        self, endpoint: Endpoint, cache: Path | None = None, wait: Callable[[float], None] = time.sleep
    ) -> None:
        self.endpoint = endpoint
        self.cache = cache or Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ascribe" / "llm"
        self.spent = Spent()
        self._wait = wait

    @property
    def name(self) -> str:
        return f"llm-{VERSION} {self.endpoint.model}"

    def read(self, report: Report) -> Reading:
        """What the model finds in a report. Raises InputError where it cannot be reached or does not answer."""
        messages = [{"role": "system", "content": QUESTION}, {"role": "user", "content": question(report)}]
        kept = self.cache / f"{self._key(messages)}.json"
        known = _kept(kept)
        if known is not None:
            self.spent.cached += 1
            reading = self._reading(known, report)
        else:

            def accept(answer: dict[str, Any]) -> Reading:
                taken = self._reading(answer, report)
                _keep(kept, answer)
                return taken

            reading = ask(self.endpoint, messages, ANSWER, accept, self.spent, self._wait)
        self.spent.dropped += len(reading.refused)
        return reading

    def _reading(self, answer: dict[str, Any], report: Report) -> Reading:
        form = {name: answer.get(name) or [] for name in LISTS}
        return from_form(form, report, self.name)

    def _key(self, messages: list[dict[str, str]]) -> str:
        content = json.dumps([VERSION, self.endpoint.address, self.endpoint.model, messages, ANSWER], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def _kept(path: Path) -> dict[str, Any] | None:
    try:
        answer = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


def _keep(path: Path, answer: dict[str, Any]) -> None:
    """Written beside and moved into place, so that no half answer is ever found."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8") as part:
        json.dump(answer, part)
    Path(part.name).replace(path)
