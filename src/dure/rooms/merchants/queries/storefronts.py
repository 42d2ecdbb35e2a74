"""Storefronts as visitors and their owners see them."""

from dataclasses import dataclass
from uuid import UUID

from django.core.files.base import File
from django.db.models import QuerySet

from dure.kernel.clock import HOUSE_ZONE, now
from dure.kernel.errors import NotFound
from dure.kernel.pictures import picture_file
from dure.rooms.merchants.models import FormerSlug, Status, Storefront
from dure.rooms.merchants.opening_hours import is_open
from dure.rooms.merchants.plans import Rate
from dure.rooms.merchants.queries.agreements import plan
from dure.rooms.merchants.queries.merchants import Seller, summaries


@dataclass(frozen=True, kw_only=True)
class Front:
    """A storefront with what is true of its merchant: `hours` has seven lines, Monday first, or none."""

    organisation_id: UUID
    slug: str
    seller: Seller
    introduction: str
    story: str
    hours: list[list[str]]
    hours_note: str
    is_open_now: bool
    chosen_products: list[UUID]
    banner: str
    is_published: bool
    rates: list[Rate]

    @property
    def is_free(self) -> bool:
        """Whether the merchant pays nothing on any channel."""
        return all(rate.is_free for rate in self.rates)

    @property
    def free_channels(self) -> list[str]:
        """The channels on which the merchant keeps everything."""
        return [rate.channel for rate in self.rates if rate.is_free]


def storefront(*, slug: str) -> Front:
    """Return a public storefront by its address; an address it had before still finds it. NotFound otherwise."""
    found = _open().filter(slug=slug).first() or _open().filter(former_slugs__slug=slug).first()
    if found is None:
        raise NotFound
    return _front(found)


def own_storefront(*, organisation_id: UUID) -> Front | None:
    """Return a merchant's storefront, public or not; None where none was begun."""
    found = Storefront.objects.select_related("merchant__organisation").filter(merchant_id=organisation_id).first()
    return _front(found) if found else None


def slugs(*, organisation_ids: set[UUID]) -> dict[UUID, str]:
    """Return the addresses of public storefronts, in one query."""
    return dict(_open().filter(merchant_id__in=organisation_ids).values_list("merchant_id", "slug"))


def banner_file(*, organisation_id: UUID, name: str) -> "File[bytes]":
    """Return a file of a merchant's banner (`large.avif`); NotFound where there is none."""
    found = Storefront.objects.filter(merchant_id=organisation_id).exclude(banner="").first()
    if found is None:
        raise NotFound
    return picture_file(key=found.banner, name=name)


def is_taken(*, slug: str, organisation_id: UUID) -> bool:
    """Whether somebody else has, or had, this address."""
    has = Storefront.objects.filter(slug=slug).exclude(merchant_id=organisation_id).exists()
    return has or FormerSlug.objects.filter(slug=slug).exclude(storefront__merchant_id=organisation_id).exists()


def _open() -> QuerySet[Storefront]:
    return Storefront.objects.select_related("merchant__organisation").filter(
        is_published=True, merchant__status=Status.APPROVED
    )


def _front(found: Storefront) -> Front:
    moment = now().astimezone(HOUSE_ZONE)
    return Front(
        organisation_id=found.merchant_id,
        slug=found.slug,
        seller=summaries(organisation_ids=[found.merchant_id])[found.merchant_id],
        introduction=found.merchant.organisation.introduction,
        story=found.story,
        hours=found.hours,
        hours_note=found.hours_note,
        is_open_now=is_open(found.hours, moment.weekday(), f"{moment:%H:%M}"),
        chosen_products=list(found.chosen_products),
        banner=found.banner,
        is_published=found.is_published,
        rates=plan(organisation_id=found.merchant_id),
    )
