"""The market's doors at the gate: real sockets, the real intake; what a page sends, what it is told, what stands."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from dure.kernel import clock, tokens
from dure.kernel.tests.gates import call, open_gate, run, until, visit
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.gate import cells, doors, waiting
from dure.rooms.market.gate.doors import Doors
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.tickets import Ticket, ticket_text
from dure.rooms.market.models import Order
from dure.rooms.market.passes import Pass, pass_text, quote_text
from dure.rooms.market.queries.quotes import quotes
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

KEY = tokens.key_of("the secret of this test")
HOME = 1


class Page:
    """What the checkout's page would know: an offer, who buys it, and papers for both."""

    def __init__(self, *, boxes=9, price=12_000, **facts):
        self.offer = factories.offer(on_hand=boxes, price=price)
        self.buyer_id = people.make_person().id
        self.quote = quotes(offer_ids=[self.offer.offer_id])[self.offer.offer_id]
        self.papers = [self.quote_text()]
        self.pass_text = self.pass_for(**facts)

    def pass_for(self, buyer_id=None, *, until=timedelta(minutes=15), **facts):
        facts = {"pay_with": "card_sandbox", "currency": "KRW", "orders_per_minute": 100} | facts
        found = Pass(
            buyer_id=buyer_id or self.buyer_id, receiving=factories.receiving(), until=clock.now() + until, **facts
        )
        return pass_text(found, key=KEY)

    def quote_text(self, *, until=timedelta(minutes=5), key=KEY):
        return quote_text(self.quote, key=key, until=clock.now() + until)

    def order(self, count=1, **facts):
        line = {"offer": str(self.offer.offer_id), "count": count, "price": str(self.offer.price)}
        return {"key": str(uuid4()), "lines": [line], **facts}

    def body(self, order=None, **facts):
        return {"pass": self.pass_text, "quotes": self.papers, "order": order or self.order(), **facts}

    def is_untouched(self):
        """Whether nothing was ordered."""
        assert Order.objects.count() == 0
        assert catalog.shelf_of(self.offer).reserved == 0
        return True


def post(path, body):
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: gate:8001\r\nOrigin: http://gate:8000\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n".encode()
        + text
    )


def get(query):
    return f"GET /queue?{query} HTTP/1.1\r\nHost: gate:8001\r\n\r\n".encode()


def tell(story, url, **facts):
    """Open the doors over an intake, and tell a story before them."""

    async def told():
        async with Intake(database_url=url) as intake:
            opened = Doors(intake, key=KEY, orders_per_address=facts.get("orders_per_address", 10_000))
            tending = asyncio.create_task(opened.tend())
            if facts.get("is_led", True):
                await until(lambda: intake._cells[HOME]._leadership.writer is not None)
            async with open_gate(opened.routes()) as (_gate, port):
                await story(port)
            tending.cancel()
            await asyncio.wait([tending])

    try:
        run(told)
    finally:
        connections.close_all()


def test_an_order_over_http_stands_once_however_often_it_is_sent(app_role_url):
    page, told = Page(), []
    body = page.body()

    async def story(port):
        visitor = await visit(port)
        told.extend([await visitor.ask(post("/orders", body)) for _each in range(2)])
        other = {**body, "order": {**body["order"], "note": "for grandmother"}}
        told.append(await visitor.ask(post("/orders", other)))

    tell(story, app_role_url)
    order = Order.objects.get()
    next_page = f"/market/pay/{order.order_id}/"
    assert [each.status for each in told] == [201, 200, 409]
    assert told[0].json == {"answer": "placed", "order": str(order.order_id), "next": next_page}
    assert told[1].json == {"answer": "replayed", "order": str(order.order_id), "next": next_page}
    assert told[2].json["code"] == "key_reused"
    assert told[0].headers["access-control-allow-origin"] == "http://gate:8000"
    assert (order.buyer_id, order.client_key) == (page.buyer_id, UUID(body["order"]["key"]))


def test_orders_over_websocket_after_papers_shown_once(app_role_url):
    page, told = Page(boxes=3), []

    async def story(port):
        caller = await call(port, "/orders")
        told.append(await caller.ask({"id": 1, "order": page.order()}))
        told.append(await caller.ask({"pass": page.pass_text}))
        told.append(await caller.ask({"id": 2, "order": page.order()}))
        told.append(await caller.ask({"quotes": page.papers}))
        for number in range(3, 7):
            caller.say({"id": number, "order": page.order()})
        answers = [await caller.heard.get() for _each in range(4)]
        told.extend(sorted(answers, key=lambda answer: answer["id"]))
        told.append(await caller.ask({"ping": 1}))
        told.append(await caller.ask([]))

    tell(story, app_role_url)
    assert [(each["id"], each["reason"]) for each in (told[0], told[2])] == [(1, "pass_missing"), (2, "quote_missing")]
    assert [told[1], told[3]] == [{"ready": True}] * 2
    assert [(each["id"], each["status"]) for each in told[4:8]] == [(3, 201), (4, 201), (5, 201), (6, 409)]
    assert {each["order"] for each in told[4:7]} == {
        str(number) for number in Order.objects.values_list("order_id", flat=True)
    }
    assert told[7]["code"] == "order_refused"
    assert told[8] == {"pong": 1}
    assert (told[9]["id"], told[9]["code"]) == (0, "order_malformed")


