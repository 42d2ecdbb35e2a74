"""Replaying a history of purchases as orders through the intake, as fast as it takes them, and proving the outcome."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from dure.kernel import clock
from dure.kernel.http import Actor
from dure.rooms.catalog.services.history import Good, shelve_history
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market import errors
from dure.rooms.market.drafts import BATCH_MAX, LINES_MAX, Answer, LineRequest, Means, OrderRequest, Receiving
from dure.rooms.market.models import Order
from dure.rooms.market.services.intake import place_orders
from dure.rooms.market.services.purchase_history import CURRENCY, Basket, NotAHistory, PurchaseHistory
from dure.rooms.merchants.queries.merchants import find
from dure.rooms.merchants.services import accounts, merchants
from dure.rooms.people.addresses import PostalAddress
from dure.rooms.people.queries import memberships
from dure.rooms.people.services import organisations, persons

HISTORY: Final = uuid5(NAMESPACE_URL, "dure:purchase-history")
KEEPER: Final = uuid5(HISTORY, "keeper")
NAME: Final = "Replay of a purchase history"
KIND: Final = "food"
ON_HAND: Final = 100_000_000
"""What lies on each shelf: nothing of the history was refused for want of goods."""

UNPAID_FOR: Final = timedelta(days=3650)
"""The history's orders stay unpaid; nobody is to give them up."""

ADDRESS: Final = PostalAddress(country="KR", street="세종대로 110", postcode="04524", region_code="11140")
ASK_AT_ONCE: Final = 5_000
Progress = Callable[[int], None]
"""Called with how many more baskets are done."""


@dataclass
class Replay:
    """How a replay went."""

    basket_count: int = 0
    line_count: int = 0
    refused: list[str] = field(default_factory=list)
    weeks: dict[int, int] = field(default_factory=dict)
    """The week of each order, by its number."""


@dataclass(frozen=True)
class Comparison:
    """A week's money in cents: as the file says, and as our orders say."""

    week: int
    source: int
    ours: int

    @property
    def fits(self) -> bool:
        """Whether both say the same."""
        return self.source == self.ours


def open_history(*, file: Path, limit: int | None = None) -> PurchaseHistory:
    """Open a file of purchases; HistoryUnreadable when it is none."""
    try:
        return PurchaseHistory(file, limit=limit)
    except NotAHistory as error:
        raise errors.HistoryUnreadable(reason=str(error)) from error


def prepare(*, history: PurchaseHistory) -> dict[tuple[str, int], int]:
    """Have the seller, the households and the shelves of a history; return offers by product and price."""
    seller_id = _seller()
    persons.bring_in(names={_buyer(household): f"Household {household}" for household in history.households()})
    goods = [Good(code, f"Product {code}", prices) for code, prices in history.prices().items()]
    return shelve_history(organisation_id=seller_id, kind_code=KIND, currency=CURRENCY, goods=goods, on_hand=ON_HAND)


def play(
    *, history: PurchaseHistory, offers: dict[tuple[str, int], int], progress: Progress, cell_id: int = HOME_CELL
) -> Replay:
    """Place every basket of a history, in its order, in batches as large as the intake takes."""
    replay = Replay()
    waiting: list[tuple[Basket, OrderRequest]] = []
    for basket in history.baskets():
        waiting += [(basket, request) for request in _requests(basket, offers)]
        replay.basket_count += 1
        replay.line_count += len(basket.lines)
        if len(waiting) >= BATCH_MAX:
            _place(replay, waiting[:BATCH_MAX], cell_id)
            del waiting[:BATCH_MAX]
        progress(1)
    for start in range(0, len(waiting), BATCH_MAX):
        _place(replay, waiting[start : start + BATCH_MAX], cell_id)
    return replay


def compare(*, history: PurchaseHistory, replay: Replay, cell_id: int = HOME_CELL) -> list[Comparison]:
    """Compare the money of each week: the file's own rows with the rows of our orders."""
    ours: Counter[int] = Counter()
    numbers = list(replay.weeks)
    for start in range(0, len(numbers), ASK_AT_ONCE):
        some = Order.objects.filter(cell_id=cell_id, order_id__in=numbers[start : start + ASK_AT_ONCE])
        for order_id, total in some.values_list("order_id", "total"):
            ours[replay.weeks[order_id]] += total
    return [Comparison(week, cents, ours[week]) for week, cents in history.cents_by_week().items()]


def _place(replay: Replay, waiting: list[tuple[Basket, OrderRequest]], cell_id: int) -> None:
    """Place a batch and remember each order's week."""
    outcomes = place_orders(requests=[request for _basket, request in waiting], cell_id=cell_id)
    for (basket, _request), outcome in zip(waiting, outcomes, strict=True):
        if outcome.order_id is not None and outcome.answer in {Answer.PLACED, Answer.REPLAYED}:
            replay.weeks[outcome.order_id] = basket.week
        else:
            replay.refused.append(f"{basket.basket_id}: {outcome.answer}")


def _requests(basket: Basket, offers: dict[tuple[str, int], int]) -> Iterator[OrderRequest]:
    """Yield a basket as an order, or as several when it has more lines than an order may have."""
    for part, start in enumerate(range(0, len(basket.lines), LINES_MAX)):
        lines = basket.lines[start : start + LINES_MAX]
        yield OrderRequest(
            client_key=uuid5(HISTORY, f"{basket.basket_id}:{part}"),
            buyer_id=_buyer(basket.household),
            currency=CURRENCY,
            lines=tuple(
                LineRequest(offer_id=offers[line.product, line.price], quantity=line.pieces, unit_price=line.price)
                for line in lines
            ),
            receiving=Receiving(means=Means.PICKUP, name="", phone=""),
            pay_by=clock.now() + UNPAID_FOR,
            happened_at=basket.at,
        )


def _buyer(household: str) -> UUID:
    """Return the person a household is."""
    return uuid5(HISTORY, f"household:{household}")


def _seller() -> UUID:
    """Return the seller of the history: an organisation named as what it is, approved to sell."""
    persons.bring_in(names={KEEPER: NAME})
    by = Actor(person_id=KEEPER)
    known = memberships.standings(person_id=KEEPER)
    seller_id = (
        known[0].organisation_id if known else organisations.found_organisation(by=by, kind="shop", name=NAME).id
    )
    merchant = find(organisation_id=seller_id) or merchants.begin(by=by, organisation_id=seller_id)
    if not merchant.is_approved:
        merchants.place(by=by, organisation_id=seller_id, address=ADDRESS)
        accounts.enter_account(by=by, organisation_id=seller_id, bank="KR-090", number="3333000000001", holder=NAME)
        merchants.apply(by=by, organisation_id=seller_id)
        subject = merchants.subject_of(organisation_id=seller_id)
        merchants.heed_decision(subject=subject, organisation_id=seller_id, outcome="approved", reason=NAME)
    return seller_id
