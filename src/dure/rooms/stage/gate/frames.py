"""What browsers are told: JSON objects whose every member says one kind of thing, so that one frame may say several.

`state` the whole screen with its `sequence` · `chat` and how many `more` were not shown · `gone` messages to take away
· `captions` · `facts` of things on the sheet by their keys · `bought` who bought and how many more (`bought_more`) ·
`viewers` and `hearts` · `refused` why nothing will come. Every frame says by its `clock` when it was told.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from dure.kernel import clock
from dure.rooms.stage.gate.said import Caption, Said

NOT_FOUND = b'{"refused":"show_not_found"}'
CLOSED = b'{"refused":"seat_needed"}'


def frame(parts: Iterable[bytes]) -> bytes:
    """Return one frame of several members; empty ones are left out."""
    return b"{" + b",".join(part for part in parts if part) + b"}"


def told_now(frame: bytes) -> bytes:
    """Return a frame with the house's time in milliseconds, by which screens count whatever their own clock says."""
    return b'{"clock":%d,' % int(clock.now().timestamp() * 1000) + frame[1:]


def state(written: bytes) -> bytes:
    """Return the member that tells the whole screen."""
    return b'"state":' + written


def chat(lines: Sequence[Said], more: int = 0) -> bytes:
    """Return the members that tell what was said, and how many messages of the same moment are not shown."""
    if not lines and not more:
        return b""
    said = b'"chat":[' + b",".join(line.shown() for line in lines) + b"]"
    return said + b',"more":%d' % more if more else said


def gone(ids: Iterable[UUID]) -> bytes:
    """Return the member that tells which messages no longer stand."""
    written = b",".join(b'"%b"' % str(each).encode() for each in ids)
    return b'"gone":[' + written + b"]" if written else b""


def captions(lines: Sequence[Caption]) -> bytes:
    """Return the member that tells captions."""
    return b'"captions":[' + b",".join(line.shown() for line in lines) + b"]" if lines else b""


def counts(viewers: int, hearts: int) -> bytes:
    """Return the members that tell how many watch and how many hearts were given."""
    return b'"viewers":%d,"hearts":%d' % (viewers, hearts)
