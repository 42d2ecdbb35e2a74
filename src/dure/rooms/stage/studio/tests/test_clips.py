"""Clips cut from a replay, clips that people send, and their posters."""

import sys
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import av
import pytest
from av import AudioFrame, VideoFrame
from PIL import Image

from dure.rooms.stage.studio import clips, recordings
from dure.rooms.stage.studio.broadcast import open_broadcast
from dure.rooms.stage.studio.clips import ClipRefused, poster_of, prepare_clip, probe_clip
from dure.rooms.stage.studio.cutting import CutRefused, cut_clip
from dure.rooms.stage.studio.tests.phones import Phone, Time, hello
from dure.rooms.stage.studio.tests.test_broadcast import send


@pytest.fixture
def replay(tmp_path):
    """A broadcast of 12 s that is over."""
    time = Time()
    broadcast = open_broadcast(tmp_path, broadcast_id=str(uuid4()), show_id=str(uuid4()), hello=hello(), now=time)
    broadcast.join(hello())
    send(broadcast, time, list(Phone(12).chunks()))
    broadcast.end()
    broadcast.close()
    return tmp_path


def film(
    path: Path, *, codec: str = "libx264", size: tuple[int, int] = (320, 180), seconds: float = 2, sound: str = "aac"
) -> Path:
    """Write a film as a phone's own camera would."""
    with av.open(str(path), "w", format="matroska" if path.suffix == ".mkv" else "mp4") as made:
        picture = made.add_stream(codec, rate=10)
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        voice = made.add_stream(sound, rate=48_000, layout="mono") if sound else None
        for number in range(int(seconds * 10)):
            frame = VideoFrame(*size, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 7 % 255]) * plane.buffer_size)
            frame.pts, frame.time_base = number, Fraction(1, 10)
            made.mux(picture.encode(frame))
            if voice is not None:
                hum = AudioFrame("fltp", "mono", 4_800)
                hum.sample_rate, hum.pts = 48_000, number * 4_800
                hum.planes[0].update(bytes(hum.planes[0].buffer_size))
                made.mux(voice.encode(hum))
        for stream in (picture, voice):
            if stream is not None:
                made.mux(stream.encode(None))
    return path


def test_a_clip_is_cut_to_the_second_and_nothing_is_encoded_anew(replay, tmp_path):
    into = tmp_path / "clip.mp4"
    assert cut_clip(replay, 3.0, 8.0, into) == pytest.approx(5.0, abs=0.05)
    with av.open(str(into)) as clip:
        assert [stream.codec_context.name for stream in clip.streams] == ["h264", "aac"]
        assert (clip.duration or 0) / 1e6 == pytest.approx(5.0, abs=0.1)
        pictures = list(clip.decode(video=0))
        assert len(pictures) == 150
        assert pictures[0].key_frame
    facts = probe_clip(into)
    assert (facts.is_ready, facts.width) == (True, 320)
    data = into.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat"), "it plays while it is fetched"


@pytest.mark.parametrize(("from_s", "to_s"), [(-1, 3), (5, 5), (0, 61), (40, 50)])
def test_refuses_to_cut_what_is_not_there_and_leaves_nothing(replay, tmp_path, from_s, to_s):
    with pytest.raises(CutRefused):
        cut_clip(replay, from_s, to_s, tmp_path / "clip.mp4")
    assert not list(tmp_path.glob("clip*"))


def test_what_every_telephone_plays_is_wrapped_anew(tmp_path):
    facts = prepare_clip(film(tmp_path / "sent.mp4"), tmp_path / "clip.mp4")
    assert (facts.picture, facts.sound, facts.is_ready) == ("h264", "aac", True)


def test_what_they_do_not_play_is_encoded_anew_and_made_smaller(tmp_path):
    sent = film(tmp_path / "sent.mkv", codec="mpeg4", size=(1280, 960), seconds=1, sound="libopus")
    assert not probe_clip(sent).is_ready
    facts = prepare_clip(sent, tmp_path / "clip.mp4")
    assert (facts.picture, facts.sound, facts.width, facts.height) == ("h264", "aac", 960, 720)


