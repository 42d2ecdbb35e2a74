"""Words between a buyer and a seller about one part of an order."""

from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel.http import Actor
from dure.rooms.inbox.parties import Party
from dure.rooms.inbox.services import conversations
from dure.rooms.market import errors
from dure.rooms.market.models import Fulfilment
from dure.rooms.market.numbering import short
from dure.rooms.market.services.acts import side_of


@transaction.atomic
def open_talk(*, by: Actor, fulfilment_id: UUID) -> UUID:
    """Open the conversation about a part between its buyer and its seller, or find it; return its id."""
    part = Fulfilment.objects.filter(id=fulfilment_id).first()
    if part is None:
        raise errors.OrderNotFound
    side_of(by=by, buyer_id=part.buyer_id, seller_id=part.seller_id)
    found = conversations.open_conversation(
        reference=part.reference,
        subject=format_lazy(_("Order {number}"), number=short(order_id=part.order_id)),
        parties=[Party(person_id=part.buyer_id), Party(organisation_id=part.seller_id)],
    )
    return found.id
