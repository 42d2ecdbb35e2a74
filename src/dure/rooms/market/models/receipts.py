"""Receipts with their numbers, and what the law says of the value added tax of a kind of goods."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.models import AppendOnly


class TaxRule(models.Model):
    """How a kind of goods, and every kind below it without a rule of its own, is taxed in a country; who says so."""

    class Treatment(models.TextChoices):
        """What the law does with it."""

        EXEMPT = "exempt", _("Exempt from value added tax")
        TAXED = "taxed", _("Value added tax included in the price")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(_("country"), max_length=2)
    kind_code = models.CharField(_("kind of goods"), max_length=40)
    treatment = models.CharField(_("treatment"), max_length=6, choices=Treatment)
    rate_bp = models.PositiveIntegerField(_("rate (hundredths of a percent)"), default=0)
    source = models.CharField(_("source"), max_length=300)
    noted_at = models.DateTimeField(_("noted at"))
    noted_by_id = models.UUIDField(_("noted by"), null=True)

    class Meta:
        verbose_name = _("tax rule")
        verbose_name_plural = _("tax rules")
        ordering: ClassVar = ["country", "kind_code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["country", "kind_code"], name="tax_rule_once_per_kind"),
            models.CheckConstraint(
                condition=Q(treatment="exempt", rate_bp=0) | Q(treatment="taxed", rate_bp__gt=0),
                name="tax_rule_rate_fits",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="tax_rule_has_a_source"),
        ]

    def __str__(self) -> str:
        """Return country and kind."""
        return f"{self.country} {self.kind_code}: {self.treatment}"


class Receipt(AppendOnly):
    """One seller's receipt for a paid order: its number (gapless within a year) and what it says, for good."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cell_id = models.IntegerField(_("part of the book"))
    order_id = models.BigIntegerField(_("order"))
    seller = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial number"))
    contents = models.JSONField(_("contents"))
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering: ClassVar = ["-year", "-serial"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["seller", "year", "serial"], name="receipt_number_once"),
            models.UniqueConstraint(fields=["cell_id", "order_id", "seller"], name="receipt_once_per_part"),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    @property
    def number(self) -> str:
        """The number people see: year and serial."""
        return f"{self.year}-{self.serial:06d}"