def test_a_film_without_sound_is_a_clip_too(tmp_path):
    assert prepare_clip(film(tmp_path / "sent.mp4", sound=""), tmp_path / "clip.mp4").sound == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "clip_unreadable"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "clip_unreadable"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(500), "clip_unreadable"),
        (b"\x1a\x45\xdf\xa3" + bytes(500), "clip_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "clip_unreadable"),
    ],
)
def test_what_is_no_film_is_refused_and_nothing_is_left(tmp_path, content, code):
    sent, into = tmp_path / "sent.mp4", tmp_path / "clip.mp4"
    sent.write_bytes(content)
    with pytest.raises(ClipRefused, match=code):
        prepare_clip(sent, into)
    assert not into.exists()


def test_a_film_that_is_too_long_or_too_large_is_refused(tmp_path, monkeypatch):
    with pytest.raises(ClipRefused, match="clip_too_long"):
        probe_clip(film(tmp_path / "long.mp4", seconds=62, size=(32, 32), sound=""))
    monkeypatch.setattr(clips, "BYTES_MAX", 100)
    with pytest.raises(ClipRefused, match="clip_too_large"):
        probe_clip(tmp_path / "long.mp4")


def test_the_child_knows_nothing_of_the_house(tmp_path, monkeypatch):
    program = tmp_path / "program"
    program.write_text('#!/bin/sh\nprintf \'{"seen": "%s"}\' "$DURE_SECRET_KEY$DURE_DATABASE_URL"\n')
    program.chmod(0o755)
    monkeypatch.setenv("DURE_SECRET_KEY", "a secret")
    monkeypatch.setattr(sys, "executable", str(program))
    assert clips._work("probe", tmp_path) == {"seen": ""}


def test_whoever_waits_hears_how_far_it_is(tmp_path):
    heard: list[float] = []
    prepare_clip(film(tmp_path / "sent.mkv", codec="mpeg4", seconds=3, sound=""), tmp_path / "clip.mp4", heard.append)
    assert heard == sorted(heard)
    assert len(heard) > 5


def test_a_still_is_of_the_first_picture_that_shows_something(tmp_path):
    sent = tmp_path / "sent.mp4"
    with av.open(str(sent), "w", format="mp4") as made:
        picture = made.add_stream("libx264", rate=10, options={"g": "5"})
        picture.width, picture.height, picture.pix_fmt = 320, 180, "yuv420p"
        for number in range(30):
            image = Image.new("RGB", (320, 180), "black")
            if number >= 10:
                image.paste("white", (0, 0, 160, 180))
            made.mux(picture.encode(VideoFrame.from_image(image)))
        made.mux(picture.encode(None))
    clips.still_of(sent, tmp_path / "still.jpg")
    with Image.open(tmp_path / "still.jpg") as still:
        assert still.convert("L").crop((40, 90, 41, 91)).tobytes() > b"\xc8"


@pytest.mark.parametrize("name", ["poster.jpg", "poster.webp"])
def test_a_poster_is_a_picture_of_the_film(tmp_path, name):
    poster_of(film(tmp_path / "sent.mp4"), 1.0, tmp_path / name)
    with Image.open(tmp_path / name) as picture:
        assert picture.size == (320, 180)


def test_a_recording_can_be_withdrawn_restored_and_removed(replay):
    folder = replay.parent / "kept" / "b"
    folder.parent.mkdir()
    replay.rename(folder)
    for _twice in range(2):
        recordings.withdraw(folder)
        assert not folder.exists()
    for _twice in range(2):
        recordings.restore(folder)
        assert (folder / "replay.m3u8").exists()
    recordings.remove(folder)
    with pytest.raises(recordings.NoRecording):
        recordings.facts_of(folder)
