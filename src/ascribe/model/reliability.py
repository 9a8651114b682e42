"""How often a voice is right, by the capacity in which it speaks."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ascribe.model.vocabulary import VoiceKind


class Capacity(StrEnum):
    """What a voice has to gain or lose by what it says of who is responsible."""

    BYSTANDER = "of others"
    ADVERSARY = "of its adversary"
    OWN_SIDE = "of its own side"
    CLAIM = "claiming its own deed"
    ADMISSION = "admitting its own deed"
    OWN_DENIAL = "denying its own deed"
    CONFESSION = "confessing, as reported"
    COURT = "as a court found"


class Measured(msgspec.Struct, frozen=True):
    """A voice's reliability in one capacity: share right, 95 % interval, and the claims that it was measured by."""

    voice: str  # key of the voice: "outlet …", "actor …", "voice …"
    kind: VoiceKind
    capacity: Capacity
    mean: float
    low: float
    high: float
    claims: float
