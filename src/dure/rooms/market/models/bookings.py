"""Bookings: what is too dear or too large for a parcel is booked by a deposit, seen, and then bought or not."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.kernel.money import Money
from dure.rooms.market.models.fulfilments import Fulfilment
from dure.rooms.market.models.sides import Side

WORDS_LENGTH_MAX = 500
PLACE_LENGTH_MAX = 200


class BookingTerms(models.Model):
    """How an offer is sold by booking: its price is the deposit, `full_price` (minor units) the price of one.

    Terms are never changed: new ones end those before, and a booking keeps the ones its buyer ordered by.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cell_id = models.IntegerField(_("part of the book"))
    offer_id = models.BigIntegerField(_("offer"))
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    full_price = models.BigIntegerField(_("full price of one"))
    currency = models.CharField(_("currency"), max_length=3)
    back_until = models.DateField(_("deposit comes back in full until"))
    next_words = models.CharField(_("what happens next"), max_length=WORDS_LENGTH_MAX)
    began_at = models.DateTimeField(_("in force from"))
    ended_at = models.DateTimeField(_("in force until"), null=True)
    set_by = models.UUIDField(_("set by"), null=True)

    class Meta:
        verbose_name = _("terms of booking")
        verbose_name_plural = _("terms of booking")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["offer_id"], condition=Q(ended_at__isnull=True), name="market_booking_terms_once"
            ),
            models.CheckConstraint(condition=Q(full_price__gt=0), name="market_booking_costs_something"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["offer_id", "began_at"], name="market_booking_terms_then"),
        ]

    def __str__(self) -> str:
        """Return offer and full price."""
        return f"{self.offer_id}: {self.full_price} {self.currency}"

    @property
    def price(self) -> Money:
        """What one costs in all."""
        return Money(self.full_price, self.currency)


class Booking(models.Model):
    """Something that was booked: a paid part of an order whose money is held until the two have met.

    `due_at` is the moment by which the next step must be made; the job of bookings acts on it.
    """

    class Status(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("Date to be agreed")
        AGREED = "agreed", _("Date agreed")
        BOUGHT = "bought", _("Purchase made")
        BUYER_OUT = "buyer_out", _("Given up by the buyer")
        SELLER_OUT = "seller_out", _("Given up by the seller")
        NOT_COME = "not_come", _("Buyer did not come")
        UNCLEAR = "unclear", _("Our staff decide")

    OPEN: ClassVar = (Status.ASKED, Status.AGREED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cell_id = models.IntegerField(_("part of the book"))
    order_id = models.BigIntegerField(_("order"))
    fulfilment = models.OneToOneField(
        Fulfilment, on_delete=models.PROTECT, related_name="booking", verbose_name=_("part of an order")
    )
    terms = models.ForeignKey(BookingTerms, on_delete=models.PROTECT, related_name="+", verbose_name=_("terms"))
    seller = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    buyer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("buyer"))
    name = models.CharField(_("what is booked"), max_length=160)
    quantity = models.PositiveIntegerField(_("how many"))
    deposit = models.BigIntegerField(_("deposit"))
    currency = models.CharField(_("currency"), max_length=3)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    asked_at = models.DateTimeField(_("day of booking"))
    meets_at = models.DateTimeField(_("date agreed"), null=True)
    place = models.CharField(_("place agreed"), max_length=PLACE_LENGTH_MAX, blank=True)
    due_at = models.DateTimeField(_("next step until"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.CharField(_("ended by"), max_length=8, choices=Side, blank=True)
    why = models.CharField(_("why"), max_length=WORDS_LENGTH_MAX, blank=True)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["buyer", "-asked_at"], name="market_booking_of_buyer"),
            models.Index(fields=["seller", "-asked_at"], name="market_booking_of_seller"),
            models.Index(fields=["due_at"], name="market_booking_due", condition=Q(status__in=["asked", "agreed"])),
        ]

    def __str__(self) -> str:
        """Return what is booked."""
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it can still become anything."""
        return self.status in self.OPEN

    @property
    def deposit_paid(self) -> Money:
        """What was paid and is held."""
        return Money(self.deposit, self.currency)

    @property
    def full_price(self) -> Money:
        """What it costs in all."""
        return Money(self.terms.full_price * self.quantity, self.currency)

    @property
    def rest(self) -> Money:
        """What is still to be paid between the two when it is bought."""
        return Money(max(self.full_price.minor - self.deposit, 0), self.currency)

    @property
    def comes_back(self) -> bool:
        """Whether the buyer who gives up today gets the deposit back."""
        return clock.today() <= self.back_until

    @property
    def back_until(self) -> date:
        """The last day on which the buyer may give up and get the deposit back."""
        return self.terms.back_until

    @property
    def has_met(self) -> bool:
        """Whether the agreed moment has passed."""
        return self.meets_at is not None and self.meets_at <= clock.now()


class BookingProposal(models.Model):
    """A date and a place one side proposes; the other accepts or declines, and a later one takes its place."""

    class Answer(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        REPLACED = "replaced", _("Replaced by another")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("booking"))
    side = models.CharField(_("proposed by"), max_length=8, choices=Side)
    person_id = models.UUIDField(_("person"), null=True)
    meets_at = models.DateTimeField(_("date"))
    place = models.CharField(_("place of meeting"), max_length=PLACE_LENGTH_MAX)
    note = models.CharField(_("words with it"), max_length=WORDS_LENGTH_MAX, blank=True)
    made_at = models.DateTimeField(_("proposed"))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("proposed date")
        verbose_name_plural = _("proposed dates")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["booking"], condition=Q(answer="open"), name="market_one_open_proposal"),
        ]

    def __str__(self) -> str:
        """Return date and place."""
        return f"{self.meets_at:%Y-%m-%d %H:%M} {self.place}"
