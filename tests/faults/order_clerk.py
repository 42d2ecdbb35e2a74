"""A process with the house's own rooms: it opens stalls, takes orders as pages do, looks and proves.

python -m tests.faults.order_clerk        # a wish a line as JSON {"id", "wish", …}; an answer a line {"id", …}

Several wishes are at work at once, so answers come in any order.
"""

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any
from uuid import UUID

import django
import msgspec

THREADS = 6
PRICE = 12_000
BUSY = "busy"
Said = Mapping[str, Any]


def main() -> None:
    """Fulfil wishes until there are no more."""
    django.setup()
    writing = Lock()

    def fulfil(line: bytes) -> None:
        wish = msgspec.json.decode(line)
        said = {**_fulfilled(wish), "id": wish["id"]}
        with writing:
            sys.stdout.buffer.write(msgspec.json.encode(said) + b"\n")
            sys.stdout.buffer.flush()

    with ThreadPoolExecutor(THREADS) as pool:
        for line in sys.stdin.buffer:
            pool.submit(fulfil, line)


def _fulfilled(wish: Said) -> Said:
    """Fulfil one wish; `busy` when the house could not, and may have done it or not."""
    from django.db import Error, connection  # noqa: PLC0415  after django.setup()

    from dure.kernel.errors import Outage, Refusal  # noqa: PLC0415

    try:
        return WISHES[wish["wish"]](wish)
    except (Error, Outage) as problem:
        connection.close()
        return {"answer": BUSY, "why": repr(problem)}
    except Refusal as refusal:
        return {"answer": BUSY if refusal.status in {429, 503} else "refusal", "why": refusal.code}
    except Exception as problem:  # noqa: BLE001  whoever waits must hear of it
        return {"answer": "crash", "why": repr(problem)}


def open_stall(wish: Said) -> Said:
    """Put so many boxes on each of some new shelves, and give some buyers what their pages would."""
    from django.db import transaction  # noqa: PLC0415  after django.setup()

    from dure.rooms.market import factories  # noqa: PLC0415

    with transaction.atomic():
        offers = [
            factories.offer(organisation_id=_farm(number % 2), on_hand=count, price=PRICE)
            for number, count in enumerate(wish["shelves"])
        ]
    return {
        "offers": [{"offer": offer.offer_id, "shelf": offer.level_id, "price": offer.price} for offer in offers],
        **_papers(
            [offer.offer_id for offer in offers], [_person(f"Buyer {each}").id for each in range(wish["buyers"])]
        ),
    }


@cache
def _farm(number: int) -> UUID:
    """Return a farm that sells."""
    from dure.rooms.merchants import factories as merchants  # noqa: PLC0415  after django.setup()
    from dure.rooms.people import factories as people  # noqa: PLC0415

    farm = people.make_organisation(owner=_person(f"Farmer {number}"), name=f"Farm {number}")
    merchants.make_merchant(organisation_id=farm.id, has_account=False)
    return farm.id


@cache
def _person(name: str) -> Any:
    """Return somebody, always the same by this name; without a password, which takes long to make."""
    from dure.kernel.ids import new_id  # noqa: PLC0415  after django.setup()
    from dure.rooms.people import factories  # noqa: PLC0415

    return factories.make_person(name=name, email=f"{new_id().hex}@example.org", password="")


def _papers(offer_ids: list[int], buyers: list[UUID]) -> Said:
    """Return signed quotes of the offers, and a signed pass for each buyer."""
    from dure.kernel import clock  # noqa: PLC0415  after django.setup()
    from dure.kernel.tokens import key_of  # noqa: PLC0415
    from dure.rooms.market import factories, passes  # noqa: PLC0415
    from dure.rooms.market.queries.quotes import quotes  # noqa: PLC0415
    from dure.site.config import config  # noqa: PLC0415

    key, until = key_of(_secret(config())), clock.now() + timedelta(minutes=15)
    return {
        "quotes": [passes.quote_text(quote, key=key, until=until) for quote in quotes(offer_ids=offer_ids).values()],
        "passes": [
            passes.pass_text(
                passes.Pass(
                    buyer_id=buyer_id,
                    receiving=factories.receiving(),
                    pay_with="wallet",
                    currency="KRW",
                    until=until,
                    orders_per_minute=100_000,
                ),
                key=key,
            )
            for buyer_id in buyers
        ],
    }


