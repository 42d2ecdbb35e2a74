"""The studio is killed and a phone's network cut in the middle of a broadcast: it goes on, and the replay is whole."""

import asyncio
import json
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from dure.engine.nats import EmbeddedNats
from dure.engine.ports import free_port
from dure.engine.program import Program, RunningProgram, answers
from dure.rooms.market.models import Order
from dure.rooms.market.tests.test_gate_doors import Page
from dure.rooms.stage import factories
from dure.rooms.stage.models import Broadcast, ChatMessage, Show
from dure.rooms.stage.studio.archive import kept, load
from dure.rooms.stage.studio.frames import NAMES
from dure.rooms.stage.studio.tests import phones, validator
from dure.rooms.stage.tests.live_rooms import seat_for
from tests.browser.house import ROOT, wait_until
from tests.faults.filming import FilmingPhone, now_us
from tests.faults.order_ground import kill
from tests.faults.relay import Relay

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

SECRET = "the secret of this test"
FILM_S = 90
SHORT_CUT_S, LONG_CUT_S = 1.0, 5.0
"""Shorter and longer than what the players have to play."""


class Ground:
    """A studio and a gate, as `dure up` runs them, and a way to the studio that can be cut."""

    def __init__(self, folder: Path, database_url: str, nats_url: str) -> None:
        self.folder, self.studio_port, self.gate_port = folder, free_port(), free_port()
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT / "src"),
            "DURE_DATA": str(folder),
            "DURE_DATABASE_URL": database_url,
            "DURE_NATS_URL": nats_url,
            "DURE_SECRET_KEY": SECRET,
            "DURE_GATE_PORT": str(self.gate_port),
            "DURE_STUDIO_PORT": str(self.studio_port),
        }
        self.studio, self.gate = self._program("studio"), self._program("gate")

    def _program(self, name: str) -> RunningProgram:
        program = Program(name, (sys.executable, "-m", f"dure.site.{name}"))
        return RunningProgram(program, environment=self.environment, log=self.folder / f"{name}.log", folder=ROOT)

    def wait(self, *ports: int) -> None:
        """Return when they answer."""
        are_up = lambda: all(answers(f"http://127.0.0.1:{port}/health") for port in ports)  # noqa: E731  said once
        wait_until(are_up, within_s=60, what="studio and gate answer", look_every_s=0.02)

    def kill_studio(self) -> None:
        """End it as a power cut would, and start it again as the supervisor does."""
        kill(self.studio.pid)
        assert self.studio.process
        self.studio.process.wait()
        self.studio.start()

    def ask_gate(self, path: str, body: object) -> Any:
        """Send something to the gate."""
        address = f"http://127.0.0.1:{self.gate_port}{path}"
        with urllib.request.urlopen(address, json.dumps(body).encode(), timeout=20) as answer:
            return json.loads(answer.read())

    def next_part(self, broadcast_id: UUID, track: str) -> tuple[int, int]:
        """Return which part a player would ask for next; (-1, -1) while there is none."""
        try:
            address = f"http://127.0.0.1:{self.studio_port}/hls/{broadcast_id}/{track}/live.m3u8"
            with urllib.request.urlopen(address, timeout=3) as answer:
                hint = validator.read(answer.read().decode()).hint or "-1.-1"
        except OSError:
            return -1, -1
        segment, part = hint.split(".")[:2]
        return int(segment), int(part)


@pytest.fixture
def ground(tmp_path: Path, app_role_url: str, settings: Any) -> Iterator[Ground]:
    """Everything runs."""
    settings.SECRET_KEY = SECRET
    with EmbeddedNats(tmp_path / "nats") as nats:
        found = Ground(tmp_path, app_role_url, nats.url)
        found.studio.start()
        found.gate.start()
        try:
            found.wait(found.studio_port, found.gate_port)
            yield found
        finally:
            found.studio.stop()
            found.gate.stop()


