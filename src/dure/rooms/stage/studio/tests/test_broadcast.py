"""A broadcast from the first chunk to the replay, with everything that may happen to a phone's network."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from dure.rooms.stage.studio import frames, playlist
from dure.rooms.stage.studio.archive import load
from dure.rooms.stage.studio.broadcast import Broadcast, open_broadcast
from dure.rooms.stage.studio.cutting import cut_clip
from dure.rooms.stage.studio.facts import read_facts
from dure.rooms.stage.studio.frames import Chunk, FrameRefused, Kind, Track
from dure.rooms.stage.studio.line import PARTS_FOUND
from dure.rooms.stage.studio.recordings import facts_of, write_replay
from dure.rooms.stage.studio.tests import phones, validator
from dure.rooms.stage.studio.tests.phones import RUN, Phone, Time, hello

GAPS = {"high": 0.05, "low": 0.05, "least": 0.08, "sound": 0.03}
OTHER_RUN = "fedcba9876543210"


@pytest.fixture
def begin(tmp_path):
    """Begin a broadcast; it is closed after the test."""
    begun = []

    def begin(time: Time, **said) -> tuple[Broadcast, frames.Ready]:
        words = hello(**said)
        broadcast = open_broadcast(tmp_path, broadcast_id=str(uuid4()), show_id=str(uuid4()), hello=words, now=time)
        begun.append(broadcast)
        return broadcast, broadcast.join(words)

    yield begin
    for broadcast in begun:
        broadcast.close()


def kill(broadcast: Broadcast) -> None:
    """Leave everything as a process does that was killed."""
    for line in broadcast.lines.values():
        line.shelf.close()
        if line.pen.writing is not None:
            line.pen.writing.file.close()
            line.pen.writing = None


def send(broadcast: Broadcast, time: Time, chunks: list[Chunk]) -> None:
    """Send chunks as fast as they were filmed."""
    for chunk in chunks:
        time.now = phones.BEGAN + timedelta(microseconds=chunk.at_us - 1_000_000_000)
        broadcast.take(chunk)


def late(chunks: list[Chunk]) -> list[Chunk]:
    return [replace(chunk, is_late=True) for chunk in chunks]


def missing(chunks: list[Chunk], ready: frames.Ready) -> list[Chunk]:
    """What a phone sends again: all that the studio does not name as kept."""
    kept = {name: {n for first, last in ranges for n in range(first, last + 1)} for name, ranges in ready.kept.items()}
    return [chunk for chunk in chunks if chunk.number not in kept[frames.NAMES[chunk.tracks]]]


def assert_whole(folder: Path, seconds: float, tracks: Iterable[str] = GAPS) -> None:
    """The replay is what the standard wants, decodes to its end, and has no hole."""
    for name in tracks:
        playlist = validator.read((folder / name / "replay.m3u8").read_text())
        validator.check(playlist)
        assert playlist.is_over
        assert not any(entry.has_break for entry in playlist.entries)
        moments = validator.decode(folder / name, playlist.entries)
        assert validator.holes(moments, GAPS[name]) == []
        assert abs(moments[-1] - moments[0] - seconds) < 0.25


def test_what_a_phone_films_goes_out_and_is_the_replay(begin, tmp_path):
    time, phone = Time(), Phone(9)
    broadcast, ready = begin(time)
    assert ready.join == "start"
    send(broadcast, time, list(phone.chunks()))
    assert broadcast.is_shown
    for line in broadcast.lines.values():
        assert [round(each.duration / line.scale) for each in line.live] == [2, 2, 2, 2]
    broadcast.end()
    assert_whole(tmp_path, 9)
    pictures = [validator.read((tmp_path / name / "replay.m3u8").read_text()).entries for name in frames.PICTURES]
    dates = [[entry.date for entry in entries] for entries in pictures]
    assert dates[0] == dates[1] == dates[2], "cut at the same moments"
    assert facts_of(tmp_path).state == "ended"
    assert 8.9 < facts_of(tmp_path).duration_s < 9.1


def test_each_part_goes_out_within_a_frame_of_being_full(begin, tmp_path):
    time = Time()
    broadcast, _ready = begin(time)
    line, ends = broadcast.lines["high"], []
    for chunk in Phone(4).chunks():
        before = line.next_part
        send(broadcast, time, [chunk])
        if line.next_part != before:
            ends.append((chunk.at_us - 1_000_000_000) / 1e6)
    assert ends[:6] == pytest.approx([0.333, 0.667, 1.0, 1.333, 1.667, 2.0], abs=0.002)


def test_a_short_break_goes_on_as_if_nothing_had_been(begin, tmp_path):
    time, phone = Time(), Phone(8)
    broadcast, _ready = begin(time)
    chunks = list(phone.chunks())
    half = len(chunks) // 2
    send(broadcast, time, chunks[:half])
    broadcast.leave()
    time.pass_s(3)
    broadcast.rest()
    ready = broadcast.join(hello())
    assert ready.join == "continue"
    send(broadcast, time, [chunk for chunk in chunks if chunk.number > ready.heard[frames.NAMES[chunk.tracks]]])
    broadcast.end()
    assert_whole(tmp_path, 8)
    assert read_facts(tmp_path).stretch == 0


def test_a_long_break_is_a_break_for_those_who_watch_and_none_for_the_replay(begin, tmp_path):
    time, phone = Time(), Phone(20)
    broadcast, _ready = begin(time)
    chunks = list(phone.chunks())
    cut, back = 7_300_000 + 1_000_000_000, 15_000_000 + 1_000_000_000
    send(broadcast, time, [chunk for chunk in chunks if chunk.at_us < cut])
    broadcast.leave()
    time.pass_s(7.7)
    broadcast.rest()
    ready = broadcast.join(hello())
    assert ready.join == "skip"
    now = [chunk for chunk in chunks if chunk.at_us >= back]
    before = late([chunk for chunk in missing(chunks, ready) if chunk.at_us < back])
    assert before[0].is_key
    send(broadcast, time, now[:200])
    for chunk in before:
        broadcast.take(chunk)
    broadcast.caught_up()
    send(broadcast, time, now[200:])
    broadcast.end()
    assert_whole(tmp_path, 20)
    for line in broadcast.lines.values():
        assert [each.stretch for each in line.live] == sorted(each.stretch for each in line.live)
        assert {each.stretch for each in line.live} == {0, 1}


def test_a_studio_that_was_killed_goes_on_with_what_is_on_disk(begin, tmp_path):
    time, phone = Time(), Phone(16)
    broadcast, _ready = begin(time)
    chunks = list(phone.chunks())
    killed, back = 5_500_000 + 1_000_000_000, 8_000_000 + 1_000_000_000
    send(broadcast, time, [chunk for chunk in chunks if chunk.at_us < killed])
    numbers = {name: line.pen.number for name, line in broadcast.lines.items()}
    kill(broadcast)
    again = Broadcast(tmp_path, read_facts(tmp_path), time)
    again.leave()
    for name, line in again.lines.items():
        assert line.pen.number == numbers[name] + 1, "the open segment was kept up to its last part"
        assert line.live[-1].is_cut
        assert again.facts.state == "away"
        for each in line.live[-PARTS_FOUND:]:
            parts = line.parts[each.number]
            assert b"".join(part.data for part in parts) == (tmp_path / name / each.name).read_bytes()
            assert (sum(part.duration for part in parts), sum(part.frames for part in parts)) == (
                each.duration,
                each.frames,
            )
    listed = playlist.live(
        again.lines["low"].live, clock=again.facts.clock("low"), target_s=2, part_s=0.334,
        parts=again.lines["low"].parts, writing=None, number=again.lines["low"].pen.number, is_over=False,
    )  # fmt: skip
    validator.check(validator.read(listed))
    assert all(entry.parts for entry in validator.read(listed).entries), "a player goes on asking for parts"
    ready = again.join(hello())
    assert ready.join == "skip"
    for chunk in late([chunk for chunk in missing(chunks, ready) if chunk.at_us < back]):
        again.take(chunk)
    again.caught_up()
    send(again, time, [chunk for chunk in chunks if chunk.at_us >= back])
    again.end()
    assert_whole(tmp_path, 16)
    again.close()


def test_what_comes_late_twice_or_after_the_end_is_still_whole(begin, tmp_path):
    time, phone = Time(), Phone(14)
    broadcast, _ready = begin(time)
    chunks = list(phone.chunks())
    cut = 4_000_000 + 1_000_000_000
    send(broadcast, time, [chunk for chunk in chunks if chunk.at_us < cut])
    broadcast.leave()
    time.pass_s(11)
    broadcast.end()
    ready = broadcast.join(hello())
    some = late(missing(chunks, ready))
    for chunk in some[: len(some) // 2]:
        broadcast.take(chunk)
    broadcast.leave()
    ready = broadcast.join(hello())
    for chunk in late(missing(chunks, ready)):
        broadcast.take(chunk)
    broadcast.caught_up()
    assert_whole(tmp_path, 14)


def test_without_the_late_chunks_the_replay_says_where_its_hole_is(begin, tmp_path):
    time, phone = Time(), Phone(20)
    broadcast, _ready = begin(time)
    chunks = list(phone.chunks())
    send(broadcast, time, [chunk for chunk in chunks if chunk.at_us < 1_005_000_000])
    broadcast.leave()
    time.pass_s(7)
    broadcast.rest()
    broadcast.join(hello())
    send(broadcast, time, [chunk for chunk in chunks if chunk.at_us >= 1_012_000_000])
    broadcast.end()
    for name in broadcast.lines:
        playlist = validator.read((tmp_path / name / "replay.m3u8").read_text())
        validator.check(playlist)
        assert sum(entry.has_break for entry in playlist.entries) == 1


@pytest.mark.parametrize(
    ("left_out", "sent", "larger"),
    [
        (Track.HIGH, Track.LOW, {"high": 2, "low": 1, "least": 1}),
        (Track.HIGH | Track.LOW, Track.LEAST, {"high": 2, "low": 2, "least": 1}),
    ],
    ids=["the small one", "the least"],
)
def test_a_phone_short_of_uplink_sends_a_smaller_picture_for_the_larger_ones(begin, tmp_path, left_out, sent, larger):
    time, phone = Time(), Phone(12)
    broadcast, _ready = begin(time)
    for chunk in phone.chunks():
        is_short = 1_004_000_000 <= chunk.at_us < 1_008_000_000
        if is_short and chunk.tracks in left_out:
            continue
        tracks = left_out | sent if is_short and chunk.tracks is sent else chunk.tracks
        send(broadcast, time, [replace(chunk, tracks=tracks)])
    broadcast.end()
    for name in frames.NAMES.values():
        playlist = validator.read((tmp_path / name / "replay.m3u8").read_text())
        validator.check(playlist)
        moments = validator.decode(tmp_path / name, playlist.entries)
        assert validator.holes(moments, GAPS["sound" if name == "sound" else "least"]) == []
        assert abs(moments[-1] - moments[0] - 12) < 0.25
    assert {name: len({each.head for each in broadcast.lines[name].live}) for name in frames.PICTURES} == larger


@pytest.mark.parametrize(
    ("tracks", "stands_in"),
    [((Track.HIGH, Track.LOW, Track.SOUND), "low"), ((Track.LOW, Track.SOUND), "low")],
    ids=["a page of before", "a camera program"],
)
def test_for_who_sends_fewer_pictures_one_of_them_stands_for_the_others(begin, tmp_path, tracks, stands_in):
    """A second telephone with an older page, or OBS: nobody's picture stands still, whichever was chosen."""
    time = Time()
    broadcast, _ready = begin(time)
    send(broadcast, time, list(Phone(4).chunks()))
    broadcast.leave()
    time.pass_s(10)
    names = tuple(frames.NAMES[track] for track in tracks)
    ready = broadcast.join(hello(run=OTHER_RUN, clock_us=50_000_000, tracks=names))
    assert ready.tracks == names
    for chunk in Phone(4, begins_us=50_000_000, tracks=tracks).chunks():
        broadcast.take(chunk)
    broadcast.end()
    for name in frames.PICTURES:
        own = [each for each in load(tmp_path / name) if each.run == OTHER_RUN]
        assert sum(each.frames for each in own) == 4 * phones.FPS, name
        is_own = name in names
        assert ({each.head for each in own} == {each.head for each in load(tmp_path / stands_in)[-1:]}) is (
            not is_own or name == stands_in
        ), name