def test_what_cannot_be_had_is_told_line_by_line(app_role_url):
    page, told = Page(boxes=2), []
    dearer = page.order()
    dearer["lines"][0]["price"] = "11000"

    async def story(port):
        visitor = await visit(port)
        told.extend([await visitor.ask(post("/orders", page.body(order))) for order in (page.order(3), dearer)])

    tell(story, app_role_url)
    number = str(page.offer.offer_id)
    assert [each.status for each in told] == [409, 409]
    assert told[0].json["lines"] == [{"offer": number, "answer": "sold_out", "left": 2}]
    assert told[1].json["lines"] == [{"offer": number, "answer": "price_changed", "price": "12000"}]
    assert page.is_untouched()


REFUSED = {
    "no JSON": (lambda _page: b"\xff{", 422, "order_malformed"),
    "no order": (lambda page: {"pass": page.pass_text}, 422, "order_malformed"),
    "a number as a number": (lambda page: page.body(page.order(gift=0)), 422, "order_malformed"),
    "a word as a number": (lambda page: page.body(page.order(gift="1e3")), 422, "order_malformed"),
    "a number too long": (lambda page: page.body(page.order(gift="9" * 19)), 422, "order_malformed"),
    "a member nobody knows": (lambda page: page.body(page.order(gratis=True)), 422, "order_malformed"),
    "no lines": (lambda page: page.body(page.order() | {"lines": []}), 422, "order_malformed"),
    "none of it": (lambda page: page.body(page.order(0)), 422, "order_malformed"),
    "no quotes": (lambda page: page.body() | {"quotes": []}, 422, "order_malformed"),
    "a pass of one's own making": (lambda page: page.body() | {"pass": "pass.AAAA.AAAA"}, 401, "pass_spoilt"),
    "a quote as a pass": (lambda page: page.body() | {"pass": page.papers[0]}, 401, "pass_spoilt"),
    "an old pass": (
        lambda page: page.body() | {"pass": page.pass_for(until=-timedelta(seconds=1))}, 401, "pass_expired",
    ),
    "a quote of another house": (
        lambda page: page.body() | {"quotes": [page.quote_text(key=tokens.key_of("other"))]}, 401, "quote_spoilt",
    ),
    "an old quote": (
        lambda page: page.body() | {"quotes": [page.quote_text(until=-timedelta(seconds=1))]}, 401, "quote_expired",
    ),
    "more than the page showed": (
        lambda page: page.body() | {"pass": page.pass_for(total_max=11_999)}, 403, "total_too_high",
    ),
    "a fund the page did not offer": (
        lambda page: page.body(page.order(gift="100", gift_fund=str(uuid4()))), 403, "gift_fund_not_offered",
    ),
    "a broken ticket": (lambda page: page.body(ticket="ticket.AAAA.AAAA"), 401, "ticket_spoilt"),
}  # fmt: skip


def test_what_is_refused_leaves_nothing(app_role_url):
    page, told = Page(), {}
    bodies = {name: (body(page), status, code) for name, (body, status, code) in REFUSED.items()}

    async def story(port):
        visitor = await visit(port)
        for name, (body, _status, _code) in bodies.items():
            told[name] = await visitor.ask(post("/orders", body))

    tell(story, app_role_url)
    found = {name: (answer.status, answer.json["code"]) for name, answer in told.items()}
    assert found == {name: (status, code) for name, (_body, status, code) in bodies.items()}
    assert page.is_untouched()


def test_papers_known_from_before_grow_old_too(app_role_url, frozen_time):
    """What was verified is remembered by its text, its time included, over HTTP and on a WebSocket."""
    page, told = Page(boxes=9), []

    async def story(port):
        visitor, caller = await visit(port), await call(port, "/orders")
        await caller.ask({"pass": page.pass_text, "quotes": page.papers})
        for minutes in (0, 6, 10):
            frozen_time.move_to(clock.now() + timedelta(minutes=minutes))
            told.append((await visitor.ask(post("/orders", page.body()))).json)
            told.append(await caller.ask({"id": 1, "order": page.order()}))

    tell(story, app_role_url)
    found = [each.get("code", each.get("answer")) for each in told]
    assert found == ["placed"] * 2 + ["quote_expired"] * 2 + ["pass_expired"] * 2
    assert Order.objects.count() == 2


