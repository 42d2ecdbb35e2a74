"""Clips that people send: looked at, wrapped anew where that is enough, encoded anew where it is not; posters.

Plain functions for jobs. What strangers send is only ever opened in a child process with limits, which knows none of
the house's secrets: nothing of the environment is given to it.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

SECONDS_MAX: Final = 60.5
BYTES_MAX: Final = 200 * 1024 * 1024
SIDE_KEPT: Final = 720
SIDE_MAX: Final = 4_096
BITS_KEPT: Final = 2_500_000
WITHIN_S: Final = 240
MEMORY_BYTES: Final = 1_536 * 1024 * 1024
CPU_S: Final = 200
FILE_BYTES: Final = 256 * 1024 * 1024
NICE: Final = 10
KINDS: Final = (b"ftyp", b"moov", b"mdat", b"wide", b"free")
MATROSKA: Final = b"\x1a\x45\xdf\xa3"
CUT_REFUSED: Final = "clip_not_in_recording"
Tell = Callable[[float], None]
"""Told how far a film is, 0 to 1."""
TOO_SLOW: Final = frozenset({signal.SIGKILL, signal.SIGXCPU})
PLACES: Final = os.pathsep.join(each for each in sys.path if each)
"""Where the child finds what it imports."""


class ClipRefused(Exception):
    """The clip cannot be shown; `code` says why.

    clip_too_large, clip_too_long, clip_too_slow, clip_unreadable, clip_no_picture, clip_picture_size,
    clip_not_in_recording.
    """

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


class ClipFacts(msgspec.Struct, frozen=True):
    """What is in a file: `picture` and `sound` are the codecs' names, an empty sound is none."""

    picture: str
    sound: str
    width: int
    height: int
    duration_ms: int
    bits_per_s: int
    is_ready: bool
    """Whether wrapping it anew is enough."""


def probe_clip(path: Path) -> ClipFacts:
    """Return what is in a file that was sent; ClipRefused when it cannot be a clip."""
    _require_kind(path)
    return msgspec.convert(_work("probe", path), ClipFacts)


def nobody(_done: float) -> None:
    """Nobody waits."""


def prepare_clip(path: Path, into: Path, tell: Tell = nobody) -> ClipFacts:
    """Write a clip every telephone plays: MP4, H.264, AAC, 720 lines at most, the index first; or ClipRefused."""
    facts = probe_clip(path)
    try:
        return msgspec.convert(_work("wrap" if facts.is_ready else "encode", path, into, tell=tell), ClipFacts)
    except BaseException:
        into.unlink(missing_ok=True)
        raise


def cut_from(recording: Path, from_s: float, to_s: float, into: Path) -> None:
    """Write a part of a recording as a film, as `cutting.cut_clip` does; ClipRefused for what it does not hold."""
    _work("cut", recording, into, str(from_s), str(to_s))


def poster_of(path: Path, at_s: float, into: Path) -> None:
    """Write a picture out of a film, of the key frame at or before a moment: JPEG, or WebP by the name of `into`."""
    _work("poster", path, into, str(at_s))


def still_of(path: Path, into: Path) -> None:
    """Write the first good picture of a film, not a black one or one of the lens's cap, as a JPEG."""
    _work("still", path, into)


def _require_kind(path: Path) -> None:
    """Refuse by size and by the file's first bytes, before anything reads on."""
    if path.stat().st_size > BYTES_MAX:
        raise ClipRefused("clip_too_large")
    with path.open("rb") as file:
        begins = file.read(12)
    if begins[4:8] not in KINDS and not begins.startswith(MATROSKA):
        raise ClipRefused("clip_unreadable")


def _work(what: str, path: Path, *more: Path | str, tell: Tell = nobody) -> object:
    """Have a child do it: nice, with an end to its time, memory and files, and with nothing of our environment."""
    command = [sys.executable, "-m", "dure.rooms.stage.studio.clip_work", what, str(path), *map(str, more)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"PYTHONPATH": PLACES}
    ) as child:
        alarm = threading.Timer(WITHIN_S, child.kill)
        alarm.start()
        try:
            said = _heard(child, tell)
            child.wait()
        finally:
            alarm.cancel()
    if said is None:
        raise ClipRefused("clip_too_slow" if -child.returncode in TOO_SLOW else "clip_unreadable")
    if isinstance(said, Mapping) and "code" in said:
        raise ClipRefused(str(said["code"]))
    return said


def _heard(child: "subprocess.Popen[bytes]", tell: Tell) -> object | None:
    """Pass on how far the child is; return the last thing it says, None when that is nothing."""
    said: object | None = None
    for line in child.stdout or ():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        if isinstance(said, Mapping) and "done" in said:
            tell(float(said["done"]))
            said = None
    return said


def limit() -> None:
    """What the child does to itself before it begins."""
    os.nice(NICE)
    # Where a system does not know a limit, as on a Mac, the timeout still holds.
    limits = ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_S), (resource.RLIMIT_FSIZE, FILE_BYTES))
    for kind, most in limits:
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
