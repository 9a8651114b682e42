"""bytes -> Report: files, folders, archives and tables; publisher and day, with where each was learnt from."""

from ascribe.read.options import Columns, Limits, Options
from ascribe.read.take import take

__all__ = ["Columns", "Limits", "Options", "take"]
