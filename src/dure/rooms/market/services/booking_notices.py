"""Telling buyer and seller how far a booking is, through the inbox, each in their own language."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.rooms.inbox.services import notifications
from dure.rooms.market.models import Side
from dure.rooms.market.models.bookings import Booking, BookingProposal
from dure.rooms.market.queries.bookings import PROPOSED_BY, people_of
from dure.rooms.market.services.notices import amount_in_words

TOPICS = {Side.BUYER: "orders", Side.SELLER: "sales"}
BOTH = (Side.BUYER, Side.SELLER)


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment, clock.HOUSE_ZONE), "DATETIME_FORMAT")


moment_in_words = lazy(_moment, str)
"""A moment as its reader's language writes it, known only when it is read."""


@transaction.atomic(savepoint=False)
def tell(*, booking: Booking, side: Side, title: Promise, body: Promise | str = "", key: str) -> int:
    """Tell everybody on one side of a booking something, once for each key; return how many were told now."""
    return notifications.notify(
        people=people_of(booking=booking, side=side), topic=TOPICS[side], title=title, body=body,
        link=f"/market/bookings/{booking.id}/", key=f"booking:{booking.id}:{key}",
    )  # fmt: skip


def asked(*, booking: Booking) -> None:
    """Tell both that something was booked, and what is next."""
    tell(
        booking=booking, side=Side.BUYER, title=format_lazy(_("Booked: {name}"), name=booking.name),
        body=_("The seller has been told and will propose when and where to meet. Your deposit is kept safe."),
        key="asked",
    )  # fmt: skip
    tell(
        booking=booking, side=Side.SELLER, title=format_lazy(_("New booking: {name}"), name=booking.name),
        body=_("Please propose a date and a place within seven days."), key="asked",
    )  # fmt: skip


def proposed(*, booking: Booking, proposal: BookingProposal) -> None:
    """Tell the other side that a date waits for its answer."""
    for side in _others(proposal):
        tell(
            booking=booking, side=side, title=format_lazy(_("{name}: a date is proposed"), name=booking.name),
            body=_when_and_where(proposal.meets_at, proposal.place), key=f"proposed:{proposal.id}",
        )  # fmt: skip


def answered(*, booking: Booking, proposal: BookingProposal) -> None:
    """Tell who proposed a date what the other side says."""
    is_accepted = proposal.answer == BookingProposal.Answer.ACCEPTED
    title = _("{name}: the date is agreed") if is_accepted else _("{name}: the date does not suit")
    for side in [Side(proposal.side)] if proposal.side in TOPICS else list(BOTH):
        tell(
            booking=booking, side=side, title=format_lazy(title, name=booking.name),
            body=_when_and_where(proposal.meets_at, proposal.place), key=f"answered:{proposal.id}",
        )  # fmt: skip


def ended(*, booking: Booking) -> None:
    """Tell both how a booking ended, and what becomes of the deposit."""
    for side in BOTH:
        tell(
            booking=booking, side=side,
            title=format_lazy(_("{name}: {status}"), name=booking.name, status=booking.get_status_display()),
            body=_of_deposit(booking), key="ended",
        )  # fmt: skip


def soon(*, booking: Booking) -> int:
    """Remind both the day before they meet; return how many were told now."""
    meets_at = booking.meets_at
    assert meets_at is not None
    title, body = format_lazy(_("{name}: you meet soon"), name=booking.name), _when_and_where(meets_at, booking.place)
    key = f"soon:{meets_at:%Y%m%d%H%M}"
    return sum(tell(booking=booking, side=side, title=title, body=body, key=key) for side in BOTH)


def nearly_due(*, booking: Booking, side: Side) -> int:
    """Remind a side that the next step is its own; return how many were told now."""
    assert booking.due_at is not None
    return tell(
        booking=booking, side=side, title=format_lazy(_("{name}: please take the next step"), name=booking.name),
        body=format_lazy(_("Until {moment}."), moment=moment_in_words(booking.due_at)),
        key=f"due:{booking.due_at:%Y%m%d%H%M}",
    )  # fmt: skip


def _when_and_where(meets_at: datetime, place: str) -> Promise:
    return format_lazy("{moment} · {place}", moment=moment_in_words(meets_at), place=place)


def _of_deposit(booking: Booking) -> Promise:
    amount = amount_in_words(booking.deposit, booking.currency)
    if booking.status == Booking.Status.UNCLEAR:
        return _("Nobody told us what became of it. Our staff will ask you both; until then the deposit is kept safe.")
    is_back = booking.status == Booking.Status.SELLER_OUT or (
        booking.status == Booking.Status.BUYER_OUT and booking.comes_back
    )
    to_buyer, to_seller = (
        _("{amount}: the deposit goes back to the buyer."), _("{amount}: the deposit goes to the seller.")
    )  # fmt: skip
    words = to_buyer if is_back else to_seller
    return format_lazy(words, amount=amount)


def _others(proposal: BookingProposal) -> list[Side]:
    other = PROPOSED_BY.get(Side(proposal.side))
    return [other] if other else list(BOTH)
