"""A reader that asks a language model at an OpenAI-compatible address for the annotation form (`ascribe[llm]`)."""

from ascribe.extract.llm.endpoint import Endpoint, Spent
from ascribe.extract.llm.extractor import LanguageModelExtractor

__all__ = ["Endpoint", "LanguageModelExtractor", "Spent"]
