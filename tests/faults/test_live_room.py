"""NATS and gates are killed under a live room: every screen is right again, and nothing acknowledged is lost."""

import asyncio
import sys
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import F

from dure.engine.nats import EmbeddedNats
from dure.engine.ports import free_port
from dure.engine.program import Program, RunningProgram, answers
from dure.kernel import clock, tokens
from dure.rooms.people import factories as people
from dure.rooms.stage.models import ChatMessage, Show
from dure.rooms.stage.seats import SEAT_LIFE, SeatPass, seat_text
from tests.browser.house import ROOT, wait_until
from tests.faults.live_crowd import Crowd
from tests.faults.order_ground import kill

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

SECRET = "only for gates of live rooms that are killed"
VIEWERS, SPEAKERS = 12, 3


@pytest.fixture
def nats(tmp_path):
    with EmbeddedNats(tmp_path / "nats") as server:
        yield server


@pytest.fixture
def gates(tmp_path, app_role_url, nats):
    """Two gates, as `dure up` runs them."""
    found = []
    for name in ("one", "two"):
        port = free_port()
        environment = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT / "src"),
            "DURE_DATA": str(tmp_path),
            "DURE_DATABASE_URL": app_role_url,
            "DURE_NATS_URL": nats.url,
            "DURE_SECRET_KEY": SECRET,
            "DURE_GATE_PORT": str(port),
        }
        program = Program(name, (sys.executable, "-m", "dure.site.gate"))
        running = RunningProgram(program, environment=environment, log=tmp_path / f"{name}.log", folder=ROOT)
        running.start()
        found.append((running, f"http://127.0.0.1:{port}"))
    wait_until(lambda: all(answers(f"{address}/health") for _running, address in found), within_s=60, what="gates")
    yield found
    for running, _address in found:
        running.stop()


def seat(show, number):
    key, until = tokens.key_of(SECRET), clock.now() + SEAT_LIFE
    role = "helper"  # many messages a minute
    return seat_text(SeatPass(show_id=show.id, person_id=uuid4(), name=f"{number}", role=role, until=until), key=key)


def kill_and_bury(running):
    """End a process as a power cut would; the supervisor would take note of it too."""
    kill(running.pid)
    running.process.wait()


def change(show):
    """Change the screen without telling anybody."""
    try:
        Show.objects.filter(pk=show.pk).update(sequence=F("sequence") + 1)
        return Show.objects.get(pk=show.pk).sequence
    finally:
        connections.close_all()


def test_nats_and_a_gate_are_killed_while_many_watch_and_speak(gates, nats):
    now = clock.now()
    facts = {"status": "live", "started_at": now, "starts_at": now, "scheduled_at": now, "languages": ["ko"]}
    show = Show.objects.create(organisation=people.make_organisation(), title="Apples", **facts)
    seats = [seat(show, number) for number in range(SPEAKERS)]
    crowd = Crowd([address for _running, address in gates], show.id, seats, viewers=VIEWERS)
    took = {}

    async def seen_by_all(what):
        sequence = await asyncio.to_thread(change, show)
        took[what] = await crowd.until(lambda: all(viewer.sequence == sequence for viewer in crowd.viewers))

    async def said_and_seen_by_all():
        have = set(crowd.acknowledged.values())
        await crowd.until(lambda: len(crowd.acknowledged) >= len(have) + 2 * SPEAKERS)
        fresh = set(crowd.acknowledged.values()) - have
        await crowd.until(lambda: all(fresh <= viewer.seen for viewer in crowd.viewers))

    async def story():
        crowd.begin()
        await seen_by_all("all is well")
        await said_and_seen_by_all()
        await asyncio.to_thread(kill_and_bury, nats)
        await seen_by_all("NATS killed")
        await said_and_seen_by_all()
        await asyncio.to_thread(nats.start)
        (first, _address), *_others = gates
        await asyncio.to_thread(kill_and_bury, first)
        await seen_by_all("gate killed")
        await said_and_seen_by_all()
        await asyncio.to_thread(first.start)
        await seen_by_all("gate back")
        await said_and_seen_by_all()
        await crowd.end()

    try:
        asyncio.run(story())
    finally:
        connections.close_all()
    kept = dict(ChatMessage.objects.filter(show=show).values_list("client_key", "id"))
    assert {str(kept[key]) for key in kept if str(key) in crowd.acknowledged} == set(crowd.acknowledged.values())
    assert set(crowd.acknowledged) <= {str(key) for key in kept}
    print({what: f"{seconds:.2f} s" for what, seconds in took.items()}, len(crowd.acknowledged), "acknowledged")
