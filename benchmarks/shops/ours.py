"""Our own house beside the others, as `dure up` starts it: web, worker, gate, PostgreSQL and NATS."""

import json
import subprocess
import sys
import time
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from queue import SimpleQueue
from secrets import token_hex
from uuid import uuid4

import psycopg
from psycopg import sql

from dure.cli.programs import web
from dure.engine.child import end, spawn
from dure.engine.environment import for_child
from dure.engine.errors import EngineError
from dure.engine.house import HouseFolder
from dure.engine.ports import free_port, require_free
from dure.engine.postgres import EmbeddedPostgres
from dure.engine.program import answers
from dure.engine.state import HouseState
from dure.site.config import Config
from shops.cluster import Statements, counting_postgres
from shops.line import Answer, Line
from shops.pages import Walk
from shops.shop import After, Company, NotOrdered, Shop, nobody

SHELVES, PLENTY = 100, 1_000_000
DONE_WITHIN_S, READY_WITHIN_S, LOOK_EVERY_S = 600, 120, 0.2
BROUGHT_AT_ONCE = 40
COMPANY = "card_company"
CUSTOMERS = Path(__file__).parent / "customers.py"
RECEIVER = {
    "means": "home",
    "name": "Li Wei",
    "phone": "+821044445555",
    "street": "해남읍 중앙1로 18",
    "postcode": "59027",
}
SOLD = """
    SELECT coalesce(sum(line.quantity), 0)::int
    FROM market_orderline line JOIN market_order whole USING (cell_id, order_id)
    WHERE line.offer_id = %s AND whole.status IN (2, 3)
"""


@dataclass(frozen=True)
class Customer:
    """Somebody who is signed in and has ordered nothing yet."""

    session: str
    key: str


@dataclass
class World:
    """The goods of the measured farm and who may still come to buy them; `are_known`: their address is in the book."""

    environment: dict[str, str]
    seller: str = ""
    offers: list[str] = field(default_factory=list)
    customers: SimpleQueue[Customer] = field(default_factory=SimpleQueue)
    are_known: bool = False
    kept: Path | None = None
    """Where the seller and the goods are noted for the next run on the same data."""

    def bring(self, customers: int, *, shelves: int = 0, units: int = PLENTY) -> None:
        """Bring so many more customers, and fill so many more shelves."""
        counts = map(str, (customers, shelves, units))
        command = [sys.executable, str(CUSTOMERS), self.seller or "new", *counts, "known" if self.are_known else "new"]
        made = json.loads(_run(command, self.environment, "Nobody could be brought into our house."))
        self.seller = made["seller"]
        self.offers += made["offers"]
        for each in made["customers"]:
            self.customers.put(Customer(**each))
        if self.kept:
            self.kept.write_text(json.dumps({"seller": self.seller, "offers": self.offers}))


@dataclass
class Dure(Shop):
    """Our running house."""

    address: str
    world: World

    def bring(self, count: int) -> None:
        """Have so many people sign in, and some more at once for the next time."""
        if self.world.customers.qsize() < count:
            self.world.bring(max(count, BROUGHT_AT_ONCE))

    def fill_shelf(self, units: int) -> int:
        """Put up something new."""
        self.world.bring(0, shelves=1, units=units)
        return len(self.world.offers) - 1

    def sold(self, goods: int) -> int:
        """Return how many stand in paid orders."""
        offer_id = int(self.world.offers[goods])
        found = self.statements.connection.execute(SOLD, [offer_id]).fetchone()
        assert found
        return int(found[0])

    def order(self, goods: int, after: After = nobody) -> None:
        """Let the next customer order."""
        customer = self.world.customers.get_nowait()
        line = self._line(customer)
        try:
            self._order(line, self.world.offers[goods], after)
        finally:
            line.hang_up()

    @abstractmethod
    def _line(self, customer: Customer) -> Line: ...

    @abstractmethod
    def _order(self, line: Line, offer_id: str, after: After) -> None: ...


class Pages(Dure):
    """By the pages, as a browser with script asks for them; styles and pictures are in its cache."""

    def _line(self, customer: Customer) -> Line:
        cookies = {"sessionid": customer.session, "csrftoken": token_hex(16)}  # as the product's page has left them
        return Line(self.address, cookies, {"Accept-Language": "en"})

    def _order(self, line: Line, offer_id: str, after: After) -> None:
        assert self.company
        company = Line(self.company.address, headers={"Accept-Language": "en"})
        try:
            self._walk(Walk(line, company, offer_id, after))
        finally:
            company.hang_up()

    def _walk(self, walk: Walk) -> None:
        walk.order()


class Forms(Pages):
    """By the pages as a browser without script asks for them."""

    def _walk(self, walk: Walk) -> None:
        walk.order(has_script=False)


class Known(Pages):
    """By the gate, the shortest way: somebody the house knows, who pays from the wallet."""

    def _walk(self, walk: Walk) -> None:
        walk.order_as_known()


