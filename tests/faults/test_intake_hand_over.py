"""The process that writes a cell is killed while its buyers wait: another goes on, and no order is lost or doubled."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connections
from django.db.models import Sum

from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.gate.intake import Intake
from dure.rooms.market.gate.refusals import Outage
from dure.rooms.market.models import Order, OrderLine
from dure.rooms.market.queries.quotes import quotes
from dure.rooms.people import factories as people

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

HOME = 1
BUYERS, BOXES_EACH, KILLS = 24, 12, 3
OTHER_GATE = """
import asyncio, sys
from dure.rooms.market.gate.intake import Intake

async def main():
    async with Intake(database_url=sys.argv[1], nats_url=sys.argv[2]) as intake:
        while not intake.state()["cells"]["1"]["leads"]:
            await asyncio.sleep(0.01)
        print("leads", flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


class OtherGate:
    """A gate in a process of its own, which waits to lead."""

    def __init__(self, database_url, nats_url):
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER_GATE, database_url, nats_url],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def leads(self):
        """Return once it leads."""
        assert self.process.stdout.readline() == b"leads\n"

    def kill(self):
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


class Crowd:
    """Buyers at a gate that does not lead, and what they were told."""

    def __init__(self, offer):
        self.offer = offer
        self.quotes = quotes(offer_ids=[offer.offer_id])
        self.buyers = [people.make_person().id for _ in range(BUYERS)]
        self.acknowledged = {}
        self.longest_wait_s = 0.0

    async def buy(self, intake, buyer_id):
        """Buy one box after another; after an outage the same order again."""
        for _box in range(BOXES_EACH):
            request = factories.request(buyer_id=buyer_id, lines=[(self.offer, 1)])
            began = time.monotonic()
            while request.client_key not in self.acknowledged:
                try:
                    outcome = await intake.place(request, self.quotes, cell_id=HOME)
                except Outage:
                    continue
                self.acknowledged[request.client_key] = outcome.order_id
            self.longest_wait_s = max(self.longest_wait_s, time.monotonic() - began)
            await asyncio.sleep(0.05)


def test_the_leader_is_killed_again_and_again_while_buyers_wait(app_role_url, nats_server):
    crowd = Crowd(factories.offer(on_hand=10_000))

    async def hurt(others):
        for other in others:
            have = len(crowd.acknowledged)
            while len(crowd.acknowledged) < have + 40:  # noqa: ASYNC110  what is waited for has no event
                await asyncio.sleep(0.01)
            await asyncio.to_thread(other.kill)

    async def story():
        first = OtherGate(app_role_url, nats_server.url)
        await asyncio.to_thread(first.leads)
        async with Intake(database_url=app_role_url, nats_url=nats_server.url) as intake:
            others = [first, *(OtherGate(app_role_url, nats_server.url) for _ in range(KILLS - 1))]
            await asyncio.gather(hurt(others), *(crowd.buy(intake, buyer) for buyer in crowd.buyers))

    def run():
        try:
            asyncio.run(story())
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(120)
    assert not thread.is_alive()

    assert len(crowd.acknowledged) == BUYERS * BOXES_EACH
    assert dict(Order.objects.values_list("client_key", "order_id")) == crowd.acknowledged
    sold = OrderLine.objects.aggregate(sold=Sum("quantity"))["sold"]
    assert sold == catalog.shelf_of(crowd.offer).reserved == len(crowd.acknowledged)
    print(f"the longest wait of {len(crowd.acknowledged)} orders was {crowd.longest_wait_s:.2f} s")
