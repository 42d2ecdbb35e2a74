"""Bookings: made when their order is paid, agreed on between the two, and brought to their end with the deposit.

The deposit lies in escrow as the money of every part of an order does, and leaves it by the same verbs: refunded in
full, or released to the seller, at once when the buyer says so, after the time for complaints when the seller does.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.text import normalise
from dure.rooms.catalog.services import stock
from dure.rooms.market.drafts import Means
from dure.rooms.market.errors.bookings import (
    BookingOver,
    BookingUnknown,
    NotMetYet,
    ProposalGone,
    ProposalWrong,
)
from dure.rooms.market.models import Dispute, Fulfilment, Order, OrderAct, OrderLine, Side
from dure.rooms.market.models.bookings import (
    PLACE_LENGTH_MAX,
    WORDS_LENGTH_MAX,
    Booking,
    BookingProposal,
)
from dure.rooms.market.queries.bookings import side_in, terms_at, whose_turn
from dure.rooms.market.rules import COMPLAINTS_WITHIN
from dure.rooms.market.services import booking_notices as notices
from dure.rooms.market.services import part_refunds, releases
from dure.rooms.market.services.acts import note_act
from dure.rooms.market.services.parts import Held, cancel_counts, free_goods, levels_of, locked_part

ANSWER_WITHIN: Final = timedelta(days=7)
"""How long the two may take over each step before a date is agreed, and over the outcome after it."""

AHEAD_MAX: Final = timedelta(days=365)
Status = Booking.Status
Answer = BookingProposal.Answer
OPEN_PART = Fulfilment.Status.BOOKED


def is_met(order: Order) -> bool:
    """Whether what was ordered is handed over where the two meet, not sent."""
    return bool(order.delivery_to["means"] == Means.MEET)


@transaction.atomic(savepoint=False)
def open_bookings(
    *, orders: Mapping[int, Order], parts: Sequence[Fulfilment], lines: Mapping[tuple[int, UUID], Sequence[OrderLine]]
) -> None:
    """Make the bookings of paid parts that wait; done again it makes none twice, since a part waits only once."""
    for part in parts:
        [line] = [each for each in lines[part.order_id, part.seller_id] if each.kind == OrderLine.Kind.GOODS]
        _open(orders[part.order_id], part, line)


@transaction.atomic
def propose_meeting(*, by: Actor, booking_id: UUID, meets_at: datetime, place: str, note: str = "") -> BookingProposal:
    """Propose a date and a place, or other ones than were agreed; an earlier proposal that waits is replaced."""
    booking, side, _held = _locked(by, booking_id)
    where, words = normalise(place), normalise(note)[:WORDS_LENGTH_MAX]
    if not where or len(where) > PLACE_LENGTH_MAX or not timedelta() < meets_at - clock.now() <= AHEAD_MAX:
        raise ProposalWrong(days=AHEAD_MAX.days)
    booking.proposals.filter(answer=Answer.OPEN).update(answer=Answer.REPLACED, answered_at=clock.now())
    made = BookingProposal.objects.create(
        booking=booking, side=side, person_id=by.person_id, meets_at=meets_at, place=where, note=words,
        made_at=clock.now(),
    )  # fmt: skip
    _wait(booking)
    notices.proposed(booking=booking, proposal=made)
    return made


@transaction.atomic
def answer_proposal(*, by: Actor, booking_id: UUID, proposal_id: UUID, is_accepted: bool) -> Booking:
    """Accept what the other side proposed: the date is agreed; or decline it, and propose another."""
    booking, side, _held = _locked(by, booking_id)
    found = booking.proposals.filter(id=proposal_id, answer=Answer.OPEN).exclude(side=side).first()
    if found is None or found.meets_at <= clock.now():
        raise ProposalGone
    found.answer, found.answered_at = Answer.ACCEPTED if is_accepted else Answer.DECLINED, clock.now()
    found.save(update_fields=["answer", "answered_at"])
    if is_accepted:
        booking.status, booking.meets_at, booking.place = Status.AGREED, found.meets_at, found.place
    _wait(booking)
    notices.answered(booking=booking, proposal=found)
    return booking


@transaction.atomic
def say_bought(*, by: Actor, booking_id: UUID) -> Booking:
    """Say that it was bought: the deposit counts towards the price, and goes to the seller.

    At once when the buyer says it; when the seller does (once they have met) after the time for complaints.
    """
    booking, side, held = _locked(by, booking_id)
    if side == Side.SELLER and not booking.has_met:
        raise NotMetYet
    stock.take(counts=levels_of(held.goods), reference=held.part.reference, cell_id=held.order.cell_id)
    held.part.stock_taken_at = clock.now()
    _end(booking, held, status=Status.BOUGHT, side=side, by=by)
    _pay_seller(held, is_at_once=side == Side.BUYER)
    return booking


@transaction.atomic
def give_up(*, by: Actor, booking_id: UUID, why: str = "") -> Booking:
    """Give a booking up: all of the deposit goes back, unless the buyer does it after the agreed day."""
    booking, side, held = _locked(by, booking_id)
    is_buyer = side == Side.BUYER
    _give_up(booking, held, status=Status.BUYER_OUT if is_buyer else Status.SELLER_OUT, side=side, by=by, why=why)
    return booking


@transaction.atomic
def say_not_come(*, by: Actor, booking_id: UUID, why: str = "") -> Booking:
    """Say as the seller that the buyer did not come: the deposit is the seller's unless the buyer objects in time."""
    booking, side, held = _locked(by, booking_id)
    if side == Side.BUYER:
        raise BookingUnknown
    if booking.status != Status.AGREED or not booking.has_met:
        raise NotMetYet
    _keep_deposit(booking, held, status=Status.NOT_COME, side=side, by=by, why=why, is_at_once=False)
    return booking


