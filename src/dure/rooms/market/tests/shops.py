"""Shops for the tests of the buyer's pages: an approved merchant with offers, stock and a delivery fee."""

from dataclasses import dataclass
from uuid import UUID

from dure.kernel.clock import now
from dure.rooms.catalog import factories as catalog
from dure.rooms.catalog.models import Level, Offer, Product
from dure.rooms.merchants.models import Merchant, Status
from dure.rooms.people import factories as people
from dure.rooms.people.models import Address, Region


@dataclass(frozen=True)
class Shop:
    """A seller people may buy from."""

    organisation_id: UUID

    def offer(self, **facts: object) -> Offer:
        """Make an open offer of this seller."""
        return catalog.offer(organisation_id=self.organisation_id, **facts)

    def offer_on(self, other: Offer, **facts: object) -> Offer:
        """Make another offer over the same shelf, in the live channel."""
        shelf = Level.objects.get(level_id=other.level_id)
        return catalog.offer(of=Product.objects.get(id=other.product_id), on=shelf, channel="live", **facts)

    def leave(self, offer: Offer, count: int) -> None:
        """Leave so many of an offer on the shelf."""
        Level.objects.filter(level_id=offer.level_id).update(on_hand=count)


def shop(*, fee: int = 3_000, free_from: int | None = 50_000, currency: str = "KRW", name: str = "") -> Shop:
    """Make an approved seller who delivers for a fee."""
    organisation = people.make_organisation(name=name)
    region = county()
    Merchant.objects.create(
        organisation=organisation,
        status=Status.APPROVED,
        country=region.country,
        currency=currency,
        region=region,
        address=Address.objects.create(country="KR", region=region, street="군청1길 80", created_at=now()),
        delivery_fee=fee,
        free_delivery_from=free_from,
        started_at=now(),
        approved_at=now(),
    )
    return Shop(organisation.id)


def county() -> Region:
    """Return a county, made if it is not there yet."""
    country, _ = Region.objects.get_or_create(
        country="KR", code="KR", defaults={"level": "country", "path": "KR", "name_ko": "대한민국", "source": "test"}
    )
    province, _ = Region.objects.get_or_create(
        country="KR", code="46",
        defaults={"level": "province", "parent": country, "path": "KR/46", "name_ko": "전라남도", "source": "test"},
    )  # fmt: skip
    found, _ = Region.objects.get_or_create(
        country="KR", code="46820",
        defaults={"level": "county", "parent": province, "path": "KR/46/46820", "name_ko": "해남군", "source": "test"},
    )  # fmt: skip
    return found
