"""What lies on the counter of a street shop."""

from collections.abc import Sequence
from uuid import UUID

from dure.rooms.catalog.models import Channel, Offer, OfferStatus
from dure.rooms.catalog.queries.offers import OfferView, views_of
from dure.rooms.ledger.chart import HOME_CELL

SHOWN_MAX = 200


def street_offers(*, organisation_id: UUID) -> Sequence[OfferView]:
    """Return a seller's open offers of its street shop by name, 200 at most, in a constant number of queries."""
    found = Offer.objects.filter(
        cell_id=HOME_CELL, organisation_id=organisation_id, channel=Channel.STREET, status=OfferStatus.OPEN
    )
    return sorted(views_of(list(found.order_by("offer_id")[:SHOWN_MAX])), key=lambda view: (view.name, view.offer_id))
