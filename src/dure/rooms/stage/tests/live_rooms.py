"""A live room in the test's own loop: a show in the real database, seats, doors at a real socket, and who comes."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connections
from django.db.models import F

from dure.kernel import clock, tokens
from dure.kernel.tests.gates import call, open_gate, run, visit
from dure.rooms.people import factories as people
from dure.rooms.stage.gate.doors import Doors
from dure.rooms.stage.gate.live import Live
from dure.rooms.stage.models.chat import Restriction, WordList
from dure.rooms.stage.models.shows import Show
from dure.rooms.stage.seats import SeatPass, seat_text

KEY = tokens.key_of("the secret of this test")


def make_show(**facts):
    """A show that is on air; `facts` say otherwise."""
    now = clock.now()
    known = {"title": "Apples", "starts_at": now, "status": "live", "started_at": now, "languages": ["ko"]}
    return Show.objects.create(organisation=people.make_organisation(), scheduled_at=now, **known | facts)


def change(show, **facts):
    """Change a show as its verbs do."""
    Show.objects.filter(pk=show.pk).update(sequence=F("sequence") + 1, **facts)


def restrict(show, person_id, kind):
    """Take the word from somebody, or show him the door."""
    Restriction.objects.create(
        show=show, organisation=show.organisation, person_id=person_id, kind=kind, made_at=clock.now()
    )
    change(show)


def ban_words(*words):
    """Let nobody in the house say these."""
    WordList.objects.create(words=list(words), changed_at=clock.now())


def seat_for(show, *, name="Ana", role="viewer", person_id=None, lasts=timedelta(hours=6), key=KEY, **facts):
    """A seat, as the show's page gives it; `person_id=False` for a stranger's."""
    who = None if person_id is False else person_id or uuid4()
    until = clock.now() + lasts
    return seat_text(SeatPass(show_id=show.id, name=name, role=role, person_id=who, until=until, **facts), key=key)


def post(show, what, body, address=""):
    """The bytes of a POST to a show."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    show_id = show if isinstance(show, str) else show.id
    forwarded = f"X-Forwarded-For: {address}\r\n" if address else ""
    return (
        f"POST /live/{show_id}/{what} HTTP/1.1\r\nHost: gate:8001\r\nOrigin: http://gate:8000\r\n{forwarded}"
        f"Content-Type: text/plain\r\nContent-Length: {len(text)}\r\n\r\n".encode()
        + text
    )


def get(show, what="state"):
    """The bytes of a GET of something of a show."""
    show_id = show if isinstance(show, str) else show.id
    return f"GET /live/{show_id}/{what} HTTP/1.1\r\nHost: gate:8001\r\n\r\n".encode()


def words(seat, text="Hello", key=None):
    """The body of a chat message."""
    return {"pass": seat, "text": text, "client_key": str(key or uuid4())}


class House:
    """A gate with live rooms: `port` to come to, `live` to look into."""

    def __init__(self, live, gate, port):
        self.live, self.gate, self.port = live, gate, port

    async def say(self, show, seat, text="Hello", **facts):
        """Say something; return the answer."""
        return await (await visit(self.port)).ask(post(show, "chat", words(seat, text, **facts)))

    async def watch(self, show, **headers):
        """Come in; return the caller and what he was told first."""
        caller = await call(self.port, f"/live/{show.id}", **headers)
        return caller, await caller.heard.get()


@asynccontextmanager
async def live_house(url, nats_url=None, *, limits=None, messages_per_address=10_000, **facts):
    """Open a gate with live rooms."""
    async with Live(database_url=url, nats_url=nats_url, **facts) as live:
        doors = Doors(live, key=KEY, messages_per_address=messages_per_address)
        async with open_gate(doors.routes(), limits=limits) as (gate, port):
            yield House(live, gate, port)


def tell(story: Callable[..., Any], url, *, houses=1, **facts):
    """Tell a story to one gate, or to several."""

    async def told():
        async with AsyncExitStack() as stack:
            found = [await stack.enter_async_context(live_house(url, **facts)) for _each in range(houses)]
            await story(*found)

    try:
        run(told)
    finally:
        connections.close_all()


async def hear(caller, member):
    """Wait for a frame that tells something; return that."""
    while True:
        frame = await caller.heard.get()
        if not isinstance(frame, dict) or member in frame:
            return frame[member] if isinstance(frame, dict) else frame


async def database(work, *arguments, **facts):
    """Do something with Django's tables from a story."""

    def done():
        try:
            return work(*arguments, **facts)
        finally:
            connections.close_all()

    return await asyncio.to_thread(done)