def test_a_buyer_and_an_address_have_their_measure(app_role_url):
    page, told = Page(boxes=9), []
    measured = page.pass_for(orders_per_minute=2)
    other = page.pass_for(buyer_id=uuid4())

    async def story(port):
        visitor = await visit(port)
        bodies = [page.body() | {"pass": papers} for papers in [measured] * 3 + [other] * 2]
        told.extend([await visitor.ask(post("/orders", body)) for body in bodies])

    tell(story, app_role_url, orders_per_address=3)
    assert [each.status for each in told] == [201, 201, 429, 201, 429]
    assert [(each.json["code"], each.headers["retry-after"]) for each in (told[2], told[4])] == [
        ("too_many_orders", "30"), ("too_many_orders", "20"),
    ]  # fmt: skip
    assert Order.objects.count() == 3


def test_where_one_stands_while_there_is_no_row(app_role_url):
    page, told = Page(), []
    old = Ticket(HOME, 1 << 22, page.buyer_id)

    async def story(port):
        visitor = await visit(port)
        told.append(await visitor.ask(post("/queue", {"pass": page.pass_text})))
        ticket = told[0].json["ticket"]
        told.append(await visitor.ask(get(f"ticket={ticket}")))
        told.append(await visitor.ask(post("/queue", {"pass": page.pass_text, "ticket": ticket})))
        wrong = ("", "ticket=ticket.A.B", f"ticket={ticket_text(old, key=KEY)}")
        told.extend([await visitor.ask(get(query)) for query in wrong])
        told.append(await visitor.ask(post("/queue", {"pass": "pass.A.B"})))

    tell(story, app_role_url)
    assert [each.status for each in told] == [200, 200, 200, 401, 401, 401, 401]
    assert {(each.json["admitted"], each.json["ahead"], each.json["cell"]) for each in told[:3]} == {(True, 0, HOME)}
    codes = [each.json["code"] for each in told[3:]]
    assert codes == ["ticket_spoilt", "ticket_spoilt", "ticket_expired", "pass_spoilt"]


def test_beyond_capacity_one_stands_in_a_row_and_is_told_when_it_moves(app_role_url, monkeypatch):
    """With room for nobody, whoever asks gets a ticket; when there is room again, the gate says whose turn it is."""
    monkeypatch.setattr(cells, "QUEUE_MAX", 0)
    monkeypatch.setattr(doors, "TEND_EVERY_S", 0.05)
    monkeypatch.setattr(waiting, "RETURN_WITHIN_S", 0.0)
    page = Page()
    told: dict[str, Any] = {}

    async def story(port):
        visitor, caller = await visit(port), await call(port, "/orders")
        told["http"] = await visitor.ask(post("/orders", page.body()))
        await caller.ask({"pass": page.pass_for(buyer_id=uuid4()), "quotes": page.papers})
        told["busy"] = await caller.ask({"id": 7, "order": page.order()})
        told["place"] = await caller.ask({"id": 8, "queue": HOME})
        monkeypatch.setattr(cells, "QUEUE_MAX", 8192)
        while not (pushed := await caller.heard.get())["admitted"]:
            pass
        told["pushed"] = pushed

    tell(story, app_role_url)
    http, busy, place = told["http"], told["busy"], told["place"]
    assert (http.status, http.json["code"], http.json["ahead"]) == (429, "intake_busy", 0)
    assert int(http.headers["retry-after"]) >= 1
    assert (busy["id"], busy["code"], busy["ahead"], busy["retry_after_s"] >= 1) == (7, "intake_busy", 1, True)
    assert (place["id"], place["status"], place["ahead"], place["admitted"]) == (8, 200, 1, False)
    assert "id" not in told["pushed"]
    assert page.is_untouched()


def test_a_house_without_an_intake_says_so(app_role_url, monkeypatch):
    """Nobody leads: the order is answered with an outage, and nothing was placed."""
    monkeypatch.setattr(cells, "PATIENCE_S", 0.2)
    page, told = Page(), []
    nowhere = app_role_url.replace("dure_app", "nobody_at_all")

    async def story(port):
        told.append(await (await visit(port)).ask(post("/orders", page.body())))

    tell(story, nowhere, is_led=False)
    assert (told[0].status, told[0].json["code"]) == (503, "outage")
    assert page.is_untouched()


def test_the_last_box_in_a_crowd(app_role_url):
    """A hundred buyers on as many connections for ten boxes: ten are placed, the rest are told, the shelf is exact."""
    page, told = Page(boxes=10), []
    bodies = [page.body() | {"pass": page.pass_for(buyer_id=uuid4())} for _each in range(100)]

    async def story(port):
        visitors = [await visit(port) for _each in bodies]
        told.extend(await asyncio.gather(*(v.ask(post("/orders", b)) for v, b in zip(visitors, bodies, strict=True))))

    tell(story, app_role_url)
    assert sorted(each.status for each in told) == [201] * 10 + [409] * 90
    assert Order.objects.count() == catalog.shelf_of(page.offer).reserved == 10
