"""The way of a parcel from hand to hand. Pure: which step may follow which place, and what that makes of a shipment.

sender → packed → driver ⇄ hub → … → receiver          and back: driver ⇄ hub → … → returned
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final


class Whereabouts(StrEnum):
    """Where a parcel is."""

    SENDER = "sender"
    PACKED = "packed"
    DRIVER = "driver"
    HUB = "hub"
    RECEIVER = "receiver"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"


class Step(StrEnum):
    """What can happen to a parcel."""

    PACK = "pack"
    TAKE = "take"
    DROP = "drop"
    DELIVER = "deliver"
    MISS = "miss"
    TURN = "turn"
    COME_BACK = "come_back"
    CANCEL = "cancel"
    LOSE = "lose"
    CORRECT = "correct"


class Reason(StrEnum):
    """Why goods could not be handed over."""

    NOT_AT_HOME = "not_at_home"
    WRONG_ADDRESS = "wrong_address"
    REFUSED = "refused"
    DAMAGED = "damaged"
    WEATHER = "weather"
    LOST = "lost"


class Status(StrEnum):
    """What a shipment is told as; it follows from where its parcels are."""

    BOOKED = "booked"
    PACKED = "packed"
    ON_THE_WAY = "on_the_way"
    AT_HUB = "at_hub"
    TO_COLLECT = "to_collect"
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    LOST = "lost"

    @property
    def is_end(self) -> bool:
        """Whether nothing more happens."""
        return self in {Status.DELIVERED, Status.RETURNED, Status.CANCELLED, Status.LOST}


SCANNED: Final = (Step.PACK, Step.TAKE, Step.DROP, Step.COME_BACK)
"""Steps that a scan alone may make; handing over to the receiver needs a proof."""

ATTEMPTS_MAX: Final = 3
"""After so many attempts in vain the goods go back."""

AT_ONCE_BACK: Final = frozenset({Reason.REFUSED, Reason.DAMAGED})
"""Reasons after which nobody tries again."""

WAYS: Final[Mapping[Step, tuple[frozenset[Whereabouts], Whereabouts | None]]] = {
    Step.PACK: (frozenset({Whereabouts.SENDER}), Whereabouts.PACKED),
    Step.TAKE: (frozenset({Whereabouts.PACKED, Whereabouts.HUB}), Whereabouts.DRIVER),
    Step.DROP: (frozenset({Whereabouts.PACKED, Whereabouts.DRIVER}), Whereabouts.HUB),
    Step.DELIVER: (frozenset({Whereabouts.DRIVER, Whereabouts.HUB}), Whereabouts.RECEIVER),
    Step.MISS: (frozenset({Whereabouts.DRIVER, Whereabouts.HUB}), None),
    Step.TURN: (frozenset({Whereabouts.DRIVER, Whereabouts.HUB}), None),
    Step.COME_BACK: (frozenset({Whereabouts.DRIVER, Whereabouts.HUB}), Whereabouts.RETURNED),
    Step.CANCEL: (frozenset({Whereabouts.SENDER, Whereabouts.PACKED}), Whereabouts.CANCELLED),
    Step.LOSE: (frozenset({Whereabouts.DRIVER, Whereabouts.HUB}), Whereabouts.LOST),
    Step.CORRECT: (frozenset(), None),
}
"""From where a step may be made, and where the parcel is then; None = where it was. A correction follows no place."""

CORRECTABLE: Final = frozenset({Step.DELIVER, Step.MISS})
"""What may be taken back by who told it, shortly after."""

ENDS: Final = frozenset({Whereabouts.RECEIVER, Whereabouts.RETURNED, Whereabouts.CANCELLED, Whereabouts.LOST})
"""Places from which no step leads."""

ONLY_BACK: Final = frozenset({Step.COME_BACK})
ONLY_FORTH: Final = frozenset({Step.DELIVER, Step.MISS, Step.TURN})


def after(step: Step, place: Whereabouts, *, is_returning: bool) -> Whereabouts | None:
    """Return where a parcel is after a step, or None where the step may not be made now."""
    froms, to = WAYS[step]
    is_wrong_way = step in (ONLY_FORTH if is_returning else ONLY_BACK)
    if place not in froms or is_wrong_way:
        return None
    return to or place


def possible(place: Whereabouts, *, is_returning: bool) -> list[Step]:
    """Return the steps that may follow, in the order of `Step`."""
    return [step for step in Step if after(step, place, is_returning=is_returning)]


def status_of(places: Collection[Whereabouts], *, is_returning: bool, is_at_last_hub: bool) -> Status:
    """Return what a shipment is told as: the end all parcels share, else the parcel that is furthest behind."""
    still = {place for place in places if place not in ENDS}
    if not still:
        return _end_of(set(places))
    for place, status in ((Whereabouts.SENDER, Status.BOOKED), (Whereabouts.PACKED, Status.PACKED)):
        if place in still:
            return status
    if is_returning:
        return Status.RETURNING
    if Whereabouts.DRIVER in still:
        return Status.ON_THE_WAY
    return Status.TO_COLLECT if is_at_last_hub else Status.AT_HUB


def _end_of(places: set[Whereabouts]) -> Status:
    """Return the worst end among parcels that have all ended: what is missing is told before what arrived."""
    for place, status in (
        (Whereabouts.LOST, Status.LOST),
        (Whereabouts.RETURNED, Status.RETURNED),
        (Whereabouts.RECEIVER, Status.DELIVERED),
    ):
        if place in places:
            return status
    return Status.CANCELLED


def goes_back(reason: Reason, *, attempts: int) -> bool:
    """Whether goods turn back after a mishap, given how many attempts there were with this one."""
    return reason in AT_ONCE_BACK or attempts >= ATTEMPTS_MAX
