"""The taxonomy: what sorts of things there are. Its rows come from `data/kinds.csv`."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class GoodsClass(models.TextChoices):
    """How a sort of goods may be traded."""

    FOOD = "food", _("Food")
    NONFOOD = "nonfood", _("Not food")
    RESTRICTED = "restricted", _("Needs a licence")


class Storage(models.TextChoices):
    """How a thing is best kept at home."""

    ROOM = "room", _("At room temperature, out of the sun")
    COOL = "cool", _("Cool, dark and airy")
    FRIDGE = "fridge", _("In the fridge")
    FREEZER = "freezer", _("In the freezer")
    DRY = "dry", _("Dry and closed")
    LIVING = "living", _("Alive: see to it on arrival")


class Kind(models.Model):
    """A sort of goods, such as apples; groups of sorts, such as fruit, are kinds with children."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("belongs to")
    )
    path = models.CharField(max_length=160, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"))
    name_ko = models.CharField(_("Korean name"), max_length=80)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    other_names = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name=_("other names"))
    season_months = ArrayField(
        models.PositiveSmallIntegerField(), default=list, blank=True, verbose_name=_("months of the season")
    )
    goods_class = models.CharField(_("class"), max_length=10, choices=GoodsClass)
    licence = models.CharField(_("licence"), max_length=40, blank=True)
    storage = models.CharField(_("storage"), max_length=8, choices=Storage)
    keeps_days = models.PositiveSmallIntegerField(_("keeps for days"), null=True, blank=True)
    usual_unit = models.CharField(_("usual unit"), max_length=10)
    usual_amount = models.PositiveIntegerField(_("usual amount"))
    tile = models.CharField(_("picture"), max_length=20, blank=True)
    is_current = models.BooleanField(_("in use now"), default=True)

    class Meta:
        verbose_name = _("kind of goods")
        verbose_name_plural = _("kinds of goods")
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        """Return the Korean name."""
        return self.name_ko

    @property
    def name(self) -> str:
        """The name for the reader of this page."""
        return self.name_in(get_language() or "en")

    def name_in(self, language: str) -> str:
        """Return the name for a reader of this language."""
        return {"ko": self.name_ko, "zh": self.name_zh}.get(language[:2], self.name_en)
