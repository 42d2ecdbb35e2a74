"""A studio, a page for a phone and one for a viewer, and what is drawn into the picture so that it can be read back."""

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from mimetypes import guess_type
from pathlib import Path
from uuid import UUID, uuid4

from playwright.sync_api import Page

from dure.engine.ports import free_port
from dure.kernel import clock
from dure.kernel.gate.doors import Route
from dure.kernel.gate.limits import Limits
from dure.kernel.gate.origins import Origins
from dure.kernel.gate.requests import Request
from dure.kernel.gate.server import Gate
from dure.rooms.stage.stage_passes import StagePass, stage_text
from dure.rooms.stage.studio.desk import Desk
from dure.rooms.stage.studio.ingest import Ingest
from dure.rooms.stage.studio.origin import Origin
from dure.rooms.stage.studio.tests.doors import KEY, OpenHouse
from dure.rooms.stage.studio.whip import Whip
from dure.ui import build
from tests.browser.house import wait_until

BUILT = Path(build.__file__).parent / "static" / "ui" / "build"
HOST = "127.0.0.1"

# The clock in the picture: cells of so many pixels along the bottom, black for 0 and white for 1.
CAMERA = """
() => {
  const [SIZE, CELL, BITS, ROW] = [[640, 360], 20, 24, 340];
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const isGone = (window.isCameraGone && wanted.video) || (window.isMicrophoneGone && wanted.audio);
    if (isGone) throw new DOMException("gone", "NotReadableError");
    const [width, height] = SIZE, canvas = Object.assign(document.createElement("canvas"), { width, height });
    const brush = canvas.getContext("2d");
    setInterval(() => {
      const now = Date.now();
      brush.fillStyle = `hsl(${(now / 20) % 360} 60% 50%)`;
      brush.fillRect(0, 0, width, height);
      for (let each = 0; each < (window.isBusyPicture ? 600 : 0); each += 1) {
        brush.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
        brush.fillRect(Math.random() * width, Math.random() * 300, 12, 12);
      }
      brush.fillStyle = "#fff"; brush.font = "40px sans-serif"; brush.fillText(String(now), 40, 120);
      for (let bit = 0; bit < BITS; bit += 1) {
        brush.fillStyle = (now >> bit) & 1 ? "#fff" : "#000";
        brush.fillRect(bit * CELL, ROW - 20, CELL, 40);
      }
    }, 40);
    const sound = new AudioContext(), tone = sound.createOscillator(), out = sound.createMediaStreamDestination();
    tone.connect(out); tone.start();
    const pictures = wanted.video ? canvas.captureStream(25).getTracks() : [];
    return new MediaStream([...pictures, ...(wanted.audio ? out.stream.getTracks() : [])]);
  };
}
"""
READ = """
() => {
  const [SIZE, CELL, BITS, ROW] = [[640, 360], 20, 24, 340];
  const video = document.querySelector("dure-player video");
  if (!video || !video.videoWidth || video.readyState < 2) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = SIZE;
  const brush = canvas.getContext("2d");
  brush.drawImage(video, 0, 0, canvas.width, canvas.height);
  const now = Date.now();
  let read = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    const [red] = brush.getImageData(bit * CELL + CELL / 2, ROW, 1, 1).data;
    if (red > 127) read += 2 ** bit;
  }
  const span = 2 ** BITS;
  return { frame: read, behind_ms: ((now % span) - read + span) % span, at: video.currentTime };
}
"""


@dataclass
class Stage:
    """What a test has in its hands."""

    port: int
    folder: Path
    broadcast_id: UUID
    house: OpenHouse

    @property
    def address(self) -> str:
        """Where pages and studio answer."""
        return f"http://{HOST}:{self.port}"

    @property
    def list_address(self) -> str:
        """Where the broadcast's list of renditions is."""
        return f"{self.address}/hls/{self.broadcast_id}/master.m3u8"

    def wait_for_list(self, page: Page) -> None:
        """Wait until a page is told of pictures; the browser's own waiting takes the promise of an answer for one."""
        asked = "address => fetch(address).then(answer => answer.ok)"
        wait_until(lambda: bool(page.evaluate(asked, self.list_address)), within_s=30, what="the studio lists pictures")

    def stage_pass(self) -> str:
        """Return a pass for the broadcast."""
        found = StagePass(
            show_id=UUID(int=1),
            broadcast_id=self.broadcast_id,
            person_id=UUID(int=2),
            organisation_id=UUID(int=3),
            nonce=UUID(int=4),
            until=clock.now() + timedelta(hours=1),
        )
        return stage_text(found, key=KEY)

    def film(self, page: Page, *, recorded: bool = False, by_port: int = 0) -> None:
        """Go live from a page; `by_port` is another way to the studio than the straight one."""
        page.add_init_script(f"({CAMERA})()")
        page.goto(f"{self.address}/page/phone?{'recorded' if recorded else by_port or ''}")
        page.locator("[data-do=begin]").click()
        page.locator("dure-publisher[data-is=live]").wait_for()

    def watch(self, page: Page, state: str = "live") -> None:
        """Open a viewer's page and press play."""
        page.goto(f"{self.address}/page/{state}")
        page.locator("[data-do=play]").click()


