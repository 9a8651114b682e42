"""Labelled reports -> the shipped model, and its evaluation. For now: labelled reports, read and checked."""

from ascribe.train.labelled import Labelled, labelled

__all__ = ["Labelled", "labelled"]
