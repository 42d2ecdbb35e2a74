"""Sound that every device plays: Opus (or any AAC) from the phone becomes AAC, mono, 48 kbit/s, without a gap.

The `fast` coder and one channel cost a third of what FFmpeg does by itself. Loading this loads PyAV.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from av import CodecContext, Packet
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.error import FFmpegError

from dure.rooms.stage.studio.boxes import SOUND_SCALE, Sample, sound_head

FRAME: Final = 1_024
BITS_PER_S: Final = 48_000
APART: Final = SOUND_SCALE * 8 // 100
"""Samples by which a packet may be early or late before silence is put in, or it is left out."""
SILENCE_MAX: Final = SOUND_SCALE * 10
Codec = Literal["opus", "aac"]


class Sound:
    """Turns the packets of one stretch into AAC samples; `head` is the head of their track."""

    def __init__(self, codec: Codec = "opus", configuration: bytes = b"") -> None:
        """Open both codecs; `configuration` is what a file says of its sound, where it comes from one."""
        reader, writer = CodecContext.create(codec, "r"), CodecContext.create("aac", "w")
        assert isinstance(reader, AudioCodecContext)
        assert isinstance(writer, AudioCodecContext)
        if configuration:
            reader.extradata = configuration
        self._reader: AudioCodecContext = reader
        self._writer: AudioCodecContext = writer
        writer.sample_rate, writer.layout, writer.format = SOUND_SCALE, "mono", "fltp"
        writer.bit_rate, writer.options = BITS_PER_S, {"aac_coder": "fast"}
        writer.open()
        self._mixer = AudioResampler("fltp", "mono", SOUND_SCALE)
        self.head = sound_head(bytes(writer.extradata or b""), SOUND_SCALE, 1)
        self._begins = 0
        self._taken = 0
        self._made = 0
        self._is_begun = False
        self._chunks: deque[tuple[int, int]] = deque()
        self._number = -1

    def take(self, packet: bytes, at: int, number: int) -> Iterator[tuple[Sample, int]]:
        """Yield the AAC samples that a packet of moment `at` completes; a packet that cannot be read is silence.

        With each goes the number of the last packet that is in it or before it to its end.
        """
        if not self._is_begun:
            self._begins, self._is_begun = at, True
        apart = at - self._begins - self._taken
        if apart < -APART:
            return
        if apart > APART:
            yield from self._fill(min(apart, SILENCE_MAX))
        self._chunks.append((self._begins + self._taken + APART, number))
        try:
            frames = self._reader.decode(Packet(packet))
        except FFmpegError:
            return
        for frame in frames:
            for mono in self._mixer.resample(frame):
                yield from self._encode(mono)
        self._chunks[-1] = self._begins + self._taken, number

    def quiet(self, begins: int, until: int) -> Iterator[tuple[Sample, int]]:
        """Yield silence up to a moment, from `begins` on where nothing was said before."""
        if not self._is_begun:
            self._begins, self._is_begun = begins, True
        yield from self._fill(until - self._begins - self._taken)

    def finish(self) -> Iterator[tuple[Sample, int]]:
        """Yield what is still in the codec, filled up with silence."""
        yield from self._written(self._writer.encode(None))

    def _fill(self, samples: int) -> Iterator[tuple[Sample, int]]:
        for start in range(0, samples, FRAME):
            frame = AudioFrame("fltp", "mono", min(FRAME, samples - start))
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            frame.sample_rate = SOUND_SCALE
            yield from self._encode(frame)

    def _encode(self, frame: AudioFrame) -> Iterator[tuple[Sample, int]]:
        self._taken += frame.samples
        frame.pts = None
        yield from self._written(self._writer.encode(frame))

    def _written(self, packets: "Iterable[Packet[AudioStream]]") -> Iterator[tuple[Sample, int]]:
        for packet in packets:
            # The first one only warms the decoder up: what it holds was never said.
            if self._made:
                sample = Sample(bytes(packet), self._begins + (self._made - 1) * FRAME, FRAME)
                yield sample, self._number_until(sample.begins + FRAME)
            self._made += 1

    def _number_until(self, ends: int) -> int:
        while self._chunks and self._chunks[0][0] <= ends:
            self._number = self._chunks.popleft()[1]
        return self._number
