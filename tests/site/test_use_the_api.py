"""The how-to page tells the truth: its lines of curl are run as they stand there, against a house."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client, override_settings

from dure.kernel.api import openapi
from dure.kernel.ids import new_id
from dure.rooms.catalog.services.search import index_products
from dure.rooms.giving import factories as giving
from dure.rooms.market import factories as market
from dure.rooms.people.models import Person
from dure.site import urls as _urls  # noqa: F401  the rooms' operations join the API there
from tests.site.programs import Program

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-the-api.md"
HOUSE = "http://testserver"


def lines() -> list[str]:
    """The page's examples in their order."""
    return re.findall(r"```sh\n(curl .*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def run(line: str, names: dict[str, str]) -> dict:
    """Do what a line of curl does, with its names filled in; return what is answered."""
    filled = re.sub(r"\$([A-Z_]+)", lambda found: names[found.group(1)], line.replace("\\\n", ""))
    _curl, _silent, address, *options = shlex.split(filled)
    said = list(zip(options[::2], options[1::2], strict=True))
    headers = dict(value.split(": ", 1) for option, value in said if option == "-H")
    body = next((value for option, value in said if option == "-d"), None)
    parts = urlsplit(address)
    client, path = Client(), parts.path + (f"?{parts.query}" if parts.query else "")
    kind = headers.pop("Content-Type", "application/json")
    answer = client.get(path, headers=headers) if body is None else client.post(path, body, kind, headers=headers)
    assert answer.status_code in {200, 201}, f"{line}\n{answer.status_code} {answer.content.decode()}"
    return answer.json()


def test_the_page_is_true(ana: Person) -> None:
    seller = market.seller(name="Dawn Farm", fee=4_000)
    offer = market.offer(organisation_id=seller.id, name="Red apples", on_hand=5, price=9_000)
    names = {
        "HOUSE": HOUSE, "KEY": Program(ana).secret, "CLIENT_KEY": str(new_id()), "TOP_UP_KEY": str(new_id()),
        "FUND": str(giving.make_fund().id), "SELLER": str(seller.id),
    }  # fmt: skip
    find, quote, order, top_up, pay, look = lines()
    with override_settings(DEMO=True):
        index_products(product_ids=[offer.product_id])
        [found] = run(find, names)["offers"]
        assert found["offer_id"] == str(offer.offer_id)
        names["OFFER"] = str(offer.offer_id)
        [purse] = run(quote, names)["purses"]
        [line] = purse["parts"][0]["lines"]
        names |= {"PRICE": line["unit_price"], "FEE": purse["fees"][0]["fee"]}
        placed = run(order, names)
        assert (placed["total"], run(order, names)["order_id"]) == (purse["total"], placed["order_id"])
        names["ORDER"] = placed["order_id"]
        run(top_up, names)
        assert run(pay, names)["status"] == "paid"
        assert run(look, names)["status"] == "paid"


def test_every_operation_the_page_names_is_there() -> None:
    known = {each["operationId"] for methods in openapi()["paths"].values() for each in methods.values()}
    told = PAGE.read_text(encoding="utf-8").split("## What a seller's program does")[1]
    assert set(re.findall(r"`([a-z_]+)`", told)) <= known
