"""What stands beside what on the home's shelves."""

from uuid import UUID

from dure.rooms.catalog.queries.on_sale import Origin
from dure.rooms.catalog.queries.search import Hit
from dure.rooms.web.queries.shelves import varied

FARM, COOPERATIVE = UUID(int=1), UUID(int=2)


def hits(*origins: Origin) -> tuple[list[Hit], dict[UUID, Origin]]:
    """Return a hit for each origin, numbered from one, and where each comes from."""
    found = [Hit(UUID(int=number), number) for number in range(1, len(origins) + 1)]
    return found, {hit.product_id: origin for hit, origin in zip(found, origins, strict=True)}


def numbers(found: list[Hit]) -> list[int]:
    """Return the hits' numbers."""
    return [hit.offer_id for hit in found]


def test_a_shelf_takes_every_county_before_one_comes_again():
    found, known = hits(
        Origin(FARM, "KR/46", "honey"), Origin(FARM, "KR/46", "honey"), Origin(FARM, "KR/46", "tea"),
        Origin(COOPERATIVE, "KR/47", "honey"),
    )  # fmt: skip

    assert numbers(varied(hits=found, known=known, count=3)) == [1, 4, 3]


def test_a_shelf_with_little_to_choose_from_keeps_the_order():
    found, known = hits(*[Origin(FARM, "", "honey")] * 3)

    assert numbers(varied(hits=found, known=known, count=4)) == [1, 2, 3]
