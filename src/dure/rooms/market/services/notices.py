"""Telling buyers and sellers what happens to their orders, through the inbox, each in their own language."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.money import Money
from dure.rooms.inbox.services import notifications
from dure.rooms.inbox.services.notifications import Notice
from dure.rooms.market.models import AdvanceProposal, Fulfilment, Order, TillSale
from dure.rooms.market.numbering import short
from dure.rooms.people.queries import memberships, sign_ins


def _amount(minor: int, currency: str) -> str:
    return Money(minor, currency).format(get_language() or "")


amount_in_words = lazy(_amount, str)
"""An amount as its reader's language writes it, known only when it is read."""


@transaction.atomic(savepoint=False)
def tell_buyer(*, order: Order, title: Promise | str, body: Promise | str = "", key: str) -> None:
    """Tell the buyer of an order something, once for each key."""
    notifications.notify(
        people=[order.buyer_id],
        topic="orders",
        title=title,
        body=body,
        link=f"/market/orders/{order.order_id}/",
        key=f"order:{order.order_id}:{key}",
    )


@transaction.atomic(savepoint=False)
def tell_seller(*, part: Fulfilment, title: Promise | str, body: Promise | str = "", key: str) -> None:
    """Tell everybody of a seller something about its part of an order, once for each key."""
    notifications.notify_organisation(
        organisation_id=part.seller_id,
        topic="sales",
        title=title,
        body=body,
        link=f"/market/{part.seller_id}/orders/{part.id}/",
        key=f"part:{part.id}:{key}",
    )


@transaction.atomic(savepoint=False)
def paid(*, orders: Mapping[int, Order], parts: Sequence[Fulfilment]) -> None:
    """Tell everybody that orders (by number) were paid whose parts are to be packed now."""
    members = memberships.members_of(organisation_ids={part.seller_id for part in parts})
    told = [_told_buyer(orders[order_id]) for order_id in sorted({part.order_id for part in parts})]
    notifications.notify_each(notices=[*told, *(_told_seller(part, members[part.seller_id]) for part in parts)])


def _told_buyer(order: Order) -> Notice:
    return Notice(
        people=(order.buyer_id,),
        topic="orders",
        title=format_lazy(_("Order {number} is paid"), number=short(order_id=order.order_id)),
        body=_("The sellers have been told and will pack it now."),
        link=f"/market/orders/{order.order_id}/",
        key=f"order:{order.order_id}:paid",
    )


def _told_seller(part: Fulfilment, members: Sequence[UUID]) -> Notice:
    return Notice(
        people=members,
        topic="sales",
        title=format_lazy(_("New order {number} to pack"), number=short(order_id=part.order_id)),
        link=f"/market/{part.seller_id}/orders/{part.id}/",
        key=f"part:{part.id}:paid",
    )


def expired(order: Order) -> None:
    """Tell the buyer that the time for paying is over."""
    tell_buyer(
        order=order,
        title=format_lazy(_("Order {number} was not paid in time"), number=short(order_id=order.order_id)),
        body=_("The goods are free again. You can order them anew while they last."),
        key="expired",
    )


def given_back(order: Order, *, amount: int, key: UUID) -> None:
    """Tell the buyer that money goes back."""
    tell_buyer(
        order=order,
        title=format_lazy(_("Order {number}: money goes back to you"), number=short(order_id=order.order_id)),
        body=format_lazy(_("{amount} goes back the way it came."), amount=amount_in_words(amount, order.currency)),
        key=f"refund:{key}",
    )


def refund_granted(order: Order, *, part: Fulfilment, amount: int, key: UUID) -> None:
    """Tell both that money goes back as soon as its seller, who was paid already, has earned it."""
    number = short(order_id=order.order_id)
    tell_buyer(
        order=order,
        title=format_lazy(_("Order {number}: money will go back to you"), number=number),
        body=format_lazy(
            _("{amount} goes back as soon as the seller has earned it; we take it before anything is paid out."),
            amount=amount_in_words(amount, order.currency),
        ),
        key=f"granted:{key}",
    )
    tell_seller(
        part=part,
        title=format_lazy(_("Order {number}: a refund waits for your next earnings"), number=number),
        body=_("You were paid already, so it is taken from what you earn next, before it is paid out."),
        key=f"granted:{key}",
    )


def refund_advanced(part: Fulfilment, *, amount: int, key: UUID) -> None:
    """Tell a seller that the house paid a buyer in his place, and that his next earnings repay it."""
    number = short(order_id=part.order_id)
    tell_seller(
        part=part,
        title=format_lazy(_("Order {number}: we paid a refund for you"), number=number),
        body=format_lazy(
            _("The buyer waited too long, so we paid {amount}. It is taken from what you earn next."),
            amount=amount_in_words(amount, part.currency),
        ),
        key=f"advanced:{key}",
    )


