"""Reported problems as staff see them, and who may see a photo."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.kernel.pictures import PictureUnknown
from dure.rooms.market import errors
from dure.rooms.market.models import Dispute, OrderAct, OrderLine, Photo


@dataclass(frozen=True, kw_only=True)
class DisputePage:
    """A reported problem with everything needed to decide it."""

    dispute: Dispute
    lines: tuple[tuple[OrderLine, int], ...]
    photos: tuple[Photo, ...]
    acts: tuple[OrderAct, ...]

    @property
    def asked(self) -> Money:
        """What the affected goods cost."""
        return Money(self.dispute.asked_amount, self.dispute.fulfilment.currency)

    @property
    def held(self) -> Money:
        """What is still held for the part; no more can be given back."""
        return Money(self.dispute.fulfilment.held, self.dispute.fulfilment.currency)

    @property
    def refunded(self) -> Money:
        """What was given back for it."""
        return Money(self.dispute.amount, self.dispute.fulfilment.currency)


def disputes(*, is_open: bool) -> QuerySet[Dispute]:
    """Return reported problems with part and seller: those waiting for us first and longest, or the latest decided."""
    found = Dispute.objects.select_related("fulfilment__seller", "fulfilment__buyer")
    if is_open:
        return found.filter(status__in=Dispute.UNDECIDED).order_by("-status", "opened_at")
    return found.exclude(status__in=Dispute.UNDECIDED).order_by(F("decided_at").desc(nulls_last=True), "-id")


def dispute_page(*, dispute_id: UUID) -> DisputePage:
    """Return one reported problem; DisputeNotFound where there is none."""
    found = Dispute.objects.select_related("fulfilment__seller", "fulfilment__buyer").filter(id=dispute_id).first()
    if found is None:
        raise errors.DisputeNotFound
    part = found.fulfilment
    rows = OrderLine.objects.filter(cell_id=part.cell_id, order_id=part.order_id, line_no__in=list(found.lines))
    acts = OrderAct.objects.filter(cell_id=part.cell_id, order_id=part.order_id).order_by("id")
    return DisputePage(
        dispute=found,
        lines=tuple((line, found.lines[str(line.line_no)]) for line in rows.order_by("line_no")),
        photos=tuple(found.photos.order_by("added_at")),
        acts=tuple(acts),
    )


def photo_key(*, by: Actor, photo_id: UUID) -> str:
    """Return what a photo is kept under, for the buyer, the seller and staff; PictureUnknown for everybody else."""
    found = Photo.objects.select_related("dispute__fulfilment", "asked_return__fulfilment").filter(id=photo_id).first()
    if found is None:
        raise PictureUnknown
    about = found.dispute or found.asked_return
    assert about is not None
    part = about.fulfilment
    is_buyer = by.person_id is not None and by.person_id == part.buyer_id
    if not (is_buyer or by.is_staff or (by.organisation_id is not None and by.organisation_id == part.seller_id)):
        raise PictureUnknown
    return found.key


def waiting_for_staff() -> int:
    """Return how many reports our staff has to decide."""
    return Dispute.objects.filter(status=Dispute.Status.STAFF).count()


def open_disputes_of(*, organisation_id: UUID) -> Sequence[Dispute]:
    """Return the reports a seller has to answer, oldest first."""
    found = Dispute.objects.filter(fulfilment__seller_id=organisation_id, status=Dispute.Status.OPEN)
    return list(found.select_related("fulfilment").order_by("opened_at"))
