"""Who did it, according to whom, and how far to believe it: the case file of political violence.

import ascribe
with ascribe.new("my.case") as case:
    case.add(["reports/"])
    case.update()
    for row in case.incidents():
        print(row.when, row.where, row.headline)
"""

from ascribe.case import Case, IncidentFilter, new, read_file
from ascribe.case import open_case as open  # noqa: A004 (ascribe.open reads as it should)
from ascribe.model import Attribute, DecisionKind
from ascribe.model.errors import AscribeError
from ascribe.read import Columns, Options

__version__ = "0.1.0"

__all__ = [
    "AscribeError",
    "Attribute",
    "Case",
    "Columns",
    "DecisionKind",
    "IncidentFilter",
    "Options",
    "__version__",
    "new",
    "open",
    "read_file",
]