def outcome_verbs(*, why: str) -> dict[str, Callable[..., Booking]]:
    """Return the verbs that end a booking, by what pages and programs call them."""
    return {"bought": say_bought, "give_up": partial(give_up, why=why), "not_come": partial(say_not_come, why=why)}


@transaction.atomic
def let_time_decide(*, booking_id: UUID) -> bool:
    """End a booking whose next step was not made in time; return whether that was so.

    A silent seller gives the deposit back. A silent buyer has given up. Where a date was agreed and nobody says what
    became of it, our staff ask both.
    """
    booking, _side, held = _locked(HOUSE, booking_id, is_over_allowed=True)
    if not booking.is_open or booking.due_at is None or booking.due_at > clock.now():
        return False
    if booking.status == Status.AGREED:
        _leave_to_staff(booking, held)
    elif whose_turn(booking=booking) == Side.SELLER:
        _give_up(booking, held, status=Status.SELLER_OUT, side=Side.HOUSE, by=HOUSE, why="no_answer")
    else:
        _give_up(booking, held, status=Status.BUYER_OUT, side=Side.HOUSE, by=HOUSE, why="no_answer")
    return True


def _open(order: Order, part: Fulfilment, line: OrderLine) -> None:
    """Make the booking of one part, on the terms of the moment it was ordered."""
    assert line.offer_id is not None
    terms = terms_at(offer_id=line.offer_id, at=order.placed_at)
    assert terms is not None, f"order {order.order_id} is met, but offer {line.offer_id} was not sold by booking"
    part.status = OPEN_PART
    part.save(update_fields=["status"])
    booking = Booking.objects.create(
        cell_id=part.cell_id, order_id=part.order_id, fulfilment=part, terms=terms, seller_id=part.seller_id,
        buyer_id=part.buyer_id, name=str(line.about.get("name", ""))[:160], quantity=line.quantity, deposit=line.amount,
        currency=part.currency, asked_at=clock.now(), due_at=clock.now() + ANSWER_WITHIN,
    )  # fmt: skip
    notices.asked(booking=booking)


def _locked(by: Actor, booking_id: UUID, *, is_over_allowed: bool = False) -> tuple[Booking, Side, Held]:
    """Return a booking with its part, locked as every part is (the order first), and the side of who acts."""
    known = Booking.objects.filter(id=booking_id).first()
    if known is None:
        raise BookingUnknown
    side = side_in(booking=known, by=by)
    held = locked_part(fulfilment_id=known.fulfilment_id)
    booking = Booking.objects.select_for_update(of=("self",)).select_related("terms").get(id=booking_id)
    if not is_over_allowed and not booking.is_open:
        raise BookingOver
    return booking, side, held


