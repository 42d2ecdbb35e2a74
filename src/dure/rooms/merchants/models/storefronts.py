"""A merchant's own front: address, picture, story, hours and chosen products."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.rooms.merchants.models.merchants import Merchant

CHOSEN_MAX = 24


class Storefront(models.Model):
    """What people see of a merchant: `hours` has seven lines, Monday first, each a pair of times or empty (closed)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.OneToOneField(Merchant, on_delete=models.PROTECT, related_name="+", verbose_name=_("merchant"))
    slug = models.CharField(_("address"), max_length=40, unique=True)
    story = models.TextField(_("story"), max_length=2000, blank=True)
    hours = models.JSONField(_("opening hours"), default=list, blank=True)
    hours_note = models.CharField(_("about the opening hours"), max_length=120, blank=True)
    chosen_products = ArrayField(models.UUIDField(), default=list, blank=True, size=CHOSEN_MAX)
    banner = models.CharField(_("banner"), max_length=80, blank=True)
    is_published = models.BooleanField(_("public"), default=False)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )

    class Meta:
        verbose_name = _("storefront")
        verbose_name_plural = _("storefronts")
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(slug__regex=r"^[a-z0-9가-힣一-龥]+(-[a-z0-9가-힣一-龥]+)*$"),
                name="merchants_storefront_slug_is_plain",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class FormerSlug(models.Model):
    """An address a storefront had before; it keeps leading there and nobody else gets it."""

    slug = models.CharField(max_length=40, primary_key=True)
    storefront = models.ForeignKey(Storefront, on_delete=models.PROTECT, related_name="former_slugs")
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug
