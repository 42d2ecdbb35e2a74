"""What search looks in: an entry per listed product, and the words that people may have meant."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dure.rooms.catalog.models.products import Product


class SearchEntry(models.Model):
    """A listed product as search sees it. Prices and stock are not kept here: they are asked of the offers."""

    product = models.OneToOneField(
        Product, on_delete=models.PROTECT, primary_key=True, related_name="+", verbose_name=_("product")
    )
    organisation_id = models.UUIDField(_("seller"))
    kind_path = models.CharField(_("kind"), max_length=160)
    region_path = models.CharField(_("region"), max_length=32, blank=True)
    is_help_first = models.BooleanField(_("to be helped first"))
    listed_at = models.DateTimeField(_("listed"))
    words = ArrayField(models.CharField(max_length=120), verbose_name=_("words"))
    document = SearchVectorField()
    indexed_at = models.DateTimeField(_("looked over"))

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        ordering: ClassVar = ["-listed_at", "product"]
        indexes: ClassVar = [
            GinIndex(fields=["document"], name="catalog_search_document", fastupdate=False),
            models.Index(fields=["kind_path"], name="catalog_search_kind"),
            models.Index(fields=["-listed_at"], name="catalog_search_newest"),
            models.Index(fields=["indexed_at"], name="catalog_search_oldest_look"),
        ]

    def __str__(self) -> str:
        """Return the words it is found by."""
        return ", ".join(self.words)


class SearchWord(models.Model):
    """A name that stands in the catalogue: offered while somebody types, and proposed for a slip."""

    class Sort(models.TextChoices):
        """What has the name."""

        KIND = "kind", _("Kind")
        WORD = "word", _("Word of a product's name")
        SELLER = "seller", _("Seller")
        REGION = "region", _("Region")

    id = models.BigAutoField(primary_key=True)
    text = models.CharField(_("text"), max_length=120)
    language = models.CharField(_("language"), max_length=2, blank=True)
    sort = models.CharField(_("what has the name"), max_length=8, choices=Sort)
    spelling = models.CharField(_("spelling"), max_length=240)
    initials = models.CharField(_("initials"), max_length=60)
    tile = models.CharField(_("picture"), max_length=20, blank=True)
    product_count = models.PositiveIntegerField(_("products"), default=1)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        ordering: ClassVar = ["-product_count", "text"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "language", "sort"], name="catalog_search_word_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["spelling"], name="catalog_word_spelling"),
            models.Index(fields=["initials"], name="catalog_word_initials"),
            GistIndex(fields=["spelling"], opclasses=["gist_trgm_ops"], name="catalog_word_alike"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.text
