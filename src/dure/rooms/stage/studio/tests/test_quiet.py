"""A microphone that gives nothing: silence goes out in its place, for those who watch now and in the replay."""

from collections.abc import Iterable
from uuid import uuid4

import pytest

from dure.rooms.stage.studio import archive, frames
from dure.rooms.stage.studio.broadcast import open_broadcast
from dure.rooms.stage.studio.frames import Chunk, Kind
from dure.rooms.stage.studio.line import Line
from dure.rooms.stage.studio.quiet import Quiet
from dure.rooms.stage.studio.tests import validator
from dure.rooms.stage.studio.tests.phones import RUN, Phone, Time, hello
from dure.rooms.stage.studio.tests.test_broadcast import GAPS, assert_whole, send


def reaches_s(line: Line) -> float:
    """The moment up to which a track can be played."""
    writing = line.pen.writing
    ticks = writing.segment.begins + writing.duration if writing else line.live[-1].ends
    return ticks / line.scale


def without_sound(chunks: Iterable[Chunk], from_s: float, to_s: float) -> list[Chunk]:
    """What a phone sends whose microphone gives nothing for a while."""
    begins, ends = (1_000_000_000 + round(moment * 1_000_000) for moment in (from_s, to_s))
    return [chunk for chunk in chunks if not (chunk.kind is Kind.SOUND and begins <= chunk.at_us < ends)]


@pytest.mark.parametrize(("from_s", "to_s"), [(0, 12), (0, 5), (3.1, 12), (4, 8)])
def test_a_microphone_that_gives_nothing_keeps_nobody_waiting(tmp_path, from_s, to_s):
    """From the start, until the end, or in between: silence goes out, and the replay has no hole."""
    time, phone, told = Time(), Phone(12), []
    broadcast = open_broadcast(tmp_path, broadcast_id=str(uuid4()), show_id=str(uuid4()), hello=hello(), now=time)
    broadcast.join(hello())
    broadcast.told = lambda name, first, last: told.append((name, first, last))
    chunks = without_sound(phone.chunks(), from_s, to_s)
    apart = []
    for chunk in chunks:
        send(broadcast, time, [chunk])
        if broadcast.is_shown:
            apart.append(reaches_s(broadcast.lines["high"]) - reaches_s(broadcast.lines["sound"]))
    assert min(apart) > -1
    assert max(apart) < 2.2, "no player waits longer than for the first silence"
    broadcast.end()
    assert_whole(tmp_path, 12, frames.PICTURES)
    heard = validator.read((tmp_path / "sound" / "replay.m3u8").read_text())
    moments = validator.decode(tmp_path / "sound", heard.entries)
    assert validator.holes(moments, GAPS["sound"]) == []
    assert 11 < moments[-1] - moments[0] < 12.1
    ranges = [*archive.kept(broadcast.lines["sound"].segments, RUN), *(each[1:] for each in told if each[0] == "sound")]
    sent = {chunk.number for chunk in chunks if chunk.kind is Kind.SOUND}
    assert all(0 <= first <= last for first, last in ranges)
    assert not sent or max(last for _first, last in ranges) >= max(sent) - 200


def test_silence_follows_the_pictures_closely_once_it_has_begun():
    """Only after so long as a sound may be late; what is heard ends it."""
    quiet = Quiet(1_000_000)
    quiet.heard(5_000_000)
    assert quiet.seen(6_000_000) is None
    assert quiet.seen(6_010_000) == (5_000_000, 5_810_000)
    assert quiet.seen(6_200_000) is None
    assert quiet.seen(6_220_000) == (5_810_000, 6_020_000)
    quiet.heard(6_100_000)
    assert quiet.seen(7_000_000) is None