def advance_proposed(found: AdvanceProposal) -> None:
    """Tell the rest of our staff that the house's money is to be spent, and one of them decides."""
    notifications.notify(
        people=[each for each in sign_ins.staff_ids() if each != found.proposed_by],
        topic="house",
        title=_("Somebody proposes that the house pays a refund"),
        body=format_lazy(
            _("At most {amount}: {why}"), amount=amount_in_words(found.amount, found.currency), why=found.why
        ),
        link=f"/market/late-refunds/{found.late_refund_id}/",
        key=f"advance:{found.id}:proposed",
    )


def advance_decided(found: AdvanceProposal) -> None:
    """Tell who proposed it how it was decided."""
    is_approved = found.status == AdvanceProposal.Status.APPROVED
    notifications.notify(
        people=[found.proposed_by],
        topic="house",
        title=_("Your proposal was approved: the buyer has the money")
        if is_approved
        else _("Your proposal was declined"),
        body=found.ended_why,
        link=f"/market/late-refunds/{found.late_refund_id}/",
        key=f"advance:{found.id}:decided",
    )


def part_cancelled(part: Fulfilment) -> None:
    """Tell the seller that there is nothing to pack any more."""
    tell_seller(
        part=part,
        title=format_lazy(_("Order {number} was cancelled"), number=short(order_id=part.order_id)),
        body=_("There is nothing to pack for it any more."),
        key="cancelled",
    )


def return_asked(part: Fulfilment, *, key: UUID) -> None:
    """Tell the seller that a buyer wants to send something back."""
    tell_seller(
        part=part,
        title=format_lazy(
            _("Order {number}: the buyer wants to return something"), number=short(order_id=part.order_id)
        ),
        body=_("Please answer within two days."),
        key=f"return:{key}",
    )


def return_answered(order: Order, *, is_accepted: bool, key: UUID) -> None:
    """Tell the buyer what the seller says to a return."""
    tell_buyer(
        order=order,
        title=format_lazy(_("Order {number}: the seller answered your return"), number=short(order_id=order.order_id)),
        body=_("Please send it back.") if is_accepted else _("The seller declined. You can report a problem instead."),
        key=f"return:{key}",
    )


def replaced(*, order: Order, again: Fulfilment) -> None:
    """Tell both that goods are sent again."""
    number = short(order_id=order.order_id)
    tell_buyer(
        order=order,
        title=format_lazy(_("Order {number}: you get a replacement"), number=number),
        key=f"again:{again.id}",
    )
    tell_seller(
        part=again, title=format_lazy(_("Replacement for order {number} to pack"), number=number), key="replaced"
    )


def dispute_opened(part: Fulfilment, *, is_decided: bool, key: UUID) -> None:
    """Tell the seller that a buyer reported a problem."""
    tell_seller(
        part=part,
        title=format_lazy(_("Order {number}: the buyer reported a problem"), number=short(order_id=part.order_id)),
        body=_("The photo decided it; the money went back.") if is_decided else _("Please answer within two days."),
        key=f"dispute:{key}",
    )


def dispute_decided(*, order: Order, part: Fulfilment, outcome: str, key: UUID) -> None:
    """Tell both how a reported problem ended."""
    words = DECISIONS.get(outcome)
    if words is None:
        return
    number = short(order_id=order.order_id)
    title = format_lazy(_("Order {number}: the reported problem is decided"), number=number)
    tell_buyer(order=order, title=title, body=words, key=f"decided:{key}")
    tell_seller(part=part, title=title, body=words, key=f"decided:{key}")


DECISIONS = {
    "refunded": _("Money goes back to the buyer."),
    "replaced": _("The goods are sent again."),
    "declined": _("The report was declined."),
}


@transaction.atomic(savepoint=False)
def sold_past_the_book(*, sale: TillSale) -> None:
    """Tell a seller that its till sold goods the book had no more: what is promised on line may be short."""
    notifications.notify_organisation(
        organisation_id=sale.organisation_id,
        topic="sales",
        title=_("Your shop sold goods that were already sold on line"),
        body=format_lazy(
            _("{count} were missing, so we corrected the count. Please look whether you can still send every order."),
            count=sale.missing,
        ),
        link=f"/market/{sale.organisation_id}/till/sales/",
        key=f"till:{sale.id}",
    )
