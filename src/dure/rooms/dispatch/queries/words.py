"""What happened, in words that name no person: reads."""

from collections.abc import Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dure.rooms.dispatch.models import TraceEvent

METHOD_OF_SAVING: Final[Promise] = _(
    "A parcel counts when its receiver has it and its waybill was never put on paper: one slip each. "
    "What is printed, cancelled or sent back does not count."
)


def without_mistakes(trail: Sequence[TraceEvent]) -> list[TraceEvent]:
    """Return a trail as the public is told it: without what was noted by mistake, and without the taking back."""
    taken_back = {each.corrects_id for each in trail if each.corrects_id}
    return [each for each in trail if not each.corrects_id and each.id not in taken_back]


def where_words(event: TraceEvent) -> str:
    """Return where something happened as everybody may know it: the hub, or the county."""
    if event.hub is not None:
        return f"{event.hub.name}, {event.hub.region.name}"
    return event.region.name if event.region is not None else ""
