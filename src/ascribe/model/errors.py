"""Every error that ascribe raises on purpose. One root, one kind for each thing that a caller can do about it."""

from __future__ import annotations


class AscribeError(Exception):
    """Root of all; its text names the thing, the reason and the remedy."""

    exit_code = 1
    http_status = 500


class UsageError(AscribeError):
    """The request makes no sense as it stands; change it."""

    exit_code = 2
    http_status = 422


class NotFoundError(AscribeError):
    """What was asked for is not in the case."""

    exit_code = 3
    http_status = 404


class InputError(AscribeError):
    """An input cannot be read; mend or leave it out."""

    exit_code = 4
    http_status = 422


class CaseFileError(AscribeError):
    """The file is no case, or of a version that this program does not know."""

    exit_code = 5
    http_status = 500


class BusyError(AscribeError):
    """Another process is writing to the case; try again."""

    exit_code = 6
    http_status = 503


class DecisionConflictError(AscribeError):
    """An earlier decision stands against this one; undo that first."""

    exit_code = 7
    http_status = 409


class OvertakenError(DecisionConflictError):
    """Somebody ruled on the same thing since its page was made; look at it again, then decide."""

    def __init__(self, message: str, decisions: tuple[int, ...]) -> None:
        super().__init__(message)
        self.decisions = decisions
        """The numbers of those that came in between."""
