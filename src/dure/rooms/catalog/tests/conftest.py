"""What the catalog's tests share: a farm that may sell, and looking at what is left of a refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.kernel.quantity import Quantity
from dure.rooms.catalog.drafts import Names, ProductDraft, SizeDraft, Terms
from dure.rooms.people.tests.with_regions import _regions_of_the_run, regions  # noqa: F401  fixtures

Trace = tuple[int, ...]


@dataclass(frozen=True)
class Farm:
    """An approved seller and who acts for it."""

    organisation_id: UUID
    by: Actor

    @property
    def own(self) -> dict[str, Any]:
        """What every verb of a seller takes."""
        return {"by": self.by, "organisation_id": self.organisation_id}


@pytest.fixture
def farm(db: None) -> Farm:
    """A farm that may sell to the public, and the taxonomy."""
    return make_farm()


@pytest.fixture
def other_farm(db: None) -> Farm:
    """Another farm."""
    return make_farm()


def make_farm(*, is_approved: bool = True) -> Farm:
    """A farm set up for selling."""
    from dure.rooms.catalog import factories  # noqa: PLC0415  models load only when Django is ready
    from dure.rooms.merchants import factories as merchants  # noqa: PLC0415

    factories.kind("apple")
    made = merchants.make_merchant(is_approved=is_approved, has_account=False)
    return Farm(made.organisation_id, merchants.owner_actor(made))


def apples(**facts: Any) -> ProductDraft:
    """What apples are."""
    return ProductDraft(kind_code="apple", names=Names(name=facts.pop("name", "Red apples")), **facts)


def five_kilos(count: int = 10, price: int = 30_000, **facts: Any) -> SizeDraft:
    """Boxes of five kilos."""
    terms = {name: facts.pop(name) for name in ("per_buyer_limit", "opens_at", "closes_at") if name in facts}
    size = facts.pop("size", Quantity.of(5, "kg"))
    return SizeDraft(size=size, count=count, terms=Terms(price=Money(price, "KRW"), **terms), **facts)


@pytest.fixture
def trace(db: None) -> Callable[[], Trace]:
    """How many rows of everything there are, and how many announcements."""
    from dure.kernel.models import OutboxMessage  # noqa: PLC0415
    from dure.rooms.catalog.models import (  # noqa: PLC0415
        BulkAct,
        Level,
        Location,
        Lot,
        Offer,
        Photo,
        Product,
        StockMove,
        Variant,
    )

    tables = (BulkAct, Level, Location, Lot, Offer, Photo, Product, StockMove, Variant, OutboxMessage)
    return lambda: tuple(table.objects.count() for table in tables)
