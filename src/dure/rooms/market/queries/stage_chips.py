"""What can be bought of what a clip or a chapter shows: at today's price, or truly told that it is not to be had."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from dure.kernel.money import Money
from dure.rooms.catalog.queries.offers import OfferView, offers, offers_of_product
from dure.rooms.market.queries.bookings import full_prices

PREFIX: Final = "offer:"
DIGITS_MAX: Final = 18


@dataclass(frozen=True, kw_only=True)
class Chip:
    """The product that is shown. `offer` is what to buy now, None where nothing is; `is_other` when not that one."""

    product_id: UUID
    name: str
    photo: str
    tile: str
    seed: int
    offer: OfferView | None
    is_other: bool
    full: Money | None = None
    """What one costs, where the offer's price is a deposit."""

    @property
    def price(self) -> Money | None:
        """What one costs; None where nothing is on sale."""
        return self.full or (self.offer.price if self.offer else None)

    @property
    def is_sold_out(self) -> bool:
        """Whether it is on sale, but nothing of it is left just now."""
        return self.offer is not None and self.offer.is_sold_out


def chips(*, keys: Iterable[str]) -> dict[str, Chip]:
    """Return the chips of what stands for an offer that exists, by key; two questions, and one for each gone one."""
    numbers = _numbered(keys)
    found = offers(offer_ids=set(numbers.values())) if numbers else {}
    shown = {key: _chip(found[number]) for key, number in numbers.items() if number in found}
    full = full_prices(offer_ids=[chip.offer.offer_id for chip in shown.values() if chip.offer])
    return {
        key: replace(chip, full=full.get(chip.offer.offer_id)) if chip.offer else chip for key, chip in shown.items()
    }


def _numbered(keys: Iterable[str]) -> dict[str, int]:
    written = {key: key.removeprefix(PREFIX) for key in keys if key.startswith(PREFIX)}
    return {key: int(text) for key, text in written.items() if text.isdecimal() and len(text) <= DIGITS_MAX}


def _chip(shown: OfferView) -> Chip:
    """Return the chip of an offer; a price that is over gives way to the best one of today."""
    now = shown if _is_to_be_had(shown) else _best_of_today(shown)
    return Chip(
        product_id=shown.product_id,
        name=shown.name,
        photo=shown.photo,
        tile=shown.tile,
        seed=shown.offer_id,
        offer=now,
        is_other=now is not None and now.offer_id != shown.offer_id,
    )


def _is_to_be_had(offer: OfferView) -> bool:
    return offer.is_open and offer.is_public and offer.is_for_everybody


def _best_of_today(shown: OfferView) -> OfferView | None:
    """Return the cheapest open offer of the size that was shown, or else of another; what is left goes first."""
    of_product = offers_of_product(product_id=shown.product_id)
    open_ones = [each for each in of_product if _is_to_be_had(each) and not each.cycle_id]
    return min(
        open_ones,
        key=lambda each: (each.is_sold_out, each.variant_id != shown.variant_id, each.price.minor),
        default=None,
    )
