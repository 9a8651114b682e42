"""The way of the data is the way of the folders: no room looks into one that comes after it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "ascribe"

ALLOWED = {
    "model": {"model"},
    "read": {"model", "read"},
    "extract": {"model", "extract"},
    "resolve": {"model", "resolve"},
    "weigh": {"model", "weigh"},
    "store": {"model", "store"},
    "train": {"model", "extract", "train"},
    "case": {
        "model",
        "read",
        "extract",
        "resolve",
        "store",
        "asking",
        "assembly",
        "growing",
        "memory",
        "questions",
        "readers",
        "rulings",
    },
    "asking": {
        "model",
        "extract",
        "resolve",
        "weigh",
        "store",
        "assembly",
        "questions",
    },  # what a case answers, for case.py
    "lines": {"model", "weigh"},  # an incident in one line, for assembly.py
    "beside": {"model"},  # ties and proceedings, for assembly.py
    "assembly": {"model", "resolve", "weigh", "store", "beside", "lines", "memory"},  # the other half of case.py
    "memory": {"model", "resolve", "weigh", "store"},  # what a resolution leaves to be remembered
    "growing": {"model", "resolve", "store", "assembly", "beside", "memory"},  # what new reports and decisions touch
    "questions": {"model", "extract", "store", "assembly"},  # lists and searches of a case, for case.py
    "readers": {"model", "extract"},  # readings by several processes, for case.py
    "rulings": {"model", "resolve", "store", "lines", "rulings_names"},  # checks a decision before it is entered
    "rulings_names": {"model", "resolve", "store"},  # the same for what names mean
    "show": {"model", "case", "show"},
    "cli": {"model", "case", "show", "train", "read"}
    | {"cli_parts", "cli_gazetteer", "cli_serve", "cli_users", "cli_sources"},
    "cli_parts": {"model", "read"},
    "gazetteers": {"resolve"},  # the person's own villages, for all cases
    "cli_sources": {"model", "show", "cli_parts"},
    "cli_serve": {"show", "cli_parts"},
    "cli_users": {"show", "cli_parts"},
    "cli_gazetteer": {"cli_parts", "gazetteers"},
    "__init__": {"model", "case", "read"},
    "__main__": {"cli"},
}
"""Room or module -> the rooms and modules that it may import. `case` is where the rooms meet."""

MODULES = sorted(SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    """The room that a file belongs to: its folder under ascribe, or its own name at the top."""
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else path.stem


def imported_rooms(path: Path) -> set[str]:
    """Every room that a module imports, those inside functions and under TYPE_CHECKING too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno} imports relatively; name the module in full"
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "ascribe" else [module]
        found |= {name.split(".")[1] for name in names if name.startswith("ascribe.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_keep_the_order_of_the_house(path: Path) -> None:
    beyond = imported_rooms(path) - ALLOWED[room(path)]
    assert not beyond, f"{path.relative_to(SOURCE)} may not import {sorted(beyond)}"


def test_the_house_has_its_rooms_and_no_others() -> None:
    rooms = {p.name for p in SOURCE.iterdir() if p.is_dir() and not p.name.startswith("__")}
    assert rooms == {"model", "read", "extract", "resolve", "weigh", "store", "show", "train"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
