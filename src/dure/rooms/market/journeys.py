"""The way of one seller's part of an order in four steps, as the order's page draws it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Step(StrEnum):
    """A step of the way."""

    PAID = "paid"
    PACKED = "packed"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"


class State(StrEnum):
    """How far a step is; the words are those of the look's journey."""

    DONE = "done"
    NOW = "now"
    AHEAD = ""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A step, how far it is, and when it was done."""

    step: Step
    state: State
    at: datetime | None


STEPS = tuple(Step)
REACHED = {
    "": 0,
    "to_pack": 1,
    "booked": 1,
    "packed": 2,
    "on_the_way": 3,
    "delivered": 4,
    "completed": 4,
    "cancelled": 0,
    "refunded": 0,
}
"""How many steps are done, by the status of the part; nothing is done while the order waits for payment."""


def stages(
    *, status: str, paid_at: datetime | None, packed_at: datetime | None, left_at: datetime | None,
    arrived_at: datetime | None,
) -> tuple[Stage, ...]:  # fmt: skip
    """Return the four steps; the first that is not done is the one under way."""
    reached = REACHED.get(status, 0)
    moments = (paid_at, packed_at, left_at, arrived_at)
    return tuple(
        Stage(step=step, state=_state(place, reached), at=moment if place < reached else None)
        for place, (step, moment) in enumerate(zip(STEPS, moments, strict=True))
    )


def _state(place: int, reached: int) -> State:
    if place < reached:
        return State.DONE
    return State.NOW if place == reached else State.AHEAD
