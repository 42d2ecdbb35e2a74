"""H.264 as encoders write it (Annex B: start codes) and as MP4 keeps it (each unit behind its length). Pure."""

from collections.abc import Iterator

START = b"\x00\x00\x01"
TYPE = 0x1F
PICTURE, KEY_PICTURE, PARAMETERS, PICTURE_PARAMETERS, DELIMITER, FILLER = 1, 5, 7, 8, 9, 12
LEFT_OUT = frozenset((PARAMETERS, PICTURE_PARAMETERS, DELIMITER, FILLER))
LENGTH_BYTES = 4
PARAMETERS_MIN = 4
CONFIGURATION_MIN = 7


class NotPictures(ValueError):
    """The bytes are not H.264 as it was agreed."""


def units(data: bytes) -> Iterator[bytes]:
    """Yield the NAL units of an Annex B picture, without start codes and the zeros behind them."""
    start = data.find(START)
    while start != -1:
        start += len(START)
        after = data.find(START, start)
        unit = data[start : after if after != -1 else len(data)].rstrip(b"\x00")
        if unit:
            yield unit
        start = after


def lengthened(unit: bytes) -> bytes:
    """Return a unit behind its length."""
    return len(unit).to_bytes(LENGTH_BYTES) + unit


class Picture:
    """One picture taken apart: what MP4 keeps of it, and the parameter sets it came with."""

    __slots__ = ("data", "is_key", "parameters", "picture_parameters")

    def __init__(self, annexb: bytes) -> None:
        """Take Annex B apart; NotPictures when no picture is in it."""
        kept: list[bytes] = []
        self.parameters = self.picture_parameters = b""
        self.is_key = has_picture = False
        for unit in units(annexb):
            kind = unit[0] & TYPE
            if kind == PARAMETERS:
                self.parameters = unit
            elif kind == PICTURE_PARAMETERS:
                self.picture_parameters = unit
            self.is_key = self.is_key or kind == KEY_PICTURE
            has_picture = has_picture or PICTURE <= kind <= KEY_PICTURE
            if kind not in LEFT_OUT:
                kept.append(lengthened(unit))
        if not has_picture:
            raise NotPictures
        self.data = b"".join(kept)


def annexb_of(data: bytes, configuration: bytes) -> bytes:
    """Return a picture out of an MP4 or Matroska as Annex B; key frames get the file's parameter sets in front."""
    if data.startswith((START, b"\x00" + START)):
        return data
    found = list(_measured(data))
    is_key = any(unit[0] & TYPE == KEY_PICTURE for unit in found)
    sets = parameter_sets(configuration) if is_key else []
    return b"".join(b"\x00" + START + unit for unit in (*sets, *found))


def _measured(data: bytes) -> Iterator[bytes]:
    start = 0
    while start + LENGTH_BYTES <= len(data):
        end = start + LENGTH_BYTES + int.from_bytes(data[start : start + LENGTH_BYTES])
        if end > len(data) or end == start + LENGTH_BYTES:
            raise NotPictures
        yield data[start + LENGTH_BYTES : end]
        start = end


def parameter_sets(configuration: bytes) -> list[bytes]:
    """Return the parameter sets of an `avcC` box's content."""
    if len(configuration) < CONFIGURATION_MIN or configuration[0] != 1 or configuration[4] & 3 != LENGTH_BYTES - 1:
        raise NotPictures
    found: list[bytes] = []
    position = 5
    for mask in (0x1F, 0xFF):
        count = configuration[position] & mask
        position += 1
        for _each in range(count):
            size = int.from_bytes(configuration[position : position + 2])
            found.append(configuration[position + 2 : position + 2 + size])
            position += 2 + size
        if position >= len(configuration):
            break
    return found


def codec_of(parameters: bytes) -> str:
    """Return how playlists name the codec of a sequence parameter set (RFC 6381)."""
    if len(parameters) < PARAMETERS_MIN:
        raise NotPictures
    return f"avc1.{parameters[1:4].hex().upper()}"


def size_of(parameters: bytes) -> tuple[int, int]:
    """Return width and height a sequence parameter set promises; NotPictures when it cannot be read."""
    try:
        return _Bits(parameters[1:]).size()
    except IndexError as error:
        raise NotPictures from error


class _Bits:
    """Reads a sequence parameter set bit by bit (ITU-T H.264, 7.3.2.1.1)."""

    HIGH_PROFILES = frozenset((100, 110, 122, 244, 44, 83, 86, 118, 128))
    FOUR_FOUR_FOUR = 3

    def __init__(self, data: bytes) -> None:
        self._data = data.replace(b"\x00\x00\x03", b"\x00\x00")
        self._position = 0

    def _take(self, count: int) -> int:
        value = 0
        for _each in range(count):
            byte = self._data[self._position >> 3]
            value = value << 1 | byte >> (7 - (self._position & 7)) & 1
            self._position += 1
        return value

    def _number(self) -> int:
        zeros = 0
        while not self._take(1):
            zeros += 1
        return (1 << zeros) - 1 + self._take(zeros)

    def _signed(self) -> int:
        value = self._number()
        return (value + 1) // 2 if value & 1 else -(value // 2)

    def size(self) -> tuple[int, int]:
        profile = self._take(24) >> 16
        self._number()
        chroma = self._chroma() if profile in self.HIGH_PROFILES else 1
        self._skip_order()
        self._number()
        self._take(1)
        width = (self._number() + 1) * 16
        map_height = self._number() + 1
        is_whole = self._take(1)
        if not is_whole:
            self._take(1)
        self._take(1)
        height = map_height * 16 * (2 - is_whole)
        if self._take(1):
            left, right, top, bottom = (self._number() for _side in range(4))
            across, down = (2 if chroma in {1, 2} else 1), (2 if chroma == 1 else 1) * (2 - is_whole)
            width, height = width - (left + right) * across, height - (top + bottom) * down
        return width, height

    def _chroma(self) -> int:
        chroma = self._number()
        if chroma == self.FOUR_FOUR_FOUR:
            self._take(1)
        self._number()
        self._number()
        self._take(1)
        if self._take(1):
            for index in range(8 if chroma != self.FOUR_FOUR_FOUR else 12):
                if self._take(1):
                    self._skip_scaling(16 if index < 6 else 64)  # noqa: PLR2004  as the standard counts
        return chroma

    def _skip_scaling(self, count: int) -> None:
        last = following = 8
        for _each in range(count):
            if following:
                following = (last + self._signed()) % 256
            last = following or last

    def _skip_order(self) -> None:
        self._number()
        kind = self._number()
        if kind == 0:
            self._number()
        elif kind == 1:
            self._take(1)
            self._signed()
            self._signed()
            for _each in range(self._number()):
                self._signed()