def _wait(booking: Booking) -> None:
    """Give the two their time for the next step: from now, or from the agreed date on."""
    booking.due_at = max(clock.now(), booking.meets_at or clock.now()) + ANSWER_WITHIN
    booking.save(update_fields=["status", "meets_at", "place", "due_at"])


def _end(booking: Booking, held: Held, *, status: Booking.Status, side: Side, by: Actor, why: str = "") -> None:
    """Write down how a booking ended, on it and among the acts of its order."""
    booking.status, booking.ended_at, booking.ended_by, booking.due_at = status, clock.now(), side, None
    booking.why = normalise(why)[:WORDS_LENGTH_MAX]
    booking.save(update_fields=["status", "ended_at", "ended_by", "why", "due_at"])
    booking.proposals.filter(answer=Answer.OPEN).update(answer=Answer.REPLACED, answered_at=clock.now())
    note_act(
        order_id=held.order.order_id, cell_id=held.order.cell_id, fulfilment_id=held.part.id, act=OrderAct.Act.BOOKING,
        side=side, by=by, why=booking.why, facts={"status": status},
    )  # fmt: skip
    notices.ended(booking=booking)


def _give_up(booking: Booking, held: Held, *, status: Booking.Status, side: Side, by: Actor, why: str) -> None:
    """End a booking nobody goes on with: by its terms the deposit goes back, or stays with the seller."""
    if status == Status.BUYER_OUT and not booking.comes_back:
        is_at_once = side == Side.BUYER
        _keep_deposit(booking, held, status=status, side=side, by=by, why=why, is_at_once=is_at_once)
        return
    counts = {line: line.remaining for line in held.goods}
    free_goods(buyer_id=held.order.buyer_id, counts=counts, cell_id=held.order.cell_id)
    cancel_counts(counts=counts)
    _end(booking, held, status=status, side=side, by=by, why=why)
    part_refunds.refund_lines(
        held=held, amounts={line: line.kept for line in held.lines}, why=booking.why or status,
        ends_as=Fulfilment.Status.CANCELLED,
    )  # fmt: skip


def _keep_deposit(
    booking: Booking, held: Held, *, status: Booking.Status, side: Side, by: Actor, why: str, is_at_once: bool
) -> None:
    """End a booking whose deposit is the seller's; others can have the goods again."""
    stock.release(counts=levels_of(held.goods), cell_id=held.order.cell_id)
    _end(booking, held, status=status, side=side, by=by, why=why)
    _pay_seller(held, is_at_once=is_at_once)


def _pay_seller(held: Held, *, is_at_once: bool) -> None:
    """Let the deposit wait for complaints as the money of what has arrived does; at once where the buyer agreed."""
    now = clock.now()
    held.part.status, held.part.delivered_at = Fulfilment.Status.DELIVERED, now
    held.part.complaint_until = now if is_at_once else now + COMPLAINTS_WITHIN
    held.part.save(update_fields=["status", "stock_taken_at", "delivered_at", "complaint_until"])
    if is_at_once:
        releases.release_part(fulfilment_id=held.part.id)


def _leave_to_staff(booking: Booking, held: Held) -> None:
    """Have our staff ask both what became of it; until they decide nobody gets the deposit."""
    stock.release(counts=levels_of(held.goods), cell_id=held.order.cell_id)
    _end(booking, held, status=Status.UNCLEAR, side=Side.HOUSE, by=HOUSE)
    _pay_seller(held, is_at_once=False)
    Dispute.objects.create(
        fulfilment=held.part,
        status=Dispute.Status.STAFF,
        problem=Dispute.Problem.NOT_ARRIVED,
        lines={str(line.line_no): line.remaining for line in held.goods if line.remaining},
        text="",
        asked_amount=sum(line.kept for line in held.lines),
        opened_at=clock.now(),
    )
