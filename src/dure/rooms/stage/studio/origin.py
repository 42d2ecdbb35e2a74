"""Serves what goes out: playlists that wait for what comes next, and pieces that never change."""

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from dure.kernel.gate import problems
from dure.kernel.gate.doors import Route
from dure.kernel.gate.problems import GateProblem
from dure.kernel.gate.requests import Request
from dure.rooms.stage.studio import playlist
from dure.rooms.stage.studio.addresses import Address, read_address, read_range, read_wish
from dure.rooms.stage.studio.broadcast import Broadcast
from dure.rooms.stage.studio.line import Line
from dure.rooms.stage.studio.playlist import Rendition
from dure.rooms.stage.studio.recordings import REPLAY, SOUND_BITS, rendition

if TYPE_CHECKING:
    from dure.rooms.stage.studio.desk import Desk

PLAYLIST: Final = b"application/vnd.apple.mpegurl"
PICTURE, SOUND, POSTER = b"video/mp4", b"audio/mp4", b"image/jpeg"
NEVER_CHANGES: Final = b"public, max-age=31536000, immutable"
CHANGES: Final = b"no-cache"
WAITED_FOR: Final = b"public, max-age=6"
"""A playlist that was waited for is the same for all who waited; its address is used once."""
A_SECOND: Final = b"public, max-age=1"
A_WHILE: Final = b"public, max-age=15"
AHEAD_MAX: Final = 2
USUAL_BITS: Final = {"high": 2_200_000, "low": 700_000, "least": 220_000}
"""Until there is something to measure."""
VARIES: Final = b"Vary: Accept-Encoding\r\n"
PACKED_KEPT: Final = 256
MEASURED_AFTER: Final = 5
"""Segments."""