async def goes_on(ground: Ground, broadcast_id: UUID, *, beyond: tuple[int, int]) -> float:
    """Return after how many seconds there is more to play of each track."""
    began = asyncio.get_running_loop().time()
    for track in NAMES.values():
        async with asyncio.timeout(60):
            while await asyncio.to_thread(ground.next_part, broadcast_id, track) <= beyond:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    return asyncio.get_running_loop().time() - began


async def newest(ground: Ground, broadcast_id: UUID) -> tuple[int, int]:
    """Return the newest part of all tracks."""
    asked = [asyncio.to_thread(ground.next_part, broadcast_id, track) for track in NAMES.values()]
    return max(await asyncio.gather(*asked))


def assert_whole(folder: Path, phone: FilmingPhone) -> None:
    """All that was filmed is in the replay, to the last frame, and what was acknowledged is on disk."""
    for track, name in NAMES.items():
        filmed = {chunk.number for chunk in phone.film if chunk.tracks is track}
        ranges = kept(load(folder / name), phones.RUN)
        there = {number for first, last in ranges for number in range(first, last + 1)} & filmed
        assert {number for of, number in phone.acknowledged if of == name} & filmed <= there, name
        assert there == filmed, name
        playlist = validator.read((folder / name / "replay.m3u8").read_text())
        validator.check(playlist)
        assert playlist.is_over
        assert not any(entry.has_break for entry in playlist.entries), name
        moments = validator.decode(folder / name, playlist.entries)
        assert validator.holes(moments, 0.08) == [], name
        assert name == "sound" or len(moments) == len(filmed)


def tell(story: Callable[[], Any]) -> None:
    try:
        asyncio.run(story())
    finally:
        connections.close_all()


def test_killed_and_cut_off_it_goes_on_and_room_and_orders_do_not_notice(ground: Ground) -> None:
    show = factories.make_show()
    entrance = factories.go_live(show=show)
    broadcast_id, page, seat = entrance.broadcast.id, Page(), seat_for(show)
    took: dict[str, float] = {}

    def live() -> None:
        """Speak in the room and order something."""
        words = {"pass": seat, "text": f"After {len(took)}", "client_key": str(uuid4())}
        assert ground.ask_gate(f"/live/{show.id}/chat", words)["id"]
        assert ground.ask_gate("/orders", page.body())["order"]

    async def story() -> None:
        hello = lambda: phones.hello(pass_=entrance.token, clock_us=now_us())  # noqa: E731  each time it is now
        with Relay(f"ws://127.0.0.1:{ground.studio_port}") as relay:
            phone = FilmingPhone(relay.port, hello, FILM_S)
            shooting = asyncio.create_task(phone.shoot())
            await goes_on(ground, broadcast_id, beyond=(2, 1))
            segment, _part = await newest(ground, broadcast_id)
            await asyncio.to_thread(ground.kill_studio)
            await asyncio.to_thread(live)
            await asyncio.to_thread(ground.wait, ground.studio_port)
            took["killed"] = await goes_on(ground, broadcast_id, beyond=(segment + 1, 0))
            for name, cut_s in (("short cut", SHORT_CUT_S), ("long cut", LONG_CUT_S)):
                await goes_on(ground, broadcast_id, beyond=((await newest(ground, broadcast_id))[0] + 1, 0))
                relay.darken(True)
                await asyncio.gather(asyncio.sleep(cut_s), asyncio.to_thread(live))
                last = await newest(ground, broadcast_id)
                relay.darken(False)
                took[name] = await goes_on(ground, broadcast_id, beyond=last)
            phone.stop()
            async with asyncio.timeout(60):
                await shooting
            assert phone.joins[0] == "start"
            assert phone.joins[-1] == "skip"
            assert "continue" in phone.joins
            assert_whole(ground.folder / "files" / "live" / str(broadcast_id), phone)

    tell(story)
    print({what: f"{seconds:.2f} s" for what, seconds in took.items()})
    assert ChatMessage.objects.filter(show=show).count() == Order.objects.count() == len(took)
    assert Show.objects.get(pk=show.pk).status == Show.Status.LIVE
    wait_until(lambda: Broadcast.objects.get(pk=broadcast_id).has_recording, within_s=20, what="it is recorded")
