"""Vendure beside us: installed from npm outside the checkout, one server, one worker, a PostgreSQL as ours."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from dure.cli.build import node_folder, npm
from dure.engine.child import end, spawn
from dure.engine.environment import for_child, search_path_with
from dure.engine.errors import EngineError
from dure.engine.ports import free_port
from dure.engine.postgres import EmbeddedPostgres
from shops.cluster import Statements, counting_postgres
from shops.line import Line
from shops.shop import After, NotOrdered, Shop, nobody

PROGRAM = Path(__file__).parent / "vendure"
SHELVES, PLENTY = 100, 1_000_000
INSTALLED_WITHIN_S, READY_WITHIN_S, AT_REST_WITHIN_S, LOOK_EVERY_S = 900, 120, 600, 0.2

ORDER = "__typename ... on Order { id state } ... on ErrorResult { errorCode }"
STEPS = {
    "put into the basket": ("addItemToOrder(productVariantId: $it, quantity: 1)", "ID!"),
    "who orders": ("setCustomerForOrder(input: $it)", "CreateCustomerInput!"),
    "address": ("setOrderShippingAddress(input: $it)", "CreateAddressInput!"),
    "delivery": ("setOrderShippingMethod(shippingMethodId: $it)", "[ID!]!"),
    "order": ("transitionOrderToState(state: $it)", "String!"),
    "payment": ("addPaymentToOrder(input: $it)", "PaymentInput!"),
}
ADDRESS = {"fullName": "Li Wei", "streetLine1": "1 Market Road", "city": "Wuhan", "countryCode": "CN"}
SOLD = """
    SELECT coalesce(sum(line.quantity), 0)::int FROM order_line line JOIN "order" whole ON whole.id = line."orderId"
    WHERE whole.state = 'PaymentSettled' AND line."productVariantId" = %s
"""


@dataclass
class Vendure(Shop):
    """A running Vendure; a guest orders by its shop API, call by call as a storefront does."""

    address: str
    sold_before: dict[int, int] = field(default_factory=dict)

    def bring(self, count: int) -> None:
        """Nobody needs to be brought: its guests have no account."""

    def order(self, goods: int, after: After = nobody) -> None:
        """Order as a guest, in six calls."""
        line = Line(self.address)
        guest = {"firstName": "Li", "lastName": "Wei", "emailAddress": f"{random.getrandbits(64):x}@example.org"}
        said = (str(goods + 1), guest, ADDRESS, ["1"], "ArrangingPayment", {"method": "sandbox", "metadata": {}})
        try:
            for step, it in zip(STEPS, said, strict=True):
                told = _ask(line, step, it)
                after(step)
        finally:
            line.hang_up()
        if told.get("state") != "PaymentSettled":
            raise NotOrdered(told)

    def fill_shelf(self, units: int) -> int:
        """Put just so many of the last goods there."""
        self._execute('UPDATE stock_level SET "stockOnHand" = %s, "stockAllocated" = 0 WHERE "productVariantId" = %s',
                      units, SHELVES)  # fmt: skip
        self.sold_before[SHELVES - 1] = self._sold(SHELVES - 1)
        return SHELVES - 1

    def sold(self, goods: int) -> int:
        """Return how many stand in orders whose payment is settled."""
        return self._sold(goods) - self.sold_before.get(goods, 0)

    def _sold(self, goods: int) -> int:
        found = self._execute(SOLD, goods + 1).fetchone()
        assert found
        return int(found[0])

    def _execute(self, statement: str, *facts: object) -> psycopg.Cursor[Any]:
        return self.statements.connection.execute(statement.encode(), facts)


def _ask(line: Line, step: str, it: object) -> dict[str, Any]:
    """Call one step and return what was told; the session is in a token as with a storefront on another address."""
    call, kind = STEPS[step]
    query = f"mutation ($it: {kind}) {{ told: {call} {{ {ORDER} }} }}"
    answer = line.send_json("/shop-api", {"query": query, "variables": {"it": it}})
    if token := answer.headers.get("vendure-auth-token"):
        line.headers["Authorization"] = f"Bearer {token}"
    content = answer.json() if answer.status == HTTPStatus.OK else {"errors": [answer.text]}
    told: dict[str, Any] = (content.get("data") or {}).get("told") or {}
    if content.get("errors") or told.get("errorCode"):
        raise NotOrdered(f"{step}: {content.get('errors') or told['errorCode']}")
    return told


def install(folder: Path) -> None:
    """Install Vendure from npm, exactly as locked, and fill its shop; nothing is done twice. Says what takes long."""
    program, lock = folder / "vendure", (PROGRAM / "package-lock.json").read_bytes()
    done = program / "installed"
    if not done.exists() or done.read_bytes() != lock:
        print(f"Installing Vendure from npm into {program} (not a part of what is measured) …", flush=True)
        shutil.rmtree(program, ignore_errors=True)
        shutil.copytree(PROGRAM, program)
        _install(program)
        done.write_bytes(lock)
    shutil.copy(PROGRAM / "server.cjs", program)


def _install(program: Path) -> None:
    try:
        command = [*npm(), "ci", "--omit=dev", "--fetch-retries=1", "--loglevel", "error"]
    except EngineError as missing:
        sys.exit(f"{missing.what} Without npm there is no Vendure to measure.")
    environment = for_child({"PATH": search_path_with(node_folder())})
    ended = subprocess.run(
        command, cwd=program, env=environment, capture_output=True, text=True, timeout=INSTALLED_WITHIN_S, check=False
    )
    if ended.returncode:
        shutil.rmtree(program)
        sys.exit(f"npm could not install Vendure, so there is nothing to measure beside us.\n{ended.stderr.strip()}")


def versions(folder: Path) -> str:
    """Return which Vendure runs on which Node."""
    found = json.loads((folder / "vendure/node_modules/@vendure/core/package.json").read_text())
    node = subprocess.run([npm()[0], "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"Vendure {found['version']} on Node {node}"


@contextmanager
def vendure(folder: Path) -> Iterator[Vendure]:
    """Have a Vendure run meanwhile: one server and one worker, as its own documentation asks at least."""
    postgres, port = EmbeddedPostgres(folder / "vendure-postgres"), free_port()
    with _ended_afterwards(postgres) as running:
        environment = _environment(counting_postgres(postgres))
        _fill(folder, postgres, environment)
        for words in (["worker"], ["serve", str(port)]):
            running.append(_start(folder, words, environment))
        worker, server = (process.pid for process in running)
        assert postgres.pid
        statements = Statements(postgres.superuser_url("dure"))
        _come_to_rest(statements)
        yield Vendure("Vendure", statements, worker, (worker, server, postgres.pid), f"http://127.0.0.1:{port}")


@contextmanager
def _ended_afterwards(postgres: EmbeddedPostgres) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Give a list of programs; they and the PostgreSQL are ended in the end, whatever happens."""
    running: list[subprocess.Popen[bytes]] = []
    try:
        yield running
    finally:
        for process in running:
            end(process)
        postgres.stop()


