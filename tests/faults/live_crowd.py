"""A crowd before two gates: viewers who come again when they are cut off, and speakers who say it until it is taken."""

import asyncio
import json
import urllib.error
import urllib.request
from uuid import uuid4

from picows import WSFrame, WSListener, WSTransport, ws_connect

AGAIN_S = 0.1


class Viewer(WSListener):
    """Somebody who watches at one of the gates, whichever lets him in."""

    def __init__(self, crowd, first):
        self.crowd, self.turn = crowd, first
        self.sequence = -1
        self.seen = set()
        self.transport: WSTransport | None = None

    async def watch(self):
        """Watch, and come again when it ends."""
        while True:
            address = self.crowd.addresses[self.turn % len(self.crowd.addresses)]
            self.turn += 1
            try:
                url = address.replace("http", "ws")
                self.transport, _viewer = await ws_connect(lambda: self, f"{url}/live/{self.crowd.show_id}")
                await self.transport.wait_disconnected()
            except Exception:  # noqa: BLE001  a gate that is being killed says anything or nothing
                await asyncio.sleep(AGAIN_S)

    def on_ws_frame(self, _transport: WSTransport, frame: WSFrame) -> None:
        """See what is told."""
        try:
            told = json.loads(frame.get_payload_as_bytes())
        except ValueError:
            return
        if "state" in told:
            self.sequence = max(self.sequence, told["state"]["sequence"])
        self.seen |= {line["id"] for line in told.get("chat", [])}


class Crowd:
    """Viewers and speakers of one show."""

    def __init__(self, addresses, show_id, seats, *, viewers):
        self.addresses, self.show_id, self.seats = addresses, show_id, seats
        self.viewers = [Viewer(self, number) for number in range(viewers)]
        self.acknowledged = {}
        self.tasks = []

    def begin(self):
        """Come and speak."""
        parts = [viewer.watch() for viewer in self.viewers]
        parts += [self._speak(number) for number in range(len(self.seats))]
        self.tasks = [asyncio.ensure_future(part) for part in parts]

    async def end(self):
        """Go home."""
        for task in self.tasks:
            task.cancel()
        await asyncio.wait(self.tasks)
        for transport in filter(None, (viewer.transport for viewer in self.viewers)):
            transport.disconnect(graceful=False)
            await transport.wait_disconnected()

    async def until(self, is_so):
        """Return how long it took until it is so."""
        clock = asyncio.get_running_loop().time
        began = clock()
        while not is_so():
            assert clock() - began < 60
            await asyncio.sleep(0.02)
        return clock() - began

    async def _speak(self, number):
        turn = number
        while True:
            key = str(uuid4())
            while key not in self.acknowledged:
                address = self.addresses[turn % len(self.addresses)]
                turn += 1
                answer = await asyncio.to_thread(self._post, address, number, key)
                if answer:
                    self.acknowledged[key] = answer["id"]
                else:
                    await asyncio.sleep(AGAIN_S)
            await asyncio.sleep(0.1)

    def _post(self, address, number, key):
        body = json.dumps({"pass": self.seats[number], "text": f"said by {number}", "client_key": key}).encode()
        try:
            with urllib.request.urlopen(f"{address}/live/{self.show_id}/chat", body, timeout=3) as answer:  # noqa: S310  our own gate
                return json.loads(answer.read())
        except (OSError, urllib.error.HTTPError, ValueError):
            return None
