"""Products, their sizes and their photos."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id
from dure.kernel.quantity import UNITS, Quantity
from dure.kernel.quantity import Kind as QuantityKind
from dure.rooms.catalog.models.kinds import Kind

NAME_LENGTH_MAX = 80
STORY_LENGTH_MAX = 1_000


class ProductStatus(models.TextChoices):
    """Whether a product is for sale."""

    DRAFT = "draft", _("Draft")
    LISTED = "listed", _("For sale")
    PAUSED = "paused", _("Paused")
    WITHDRAWN = "withdrawn", _("Taken out")


class Allergen(models.TextChoices):
    """What people with allergies must be told of."""

    GLUTEN = "gluten", _("Wheat and gluten")
    BUCKWHEAT = "buckwheat", _("Buckwheat")
    CRUSTACEANS = "crustaceans", _("Crab and shrimp")
    MOLLUSCS = "molluscs", _("Shellfish and squid")
    FISH = "fish", _("Fish")
    EGG = "egg", _("Egg")
    MILK = "milk", _("Milk")
    SOYBEAN = "soybean", _("Soybean")
    PEANUT = "peanut", _("Peanut")
    NUTS = "nuts", _("Walnut, pine nut and other nuts")
    SESAME = "sesame", _("Sesame")
    PEACH = "peach", _("Peach")
    TOMATO = "tomato", _("Tomato")
    PORK = "pork", _("Pork")
    BEEF = "beef", _("Beef")
    CHICKEN = "chicken", _("Chicken")
    CELERY = "celery", _("Celery")
    MUSTARD = "mustard", _("Mustard")
    SULPHITES = "sulphites", _("Sulphites")


class Product(models.Model):
    """What an organisation sells: one thing with a name, a story and photos, in one or more sizes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("seller")
    )
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+", verbose_name=_("kind"))
    name = models.CharField(_("name"), max_length=NAME_LENGTH_MAX)
    name_ko = models.CharField(_("name in Korean"), max_length=NAME_LENGTH_MAX, blank=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=NAME_LENGTH_MAX, blank=True)
    name_en = models.CharField(_("name in English"), max_length=NAME_LENGTH_MAX, blank=True)
    story = models.TextField(_("story"), max_length=STORY_LENGTH_MAX, blank=True)
    storage = models.CharField(_("how to keep it"), max_length=200, blank=True)
    allergens = ArrayField(
        models.CharField(max_length=12, choices=Allergen), default=list, blank=True, verbose_name=_("allergens")
    )
    status = models.CharField(_("status"), max_length=10, choices=ProductStatus, default=ProductStatus.DRAFT)
    created_at = models.DateTimeField(_("listed"))
    created_by_id = models.UUIDField(_("listed by"), null=True)
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering: ClassVar = ["-created_at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at"], name="catalog_product_of_seller"),
            models.Index(fields=["kind"], name="catalog_product_of_kind"),
        ]

    def __str__(self) -> str:
        """Return the name everybody knows."""
        return self.name

    @property
    def shown_name(self) -> str:
        """The name for the reader of this page."""
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """Return the name for a reader of this language, or the one everybody knows."""
        return {"ko": self.name_ko, "zh": self.name_zh, "en": self.name_en}.get(language[:2]) or self.name


class Photo(models.Model):
    """A picture of a product; `key` names its files (`kernel/pictures.py`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="photos", verbose_name=_("product"))
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.CharField(_("file"), max_length=100)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    added_at = models.DateTimeField(_("added"))

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product", "position"], name="catalog_photo_positions", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        """Return the file."""
        return self.key


class Variant(models.Model):
    """One size of a product: how much is in it, and in what it is packed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="variants", verbose_name=_("product"))
    base = models.PositiveBigIntegerField(_("how much"), help_text=_("In the smallest unit of its kind."))
    unit = models.CharField(_("unit"), max_length=10)
    package = models.CharField(_("package"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("size")
        verbose_name_plural = _("sizes")
        ordering: ClassVar = ["unit", "base", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "base", "unit", "package"], name="catalog_variant_once"),
            models.CheckConstraint(condition=Q(base__gt=0), name="catalog_variant_holds_something"),
        ]

    def __str__(self) -> str:
        """Return the size."""
        return f"{self.size} {self.package}".strip()

    @property
    def size(self) -> Quantity:
        """How much is in one."""
        return Quantity(self.base, self.unit)

    @property
    def weight_mg(self) -> int:
        """What one weighs, as far as it is sold by weight; 0 for what is counted."""
        return self.base if UNITS[self.unit].kind is QuantityKind.MASS else 0
