"""What `dure proxy-config` prints works: pages, files, uploads, orders and WebSockets go through nginx and Caddy.

Skipped where a proxy is not installed (Debian has `nginx-light` and `caddy`). One house runs for both: its pages and
its gate as `dure web` and `dure gate` start them, in production mode, on a copy of the test database.
"""

import asyncio
import json
import secrets
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connections
from picows import ws_connect

from dure.cli import programs
from dure.cli.proxy import LARGEST_UPLOAD_MB, Proxy
from dure.engine.child import end, spawn
from dure.engine.environment import for_child
from dure.engine.ports import free_port
from dure.engine.postgres import EmbeddedPostgres
from dure.engine.program import answers
from dure.kernel.tests.gates import Caller
from dure.site.config import Config, Mode
from tests.browser.house import ROOT, wait_until
from tests.site.proxies import NAME, Answer, Visitor, in_front_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CUSTOMERS = ROOT / "benchmarks" / "shops" / "customers.py"
SECRET = "x" * 50
ORDERS_A_MINUTE = 5
CUSTOMERS_COUNT = 12
UP_WITHIN_S = 60
MEGABYTE = 1 << 20
TOO_LARGE = {413, 502}
"""Caddy hands on while one still sends: it may hang up, or find that the other side did."""
TRIES_MAX = 70
"""A little more than twice the most in a minute: one may begin between two of them."""
FORM, PLAIN = "application/x-www-form-urlencoded", "text/plain"


@dataclass(frozen=True)
class Place:
    """A running house, one of its goods, and people who are signed in; each comes once."""

    config: Config
    offer: str
    customers: list[dict[str, str]]


