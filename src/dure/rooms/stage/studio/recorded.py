"""What MediaRecorder writes, taken apart while it arrives: for phones whose browser cannot encode frame by frame."""

import queue
import threading
from collections.abc import Callable
from typing import Final

import av
from av.container import InputContainer
from av.error import FFmpegError

from dure.rooms.stage.studio.annexb import NotPictures, annexb_of
from dure.rooms.stage.studio.frames import Chunk, Kind, Track
from dure.rooms.stage.studio.sound import Codec

SECOND_US: Final = 1_000_000
PIECES_MAX: Final = 240
"""A minute of what a phone sends; one that is further ahead is cut off."""
OPTIONS: Final = {"format_whitelist": "mov,matroska", "protocol_whitelist": "", "analyzeduration": "200000"}
SOUNDS: Final[dict[str, Codec]] = {"opus": "opus", "aac": "aac"}
Taken = Callable[[Chunk, Codec, bytes], None]
Failed = Callable[[str], None]


class Pipe:
    """A file that is still being written: reading waits for more."""

    def __init__(self) -> None:
        """Begin empty."""
        self._pieces: queue.Queue[bytes] = queue.Queue(PIECES_MAX)
        self._rest = b""

    def feed(self, piece: bytes) -> None:
        """Add a piece, or raise queue.Full."""
        self._pieces.put_nowait(piece)

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; nothing after the end."""
        if not self._rest:
            self._rest = self._pieces.get()
            if not self._rest:
                self._pieces.put(b"")  # whoever reads again finds the end again
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


class Recorded:
    """One recording; a thread of its own reads it, and `taken` is called there with each frame."""

    def __init__(self, at_us: int, taken: Taken, failed: Failed) -> None:
        """Begin a recording whose first frame is of `at_us` on the phone's clock."""
        self._at_us = at_us
        self._taken = taken
        self._failed = failed
        self._pipe = Pipe()
        self._number = 0
        self._is_over = False
        threading.Thread(target=self._run, daemon=True, name="recorded").start()

    def feed(self, piece: bytes) -> None:
        """Add a piece of the recording; queue.Full when it is not read as fast as it comes."""
        self._pipe.feed(piece)

    def close(self) -> None:
        """End it; frames that are still under way go nowhere."""
        self._is_over = True
        try:
            self._pipe.feed(b"")
        except queue.Full:
            return

    def _run(self) -> None:
        try:
            with av.open(self._pipe, "r", options=OPTIONS) as film:
                self._read(film)
        except (FFmpegError, NotPictures, ValueError):
            if not self._is_over:
                self._failed("recording_unreadable")

    def _read(self, film: InputContainer) -> None:
        pictures, sounds = film.streams.video[:1], film.streams.audio[:1]
        if not pictures or pictures[0].codec_context.name != "h264":
            raise NotPictures
        configuration = bytes(pictures[0].codec_context.extradata or b"")
        codec = SOUNDS.get(sounds[0].codec_context.name) if sounds else "opus"
        if codec is None:
            raise NotPictures
        about_sound = bytes(sounds[0].codec_context.extradata or b"") if sounds else b""
        for packet in film.demux([*pictures, *sounds]):
            if self._is_over:
                return
            if packet.pts is None:
                continue
            is_picture = packet.stream.type == "video"
            data = annexb_of(bytes(packet), configuration) if is_picture else bytes(packet)
            at_us = self._at_us + int(packet.pts * packet.time_base * SECOND_US)
            kind, track = (Kind.VIDEO, Track.LOW) if is_picture else (Kind.SOUND, Track.SOUND)
            self._taken(Chunk(kind, track, self._number, at_us, data, packet.is_keyframe), codec, about_sound)
            self._number += 1
