"""What sellers pledge of their sales."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.giving.models.funds import CURRENCY_LENGTH, Fund
from dure.rooms.giving.pledging import BP_MAX, Scope

SCOPES = [
    (Scope.PRODUCT.value, _("One product")),
    (Scope.CAMPAIGN.value, _("During a campaign")),
    (Scope.SHOP.value, _("Everything in the shop")),
]


class Campaign(models.Model):
    """A time in which shops give together to one fund; made by the charity or by staff."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("fund"))
    name = models.CharField(_("name"), max_length=120)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    made_by = models.UUIDField(_("made by"), null=True)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="campaign_ends_after_start"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ends_at"], name="campaign_end")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class PledgeRule(models.Model):
    """What a seller gives of each sale, from a moment on: a fixed sum of each piece, or a part in basis points."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    scope = models.CharField(_("of what"), max_length=8, choices=SCOPES)
    product_id = models.UUIDField(_("product"), null=True)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, related_name="rules", verbose_name=_("campaign")
    )
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="rules", verbose_name=_("fund"))
    fixed = models.PositiveBigIntegerField(_("sum of each piece"), null=True)
    currency = models.CharField(_("currency"), max_length=CURRENCY_LENGTH, blank=True)
    percent_bp = models.PositiveIntegerField(_("part (1/100 of a percent)"), null=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True)
    set_by = models.UUIDField(_("set by"), null=True)

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(fixed__gt=0, percent_bp__isnull=True) & ~Q(currency="")
                | Q(fixed__isnull=True, percent_bp__gt=0, percent_bp__lte=BP_MAX, currency=""),
                name="pledge_fixed_or_percent",
            ),
            models.CheckConstraint(
                condition=Q(scope=Scope.PRODUCT.value, product_id__isnull=False, campaign__isnull=True)
                | Q(scope=Scope.CAMPAIGN.value, product_id__isnull=True, campaign__isnull=False)
                | Q(scope=Scope.SHOP.value, product_id__isnull=True, campaign__isnull=True),
                name="pledge_scope_names_its_target",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="pledge_ends_after_start"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "ends_at"], name="pledge_of_seller"),
        ]

    def __str__(self) -> str:
        """Return what it is of."""
        return self.scope
