"""The wire: whatever is malformed, cut or too large is refused with a code, and nothing else is ever raised."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dure.rooms.stage.studio import frames
from dure.rooms.stage.studio.frames import HEAD, Chunk, FrameRefused, Kind, Track
from dure.rooms.stage.studio.tests.phones import hello

TRACKS = {
    Kind.VIDEO: [
        Track.HIGH,
        Track.LOW,
        Track.LEAST,
        Track.HIGH | Track.LOW,
        Track.LOW | Track.LEAST,
        Track.HIGH | Track.LOW | Track.LEAST,
    ],
    Kind.SOUND: [Track.SOUND],
    Kind.RECORDED: [Track.LOW],
}


@some.composite
def chunks(draw):
    kind = draw(some.sampled_from(Kind))
    return Chunk(
        kind,
        draw(some.sampled_from(TRACKS[kind])),
        draw(some.integers(0, 2**32 - 1)),
        draw(some.integers(0, frames.MOMENT_MAX_US - 1)),
        draw(some.binary(min_size=1, max_size=200)),
        draw(some.booleans()),
        draw(some.booleans()),
        draw(some.integers(0, frames.DURATION_MAX_US)),
    )


@given(chunks())
def test_a_chunk_is_read_as_it_was_written(chunk):
    assert frames.read_chunk(frames.chunk_bytes(chunk)) == chunk


@given(chunks(), some.integers(0, HEAD.size))
def test_a_chunk_that_was_cut_is_refused(chunk, length):
    with pytest.raises(FrameRefused, match="frame_truncated"):
        frames.read_chunk(frames.chunk_bytes(chunk)[:length])


@given(some.binary(max_size=300))
def test_any_bytes_are_a_chunk_or_refused(message):
    with suppress(FrameRefused):
        assert frames.chunk_bytes(frames.read_chunk(message)) == message


@given(some.binary(max_size=300) | some.text(max_size=200).map(str.encode))
def test_any_text_is_a_word_or_refused(message):
    for read in (frames.read_hello, frames.read_said):
        with suppress(FrameRefused):
            read(message)


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ((2, 1, 2, 0, 0, 0, 0), "frame_version"),
        ((1, 4, 2, 0, 0, 0, 0), "frame_malformed"),
        ((1, 1, 4, 0, 0, 0, 0), "frame_malformed"),
        ((1, 2, 1, 0, 0, 0, 0), "frame_malformed"),
        ((1, 1, 2, 4, 0, 0, 0), "frame_malformed"),
        ((1, 1, 2, 0, 0, -1, 0), "frame_moment"),
        ((1, 1, 2, 0, 0, 1 << 53, 0), "frame_moment"),
        ((1, 1, 2, 0, 0, 0, 10_000_001), "frame_moment"),
    ],
)
def test_refuses_a_head_that_cannot_be(head, code):
    with pytest.raises(FrameRefused, match=code):
        frames.read_chunk(HEAD.pack(*head) + b"x")


@pytest.mark.parametrize(
    ("kind", "tracks", "size"),
    [
        (Kind.VIDEO, Track.LOW, frames.VIDEO_MAX),
        (Kind.SOUND, Track.SOUND, frames.SOUND_MAX),
        (Kind.RECORDED, Track.LOW, frames.RECORDED_MAX),
    ],
)
def test_refuses_what_is_too_large(kind, tracks, size):
    chunk = Chunk(kind, tracks, 0, 0, bytes(size))
    assert frames.read_chunk(frames.chunk_bytes(chunk)) == chunk
    with pytest.raises(FrameRefused, match="frame_too_large"):
        frames.read_chunk(frames.chunk_bytes(Chunk(kind, tracks, 0, 0, bytes(size + 1))))


@pytest.mark.parametrize(
    "changed",
    [
        {"run": "short"},
        {"phone_key": "k"},
        {"tracks": []},
        {"tracks": ["wide"]},
        {"clock_us": -1},
        {"way": "tape"},
        {"more": 1},
    ],
)
def test_refuses_a_hello_that_is_not_as_agreed(changed):
    said = msgspec.to_builtins(hello()) | changed
    with pytest.raises(FrameRefused, match="hello_malformed"):
        frames.read_hello(msgspec.json.encode(said))


def test_refuses_text_without_end():
    with pytest.raises(FrameRefused, match="frame_too_large"):
        frames.read_said(b'{"ping": 1' + b" " * frames.TEXT_MAX + b"}")
