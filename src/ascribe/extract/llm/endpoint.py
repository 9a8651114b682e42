"""One question to an OpenAI-compatible address: retries, counted tokens, one clear error in the end."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import httpx
import msgspec

from ascribe.model.errors import InputError, UsageError

RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""Answers after which the same question may be asked again (RFC 9110; 429: RFC 6585)."""
LONGEST_WAIT = 60.0
"""Seconds before another attempt, at most, whatever the server asks for."""


class Endpoint(NamedTuple):
    """Where the model is, and what it costs. Prices are per million tokens, in whatever currency they are paid."""

    address: str  # as http://localhost:11434/v1
    model: str
    key: str | None = None
    timeout: float = 120.0  # seconds for one attempt
    attempts: int = 5
    pause: float = 1.0  # seconds before the second attempt; doubled each time
    price_in: float = 0.0
    price_out: float = 0.0

    @classmethod
    def from_environment(cls, address: str | None = None, model: str | None = None) -> Endpoint:
        """From ASCRIBE_LLM_URL, _MODEL, _KEY, _PRICE_IN and _PRICE_OUT. Raises UsageError naming what is missing."""
        address = address or os.environ.get("ASCRIBE_LLM_URL")
        model = model or os.environ.get("ASCRIBE_LLM_MODEL")
        if not address or not model:
            missing = (
                "an address (--llm-url or ASCRIBE_LLM_URL)"
                if not address
                else "a model (--llm-model or ASCRIBE_LLM_MODEL)"
            )
            raise UsageError(f"a language model needs {missing}")
        prices = [float(os.environ.get(f"ASCRIBE_LLM_PRICE_{way}") or 0) for way in ("IN", "OUT")]
        key = os.environ.get("ASCRIBE_LLM_KEY")
        return cls(address.rstrip("/"), model, key, price_in=prices[0], price_out=prices[1])


class Spent(msgspec.Struct):
    """What a run has asked and paid so far."""

    asked: int = 0  # requests sent
    cached: int = 0  # reports whose answer was known already
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    dropped: int = 0  # statements whose quote is not in the report

    def __str__(self) -> str:
        return (
            f"{self.asked} requests, {self.cached} answers from the cache; {self.tokens_in} tokens in, "
            f"{self.tokens_out} out, cost {self.cost:.2f}; {self.dropped} statements without their quote dropped"
        )


Answer = TypeVar("Answer")


def ask(
    endpoint: Endpoint,
    messages: list[dict[str, str]],
    schema: dict[str, Any],
    accept: Callable[[dict[str, Any]], Answer],
    spent: Spent,
    wait: Callable[[float], None] = time.sleep,
) -> Answer:
    """What `accept` makes of the model's answer. Asks again after a timeout, a busy server, or an answer that is no
    JSON or that `accept` does not take (ValueError, KeyError, TypeError, AttributeError).

    Raises InputError once all attempts have failed, or at once where the server refuses the question.
    """
    body = {
        "model": endpoint.model,
        "messages": messages,
        "temperature": 0,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "annotation", "strict": True, "schema": schema},
        },
    }
    headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    reason = ""
    for attempt in range(endpoint.attempts):
        if attempt:
            wait(min(LONGEST_WAIT, endpoint.pause * 2 ** (attempt - 1)))
        spent.asked += 1
        try:
            answer = httpx.post(
                f"{endpoint.address}/chat/completions", json=body, headers=headers, timeout=endpoint.timeout
            )
        except httpx.TimeoutException:
            reason = f"no answer within {endpoint.timeout:g} s"
            continue
        except httpx.HTTPError as error:
            reason = f"not reached: {error}"
            continue
        if answer.status_code in RETRIED:
            reason = f"answered {answer.status_code}"
            wait(_asked_to_wait(answer))
            continue
        if answer.status_code != httpx.codes.OK:
            raise InputError(f"{endpoint.address} refused ({answer.status_code}): {answer.text[:200]}")
        try:
            return accept(_content(answer, endpoint, spent))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            reason = f"the answer is not in the form asked for: {error!r}"
    raise InputError(f"{endpoint.address}: {reason}; {endpoint.attempts} attempts made")


def _asked_to_wait(answer: httpx.Response) -> float:
    """Seconds of a Retry-After header, 0 where there is none."""
    told = answer.headers.get("retry-after", "")
    return min(LONGEST_WAIT, float(told)) if told.isdigit() else 0.0


def _content(answer: httpx.Response, endpoint: Endpoint, spent: Spent) -> dict[str, Any]:
    told = answer.json()
    usage = told.get("usage") or {}
    used_in, used_out = int(usage.get("prompt_tokens", 0)), int(usage.get("completion_tokens", 0))
    spent.tokens_in += used_in
    spent.tokens_out += used_out
    spent.cost += (used_in * endpoint.price_in + used_out * endpoint.price_out) / 1e6
    form = json.loads(told["choices"][0]["message"]["content"])
    if not isinstance(form, dict):
        raise TypeError("no object")
    return form
