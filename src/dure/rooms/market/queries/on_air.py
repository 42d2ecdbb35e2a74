"""What a host can sell from the telephone while a show is on air: reads."""

from dataclasses import dataclass
from uuid import UUID

from dure.rooms.catalog.queries.offers import OfferView
from dure.rooms.market.queries.live_numbers import LiveNumbers, OfferNumbers, live_numbers
from dure.rooms.market.queries.live_offers import OnStage, offers_to_choose, on_stage
from dure.rooms.market.reductions import Reduction, reductions

USUAL_COUNT = 10
USUAL_COUPONS = 30


@dataclass(frozen=True, kw_only=True)
class Good:
    """An offer on the run-sheet: how it sells, and the lower prices that could be said of it now."""

    line: OnStage
    numbers: OfferNumbers | None
    lower: list[Reduction]

    @property
    def usual_count(self) -> int:
        """How many boxes a flash price takes if the host says nothing."""
        return max(1, min(USUAL_COUNT, self.line.left))


@dataclass(frozen=True, kw_only=True)
class Counter:
    """Everything a host can sell in a show, and what could be put on its run-sheet."""

    goods: list[Good]
    choices: list[OfferView]
    usual_coupons: int = USUAL_COUPONS


def counter(*, show_id: UUID, organisation_id: UUID) -> Counter:
    """Return what a host can sell in a show."""
    lines = on_stage(show_id=show_id)
    numbers = {each.offer_id: each for each in live_numbers(show_id=show_id).offers}
    flashed = {each.flash.of_offer_id for each in lines if each.flash and not each.flash.is_over}
    goods = [
        Good(line=each, numbers=numbers.get(each.offer_id), lower=_lower(each, is_flashed=each.offer_id in flashed))
        for each in lines
    ]
    return Counter(goods=goods, choices=offers_to_choose(organisation_id=organisation_id, show_id=show_id))


def numbers_of(*, show_id: UUID) -> LiveNumbers | None:
    """Return how a show sells; None where nothing is sold in it."""
    found = live_numbers(show_id=show_id)
    return found if found.offers else None


def _lower(line: OnStage, *, is_flashed: bool) -> list[Reduction]:
    """Return the lower prices of an offer that may have a flash price now."""
    may_have = line.kind == "sale" and line.is_open and line.left > 0 and not is_flashed
    return reductions(line.price) if may_have else []
