"""A driver's round: setting out with what is in the van."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import Q

from dure.events.dispatch import ShipmentSetOut
from dure.kernel import clock
from dure.kernel.clock import HOUSE_ZONE
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.outbox import announce_all
from dure.rooms.dispatch.handover import Status, Whereabouts
from dure.rooms.dispatch.models import Parcel, Shipment
from dure.rooms.dispatch.services.moves import news_of


@transaction.atomic
def set_out(*, by: Actor) -> int:
    """Tell the receivers of all that a driver has in the van for their doors that it comes today; once a day each.

    Return how many were told now.
    """
    if by.person_id is None:
        raise NotSignedIn
    today = datetime.combine(clock.today(), time.min, HOUSE_ZONE)
    mine = Parcel.objects.filter(place=Whereabouts.DRIVER, driver__person_id=by.person_id)
    due = Shipment.objects.filter(id__in=mine.values("shipment_id"), kind=Shipment.Kind.HOME, status=Status.ON_THE_WAY)
    at = clock.now()
    waiting = list(due.filter(Q(set_out_at=None) | Q(set_out_at__lt=today)).select_for_update().order_by("id"))
    Shipment.objects.filter(id__in=[each.id for each in waiting]).update(set_out_at=at)
    announce_all([ShipmentSetOut(**news_of(shipment=each, at=at)) for each in waiting])
    return len(waiting)