def place(wish: Said) -> Said:
    """Place one order as a page does, with what the buyer's pass says."""
    from dure.kernel import clock  # noqa: PLC0415  after django.setup()
    from dure.kernel.tokens import key_of  # noqa: PLC0415
    from dure.rooms.market import passes  # noqa: PLC0415
    from dure.rooms.market.gate.messages import OrderAsked, request_of  # noqa: PLC0415
    from dure.rooms.market.services.intake import place_orders  # noqa: PLC0415
    from dure.site.config import config  # noqa: PLC0415

    papers = passes.read_pass(wish["pass"], key=key_of(_secret(config())), now=clock.now())
    [outcome] = place_orders(requests=[request_of(msgspec.convert(wish["order"], OrderAsked), papers)])
    lines = [{"offer": str(line.offer_id), "answer": line.answer, "left": line.left} for line in outcome.lines]
    return {"answer": outcome.answer, "order": str(outcome.order_id), "lines": lines}


def bring(wish: Said) -> Said:
    """Put more boxes on a shelf, once for each reason."""
    from dure.rooms.catalog.models import Level, StockMove  # noqa: PLC0415  after django.setup()
    from dure.rooms.catalog.services import shelves  # noqa: PLC0415
    from dure.rooms.merchants import factories as merchants  # noqa: PLC0415
    from dure.rooms.merchants.models import Merchant  # noqa: PLC0415

    shelf, why = wish["shelf"], wish["why"]
    if not StockMove.objects.filter(level_id=shelf, reason=why).exists():
        farm = Level.objects.get(level_id=shelf).organisation_id
        by = merchants.owner_actor(Merchant.objects.get(pk=farm))
        shelves.receive(by=by, organisation_id=farm, level_id=shelf, count=wish["count"], reason=why)
    return {"answer": "done"}


def look(wish: Said) -> Said:
    """Return every order of some shelves with its lines, whether the book has its entry, and how the shelves stand."""
    from dure.rooms.catalog.models import Level  # noqa: PLC0415  after django.setup()
    from dure.rooms.ledger.chart import HOME_CELL  # noqa: PLC0415
    from dure.rooms.ledger.queries.entries import legs_by_reference  # noqa: PLC0415
    from dure.rooms.market.models import Order, OrderLine  # noqa: PLC0415

    lines: dict[int, list[tuple[int, int, int]]] = {}
    for line in OrderLine.objects.filter(level_id__in=wish["shelves"]).order_by("order_id", "line_no"):
        lines.setdefault(line.order_id, []).append((line.level_id, line.quantity, line.unit_price))
    orders, shelves = Order.objects.filter(order_id__in=list(lines)), Level.objects.filter(level_id__in=wish["shelves"])
    book = legs_by_reference(references=[f"order:{number}" for number in lines], cell_id=HOME_CELL)
    return {
        "orders": [
            {
                "key": str(order.client_key), "order": str(order.order_id), "buyer": str(order.buyer_id),
                "total": order.total, "lines": lines[order.order_id], "pay_in_s": seconds_until(order.pay_by),
                "booked": [leg.amount for leg in book.get(f"order:{order.order_id}", [])],
            }
            for order in orders
        ],
        "lines_without_order": sorted(set(lines) - {order.order_id for order in orders}),
        "shelves": [[row.level_id, row.on_hand, row.reserved] for row in shelves],
    }  # fmt: skip


def seconds_until(moment: datetime) -> float:
    """Return how long it is until then, by the clerk's clock, which is right."""
    return (moment - datetime.now(UTC)).total_seconds()


def prove(_wish: Said) -> Said:
    """Compute all orders and the whole book again."""
    from dure.rooms.ledger.queries import proof as book  # noqa: PLC0415  after django.setup()
    from dure.rooms.market.queries import proofs as orders  # noqa: PLC0415

    seen = orders.examine(ranges=orders.ranges_of_everything(), found=orders.Findings())
    return {"problems": [str(problem) for problem in [*seen.problems, *book.examine().problems]]}


def close_days(_wish: Said) -> Said:
    """Close every finished day of the book, as the worker does at night."""
    from dure.rooms.ledger.services import seals  # noqa: PLC0415  after django.setup()

    return {"closed": len(seals.seal_finished_days())}


def _secret(config: Any) -> str:
    secret: str = config.secret_key.get_secret_value()
    return secret


WISHES: Mapping[str, Callable[[Said], Said]] = {
    "open": open_stall, "place": place, "bring": bring, "look": look, "prove": prove, "close days": close_days,
}  # fmt: skip


if __name__ == "__main__":
    main()