class Api(Dure):
    """By the API, as a program asks: what it comes to, the order, the payment from the wallet."""

    def _line(self, customer: Customer) -> Line:
        return Line(self.address, headers={"Authorization": f"Bearer {customer.key}"})

    def _order(self, line: Line, offer_id: str, after: After) -> None:
        wanted = {"offer_id": offer_id, "quantity": 1}
        quote = line.send_json("/api/quotes", {"lines": [wanted]}).json()["purses"]
        after("what it comes to")
        if not quote:
            raise NotOrdered("gone")
        (part,) = quote[0]["parts"]
        order = {
            "client_key": str(uuid4()),
            "currency": quote[0]["currency"],
            "lines": [wanted | {"unit_price": part["lines"][0]["unit_price"]}],
            "fees": quote[0]["fees"],
            "receiving": RECEIVER,
        }
        placed = _made(line.send_json("/api/orders", order))
        after("order: address, delivery, order")
        paid = _made(line.send_json(f"/api/orders/{placed['order_id']}/payments", {"provider": "wallet"}))
        after("payment")
        if paid["status"] != "paid":
            raise NotOrdered(paid)


def _made(answer: Answer) -> dict[str, object]:
    """Return what was made; NotOrdered where nothing was."""
    if answer.status != HTTPStatus.CREATED:
        raise NotOrdered(answer.text)
    return dict(answer.json())


@dataclass(frozen=True)
class Ways:
    """The ways to order in our house."""

    pages: Pages
    forms: Forms
    known: Known
    api: Api


@contextmanager
def dure(folder: Path) -> Iterator[Ways]:
    """Have a house of ours run meanwhile and return the ways to order in it."""
    data = folder / "dure"
    house = HouseFolder(data)
    if HouseState.read(house):  # an earlier run was killed
        _command("down", data)
    print("Starting a house of ours (not a part of what is measured) …", flush=True)
    postgres = EmbeddedPostgres(house.postgres)
    house.prepare()
    counting_postgres(postgres).stop()
    port = _three_free_ports()
    _command("up", data, "--detach", "--no-demo", "--port", str(port))
    try:
        with _card_company(house, postgres) as company:
            yield _ways(house, postgres, company)
    finally:
        _command("down", data)


@contextmanager
def _card_company(house: HouseFolder, postgres: EmbeddedPostgres) -> Iterator[Company]:
    """Play the card company meanwhile in a web process of its own, before the database under a role of its own."""
    with psycopg.connect(postgres.superuser_url("dure"), autocommit=True) as superuser:
        if superuser.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [COMPANY]).fetchone() is None:
            superuser.execute(sql.SQL("CREATE ROLE {} LOGIN IN ROLE dure_app").format(sql.Identifier(COMPANY)))
    told = _environment(house)
    config = Config(port=free_port())
    told |= {"DURE_DATABASE_URL": told["DURE_DATABASE_URL"].replace("//dure_app@", f"//{COMPANY}@")}
    program = web(config)
    running = spawn(program.command, log=house.logs / "card-company.log", environment=told)
    try:
        until = time.monotonic() + READY_WITHIN_S
        while not answers(f"{config.address}/health"):
            if running.poll() is not None or time.monotonic() > until:
                sys.exit("The card company did not start.")
            time.sleep(LOOK_EVERY_S)
        yield Company(config.address, running.pid, COMPANY)
    finally:
        end(running)


def _environment(house: HouseFolder) -> dict[str, str]:
    """Return the environment of one more program of the house."""
    state = HouseState.read(house)
    assert state
    return for_child({**state.environment, "DURE_SECRET_KEY": house.secret_key()})


def _ways(house: HouseFolder, postgres: EmbeddedPostgres, company: Company) -> Ways:
    state = HouseState.read(house)
    assert state
    kept = house.path / "measured.json"
    goods = json.loads(kept.read_text()) if kept.exists() else {}
    world = World(_environment(house), **goods, kept=kept)
    world.bring(BROUGHT_AT_ONCE, shelves=SHELVES if not goods else 0)
    known = replace(world, customers=SimpleQueue(), are_known=True)
    worker = next(each.pid for each in state.children if each.name == "worker")
    assert worker
    shared = (Statements(postgres.superuser_url("dure")), worker, (state.pid,), state.address)
    return Ways(
        Pages("our pages", *shared, world, company=company),
        Forms("our pages without script", *shared, world, company=company),
        Known("by our gate", *shared, known, company=company),
        Api("our API", *shared, world, company=company),
    )


def _command(word: str, data: Path, *more: str) -> None:
    """Run `dure …` on the house's data; end with its own words where it fails."""
    command = [sys.executable, "-m", "dure", word, *more, "--data", str(data)]
    _run(command, for_child({}), f"`dure {word}` failed.")


def _run(command: list[str], environment: dict[str, str], failed: str) -> str:
    """Run a command and return what it printed; end with its own words where it fails."""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=DONE_WITHIN_S, check=False)
    if done.returncode:
        sys.exit(f"{failed}\n{done.stdout}{done.stderr}")
    return done.stdout


def _three_free_ports() -> int:
    """Return a port that is free together with the next two, which the gate and the studio take."""
    while True:
        port = free_port()
        with suppress(EngineError):
            for taken in (port + 1, port + 2):
                require_free("127.0.0.1", taken, purpose="the house", option="")
            return port
