"""Report -> Reading: what each voice says happened, and who they say did it."""

from __future__ import annotations

import os
from pathlib import Path

from ascribe.extract.extractor import Extractor
from ascribe.extract.rules import RuleExtractor
from ascribe.model.errors import UsageError

__all__ = ["Extractor", "default_extractor"]

READER, THRESHOLD = "ASCRIBE_READER", "ASCRIBE_THRESHOLD"
"""Settings of the environment: "trained" (what ships), "rules", "llm", or the folder of a model; a confidence."""


def default_extractor() -> Extractor:
    """The extractor that the environment names: by default the one that ships, offline, on any machine.

    Raises UsageError where the environment names none that there is.
    """
    chosen = os.environ.get(READER) or "trained"
    if chosen == "rules":
        return RuleExtractor()
    if chosen == "llm":
        return _language_model()
    from ascribe.extract.trained import TrainedExtractor  # loads onnxruntime, which rules and models elsewhere spare

    folder = None if chosen == "trained" else Path(chosen)
    if folder is not None and not (folder / "reader.json").exists():
        raise UsageError(f'no reader {chosen!r}: "trained", "rules", "llm", or the folder of a model')
    return TrainedExtractor(folder, _threshold())


def _threshold() -> float | None:
    told = os.environ.get(THRESHOLD)
    if not told:
        return None
    try:
        threshold = float(told)
    except ValueError:
        threshold = -1.0
    if not 0 <= threshold <= 1:
        raise UsageError(f"the threshold is {told!r}; give a confidence between 0 and 1")
    return threshold


def _language_model() -> Extractor:
    try:
        from ascribe.extract.llm import Endpoint, LanguageModelExtractor
    except ModuleNotFoundError:
        raise UsageError('a language model needs the extra: pip install "ascribe[llm]"') from None
    return LanguageModelExtractor(Endpoint.from_environment())