@pytest.fixture(scope="module")
def database(postgres: EmbeddedPostgres, django_db_setup: None) -> Iterator[str]:
    """A copy of the test database with its rights; the house of these tests commits what it does."""
    connections.close_all()
    name = f"proxied_{secrets.token_hex(4)}"
    with psycopg.connect(postgres.superuser_url(), autocommit=True) as superuser:
        superuser.execute(f"CREATE DATABASE {name} TEMPLATE {connections['default'].settings_dict['NAME']}")
        yield name
        superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def place(postgres: EmbeddedPostgres, database: str) -> Iterator[Place]:
    """A house in production mode behind https://localhost, whose proxies are yet to come."""
    port, url = free_port(), postgres.superuser_url(database)
    with tempfile.TemporaryDirectory(prefix="dure-proxied-") as folder, ExitStack() as stack:
        config = Config(
            mode=Mode.PRODUCTION,
            data=Path(folder),
            public_url=f"https://{NAME}:{port}",
            port=free_port(),
            gate_port=free_port(),
            trusted_proxies=1,
        )
        told = for_child(
            {
                **programs.environment(config, SECRET),
                "DURE_MODE": "production",
                "DURE_PUBLIC_URL": str(config.public_url),
                "DURE_TRUSTED_PROXIES": "1",
                "DURE_GATE_ORDERS_PER_ADDRESS": str(ORDERS_A_MINUTE),
            }
        )
        made = subprocess.run(
            [sys.executable, str(CUSTOMERS), "new", str(CUSTOMERS_COUNT), "1", "100", "known"],
            env={**told, "DURE_DATABASE_URL": url},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        told["DURE_DATABASE_URL"] = url.replace("//dure_engine@", "//dure_app@")
        for program in (programs.web(config), programs.gate(config)):
            child = spawn(program.command, log=Path(folder) / f"{program.name}.log", environment=told, folder=ROOT)
            stack.callback(end, child)
        for address in (config.address, config.gate_address):
            health = partial(answers, f"{address}/health", headers=programs.proxy_headers(config))
            wait_until(health, within_s=UP_WITHIN_S, what=f"{address} answers")
        world = json.loads(made.stdout)
        yield Place(config, world["offers"][0], world["customers"])


@pytest.fixture(scope="module", params=list(Proxy))
def visitor(request: pytest.FixtureRequest, place: Place) -> Iterator[Visitor]:
    """Somebody at the proxy, not signed in."""
    proxy: Proxy = request.param
    if shutil.which(proxy) is None:
        pytest.skip(f"{proxy} is not installed")
    folder = tempfile.TemporaryDirectory(prefix=f"dure-{proxy}-")
    with folder, in_front_of(place.config, proxy, Path(folder.name)) as found:
        yield found


def from_anywhere(visitor: Visitor) -> Visitor:
    """Return the same person at another address of this machine, where nobody was in this run."""
    return replace(visitor, address=f"127.0.{secrets.randbelow(250) + 1}.{secrets.randbelow(250) + 1}")


@pytest.fixture
def buyer(visitor: Visitor, place: Place) -> Visitor:
    """The next customer, with one box in the basket."""
    cookies = {"sessionid": place.customers.pop()["session"], "csrftoken": secrets.token_hex(16)}
    found = replace(from_anywhere(visitor), cookies=cookies)
    put = f"offer_id={place.offer}&quantity=1".encode()
    assert found.ask("POST", "/market/basket/lines/", put, {"Content-Type": FORM}).status == 302
    return found


class Fields(HTMLParser):
    """The fields of the checkout's form as a browser would send them, and the addresses of the page's styles."""

    def __init__(self, page: bytes) -> None:
        """Read the page."""
        super().__init__()
        self.said: dict[str, str] = {}
        self.styles: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one field or style."""
        found = {name: value or "" for name, value in attrs}
        if (
            tag == "input"
            and "name" in found
            and (found.get("type") not in {"radio", "checkbox"} or "checked" in found)
        ):
            self.said[found["name"]] = found.get("value", "")
        if tag == "link" and found.get("rel") == "stylesheet":
            self.styles.append(found["href"])


def form(fields: dict[str, str]) -> bytes:
    """Return fields as a form sends them."""
    return urlencode(fields).encode()


def at_checkout(buyer: Visitor) -> tuple[dict[str, str], dict[str, Any]]:
    """Return what the checkout's form says, to be paid from the wallet, and the slip a browser gets for it."""
    page = buyer.ask("GET", "/market/checkout/")
    fields = Fields(page.body).said | {"provider": "wallet", "order": "on"}
    slip = buyer.ask("POST", "/market/checkout/slip/", form(fields), {"Content-Type": FORM})
    assert slip.status == 200, slip.body
    return fields, json.loads(slip.body)


def letter(fields: dict[str, str], slip: dict[str, Any]) -> bytes:
    """Return an order as the page sends it to the gate."""
    order = {**slip["order"], "key": fields["idempotency_key"]}
    return json.dumps({"pass": slip["pass"], "quotes": slip["quotes"], "order": order}).encode()


def upload(megabytes: int) -> tuple[bytes, dict[str, str]]:
    """Return a form with a large file in it, and how it is sent."""
    head = 'Content-Disposition: form-data; name="photo"; filename="photo.jpg"'
    body = b"--part\r\n%b\r\n\r\n%b\r\n--part--\r\n" % (head.encode(), bytes(megabytes * MEGABYTE))
    return body, {"Content-Type": "multipart/form-data; boundary=part"}


def test_pages_know_that_they_are_seen_over_tls(visitor: Visitor) -> None:
    home = visitor.ask("GET", "/")
    assert home.status == 200
    assert "max-age" in home.headers["Strict-Transport-Security"]
    assert "connect-src 'self'" in home.headers["Content-Security-Policy"]


def test_styles_come_packed_and_are_not_sent_twice(visitor: Visitor) -> None:
    style = Fields(visitor.ask("GET", "/").body).styles[0]
    first = visitor.ask("GET", style, b"", {"Accept-Encoding": "gzip, br"})
    assert (first.status, first.headers["Content-Encoding"]) == (200, "br")
    assert "immutable" in first.headers["Cache-Control"]
    again = visitor.ask("GET", style, b"", {"Accept-Encoding": "gzip, br", "If-None-Match": first.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_video_is_served_by_the_proxy_itself(visitor: Visitor, place: Place) -> None:
    piece = place.config.folder / "files" / "video" / "1" / "part.m4s"
    piece.parent.mkdir(parents=True, exist_ok=True)
    piece.write_bytes(b"a piece")
    found = visitor.ask("GET", "/video/1/part.m4s")
    assert (found.status, found.body) == (200, b"a piece")
    assert "immutable" in found.headers["Cache-Control"]
    assert visitor.ask("GET", "/video/../../web.log").status in {400, 404}


def test_an_order_goes_over_the_gate_and_its_form_finds_it_there(buyer: Visitor) -> None:
    fields, slip = at_checkout(buyer)
    assert slip["gate"] == "/gate"
    placed = buyer.ask("POST", "/gate/orders", letter(fields, slip), {"Content-Type": PLAIN})
    assert placed.status == 201, placed.body
    assert placed.headers["Access-Control-Allow-Origin"] == f"https://{NAME}:{buyer.port}"
    led = buyer.ask("POST", "/market/checkout/", form(fields), {"Content-Type": FORM})
    assert b"Paid. Thank you." in buyer.ask("GET", led.headers["Location"]).body
    again = buyer.ask("POST", "/gate/orders", letter(fields, slip), {"Content-Type": PLAIN})
    assert (again.status, json.loads(again.body)["order"]) == (200, json.loads(placed.body)["order"])


def test_an_order_goes_over_a_websocket(buyer: Visitor) -> None:
    fields, slip = at_checkout(buyer)
    told = asyncio.run(conversation(buyer, fields, slip))
    assert told[:2] == [{"ready": True}, {"pong": 1}]
    assert (told[2]["status"], told[2]["answer"]) == (201, "placed")


async def conversation(buyer: Visitor, fields: dict[str, str], slip: dict[str, Any]) -> list[Any]:
    """Return what the gate says to papers, a ping and an order."""
    caller, own = Caller(), f"https://{NAME}:{buyer.port}"
    address = f"wss://{NAME}:{buyer.port}/gate/orders"
    await ws_connect(lambda: caller, address, ssl_context=buyer.trusted, extra_headers={"Origin": own})
    order = {**slip["order"], "key": fields["idempotency_key"]}
    said = ({"pass": slip["pass"], "quotes": slip["quotes"]}, {"ping": 1}, {"id": 1, "order": order})
    told = [await caller.ask(message) for message in said]
    assert caller.transport
    caller.transport.disconnect()
    return told


def test_a_place_in_the_row_is_asked_for_behind_the_proxy(buyer: Visitor) -> None:
    _fields, slip = at_checkout(buyer)
    asked = buyer.ask("POST", "/gate/queue", json.dumps({"pass": slip["pass"]}).encode(), {"Content-Type": PLAIN})
    assert asked.status == 200
    assert json.loads(asked.body)["admitted"] is True


def test_large_uploads_come_through_and_too_large_ones_do_not(buyer: Visitor) -> None:
    assert buyer.ask("POST", "/market/basket/lines/", *upload(LARGEST_UPLOAD_MB // 4)).status in {302, 422}
    with suppress(ssl.SSLEOFError, ConnectionError):
        assert buyer.ask("POST", "/market/basket/lines/", *upload(LARGEST_UPLOAD_MB + 1)).status in TOO_LARGE


def test_the_gate_is_asked_nothing_large(visitor: Visitor) -> None:
    with suppress(ssl.SSLEOFError, ConnectionError):
        assert visitor.ask("POST", "/gate/orders", bytes(MEGABYTE), {"Content-Type": PLAIN}).status in TOO_LARGE


def until_refused(ask: Callable[[dict[str, str]], Answer]) -> list[int]:
    """Ask again and again, each time as if for somebody else, until it was too often; return what was answered."""
    told: list[int] = []
    while told[-1:] != [429]:
        told.append(ask({"X-Forwarded-For": f"203.0.113.{len(told)}"}).status)
        assert len(told) < TRIES_MAX, "the header was believed"
    return told


def test_limits_count_the_visitor_and_believe_no_header(visitor: Visitor) -> None:
    def tries(who: Visitor, forged: dict[str, str]) -> Answer:
        return who.ask("GET", "/api/orders", b"", forged | {"Authorization": "Bearer dure_wrong"})

    assert until_refused(partial(tries, from_anywhere(visitor)))[0] == 401
    assert tries(from_anywhere(visitor), {}).status == 401


def test_the_gate_counts_the_visitor_too(buyer: Visitor) -> None:
    fields, slip = at_checkout(buyer)

    def orders(who: Visitor, forged: dict[str, str]) -> Answer:
        return who.ask("POST", "/gate/orders", letter(fields, slip), forged | {"Content-Type": PLAIN})

    assert until_refused(partial(orders, from_anywhere(buyer)))[0] == 201
    assert orders(from_anywhere(buyer), {}).status == 200


def test_only_this_side_of_the_proxy_is_told_details(visitor: Visitor) -> None:
    assert visitor.ask("GET", "/gate/health?detail").body == b"ok"
