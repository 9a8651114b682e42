"""Templates with everything escaped, and the values that all of them know."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from fastapi.responses import HTMLResponse

from ascribe.model import THE_REPORT
from ascribe.show.terminal import WORDED
from ascribe.show.web.marking import anchor, to

HERE = Path(__file__).parent


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
        self._environment.globals.update(anchor=anchor, to=to, worded=WORDED, the_report=THE_REPORT, quote=quote)
        self._environment.filters["words"] = lambda value: str(value).replace("_", " ")
        self._environment.filters["number"] = lambda value: f"{value:,}"

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page; `here` names the part of the application that the menu marks."""
        template = self._environment.get_template(name)
        return HTMLResponse(template.render(case_name=self._name, **{"here": "", **values}), status)