class Origin:
    """The door below `/hls/`."""

    def __init__(self, desk: "Desk") -> None:
        """Serve the broadcasts of a desk, and those of its folder that are over."""
        self._desk = desk
        self._texts: dict[tuple[UUID, str, str], tuple[object, bytes]] = {}
        self._reading: set[asyncio.Task[None]] = set()

    def routes(self) -> tuple[Route, ...]:
        """Return what is served."""
        return (Route(b"/hls/", {b"GET": self.serve}, is_open=True),)

    def serve(self, request: Request) -> None:
        """Answer one request, now or when there is something to answer with."""
        address = read_address(request.path.decode("latin-1"))
        if address is None:
            raise problems.not_found()
        broadcast = self._desk.find(address.broadcast_id)
        if broadcast is None:
            self._serve_stored(request, address)
        else:
            self._serve_going(request, address, broadcast)

    def _serve_going(self, request: Request, address: Address, broadcast: Broadcast) -> None:
        if address.what == "master":
            self._say(request, self._list(broadcast, "live.m3u8"), CHANGES)
        elif address.what == "plain":
            self._say(request, self._list(broadcast, "noll.m3u8"), CHANGES)
        elif address.what in {"replay", "head", "late", "poster"}:
            self._serve_stored(request, address)
        else:
            self._serve_line(request, address, broadcast)

    def _serve_line(self, request: Request, address: Address, broadcast: Broadcast) -> None:
        line = broadcast.lines.get(address.track or "sound")
        if line is None:
            raise problems.not_found()
        if address.what == "live":
            self._serve_live(request, broadcast, line)
        elif address.what in {"noll", "audio"}:
            self._say(request, self._plain(broadcast, line, address.what), A_SECOND)
        elif address.what == "part":
            self._serve_part(request, address, broadcast, line)
        elif line.has(address.segment, None):
            self._serve_stored(request, address)
        else:
            raise problems.not_found()

    # Playlists.

    def _serve_live(self, request: Request, broadcast: Broadcast, line: Line) -> None:
        try:
            wish = read_wish(request.query)
        except ValueError:
            raise malformed("wish") from None
        answer = partial(self._answer_live, request, broadcast, line)
        if wish is None or broadcast.state == "ended":
            answer(CHANGES)
        elif wish.segment > line.next_part[0] + AHEAD_MAX:
            raise malformed("ahead")
        elif line.has(wish.segment, wish.part):
            answer(WAITED_FOR)
        else:
            line.wait(wish.segment, wish.part, partial(answer, WAITED_FOR))

    def _answer_live(self, request: Request, broadcast: Broadcast, line: Line, cache: bytes) -> None:
        self._say(request, self._live(broadcast, line), cache)

    def _live(self, broadcast: Broadcast, line: Line) -> bytes:
        return self._text(
            broadcast,
            line,
            "live",
            lambda: playlist.live(
                line.live,
                clock=broadcast.facts.clock(line.name),
                target_s=line.pace.target_s,
                part_s=line.pace.part_s,
                parts=line.parts,
                writing=line.pen.writing,
                number=line.pen.number,
                is_over=broadcast.state == "ended",
            ),
        )

    def _plain(self, broadcast: Broadcast, line: Line, what: str) -> bytes:
        text = self._text(
            broadcast,
            line,
            "noll",
            lambda: playlist.plain(
                line.live,
                clock=broadcast.facts.clock(line.name),
                target_s=line.pace.target_s,
                number=line.pen.number,
                is_over=broadcast.state == "ended",
            ),
        )
        return text if what == "noll" else beside(text)

    def _text(self, broadcast: Broadcast, line: Line, what: str, write: Callable[[], str]) -> bytes:
        """Return a playlist, written once for each state of its line."""
        key = UUID(broadcast.facts.broadcast_id), line.name, what
        state = line.next_part, broadcast.state == "ended"
        known = self._texts.get(key)
        if known is None or known[0] != state:
            known = self._texts[key] = state, write().encode()
        return known[1]

    def _list(self, broadcast: Broadcast, name: str) -> bytes:
        lines = [line for line in broadcast.lines.values() if line.codec]
        if not lines or (not broadcast.is_shown and broadcast.state == "live" and not _is_late(broadcast)):
            raise GateProblem(404, "not_shown", "There is no picture yet.", retry_after_s=1)
        pictures = [_rendition(each) for each in lines if each.name != "sound"]
        sound = next((line.codec for line in lines if line.name == "sound"), "")
        text = playlist.renditions(
            pictures, sound_codec=sound, sound_bits_per_s=SOUND_BITS * bool(sound), playlist=name
        )
        return text.encode()

    # Pieces.

    def _serve_part(self, request: Request, address: Address, broadcast: Broadcast, line: Line) -> None:
        number, part = address.segment, address.part
        if broadcast.state != "ended" and (number, part) == line.next_part:
            line.wait(number, part, partial(self._answer_part, request, line, number, part))
        else:
            self._answer_part(request, line, number, part)

    def _answer_part(self, request: Request, line: Line, number: int, part: int) -> None:
        data = line.part_data(number, part)
        if data is None:
            request.refuse(problems.not_found())
        else:
            self._piece(request, data, SOUND if line.name == "sound" else PICTURE, NEVER_CHANGES)

    def _serve_stored(self, request: Request, address: Address) -> None:
        """Serve a file as it lies on disk."""
        folder = self._desk.folder / str(address.broadcast_id)
        if address.what in {"master", "plain", "audio", "live", "noll"}:  # it is over: what was live is the replay
            track = folder / ("sound" if address.what == "audio" else address.track)
            path, kind, cache = track / REPLAY, PLAYLIST, A_WHILE
        elif address.what == "replay":
            path, kind, cache = folder / address.track / REPLAY, PLAYLIST, A_WHILE
        elif address.what == "poster":
            path, kind, cache = folder / address.file, POSTER, A_WHILE
        else:
            path, cache = folder / address.track / address.file, NEVER_CHANGES
            kind = SOUND if address.track == "sound" else PICTURE
        edit = beside if address.what == "audio" else None
        task = asyncio.ensure_future(self._send_file(request, path, kind, cache, edit))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _send_file(
        self, request: Request, path: Path, kind: bytes, cache: bytes, edit: Callable[[bytes], bytes] | None
    ) -> None:
        try:
            data = await asyncio.to_thread(path.read_bytes)
        except OSError:
            request.refuse(problems.not_found())
            return
        self._piece(request, edit(data) if edit else data, kind, cache)

    def _say(self, request: Request, text: bytes, cache: bytes) -> None:
        request.cache = cache
        more = VARIES
        if b"gzip" in request.headers.get(b"accept-encoding", b""):
            text, more = packed(text), VARIES + b"Content-Encoding: gzip\r\n"
        request.answer(200, text, content_type=PLAYLIST, more=more)

    def _piece(self, request: Request, data: bytes, kind: bytes, cache: bytes) -> None:
        """Answer with a file, or the piece of it that was asked for."""
        asked = request.headers.get(b"range")
        request.cache = cache
        try:
            found = read_range(asked.decode("latin-1"), len(data)) if asked else None
        except ValueError:
            request.answer(416, b"", content_type=kind, more=b"Content-Range: bytes */%d\r\n" % len(data))
            return
        if found is None:
            request.answer(200, data, content_type=kind, more=b"Accept-Ranges: bytes\r\n")
            return
        more = b"Content-Range: bytes %d-%d/%d\r\n" % (found.start, found.stop - 1, len(data))
        request.answer(206, data[found], content_type=kind, more=more)


def malformed(fault: str) -> GateProblem:
    """What was asked for cannot be."""
    return GateProblem(400, "malformed", "This cannot be asked for.", facts={"fault": fault})


@lru_cache(PACKED_KEPT)
def packed(text: bytes) -> bytes:
    """Return a playlist as gzip: unpacked, those of a thin line would take as much of it as the film."""
    return gzip.compress(text, 1, mtime=0)


def beside(text: bytes) -> bytes:
    """Return the sound's playlist as it reads from the folder above it."""
    lines = text.replace(b'#EXT-X-MAP:URI="', b'#EXT-X-MAP:URI="sound/').split(b"\n")
    return b"\n".join(b"sound/" + line if line and not line.startswith(b"#") else line for line in lines)


def _rendition(line: Line) -> Rendition:
    """What is said of a picture: as measured, or as usual while there is little to measure."""
    usual, found = USUAL_BITS[line.name], rendition(line.name, line.codec, line.size, line.live)
    if len(line.live) < MEASURED_AFTER:
        return replace(found, bits_per_s=usual, mean_bits_per_s=usual)
    return replace(found, bits_per_s=max(usual // 4, found.bits_per_s))


def _is_late(broadcast: Broadcast) -> bool:
    """Whether a track that was announced is missing for so long that the others go without it."""
    return any(len(line.live) > 1 for line in broadcast.lines.values())