def _environment(postgres: EmbeddedPostgres) -> dict[str, str]:
    """Return what its programs are told: where the database is, and to run as in production."""
    url = urlsplit(postgres.owner_url)
    database = {"PGHOST": parse_qs(url.query)["host"][0], "PGUSER": url.username or "", "PGDATABASE": url.path[1:]}
    return for_child({**database, "SHELVES": str(SHELVES), "NODE_ENV": "production"})


def _fill(folder: Path, postgres: EmbeddedPostgres, environment: dict[str, str]) -> None:
    """Make its tables and goods, once."""
    done = folder / "vendure-postgres" / "filled"
    if done.exists():
        return
    print("Making Vendure's tables and goods (not a part of what is measured) …", flush=True)
    with psycopg.connect(postgres.superuser_url("dure")) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION dure_owner")
    command = [npm()[0], "server.cjs", "populate"]
    made = subprocess.run(command, cwd=folder / "vendure", env=environment, capture_output=True, text=True, check=False)
    if made.returncode:
        sys.exit(f"Vendure could not make its shop.\n{made.stderr.strip()}")
    done.touch()


def _start(folder: Path, words: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start one of its two programs and return when it is ready."""
    log = folder / f"vendure-{words[0]}.log"
    log.unlink(missing_ok=True)
    command = [npm()[0], "server.cjs", *words]
    process = spawn(command, log=log, environment=environment, folder=folder / "vendure")
    until = time.monotonic() + READY_WITHIN_S
    while "ready" not in log.read_text().splitlines():
        if process.poll() is not None or time.monotonic() > until:
            end(process)
            sys.exit(f"Vendure's {words[0]} did not start.\n{log.read_text()}")
        time.sleep(LOOK_EVERY_S)
    return process


def _come_to_rest(statements: Statements) -> None:
    """Wait until its worker has done what its new goods asked for."""
    waiting = "SELECT count(*) FROM job_record WHERE state IN ('PENDING', 'RUNNING', 'RETRYING')"
    until = time.monotonic() + AT_REST_WITHIN_S
    while statements.connection.execute(waiting).fetchone() != (0,):
        if time.monotonic() > until:
            sys.exit("Vendure's worker does not come to rest.")
        time.sleep(LOOK_EVERY_S)
