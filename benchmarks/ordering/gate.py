"""Orders through the gate's own process, over HTTP and WebSocket, against the same gate answering nothing.

Between the two stands an order that is read, checked and refused at the door: what the way costs without the intake.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from uuid import UUID

from measuring import Row, ratios, row
from measuring.callers import Callers, Heard, request
from measuring.gate import KEY, gate
from measuring.house import POSTGRES, meter
from measuring.parts import Meter, Part

from dure.kernel import clock
from dure.rooms.market.drafts import OrderRequest
from dure.rooms.market.passes import PASS_LIFE, Pass, pass_text, quote_text, quotes_until
from dure.rooms.market.queries.quotes import quotes
from ordering.crowds import HOT, rows_of
from ordering.shop import Shop

WAITING: Final = 512
MANY: Final = 1_000_000
NUMBER: Final = re.compile(rb'"order":"(\d+)"')
GET_NOTHING: Final = request("GET", "/health")
PING: Final = b'{"ping":1}'


def gate_rows(*, shop: Shop, rounds: int, count: int) -> list[Row]:
    """Start a gate, measure its ways in turns, and return what is promised first."""
    with gate(POSTGRES.app_url) as (pid, port):
        parts = GateParts(shop=shop, meter=meter([pid]), port=port)
        parts.one_round(WAITING)
        parts.found.clear()
        for _round in range(rounds):
            parts.one_round(count)
    return parts.rows()


class GateParts:
    """The ways to the gate, and what they cost."""

    def __init__(self, *, shop: Shop, meter: Meter, port: int) -> None:
        """Nothing is measured yet."""
        self.shop, self.meter, self.port = shop, meter, port
        self.found: dict[str, list[Part]] = defaultdict(list)

    def one_round(self, count: int) -> None:
        """Measure each way once, with papers signed now: an order by HTTP is the first to show its buyer's pass."""
        papers, poor = Papers(self.shop), Papers(self.shop, total_max=1)
        with Callers(WAITING, self.port) as callers:
            self._part("http_nothing", callers, [GET_NOTHING] * count)
            self._refused("http_refused", callers, poor.letter, count)
            self._orders("http", callers, papers.letter, count)
        with Callers(WAITING, self.port, path="/orders") as callers:
            callers.say([papers.words(buyer_id) for buyer_id, _to in self.shop.buyers[:WAITING]])
            self._part("websocket_nothing", callers, [PING] * count)
        with Callers(WAITING, self.port, path="/orders") as callers:
            callers.say([poor.words(buyer_id) for buyer_id, _to in self.shop.buyers[:WAITING]])
            self._refused("websocket_refused", callers, poor.message, count)
        with Callers(WAITING, self.port, path="/orders") as callers:
            callers.say([papers.words(buyer_id) for buyer_id, _to in self.shop.buyers[:WAITING]])
            self._orders("websocket", callers, papers.message, count)

    def rows(self) -> list[Row]:
        """Return the promises, then what each way costs."""
        cpu = {way: [part.server_us for part in parts] for way, parts in self.found.items()}
        return [
            row("gate_http_vs_nothing", ratios(cpu["http"], cpu["http_nothing"]), "x", at_most=1.4),
            row("gate_websocket_vs_http", ratios(cpu["websocket"], cpu["http"]), "x", at_most=0.3),
            *(each for way, parts in self.found.items() for each in rows_of(("gate", WAITING, way), parts)),
        ]

    def _orders(self, way: str, callers: Callers, written: Callable[[OrderRequest], bytes], count: int) -> None:
        calls = [written(ask) for ask in self.shop.asks(count, goods=HOT)]
        with self.shop.checked() as told:
            heard = self._part(way, callers, calls)
            told.extend(int(found[1]) for answer in heard.answers if (found := NUMBER.search(answer)))
            assert len(told) == count, "an order was refused"

    def _refused(self, way: str, callers: Callers, written: Callable[[OrderRequest], bytes], count: int) -> None:
        calls = [written(ask) for ask in self.shop.asks(count, goods=HOT)]
        heard = self._part(way, callers, calls)
        assert all(b"total_too_high" in answer for answer in heard.answers), "an order was not refused"

    def _part(self, way: str, callers: Callers, calls: Sequence[bytes]) -> Heard:
        answered: list[Heard] = []

        def work() -> Sequence[float]:
            answered.append(callers.call(calls))
            return answered[0].waits_s

        self.found[way].append(self.meter.part(len(calls), work))
        return answered[0]


class Papers:
    """What pages would have given the buyers just now, and the orders written with it."""

    def __init__(self, shop: Shop, *, total_max: int = MANY) -> None:
        """Sign a pass for every buyer, good for orders up to a sum, and the quote of the hot good."""
        now, hot = clock.now(), shop.offers[0].offer_id
        self.quote = quote_text(quotes(offer_ids={hot})[hot], key=KEY, until=quotes_until(now))
        self.passes: Mapping[UUID, str] = {
            buyer_id: pass_text(
                Pass(buyer_id=buyer_id, receiving=to, pay_with="card_sandbox", currency="KRW", until=now + PASS_LIFE,
                     orders_per_minute=MANY, total_max=total_max),
                key=KEY,
            )
            for buyer_id, to in shop.buyers
        }  # fmt: skip

    def letter(self, ask: OrderRequest) -> bytes:
        """Return an order by HTTP, its papers with it."""
        papers = {"pass": self.passes[ask.buyer_id], "quotes": [self.quote]}
        return request("POST", "/orders", json.dumps({**papers, "order": _written(ask)}).encode())

    def words(self, buyer_id: UUID) -> bytes:
        """Return what a buyer says first on a WebSocket."""
        return json.dumps({"pass": self.passes[buyer_id], "quotes": [self.quote]}).encode()

    def message(self, ask: OrderRequest) -> bytes:
        """Return an order on a WebSocket."""
        return json.dumps({"id": 1, "order": _written(ask)}).encode()


def _written(ask: OrderRequest) -> dict[str, object]:
    lines = [{"offer": f"{line.offer_id}", "count": line.quantity, "price": f"{line.unit_price}"} for line in ask.lines]
    return {"key": str(ask.client_key), "lines": lines}
