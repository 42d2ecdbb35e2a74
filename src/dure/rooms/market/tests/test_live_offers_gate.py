"""A crowd at the gate buys a flash price: true numbers on a listening screen, and not one box too many."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from dure.kernel import clock, tokens
from dure.kernel.money import Money
from dure.kernel.tests.gates import call, open_gate, run, until, visit
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.gate.doors import Doors
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.onstage import OnStage
from dure.rooms.market.models import Order
from dure.rooms.market.passes import Pass, pass_text, quote_text
from dure.rooms.market.queries.quotes import quotes
from dure.rooms.market.services import flash_prices
from dure.rooms.market.tests.on_stage import Stage, flash_offer, shelf
from dure.rooms.people import factories as people
from dure.rooms.stage.gate.doors import Doors as LiveDoors
from dure.rooms.stage.gate.goods import Bought
from dure.rooms.stage.gate.live import Live
from dure.rooms.stage.tests.live_rooms import database

HOME = 1
KEY = tokens.key_of("the secret of this test")
BUYERS, BOXES = 20, 12


class Sheet:
    """What the page of a show gives each buyer: a pass with his name, and the quote of the offer on the screen."""

    def __init__(self, stage, offer):
        self.stage, self.offer = stage, offer
        self.people = [people.make_person() for _each in range(BUYERS)]
        quote = quotes(offer_ids=[offer.offer_id])[offer.offer_id]
        self.quote = quote_text(quote, key=KEY, until=clock.now() + timedelta(minutes=5))

    def post(self, place=0, *, count=1, **told):
        """The bytes of an order; `told` is what it says of the show."""
        papers = Pass(
            buyer_id=self.people[place].id, receiving=factories.receiving(), pay_with="card_sandbox", currency="KRW",
            until=clock.now() + timedelta(minutes=15), known_as="김두레",
        )  # fmt: skip
        line = {"offer": str(self.offer.offer_id), "count": count, "price": str(self.offer.price)}
        order = {"key": str(uuid4()), "lines": [line], "live": str(self.stage.show_id), **told}
        body = json.dumps({"pass": pass_text(papers, key=KEY), "quotes": [self.quote], "order": order}).encode()
        head = f"POST /orders HTTP/1.1\r\nHost: gate:8001\r\nOrigin: http://gate:8000\r\nContent-Length: {len(body)}"
        return head.encode() + b"\r\n\r\n" + body

    async def ask(self, port, place=0, **told):
        return await (await visit(port)).ask(self.post(place, **told))


@asynccontextmanager
async def gate(url, nats_url=None):
    """Open a gate with orders and live rooms, put together as the process puts them together."""
    async with Intake(database_url=url, nats_url=nats_url) as intake, Live(database_url=url, nats_url=nats_url) as live:

        async def tell_bought(show_id, sold):
            await live.buy(show_id, [Bought(each.who, each.count, each.key) for each in sold])

        stage = OnStage(database_url=url, watched=live.watched, tell_facts=live.renew, tell_bought=tell_bought)
        looking = asyncio.create_task(stage.run())
        doors = Doors(intake, key=KEY, orders_per_address=10_000, bought=stage.bought)
        rooms = LiveDoors(live, key=KEY, messages_per_address=10_000)
        await until(lambda: nats_url is not None or intake._cells[HOME]._leadership.writer is not None)
        async with open_gate([*doors.routes(), *rooms.routes()]) as (_gate, port):
            yield port
        looking.cancel()
        await asyncio.wait([looking])
        await stage.close()


def tell(story, url, *, nats_url=None, gates=1):
    """Tell a story before one gate, or several."""

    async def told():
        if gates == 1:
            async with gate(url, nats_url) as port:
                await story(port)
        else:
            async with gate(url, nats_url) as here, gate(url, nats_url) as there:
                await story(here, there)

    try:
        run(told)
    finally:
        connections.close_all()


async def watch(port, show_id):
    """Come into a room; return who listens."""
    return await call(port, f"/live/{show_id}")


async def hear_until(caller, heard, is_enough):
    """Listen until what was heard is enough."""
    while not is_enough(heard):
        heard.append(await caller.heard.get())


def lefts(heard, key):
    """What a screen said was left, in the order it said it."""
    return [frame["facts"][key]["left"] for frame in heard if key in frame.get("facts", {})]


def bought(heard):
    """Whom a screen told of, and of how many more it did."""
    named = [each for frame in heard for each in frame.get("bought", [])]
    return named, len(named) + sum(frame.get("bought_more", 0) for frame in heard)


pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_twenty_want_twelve_boxes_at_once_and_every_screen_counts_down_to_nothing(app_role_url):
    stage = Stage()
    flash = stage.flash(offer_id=stage.more(on_hand=30, name="Flash apples").offer_id, count=BOXES)
    sheet, key = Sheet(stage, flash_offer(flash)), f"offer:{flash.offer_id}"
    answers: list[Any] = []
    heard: list[Any] = []

    async def story(port):
        caller = await watch(port, stage.show_id)
        await hear_until(caller, heard, lambda frames: lefts(frames, key) == [BOXES])
        orders = [sheet.ask(port, place, shown=place % 2 == 0) for place in range(BUYERS)]
        answers.extend(await asyncio.gather(*orders))
        placed = sum(answers[place].status == 201 for place in range(0, BUYERS, 2))
        await hear_until(caller, heard, lambda frames: lefts(frames, key)[-1] == 0 and bought(frames)[1] >= placed)
        late = await watch(port, stage.show_id)
        first = await late.heard.get()
        assert first["facts"][key] == {"left": 0, "open": True, "price_minor": 9_900}

    tell(story, app_role_url)
    assert sorted(each.status for each in answers) == [201] * BOXES + [409] * (BUYERS - BOXES)
    refused = [each.json["lines"][0] for each in answers if each.status == 409]
    assert {(line["answer"], line["left"]) for line in refused} == {("sold_out", 0)}
    assert (Order.objects.count(), shelf(flash_offer(flash))) == (BOXES, (BOXES, BOXES, 0))
    assert shelf(stage.offer) == (10, 0, 0)
    assert lefts(heard, key) == sorted(lefts(heard, key), reverse=True)
    named, count = bought(heard)
    assert count == sum(answers[place].status == 201 for place in range(0, BUYERS, 2))
    assert all(each == {"who": "김○○", "count": 1, "key": key} for each in named)
    assert flash_prices.end_flash(by=stage.host, flash_id=flash.id).given_back == 0


def test_screens_hear_of_a_new_price_a_pause_and_the_end_without_anybody_telling_them(app_role_url):
    stage = Stage()
    flash = stage.flash()
    cheap = flash_offer(flash)
    key = f"offer:{flash.offer_id}"
    heard: list[Any] = []

    async def story(port):
        caller = await watch(port, stage.show_id)
        await hear_until(caller, heard, lambda frames: lefts(frames, key))
        await database(catalog.set_offer, cheap, price=9_000)
        await hear_until(caller, heard, lambda frames: _last(frames, key)["price_minor"] == 9_000)
        await database(flash_prices.end_flash, by=stage.host, flash_id=flash.id)
        await hear_until(caller, heard, lambda frames: all(line["key"] != key for line in _cues(frames)))

    tell(story, app_role_url)
    assert _last(heard, key)["open"] is True


def test_a_buyer_at_one_gate_is_told_of_at_the_other_and_both_count(app_role_url, nats_server):
    stage = Stage()
    flash = stage.flash(price=Money(6_000, "KRW"))
    sheet, key = Sheet(stage, flash_offer(flash)), f"offer:{flash.offer_id}"

    async def story(here, there):
        listeners = [await watch(port, stage.show_id) for port in (here, there)]
        screens: list[tuple[Any, list[Any]]] = [(listener, []) for listener in listeners]
        for listener, heard in screens:
            await hear_until(listener, heard, lambda frames: lefts(frames, key) == [4])
        assert (await sheet.ask(here, count=3, shown=True)).status == 201
        for listener, heard in screens:
            await hear_until(listener, heard, lambda frames: lefts(frames, key)[-1] == 1 and bought(frames)[1])
            assert bought(heard)[0] == [{"who": "김○○", "count": 3, "key": key}]

    tell(story, app_role_url, nats_url=nats_server.url, gates=2)


@pytest.mark.parametrize("told", [{"live": "nowhere"}, {"shown": "yes"}, {"live": None, "watched": True}])
def test_what_an_order_says_of_a_show_is_checked_like_the_rest_of_it(told, app_role_url):
    stage = Stage()
    sheet, answers = Sheet(stage, stage.offer), []

    async def story(port):
        answers.append(await sheet.ask(port, **told))

    tell(story, app_role_url)
    assert (answers[0].status, answers[0].json["code"]) == (422, "order_malformed")
    assert Order.objects.count() == 0


def _last(heard, key):
    return next(frame["facts"][key] for frame in reversed(heard) if key in frame.get("facts", {}))


def _cues(heard):
    return next(frame["state"]["cues"] for frame in reversed(heard) if "state" in frame)
