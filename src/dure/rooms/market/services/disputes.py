"""Problems with what arrived: reported with photos, decided by the photo, the seller or our staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.db import transaction

from dure.events.market import DisputeDecided, DisputeOpened
from dure.kernel import clock
from dure.kernel.http import Actor
from dure.kernel.outbox import announce
from dure.rooms.market import errors
from dure.rooms.market.models import Dispute, Fulfilment, OrderAct, OrderLine, Side
from dure.rooms.market.rules import ONE_PHOTO_LIMIT, ONE_PHOTO_TIMES, ONE_PHOTO_WITHIN, SELLER_ANSWERS_WITHIN
from dure.rooms.market.services import giving_back, notices
from dure.rooms.market.services.acts import note_act, required, side_of
from dure.rooms.market.services.part_refunds import seller_or_staff
from dure.rooms.market.services.parts import Held, locked_part
from dure.rooms.market.services.photos import add_photos
from dure.rooms.market.services.replacements import replace_goods

SHOWN = {Dispute.Problem.DAMAGED, Dispute.Problem.WRONG}
"""What can be photographed, and therefore must be."""

SHOWN_AT_ONCE = {*SHOWN, Dispute.Problem.MISSING}
REPORTED_FROM = {Fulfilment.Status.ON_THE_WAY, Fulfilment.Status.DELIVERED}


@dataclass(frozen=True)
class Reported:
    """A report with the part it is about, locked."""

    found: Dispute
    held: Held


@transaction.atomic
def open_dispute(
    *,
    by: Actor,
    fulfilment_id: UUID,
    problem: str,
    counts: Mapping[int, int],
    text: str = "",
    wish: str = Dispute.Wish.REFUND,
    photos: Sequence[IO[bytes]] = (),
) -> Dispute:
    """Report a problem with some goods (line number to how many) of a part; its money waits until that is decided.

    A photo of damaged, wrong or missing goods up to a limit decides at once: their price goes back. For some weeks
    after the money was released seller or staff decide, and it goes back out of what the seller has earned.
    """
    held = locked_part(fulfilment_id=fulfilment_id)
    side_of(by=by, buyer_id=held.order.buyer_id)
    _demand_reportable(held, Dispute.Problem(problem))
    if Dispute.Problem(problem) in SHOWN and not photos:
        raise errors.PhotoMissing
    asked = held.counts(counts)
    amount = _asked_amount(held, asked, Dispute.Problem(problem))
    is_at_once = (
        wish == Dispute.Wish.REFUND and bool(photos) and _decides_itself(held, Dispute.Problem(problem), amount)
    )
    made = Dispute.objects.create(
        fulfilment=held.part,
        problem=problem,
        wish=wish,
        lines={str(line.line_no): count for line, count in asked.items()},
        text=text.strip()[:1000],
        asked_amount=amount,
        opened_at=clock.now(),
    )
    add_photos(photos=photos, dispute=made)
    reported = Reported(made, held)
    _note(reported, OrderAct.Act.DISPUTE_OPENED, Side.BUYER, by, problem=problem)
    announce(
        DisputeOpened(
            order_id=str(held.order.order_id), dispute_id=str(made.id), seller_id=str(held.part.seller_id),
            problem=problem,
        )
    )  # fmt: skip
    if is_at_once:
        made.is_decided_at_once = True
        _refund(reported, amount=amount, side=Side.HOUSE, by=None, words="")
    notices.dispute_opened(held.part, is_decided=is_at_once, key=made.id)
    return made


@transaction.atomic
def answer_dispute(*, by: Actor, dispute_id: UUID, outcome: str, words: str = "", amount: int | None = None) -> Dispute:
    """The seller answers: `refund` (all that was asked, or an amount), `replacement`, or `decline`: staff decide."""
    reported = _locked(dispute_id)
    side = seller_or_staff(by=by, part=reported.held.part)
    if reported.found.status != Dispute.Status.OPEN:
        raise errors.DisputeClosed
    if outcome == "decline":
        reported.found.status = Dispute.Status.STAFF
        reported.found.decision = required(why=words)
        reported.found.save(update_fields=["status", "decision"])
        _note(reported, OrderAct.Act.DISPUTE_ANSWERED, side, by, why=words)
        return reported.found
    return _decide(reported, outcome, side=side, by=by, words=words, amount=amount)


@transaction.atomic
def decide_dispute(*, by: Actor, dispute_id: UUID, outcome: str, words: str, amount: int | None = None) -> Dispute:
    """Staff decide, finally: `refund` (all that was asked, or an amount), `replacement` or `decline`, and say why."""
    if not by.is_staff:
        raise errors.OrderNotYours
    reported = _locked(dispute_id)
    if reported.found.status not in Dispute.UNDECIDED:
        raise errors.DisputeClosed
    return _decide(reported, outcome, side=Side.STAFF, by=by, words=required(why=words), amount=amount)


@transaction.atomic
def withdraw_dispute(*, by: Actor, dispute_id: UUID) -> Dispute:
    """The buyer has found it, or is content after all."""
    reported = _locked(dispute_id)
    side = side_of(by=by, buyer_id=reported.held.order.buyer_id)
    if reported.found.status not in Dispute.UNDECIDED:
        raise errors.DisputeClosed
    _end(reported, Dispute.Status.WITHDRAWN, side=side, by=by, words="", amount=0)
    return reported.found


@transaction.atomic
def hand_to_staff() -> int:
    """Give reports that sellers did not answer in time to our staff; return how many."""
    waiting = Dispute.objects.filter(status=Dispute.Status.OPEN, opened_at__lte=clock.now() - SELLER_ANSWERS_WITHIN)
    return waiting.update(status=Dispute.Status.STAFF)


def _demand_reportable(held: Held, problem: Dispute.Problem) -> None:
    """Refuse a report about what has not left yet, is settled, or was reported already."""
    status = held.part.status
    if not held.part.is_open and not held.part.may_be_reported_late:
        raise errors.MoneyReleased
    if held.part.is_open and status not in REPORTED_FROM:
        raise errors.NotDelivered
    if status == Fulfilment.Status.ON_THE_WAY and problem is not Dispute.Problem.NOT_ARRIVED:
        raise errors.NotDelivered
    if Dispute.objects.filter(fulfilment=held.part, status__in=Dispute.UNDECIDED).exists():
        raise errors.DisputeUnderWay


def _asked_amount(held: Held, asked: Mapping[OrderLine, int], problem: Dispute.Problem) -> int:
    """Return what the affected goods cost; with what never arrived goes its delivery."""
    goods = sum(min(count * line.unit_price, line.kept) for line, count in asked.items())
    is_everything = all(asked.get(line, 0) == line.remaining for line in held.goods)
    fees = [line.kept for line in held.lines if line.kind == OrderLine.Kind.DELIVERY]
    return goods + (sum(fees) if problem is Dispute.Problem.NOT_ARRIVED and is_everything else 0)


def _decides_itself(held: Held, problem: Dispute.Problem, amount: int) -> bool:
    """Whether a photo decides: small sums, and not too often for one buyer."""
    limit = ONE_PHOTO_LIMIT.get(held.order.currency, 0) if held.part.is_open else 0
    if problem not in SHOWN_AT_ONCE or not 0 < amount <= limit:
        return False
    before = Dispute.objects.filter(
        fulfilment__buyer_id=held.order.buyer_id,
        is_decided_at_once=True,
        opened_at__gt=clock.now() - ONE_PHOTO_WITHIN,
    )
    return before.count() < ONE_PHOTO_TIMES


def _decide(reported: Reported, outcome: str, *, side: Side, by: Actor, words: str, amount: int | None) -> Dispute:
    """Bring a report to its end."""
    found, held = reported.found, reported.held
    if outcome == "refund":
        _refund(reported, amount=found.asked_amount if amount is None else amount, side=side, by=by, words=words)
    elif outcome == "replacement":
        counts = held.counts({int(number): count for number, count in found.lines.items()})
        _end(reported, Dispute.Status.REPLACED, side=side, by=by, words=words, amount=0)
        replace_goods(held=held, counts=counts, by=by, side=side, why=words)
    elif outcome == "decline":
        _end(reported, Dispute.Status.DECLINED, side=side, by=by, words=words, amount=0)
    else:
        raise errors.OutcomeUnknown
    return found


def _refund(reported: Reported, *, amount: int, side: Side, by: Actor | None, words: str) -> None:
    """Decide for the buyer: the affected goods' price first, then the rest of the part, up to the amount."""
    held = reported.held
    if not 0 < amount <= sum(line.kept for line in held.lines):
        raise errors.RefundTooLarge(left=sum(line.kept for line in held.lines))
    _end(reported, Dispute.Status.REFUNDED, side=side, by=by, words=words, amount=amount)
    amounts, why = _spread(reported, amount), words or reported.found.problem
    giving_back.give_lines_back(held=held, amounts=amounts, why=why, side=side, by=by)


