"""An order on the API stands in the same row as everybody else's, before a real gate."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from dure.kernel.ids import new_id
from dure.kernel.tests.gates import open_gate, run, until, visit
from dure.rooms.market import factories
from dure.rooms.market.gate import cells, doors, waiting
from dure.rooms.market.gate.doors import Doors
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.models import Order
from dure.rooms.market.providers.waiting_room import Place
from dure.rooms.market.services.turns import again_in_s
from dure.rooms.market.tests.test_gate_doors import HOME, KEY, Page, post
from dure.rooms.people import factories as people

SECRET = "the secret of this test"
SILENT = ["http://127.0.0.1:1"]
TOO_MANY = 429


@pytest.fixture
def ana_there(ana: Any, settings: Any) -> Client:
    settings.SECRET_KEY, settings.GATES = SECRET, SILENT
    client = Client()
    client.force_login(people.sign_in_of(ana))
    return client


def body(offer: Any) -> dict[str, object]:
    return {
        "client_key": str(new_id()),
        "currency": "KRW",
        "lines": [{"offer_id": str(offer.offer_id), "quantity": 1, "unit_price": str(offer.price)}],
        "receiving": {"means": "home", "name": "Ana", "street": "Sea road 2"},
    }


def basket_body(client: Client, offer: Any) -> dict[str, object]:
    """Put a box into the basket and return the order of what it holds."""
    line = {"offer_id": str(offer.offer_id), "quantity": 1}
    key = {"Idempotency-Key": str(new_id())}
    assert client.post("/api/me/basket/lines", line, content_type="application/json", headers=key).status_code == 200
    [purse] = client.get("/api/me/basket").json()["purses"]
    said = {name: value for name, value in body(offer).items() if name != "lines"}
    return {**said, "total": purse["total"], "seen": purse["seen"]}


def order(client: Client, asked: dict[str, object], ticket: str = "") -> Any:
    address = "/api/orders" if "lines" in asked else "/api/me/basket/order"
    headers = {"Order-Ticket": ticket} if ticket else {}
    return client.post(address, asked, content_type="application/json", headers=headers)


def before_a_row(story: Callable[[], None], url: str, settings: Any) -> None:
    """Tell a story in a thread while a gate stands that had room for nobody, and somebody else stands in its row."""
    other = Page()

    async def told() -> None:
        async with Intake(database_url=url) as intake:
            opened = Doors(intake, key=KEY, orders_per_address=1_000)
            tending = asyncio.create_task(opened.tend())
            await until(lambda: intake._cells[HOME]._leadership.writer is not None)
            async with open_gate(opened.routes()) as (_gate, port):
                assert (await (await visit(port)).ask(post("/orders", other.body()))).status == TOO_MANY
                settings.GATES = [f"http://127.0.0.1:{port}"]
                await asyncio.to_thread(story)
            tending.cancel()
            await asyncio.wait([tending])

    try:
        run(told)
    finally:
        connections.close_all()


@pytest.mark.parametrize("is_basket", [False, True], ids=["order", "basket"])
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_while_there_is_a_row_an_order_gets_a_ticket_and_its_turn_by_it(
    ana_there: Client, app_role_url: str, settings: Any, monkeypatch: pytest.MonkeyPatch, *, is_basket: bool
) -> None:
    monkeypatch.setattr(cells, "QUEUE_MAX", 0)
    monkeypatch.setattr(doors, "TEND_EVERY_S", 0.05)
    monkeypatch.setattr(waiting, "RETURN_WITHIN_S", 0.0)
    offer = factories.offer(on_hand=5)
    written = (lambda: basket_body(ana_there, offer)) if is_basket else (lambda: body(offer))
    known = written()
    told = [order(ana_there, known)]
    asked = written()

    def story() -> None:
        told.append(order(ana_there, asked))
        ticket = told[1].json()["ticket"]
        told.append(order(ana_there, asked, ticket))
        told.append(order(ana_there, known))
        told.append(order(ana_there, asked, "ticket.A.B"))
        monkeypatch.setattr(cells, "QUEUE_MAX", 8192)
        while (answer := order(ana_there, asked, ticket)).status_code == TOO_MANY:
            pass
        told.append(answer)
        connections.close_all()

    before_a_row(story, app_role_url, settings)

    first, busy, same, replayed, spoilt, placed = told
    assert (first.status_code, placed.status_code) == (201, 201)
    assert (busy.status_code, busy.json()["code"], busy.json()["ahead"]) == (TOO_MANY, "intake_busy", 1)
    assert busy.headers["Retry-After"] == str(busy.json()["again_in_s"])
    assert (same.status_code, same.json()["ahead"]) == (spoilt.status_code, spoilt.json()["ahead"]) == (TOO_MANY, 1)
    assert (replayed.status_code, replayed.json()["order_id"]) == (201, first.json()["order_id"])
    assert Order.objects.count() == 2


@pytest.mark.django_db
def test_a_silent_gate_is_no_row(ana_there: Client) -> None:
    assert order(ana_there, body(factories.offer()), "ticket.A.B").status_code == 201


@pytest.mark.parametrize(
    ("ahead", "per_minute", "wait_s"), [(0, 600, 1), (100, 600, 5), (100_000, 600, 20), (3, 0, 20)]
)
def test_whoever_waits_is_told_to_come_back_in_time(ahead: int, per_minute: int, wait_s: int) -> None:
    assert again_in_s(Place(ahead=ahead, per_minute=per_minute, admitted=False)) == wait_s