def page_of(stage: Stage, name: str, query: str) -> bytes:
    """Return a page of the test: nothing but one island."""
    script = json.loads((BUILT / "manifest.json").read_text())["src/app.ts"]["file"]
    names, pictures = ("begin", "end", "play", "listen"), ("auto", "high", "low", "least", "sound")
    ways = "".join(f'<button type="button" data-do="{each}">{each}</button>' for each in names)
    options = "".join(f'<option value="{each}">{each}</option>' for each in pictures)
    choice = f'<select data-choose="picture">{options}</select>'
    if name == "phone":
        ingest = f"http://{HOST}:{query}/ingest" if query.isdecimal() else "/ingest"
        recorded = " data-recorded" if query == "recorded" else ""
        facts = f'data-now data-ingest="{ingest}" data-pass="{stage.stage_pass()}"{recorded}'
        inside = f"<dure-publisher {facts}><video></video>{ways}</dure-publisher>"
    else:
        facts = f'data-now data-hls="/hls/{stage.broadcast_id}/" data-state="{name}"'
        inside = f"<dure-player {facts}>{ways}{choice}</dure-player>"
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Live</title>'
    return f'{head}<script type="module" src="/built/{script}"></script>{inside}'.encode()


def pages(stage: Stage) -> tuple[Route, ...]:
    """Return the doors that give out the pages and the built files."""

    def page(request: Request) -> None:
        name = request.path.rsplit(b"/", 1)[1].decode()
        request.answer(200, page_of(stage, name, request.query.decode()), content_type=b"text/html; charset=utf-8")

    def file(request: Request) -> None:
        path = BUILT / request.path.rsplit(b"/", 1)[1].decode()
        kind = (guess_type(path.name)[0] or "application/octet-stream").encode()
        packed = path.with_name(path.name + ".gz")
        if packed.exists():  # as the house sends it to a browser
            request.answer(200, packed.read_bytes(), content_type=kind, more=b"Content-Encoding: gzip\r\n")
        else:
            request.answer(200, path.read_bytes(), content_type=kind)

    return Route(b"/page/", {b"GET": page}), Route(b"/built/", {b"GET": file})


@contextmanager
def open_stage(folder: Path, *, port: int | None = None, broadcast_id: UUID | None = None) -> Iterator[Stage]:
    """Run a studio in a thread of its own."""
    stage = Stage(port or free_port(), folder, broadcast_id or uuid4(), OpenHouse())
    ready: Future[asyncio.AbstractEventLoop] = Future()
    stopping = asyncio.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(stage, ready, stopping)))
    thread.start()
    loop = ready.result(30)
    try:
        yield stage
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(30)


async def _serve(stage: Stage, ready: "Future[asyncio.AbstractEventLoop]", stopping: asyncio.Event) -> None:
    desk = Desk(stage.folder, stage.house, clock.now, streams_max=8)
    ingest = Route(b"/ingest", {}, lambda _request: Ingest(desk, KEY))
    routes = (ingest, *Whip(desk, KEY).routes(), *Origin(desk).routes(), *pages(stage))
    gate = Gate(routes, origins=Origins(None, stage.port), limits=Limits())
    await gate.open(HOST, stage.port)
    tending = asyncio.create_task(desk.tend())
    ready.set_result(asyncio.get_running_loop())
    await stopping.wait()
    tending.cancel()
    with suppress(asyncio.CancelledError):
        await tending
    await desk.stop()
    await gate.stop()