def test_a_phone_with_more_pictures_is_told_which_are_taken_and_nothing_else_is_kept(begin, tmp_path):
    """OBS began, or a page of before; a telephone with all its pictures goes on with that broadcast."""
    time = Time()
    broadcast, _ready = begin(time, tracks=("low", "sound"))
    send(broadcast, time, list(Phone(4, tracks=(Track.LOW, Track.SOUND)).chunks()))
    broadcast.leave()
    time.pass_s(10)
    ready = broadcast.join(hello(run=OTHER_RUN, clock_us=50_000_000))
    assert (ready.join, ready.tracks) == ("skip", ("low", "sound"))
    for chunk in Phone(4, begins_us=50_000_000).chunks():
        broadcast.take(chunk)
    broadcast.end()
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_dir()) == ["low", "sound"]
    assert sum(each.frames for each in load(tmp_path / "low") if each.run == OTHER_RUN) == 4 * phones.FPS


def test_a_recording_of_two_pictures_from_before_is_read_as_it_was(begin, tmp_path):
    """Its index says nothing of frames; list, clips and poster are there as ever."""
    time = Time()
    broadcast, _ready = begin(time, tracks=("high", "low", "sound"))
    send(broadcast, time, list(Phone(6, tracks=(Track.HIGH, Track.LOW, Track.SOUND)).chunks()))
    broadcast.end()
    for index in tmp_path.glob("*/index.jsonl"):
        rows = [json.loads(line) for line in index.read_text().splitlines()]
        old = [{name: value for name, value in row.items() if name != "frames"} for row in rows]
        index.write_text("".join(json.dumps(row) + "\n" for row in old))
    write_replay(tmp_path)
    assert_whole(tmp_path, 6, ("high", "low", "sound"))
    lines = (tmp_path / "replay.m3u8").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "low/replay.m3u8", "high/replay.m3u8", "sound/replay.m3u8",
    ]  # fmt: skip
    assert not any("FRAME-RATE" in line for line in lines)
    assert cut_clip(tmp_path, 1.0, 3.0, tmp_path / "clip.mp4") == pytest.approx(2.0, abs=0.05)


