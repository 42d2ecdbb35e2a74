"""Regions, the help-first list, and addresses as kept."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from dure.kernel.ids import new_id

NAME_ORDERS = {"ko": ("ko", "zh", "en"), "zh-hans": ("zh", "ko", "en"), "en": ("en", "ko", "zh")}
"""Which name to try first, second and third for a reader of each language."""


DEPOPULATION_AREA = gettext_noop("Depopulation area")
"""The one programme whose list comes with the house; programmes noted by staff are shown as they wrote them."""


class Level(models.TextChoices):
    """How far down the tree a region stands."""

    COUNTRY = "country", _("Country or region")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County or district")


class RegionQuerySet(models.QuerySet["Region"]):
    """Ways to narrow regions down."""

    def below(self, region: "Region") -> "RegionQuerySet":
        """Everything under this region, at any depth."""
        return self.filter(path__startswith=f"{region.path}/")

    def children_of(self, region: "Region") -> "RegionQuerySet":
        """The regions directly under this one."""
        return self.filter(parent=region)

    def current(self) -> "RegionQuerySet":
        """Regions that still exist; a region abolished by its country is kept for old addresses only."""
        return self.filter(is_current=True)


class Region(models.Model):
    """A country, province, city or county: its official code and what is known of it, each fact with its source."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(_("country"), max_length=2)
    code = models.CharField(_("official code"), max_length=6)
    iso_code = models.CharField(_("ISO 3166 code"), max_length=6, blank=True)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=32, unique=True, editable=False)
    name_ko = models.CharField(_("Korean name"), max_length=80, blank=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80, blank=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    is_name_en_romanised = models.BooleanField(
        default=False,
        help_text=_("The English name is a letter-by-letter spelling made by rule, not a name found in a source."),
    )
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    former_codes = ArrayField(models.CharField(max_length=6), default=list, blank=True)
    search_text = models.TextField(blank=True, editable=False)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    coordinates_source = models.CharField(max_length=120, blank=True)
    population = models.PositiveBigIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the count"), null=True, blank=True)
    population_source = models.CharField(max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=120)
    is_current = models.BooleanField(_("in use now"), default=True)

    objects = RegionQuerySet.as_manager()

    marks: "list[HelpFirst]"
    """The active help-first marks, where a query brought them along (`queries.regions.with_marks`)."""

    above_in_country: "list[Region]"
    """What lies between it and its country, where a query brought it along (`queries.regions.know_above`)."""

    class Meta:
        """Order and promises of the table."""

        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering: ClassVar = ["country", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "code"], name="region_country_code_unique"),
            models.CheckConstraint(
                condition=Q(level=Level.COUNTRY, parent__isnull=True)
                | ~Q(level=Level.COUNTRY) & Q(parent__isnull=False),
                name="region_only_countries_stand_alone",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="region_coordinates_are_a_pair_on_the_globe",
            ),
            models.CheckConstraint(
                condition=~Q(name_ko="", name_zh="", name_en=""),
                name="region_has_a_name",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["parent", "code"], name="region_parent_code"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="region_search_trigrams"),
        ]

    def __str__(self) -> str:
        """The name in the country's own language."""
        return self.name_in("zh-hans" if self.country == "CN" else "ko")

    @property
    def name(self) -> str:
        """The name for the reader of this page."""
        return self.name_in(get_language() or "en")

    @property
    def name_language(self) -> str:
        """The language the name is really in, for the page's `lang`."""
        return self.name_and_language(get_language() or "en")[1]

    @property
    def key(self) -> str:
        """Country and official code in one word, for example `KR-47850`; `KR` for a country."""
        return self.country if self.level == Level.COUNTRY else f"{self.country}-{self.code}"

    def name_in(self, language: str) -> str:
        """Return the name for a reader of this language; where it is unknown, the next best known name."""
        return self.name_and_language(language)[0]

    def name_and_language(self, language: str) -> tuple[str, str]:
        """Return the name and the language it is really in, so that a fallback can be marked as such."""
        for candidate in NAME_ORDERS.get(language, NAME_ORDERS["en"]):
            if name := getattr(self, f"name_{candidate}"):
                return name, candidate
        return self.code, "en"

    def ancestor_codes(self) -> list[str]:
        """Return the official codes from the country down to the parent."""
        return self.path.split("/")[:-1]


class HelpFirst(models.Model):
    """A programme names this region as one to be helped first: who says so, since when, and until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="help_first", verbose_name=_("region"))
    programme = models.CharField(_("programme"), max_length=120)
    source = models.CharField(_("source"), max_length=300)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1949)])
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    noted_at = models.DateTimeField(_("noted at"))
    noted_by_id = models.UUIDField(
        _("noted by"),
        null=True,
        blank=True,
        help_text=_("The person who noted it; empty where it came with the house."),
    )

    class Meta:
        """Order and promises of the table."""

        verbose_name = _("help-first mark")
        verbose_name_plural = _("help-first marks")
        ordering: ClassVar = ["-year", "programme"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["region", "programme", "year"], name="help_first_noted_once"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="help_first_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        """The programme and its year."""
        return f"{self.programme_name} ({self.year})"

    @property
    def programme_name(self) -> str:
        """The programme's name, in the reader's language where the house knows it."""
        return gettext(self.programme)


class Address(models.Model):
    """A postal address as somebody gave it, checked by `addresses.check`; a change of address is a new row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(_("country"), max_length=2)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    street = models.CharField(_("street"), max_length=200)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """Order and promises of the table."""

        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(country__in=["KR", "CN"]) | Q(region__isnull=False),
                name="address_names_its_region_where_we_know_them",
            ),
        ]

    def __str__(self) -> str:
        """Enough to recognise it."""
        return f"{self.street} {self.detail}".strip()


def search_text_of(names: Iterable[str]) -> str:
    """Return the lower-case text that search looks in: every name and alias, once each, a line apart."""
    return "\n".join(dict.fromkeys(name.lower() for name in names if name))
