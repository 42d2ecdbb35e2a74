"""What the studio writes is what others read: boxes, parameter sets, addresses, ranges."""

from io import BytesIO

import av
import pytest
from hypothesis import given
from hypothesis import strategies as some

from dure.rooms.stage.studio import annexb, boxes
from dure.rooms.stage.studio.addresses import Wish, read_address, read_range, read_wish
from dure.rooms.stage.studio.annexb import NotPictures, Picture
from dure.rooms.stage.studio.boxes import NotBoxes, Sample
from dure.rooms.stage.studio.tests.phones import pictures

SIZE = (320, 180)
BROADCAST = "0189a1b2-0000-7000-8000-0123456789ab"


def test_a_picture_track_is_read_by_others_as_it_was_written():
    film = pictures(SIZE, 60)
    first = Picture(film[0])
    assert annexb.size_of(first.parameters) == SIZE
    head = boxes.picture_head(first.parameters, first.picture_parameters, SIZE)
    samples = [Sample(Picture(data).data, 90_000 + at * 3_000, 3_000, at % 30 == 0) for at, data in enumerate(film)]
    fragments = [boxes.fragment(at, samples[at : at + 10]) for at in range(0, 60, 10)]
    with av.open(BytesIO(head + b"".join(fragments))) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == SIZE
        assert [frame.pts for frame in container.decode(stream)] == [sample.begins for sample in samples]
    assert [(span.begins, span.duration, span.samples) for span in boxes.spans(b"".join(fragments))] == [
        (90_000 + at * 3_000, 30_000, 10) for at in range(0, 60, 10)
    ]


@given(some.integers(0, 5_000))
def test_of_a_segment_that_was_cut_every_whole_fragment_is_found(length):
    samples = [Sample(bytes(40), at * 3_000, 3_000) for at in range(20)]
    data = b"".join(boxes.fragment(at, samples[at : at + 5]) for at in range(0, 20, 5))
    whole = len(data) // 4
    assert len(list(boxes.spans(data[:length]))) == min(4, length // whole)


@given(some.binary(max_size=400))
def test_any_bytes_are_pictures_and_boxes_or_refused(data):
    for read in (Picture, annexb.size_of, annexb.codec_of, annexb.parameter_sets, lambda data: list(boxes.spans(data))):
        try:
            read(data)
        except (NotPictures, NotBoxes):
            continue


@given(
    some.lists(
        some.binary(min_size=1, max_size=30).filter(lambda unit: unit[-1] and b"\x00\x00" not in unit), max_size=6
    )
)
def test_units_are_found_between_start_codes(units):
    assert list(annexb.units(b"".join(b"\x00\x00\x00\x01" + unit for unit in units))) == units


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("master.m3u8", "master"),
        ("audio.m3u8", "audio"),
        ("replay.m3u8", "replay"),
        ("high/live.m3u8", "live"),
        ("sound/noll.m3u8", "noll"),
        ("low/12.m4s", "segment"),
        ("low/12.3.m4s", "part"),
        ("low/late-0.m4s", "late"),
        ("low/head-0a1b2c3d.mp4", "head"),
        ("poster.jpg", "poster"),
    ],
)
def test_an_address_names_one_thing(path, what):
    assert read_address(f"/hls/{BROADCAST}/{path}").what == what


@pytest.mark.parametrize(
    "path",
    [
        "", "..", "../x", "low/../high/1.m4s", "low/01.m4s", "wide/1.m4s", "low/index.jsonl", "broadcast.json",
        "low/1.m4s/", "low//1.m4s", "low/1.m4s\n", "low/1.-1.m4s", "low/99999999999.m4s", "chapters.json",
    ],
)  # fmt: skip
def test_nothing_else_has_an_address(path):
    assert read_address(f"/hls/{BROADCAST}/{path}") is None
    assert read_address(f"/hls/{BROADCAST.upper()}/master.m3u8") is None


def test_a_wish_names_a_segment_and_perhaps_a_part():
    assert read_wish(b"") is None
    assert read_wish(b"_HLS_msn=4") == Wish(4, None)
    assert read_wish(b"_HLS_msn=4&_HLS_part=2") == Wish(4, 2)
    for nonsense in (
        b"_HLS_part=2",
        b"_HLS_msn=-1",
        b"_HLS_msn=x",
        b"_HLS_msn=1&_HLS_part=-2",
        b"_HLS_msn=99999999999",
    ):
        with pytest.raises(ValueError):  # noqa: PT011  there is nothing more to say
            read_wish(nonsense)


def test_a_range_names_bytes_that_are_there():
    assert read_range("bytes=0-9", 100) == slice(0, 10)
    assert read_range("bytes=90-", 100) == slice(90, 100)
    assert read_range("bytes=-10", 100) == slice(90, 100)
    assert read_range("bytes=95-200", 100) == slice(95, 100)
    assert read_range("pages=1-2", 100) is None
    assert read_range("bytes=0-1,5-6", 100) is None
    for none in ("bytes=100-", "bytes=9-3"):
        with pytest.raises(ValueError):  # noqa: PT011
            read_range(none, 100)
