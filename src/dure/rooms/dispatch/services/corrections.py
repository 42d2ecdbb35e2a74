"""Taking back what was told by mistake: a tap on "handed over" at the wrong door, or a mishap that was none."""

from uuid import UUID

from django.db import transaction

from dure.events.dispatch import ShipmentCorrected
from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.rooms.dispatch import errors
from dure.rooms.dispatch.handover import CORRECTABLE, Step
from dure.rooms.dispatch.models import Shipment, TraceEvent
from dure.rooms.dispatch.queries.corrections import TAKEN_BACK_WITHIN
from dure.rooms.dispatch.services.moves import locked, news_of, put_back


@transaction.atomic
def take_back(*, by: Actor, event_id: UUID) -> TraceEvent:
    """Take back a handing over or a mishap within ten minutes, by who told it; twice is once.

    The goods are in the same hands as before, and everybody hears that it had not happened. TooLateToTakeBack when
    the time is over, or the goods have gone on since.
    """
    event = TraceEvent.objects.select_related("hub", "driver").filter(id=event_id, step__in=CORRECTABLE).first()
    if event is None or by.person_id is None or event.person_id != by.person_id:
        raise errors.ShipmentUnknown
    shipment = locked(shipment_id=event.shipment_id)
    if before := TraceEvent.objects.filter(corrects=event).first():
        return before
    if clock.now() - event.recorded_at > TAKEN_BACK_WITHIN or _has_gone_on(shipment, event):
        raise errors.TooLateToTakeBack
    if event.step == Step.MISS:
        shipment.attempt_count -= 1
        shipment.is_returning = False
    line = put_back(shipment=shipment, event=event, by=by)
    told = news_of(shipment=shipment, at=line.happened_at)
    announce(ShipmentCorrected(**told, step=event.step, told_at=event.happened_at.isoformat()))
    return line


def _has_gone_on(shipment: Shipment, event: TraceEvent) -> bool:
    """Whether something happened since, other than that the mishap itself turned the goods back."""
    since = shipment.events.filter(recorded_at__gt=event.recorded_at)
    own_turn = since.filter(step=Step.TURN, reason=event.reason, person_id=event.person_id).exclude(reason="")
    return since.exclude(id__in=own_turn.values("id")).exists()
