"""What is counted, in whose pots, and what happened. Hot tables carry `cell_id` in their key (decision 0004)."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, Now
from django.utils.translation import gettext_lazy as _

from dure.kernel import numbers
from dure.kernel.models import AppendOnly, Derived
from dure.rooms.ledger.chart import ORDER_NAME


class Unit(models.Model):
    """What is counted: won, grams of CO2, minutes, blankets. Amounts are whole numbers of 1/10^scale of it."""

    class Family(models.TextChoices):
        """What sort of thing a unit counts."""

        MONEY = "money", _("Money")
        ENVIRONMENT = "environment", _("Environment")
        TIME = "time", _("Time")
        GOODS = "goods", _("Goods")

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    code = models.CharField(_("code"), max_length=20, unique=True)
    scale = models.PositiveSmallIntegerField(_("decimal places"))
    family = models.CharField(_("sort"), max_length=12, choices=Family)
    name_en = models.CharField(_("name in English"), max_length=60)
    name_ko = models.CharField(_("name in Korean"), max_length=60)
    name_zh_hans = models.CharField(_("name in Chinese"), max_length=60)
    opened_at = models.DateTimeField(_("opened"), db_default=Now())

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class Cell(models.Model):
    """A part of the book with its own sequencer; `open_from` is the first moment not sealed or being sealed."""

    cell_id = models.IntegerField(primary_key=True)
    open_from = models.DateTimeField()
    sealed_through = models.DateField(null=True)

    def __str__(self) -> str:
        """Return the number."""
        return f"{self.cell_id}"


class Account(models.Model):
    """A named pot of the whole book. Its id stands in the legs of entries; `cell_id` says where it was opened."""

    account_id = models.BigIntegerField(_("number"), primary_key=True)
    cell_id = models.IntegerField(_("part of the book"))
    code = models.CharField(_("code"), max_length=80, unique=True)
    may_go_negative = models.BooleanField(_("may go below zero"))
    has_lines = models.BooleanField(_("keeps its lines"), db_default=False)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        """Return the code."""
        return self.code

    @property
    def opened_at(self) -> datetime:
        """The moment the account was opened; its id says it."""
        return numbers.made_at(self.account_id)


class Balance(models.Model):
    """The running sum of one account's legs in one unit and cell, and how much of it is held."""

    pk = models.CompositePrimaryKey("cell_id", "account_id", "unit")
    cell_id = models.IntegerField()
    account_id = models.BigIntegerField()
    unit = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(db_default=0)
    held = models.BigIntegerField(db_default=0)
    may_go_negative = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(held__gte=0), name="balance_held_not_negative"),
            models.CheckConstraint(
                condition=Q(may_go_negative=True) | Q(amount__gte=F("held")), name="balance_not_overdrawn"
            ),
        ]

    def __str__(self) -> str:
        """Return what is there."""
        return f"{self.account_id} {self.amount} ({self.held} held)"


class Pair(Func):
    """An array of two columns."""

    template = "ARRAY[%(expressions)s]"

    def __init__(self, *columns: str, **facts: Any) -> None:
        """Take the columns' names."""
        super().__init__(*map(F, columns), output_field=ArrayField(models.BigIntegerField()), **facts)