def test_another_page_of_the_phone_goes_on_behind_what_was(begin, tmp_path):
    time = Time()
    broadcast, _ready = begin(time)
    send(broadcast, time, list(Phone(4).chunks()))
    broadcast.leave()
    time.pass_s(10)
    ready = broadcast.join(hello(run=OTHER_RUN, clock_us=50_000_000))
    assert (ready.join, ready.kept["high"]) == ("skip", [])
    for chunk in Phone(4, begins_us=50_000_000).chunks():
        broadcast.take(chunk)
    broadcast.end()
    segments = load(tmp_path / "low")
    assert [each.begins for each in segments] == sorted(each.begins for each in segments)
    assert {each.run for each in segments} == {RUN, OTHER_RUN}


@pytest.mark.parametrize(
    ("chunk", "code"),
    [
        (Chunk(Kind.VIDEO, Track.LOW, 0, 2_000_000_000, b"\x00\x00\x01\x65abc", is_key=True), "frame_moment"),
        (Chunk(Kind.VIDEO, Track.LOW, 0, 1_000_000_000, b"no picture"), "not_pictures"),
        (
            Chunk(Kind.VIDEO, Track.LOW, 0, 1_000_000_000, b"\x00\x00\x01\x67\x42\x00\x00\x01\x65ab", is_key=True),
            "not_pictures",
        ),
    ],
)
def test_refuses_what_cannot_be_right_and_keeps_nothing_of_it(begin, tmp_path, chunk, code):
    broadcast, _ready = begin(Time())
    with pytest.raises(FrameRefused) as refused:
        broadcast.take(chunk)
    assert refused.value.code == code
    assert load(tmp_path / "low") == []


def test_refuses_a_phone_with_other_tracks(begin, tmp_path):
    broadcast, _ready = begin(Time(), tracks=("low", "sound"))
    with pytest.raises(FrameRefused, match="other_tracks"):
        broadcast.join(hello(run=OTHER_RUN, tracks=("high", "sound")))
    assert read_facts(tmp_path).shifts == {RUN: read_facts(tmp_path).shifts[RUN]}