def _spread(reported: Reported, amount: int) -> dict[OrderLine, int]:
    """Return how much of an amount goes back of each line, the affected lines first."""
    affected = set(reported.found.lines)
    amounts: dict[OrderLine, int] = {}
    for line in sorted(reported.held.lines, key=lambda line: (str(line.line_no) not in affected, line.line_no)):
        amounts[line] = min(amount, line.kept)
        amount -= amounts[line]
    return amounts


def _end(reported: Reported, status: Dispute.Status, *, side: Side, by: Actor | None, words: str, amount: int) -> None:
    """Write down how a report ended, and tell."""
    found, held = reported.found, reported.held
    found.status, found.decided_at, found.decided_as = status, clock.now(), side
    found.decided_by, found.decision, found.amount = by.person_id if by else None, words, amount
    found.save()
    _note(reported, OrderAct.Act.DISPUTE_DECIDED, side, by, why=words, outcome=status.value, amount=amount)
    announce(
        DisputeDecided(
            order_id=str(held.order.order_id), dispute_id=str(found.id), seller_id=str(held.part.seller_id),
            outcome=status.value, amount=amount, currency=held.order.currency,
        )
    )  # fmt: skip
    notices.dispute_decided(order=held.order, part=held.part, outcome=status, key=found.id)


def _locked(dispute_id: UUID) -> Reported:
    """Return a report with its part, locked; DisputeNotFound where there is none."""
    part_id = Dispute.objects.filter(id=dispute_id).values_list("fulfilment_id", flat=True).first()
    if part_id is None:
        raise errors.DisputeNotFound
    held = locked_part(fulfilment_id=part_id)
    return Reported(Dispute.objects.select_for_update().get(id=dispute_id), held)


def _note(
    reported: Reported, act: OrderAct.Act, side: Side, by: Actor | None, *, why: str = "", **facts: object
) -> None:
    note_act(
        order_id=reported.held.order.order_id, cell_id=reported.held.order.cell_id,
        fulfilment_id=reported.held.part.id, act=act, side=side, by=by, why=why,
        facts={"dispute": str(reported.found.id), **facts},
    )  # fmt: skip