class Entry(AppendOnly):
    """One thing that happened, recorded once. The legs are three arrays of equal length, summing to zero per unit.

    Orders are most of the book, so their entries are written short: an order's bears the order's number and no other
    name (`named` is null), and it is one `amount` of a `unit` from `source` to `target`. Whoever reads sees a reference
    and legs all the same; the application tells the two sorts apart nowhere else.
    """

    pk = models.CompositePrimaryKey("cell_id", "entry_id")
    cell_id = models.IntegerField()
    entry_id = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField()
    named = models.CharField(max_length=120, null=True)  # noqa: DJ001  what has no name takes no place in its index
    leg_accounts = ArrayField(models.BigIntegerField(), null=True)
    leg_units = ArrayField(models.PositiveSmallIntegerField(), null=True)
    leg_amounts = ArrayField(models.BigIntegerField(), null=True)
    source = models.BigIntegerField(null=True)
    target = models.BigIntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    unit = models.PositiveSmallIntegerField(null=True)
    reference = Derived(
        expression=Coalesce(F("named"), Concat(Value(ORDER_NAME), Cast(F("entry_id"), models.CharField()))),
        output_field=models.CharField(max_length=120),
    )
    accounts = Derived(
        expression=Coalesce(F("leg_accounts"), Pair("source", "target")),
        output_field=ArrayField(models.BigIntegerField()),
    )
    units = Derived(
        expression=Coalesce(F("leg_units"), Pair("unit", "unit")),
        output_field=ArrayField(models.PositiveSmallIntegerField()),
    )
    amounts = Derived(
        expression=Coalesce(F("leg_amounts"), Pair("amount", "amount", template="ARRAY[-%(expressions)s]")),
        output_field=ArrayField(models.BigIntegerField()),
    )
    happened_at = models.DateTimeField()
    reverses = models.BigIntegerField(null=True)
    about = models.JSONField(db_default={})

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cell_id", "named"], name="entry_once_per_reference", condition=Q(named__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["cell_id", "reverses"], name="entry_reversed_once", condition=Q(reverses__isnull=False)
            ),
            models.CheckConstraint(
                condition=Func(
                    *map(F, ("leg_accounts", "leg_units", "leg_amounts", "source", "target", "unit", "amount")),
                    function="ledger_is_sound",
                    output_field=models.BooleanField(),
                ),
                name="entry_legs_balance",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["leg_accounts"], name="entry_accounts", condition=Q(leg_accounts__isnull=False))
        ]

    def __str__(self) -> str:
        """Return the reference."""
        return f"{self.reference}"

    @property
    def recorded_at(self) -> datetime:
        """The moment the entry was recorded; its id says it."""
        return numbers.made_at(self.entry_id)


class Line(AppendOnly):
    """What one entry meant for an account that grows long (`has_lines`), so that its statement need not read entries.

    Written by `ledger_record` with the entry; the nightly proof compares every line's account with its entries.
    """

    pk = models.CompositePrimaryKey("account_id", "unit", "entry_id", "cell_id")
    account_id = models.BigIntegerField()
    unit = models.PositiveSmallIntegerField()
    entry_id = models.BigIntegerField()
    cell_id = models.IntegerField()
    amount = models.BigIntegerField()

    def __str__(self) -> str:
        """Return what it meant."""
        return f"{self.account_id} {self.amount}"


class Hold(models.Model):
    """Value reserved on an account. `amount` = captured + released + what is still held."""

    class Status(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("Reserved")
        CAPTURED = "captured", _("Taken")
        RELEASED = "released", _("Given back")
        EXPIRED = "expired", _("Time over")

    pk = models.CompositePrimaryKey("cell_id", "hold_id")
    cell_id = models.IntegerField()
    hold_id = models.BigIntegerField()
    reference = models.CharField(max_length=120)
    account_id = models.BigIntegerField()
    unit = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()
    captured = models.BigIntegerField(db_default=0)
    released = models.BigIntegerField(db_default=0)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    about = models.JSONField(db_default={})

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cell_id", "reference"], name="hold_once_per_reference"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, captured__gte=0, released__gte=0, amount__gte=F("captured") + F("released")),
                name="hold_parts_fit",
            ),
            models.CheckConstraint(
                condition=Q(status="open", amount__gt=F("captured") + F("released"))
                | ~Q(status="open") & Q(amount=F("captured") + F("released")),
                name="hold_open_while_something_is_held",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["expires_at"], name="hold_open_expiry", condition=Q(status="open")),
            models.Index(fields=["account_id"], name="hold_open_account", condition=Q(status="open")),
        ]

    def __str__(self) -> str:
        """Return the reference."""
        return self.reference

    @property
    def remaining(self) -> int:
        """What is still held."""
        return self.amount - self.captured - self.released

    @property
    def made_at(self) -> datetime:
        """The moment the hold was made; its id says it."""
        return numbers.made_at(self.hold_id)
