"""Templates with everything escaped, and the values that all of them know."""

from __future__ import annotations

from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from fastapi.responses import HTMLResponse

from ascribe.model import THE_REPORT
from ascribe.show.web.accounts import Account, Role
from ascribe.show.web.marking import anchor, to
from ascribe.show.web.retold import begun, days, retold, side_label, value_of
from ascribe.show.web.texts import bdi, link_to, says, spoken, t, word

HERE = Path(__file__).parent
VISITOR: ContextVar[Account | None] = ContextVar("visitor", default=None)
"""The account that the request at hand comes from; None where the server knows no accounts."""


def may_rule() -> bool:
    """Whether the one who looks may enter decisions: everybody but a reader."""
    who = VISITOR.get()
    return who is None or who.role is not Role.READER


class Templates:
    """Renders the pages of one case."""

    def __init__(self, case_name: str) -> None:
        self._name = case_name
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(anchor=anchor, to=to, the_report=THE_REPORT, quote=quote, dict=dict)
        self._environment.globals.update(t=t, says=says, bdi=bdi, link_to=link_to, spoken=spoken)
        self._environment.globals.update(visitor=VISITOR.get, may_rule=may_rule)
        self._environment.globals.update(
            retold=retold, begun=begun, days=days, value_of=value_of, side_label=side_label
        )
        self._environment.filters["retold"] = retold
        self._environment.filters["words"] = word
        self._environment.filters["number"] = lambda value: f"{value:,}"

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page; `here` names the part of the application that the menu marks."""
        template = self._environment.get_template(name)
        return HTMLResponse(template.render(case_name=self._name, **{"here": "", **values}), status)
