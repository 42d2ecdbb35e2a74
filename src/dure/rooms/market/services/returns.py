"""Goods going back: the buyer asks, the seller (or staff) answers, and pays back once they have arrived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.db import transaction

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog.services import stock
from dure.rooms.market import errors
from dure.rooms.market.models import Fulfilment, OrderAct, OrderLine, Return, Side
from dure.rooms.market.services import notices, part_refunds
from dure.rooms.market.services.acts import note_act, required, side_of
from dure.rooms.market.services.part_refunds import seller_or_staff
from dure.rooms.market.services.parts import Held, cancel_counts, locked_part
from dure.rooms.market.services.photos import add_photos


@dataclass(frozen=True)
class Asked:
    """A return with the part it belongs to, locked."""

    found: Return
    held: Held

    @property
    def counts(self) -> dict[OrderLine, int]:
        """How many of which line are to go back."""
        return self.held.counts({int(number): count for number, count in self.found.lines.items()})


@transaction.atomic
def ask_return(
    *, by: Actor, fulfilment_id: UUID, counts: Mapping[int, int], why: str, photos: Sequence[IO[bytes]] = ()
) -> Return:
    """Ask to send goods (line number to how many) of a delivered part back; its money waits until that is settled."""
    held = locked_part(fulfilment_id=fulfilment_id)
    side_of(by=by, buyer_id=held.order.buyer_id)
    reason = required(why=why)
    if held.part.status != Fulfilment.Status.DELIVERED:
        raise errors.NotDelivered if held.part.is_open else errors.MoneyReleased
    asked = held.counts(counts)
    if Return.objects.filter(fulfilment=held.part, status__in=Return.OPEN).exists():
        raise errors.ReturnUnderWay
    made = Return.objects.create(
        fulfilment=held.part,
        lines={str(line.line_no): count for line, count in asked.items()},
        reason=reason,
        asked_at=clock.now(),
    )
    add_photos(photos=photos, asked_return=made)
    _note(Asked(made, held), OrderAct.Act.RETURN_ASKED, Side.BUYER, by)
    notices.return_asked(held.part, key=made.id)
    return made


@transaction.atomic
def answer_return(*, by: Actor, return_id: UUID, is_accepted: bool, words: str) -> Return:
    """Accept a return, so that the buyer sends it; or decline it with a reason (the buyer may report a problem)."""
    asked = _locked(return_id)
    side = seller_or_staff(by=by, part=asked.held.part)
    if asked.found.status != Return.Status.ASKED:
        raise errors.ReturnClosed
    answer = words.strip() if is_accepted else required(why=words)
    asked.found.status = Return.Status.ACCEPTED if is_accepted else Return.Status.DECLINED
    asked.found.answer, asked.found.answered_at = answer, clock.now()
    asked.found.closed_at = None if is_accepted else clock.now()
    asked.found.save(update_fields=["status", "answer", "answered_at", "closed_at"])
    _note(asked, OrderAct.Act.RETURN_ANSWERED, side, by, why=answer, accepted=is_accepted)
    notices.return_answered(asked.held.order, is_accepted=is_accepted, key=return_id)
    return asked.found


@transaction.atomic
def receive_return(*, by: Actor, return_id: UUID, is_fit_for_sale: bool) -> Return:
    """The returned goods have arrived: their price goes back to the buyer, and what is fit for sale onto the shelf."""
    asked = _locked(return_id)
    side = seller_or_staff(by=by, part=asked.held.part)
    if asked.found.status == Return.Status.REFUNDED:
        return asked.found
    if asked.found.status != Return.Status.ACCEPTED:
        raise errors.ReturnClosed
    counts, held = asked.counts, asked.held
    if is_fit_for_sale:
        levels = {line.level_id: count for line, count in counts.items() if line.level_id is not None}
        stock.put_back(counts=levels, reference=f"return:{return_id}", cell_id=held.order.cell_id)
    amounts = {line: min(count * line.unit_price, line.kept) for line, count in counts.items()}
    cancel_counts(counts=counts)
    asked.found.status, asked.found.closed_at = Return.Status.REFUNDED, clock.now()
    asked.found.amount = sum(amounts.values())
    asked.found.save(update_fields=["status", "closed_at", "amount"])
    _note(asked, OrderAct.Act.RETURN_RECEIVED, side, by, fit_for_sale=is_fit_for_sale)
    made = part_refunds.refund_lines(held=held, amounts=amounts, why=asked.found.reason)
    if made:
        part_refunds.note_refund(made=made, held=held, by=by, side=side)
    return asked.found


@transaction.atomic
def withdraw_return(*, by: Actor, return_id: UUID) -> Return:
    """The buyer keeps the goods after all."""
    asked = _locked(return_id)
    side = side_of(by=by, buyer_id=asked.held.order.buyer_id)
    if asked.found.status not in Return.OPEN:
        raise errors.ReturnClosed
    asked.found.status, asked.found.closed_at = Return.Status.WITHDRAWN, clock.now()
    asked.found.save(update_fields=["status", "closed_at"])
    _note(asked, OrderAct.Act.RETURN_WITHDRAWN, side, by)
    return asked.found


def _locked(return_id: UUID) -> Asked:
    """Return a return with its part, locked; ReturnNotFound where there is none."""
    part_id = Return.objects.filter(id=return_id).values_list("fulfilment_id", flat=True).first()
    if part_id is None:
        raise errors.ReturnNotFound
    held = locked_part(fulfilment_id=part_id)
    return Asked(Return.objects.select_for_update().get(id=return_id), held)


def _note(asked: Asked, act: OrderAct.Act, side: Side, by: Actor, *, why: str = "", **facts: object) -> None:
    note_act(
        order_id=asked.held.order.order_id, cell_id=asked.held.order.cell_id, fulfilment_id=asked.held.part.id, act=act,
        side=side, by=by, why=why, facts={"return": str(asked.found.id), "lines": asked.found.lines, **facts},
    )  # fmt: skip
