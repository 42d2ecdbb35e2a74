"""Playlists as RFC 8216bis wants them: low-latency, plain, replay, and the list of renditions. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final

from dure.rooms.stage.studio.archive import Segment
from dure.rooms.stage.studio.line import Part, Writing

VERSION: Final = 9
WINDOW_S: Final = 60
"""So much of the past is listed while a broadcast goes on."""
HOLD_BACK_PARTS, HOLD_BACK_TARGETS = 3, 3
PARTS_LISTED_TARGETS: Final = 3
GAP_S: Final = 0.25
"""A replay with a longer hole says so; a player then looks at the clock anew."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What the track's ticks mean: how many a second, and when the first one was (UTC)."""

    scale: int
    origin: datetime

    def moment(self, ticks: int) -> str:
        """Return a moment as EXT-X-PROGRAM-DATE-TIME wants it."""
        return iso(self.origin + timedelta(microseconds=ticks * 1_000_000 // self.scale))

    def seconds(self, ticks: int) -> str:
        """Return a duration."""
        return f"{ticks / self.scale:.5f}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something that was on screen from a moment on."""

    at: datetime
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """What the list of renditions says of a picture; no frames a second where nobody counted them."""

    name: str
    codec: str
    size: tuple[int, int]
    bits_per_s: int
    mean_bits_per_s: int
    frames_per_s: float = 0.0


def iso(moment: datetime) -> str:
    """Return a moment in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def window(segments: Sequence[Segment], scale: int) -> Sequence[Segment]:
    """Return the newest segments, about `WINDOW_S` long."""
    length, start = 0, len(segments)
    while start and length < WINDOW_S * scale:
        start -= 1
        length += segments[start].duration
    return segments[start:]


def live(
    segments: Sequence[Segment],
    *,
    clock: Clock,
    target_s: int,
    part_s: float,
    parts: dict[int, Sequence[Part]],
    writing: Writing | None,
    number: int,
    is_over: bool,
) -> str:
    """Return the low-latency playlist: whole segments, the parts of the newest, and what comes next (`number`)."""
    listed = window(segments, clock.scale)
    lines = [
        *_beginning(target_s, listed, number),
        _control(target_s, part_s),
        f"#EXT-X-PART-INF:PART-TARGET={part_s:.3f}",
    ]
    last = listed[-1].number if listed else number
    recent = PARTS_LISTED_TARGETS
    teller = _Teller(clock)
    for segment in listed:
        lines += teller.before(segment)
        if last - segment.number < recent:
            lines += _parts(segment.number, parts.get(segment.number, ()), clock)
        lines += teller.itself(segment)
    if is_over:
        lines.append("#EXT-X-ENDLIST")
        return _text(lines)
    if writing is not None and writing.parts:
        lines += [*teller.before(writing.segment), *_parts(number, writing.parts, clock)]
    coming = len(writing.parts) if writing else 0
    lines.append(f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{number}.{coming}.m4s"')
    return _text(lines)


def plain(segments: Sequence[Segment], *, clock: Clock, target_s: int, number: int, is_over: bool) -> str:
    """Return the playlist of whole segments only, for players and networks that want no more."""
    listed = window(segments, clock.scale)
    teller = _Teller(clock)
    lines = [*_beginning(target_s, listed, number)]
    for segment in listed:
        lines += [*teller.before(segment), *teller.itself(segment)]
    if is_over:
        lines.append("#EXT-X-ENDLIST")
    return _text(lines)


def replay(segments: Sequence[Segment], *, clock: Clock, chapters: Iterable[Chapter] = ()) -> str:
    """Return the playlist of a recording, by its moments; holes are marked, stretches that meet are not."""
    longest = max((segment.duration for segment in segments), default=clock.scale)
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{VERSION}",
        f"#EXT-X-TARGETDURATION:{max(1, ceil(longest / clock.scale - 0.5))}",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-MEDIA-SEQUENCE:0",
    ]
    if all(segment.is_independent for segment in segments):
        lines.append("#EXT-X-INDEPENDENT-SEGMENTS")
    lines += [_chapter(number, chapter) for number, chapter in enumerate(chapters)]
    head, ends = "", None
    for segment in segments:
        if ends is not None and abs(segment.begins - ends) > GAP_S * clock.scale:
            lines.append("#EXT-X-DISCONTINUITY")
        if segment.head != head:
            lines.append(f'#EXT-X-MAP:URI="{segment.head}"')
        lines += [f"#EXT-X-PROGRAM-DATE-TIME:{clock.moment(segment.begins)}", *_itself(segment, clock)]
        head, ends = segment.head, segment.ends
    return _text([*lines, "#EXT-X-ENDLIST"])


def renditions(pictures: Sequence[Rendition], *, sound_codec: str, sound_bits_per_s: int, playlist: str) -> str:
    """Return the list of renditions; `playlist` is the name of each one's own. The smallest picture stands first."""
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    group = ',AUDIO="sound"' if sound_codec and pictures else ""
    if group:
        lines.append(
            '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="1",'
            f'URI="sound/{playlist}"'
        )
    for each in sorted(pictures, key=lambda picture: picture.bits_per_s):
        codecs = ",".join(codec for codec in (each.codec, sound_codec) if codec)
        width, height = each.size
        bits, mean = each.bits_per_s + sound_bits_per_s, each.mean_bits_per_s + sound_bits_per_s
        pace = f",FRAME-RATE={each.frames_per_s:.3f}" if each.frames_per_s else ""
        about = f"BANDWIDTH={bits},AVERAGE-BANDWIDTH={mean}"
        lines += [
            f'#EXT-X-STREAM-INF:{about},CODECS="{codecs}",RESOLUTION={width}x{height}{pace}{group}',
            f"{each.name}/{playlist}",
        ]
    if sound_codec:
        lines += [
            f'#EXT-X-STREAM-INF:BANDWIDTH={sound_bits_per_s},AVERAGE-BANDWIDTH={sound_bits_per_s},CODECS="{sound_codec}"{group}',
            f"sound/{playlist}",
        ]
    return _text(lines)


def _control(target_s: int, part_s: float) -> str:
    back = f"PART-HOLD-BACK={HOLD_BACK_PARTS * part_s:.3f},HOLD-BACK={HOLD_BACK_TARGETS * target_s}"
    return f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,{back}"


def _beginning(target_s: int, listed: Sequence[Segment], number: int) -> Iterator[str]:
    first = listed[0] if listed else None
    yield "#EXTM3U"
    yield f"#EXT-X-VERSION:{VERSION}"
    yield f"#EXT-X-TARGETDURATION:{target_s}"
    yield f"#EXT-X-MEDIA-SEQUENCE:{first.number if first else number}"
    yield f"#EXT-X-DISCONTINUITY-SEQUENCE:{first.stretch if first else 0}"


class _Teller:
    """Tells what changes from one segment to the next."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._head = ""
        self._stretch: int | None = None

    def before(self, segment: Segment) -> Iterator[str]:
        breaks = 0 if self._stretch is None else segment.stretch - self._stretch
        yield from ["#EXT-X-DISCONTINUITY"] * breaks
        if segment.head != self._head:
            yield f'#EXT-X-MAP:URI="{segment.head}"'
        yield f"#EXT-X-PROGRAM-DATE-TIME:{self._clock.moment(segment.begins)}"
        self._head, self._stretch = segment.head, segment.stretch

    def itself(self, segment: Segment) -> Iterator[str]:
        yield from _itself(segment, self._clock)


def _itself(segment: Segment, clock: Clock) -> Iterator[str]:
    yield f"#EXTINF:{clock.seconds(segment.duration)},"
    yield segment.name


def _parts(number: int, parts: Sequence[Part], clock: Clock) -> Iterator[str]:
    for index, part in enumerate(parts):
        independent = ",INDEPENDENT=YES" if part.is_independent else ""
        yield f'#EXT-X-PART:DURATION={clock.seconds(part.duration)},URI="{number}.{index}.m4s"{independent}'


def _chapter(number: int, chapter: Chapter) -> str:
    title, key = _quoted(chapter.title), _quoted(chapter.key)
    return (
        f'#EXT-X-DATERANGE:ID="chapter-{number}",CLASS="dure.chapter",START-DATE="{iso(chapter.at)}",'
        f'X-TITLE="{title}",X-KEY="{key}"'
    )


def _quoted(text: str) -> str:
    """Return text that can stand between quotation marks in a playlist."""
    return " ".join(text.replace('"', "”").split())


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
