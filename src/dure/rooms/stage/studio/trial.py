"""Trying the line before a show: a phone sends bytes, the studio swallows them and says how many have come."""

from time import monotonic
from typing import Annotated, ClassVar, Final
from uuid import UUID

import msgspec
from msgspec import Meta
from picows import WSCloseCode

from dure.kernel import clock, tokens
from dure.kernel.gate.conversation import Conversation
from dure.kernel.gate.rates import Buckets
from dure.rooms.stage.stage_passes import TrialPass, read_trial
from dure.rooms.stage.studio.frames import FrameRefused, is_text

BYTES_MAX: Final = 2 * 1024 * 1024
PIECE_MAX: Final = 64 * 1024
WITHIN_S: Final = 15.0
AT_ONCE: Final = 8
A_MINUTE: Final = 12
"""Trials of one person."""


class TrialHello(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a phone says before it sends bytes."""

    pass_: Annotated[str, Meta(max_length=2_048)] = msgspec.field(name="pass")


class Trials:
    """All trials of this process: few at once, and few of each person."""

    def __init__(self, key: bytes) -> None:
        """Read passes that the pages signed with `key`."""
        self._key = key
        self._rates = Buckets()
        self._going: set[Trial] = set()

    def admit(self, trial: "Trial", token: str) -> None:
        """Let a trial begin; FrameRefused: pass_expired, pass_spoilt, too_many, studio_full."""
        if self._rates.take(self._person(token), A_MINUTE, monotonic()):
            raise FrameRefused("too_many")
        if len(self._going) >= AT_ONCE:
            raise FrameRefused("studio_full")
        self._going.add(trial)

    def forget(self, trial: "Trial") -> None:
        """Note that a trial is over."""
        self._going.discard(trial)
        if not self._going:
            self._rates.forget_full(monotonic())

    def _person(self, token: str) -> UUID:
        try:
            found: TrialPass = read_trial(token, key=self._key, now=clock.now())
        except tokens.TokenExpired:
            raise FrameRefused("pass_expired") from None
        except tokens.TokenSpoilt:
            raise FrameRefused("pass_spoilt") from None
        return found.person_id


class Trial(Conversation):
    """One phone that tries its line: a hello with its pass, then bytes that nobody keeps."""

    __slots__ = ("_began_s", "_is_admitted", "_swallowed", "_trials")

    message_max: ClassVar[int] = PIECE_MAX

    def __init__(self, trials: Trials) -> None:
        """Wait for a hello."""
        super().__init__()
        self._trials = trials
        self._began_s = monotonic()
        self._is_admitted = False
        self._swallowed = 0

    def heard(self, message: bytes) -> None:
        """Take the hello, or swallow a piece and say how much has come."""
        try:
            if self._is_admitted:
                self._swallow(message)
            else:
                self._greet(message)
        except FrameRefused as problem:
            self.say(msgspec.json.encode({"code": problem.code}))
            self.close(WSCloseCode.POLICY_VIOLATION)

    def look(self) -> None:
        """End one that takes too long."""
        if monotonic() - self._began_s > WITHIN_S:
            self.close()

    def ended(self) -> None:
        """Make room for another."""
        self._trials.forget(self)

    def _greet(self, message: bytes) -> None:
        if not is_text(message):
            raise FrameRefused("hello_missing")
        try:
            hello = _HELLOS.decode(message)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise FrameRefused("hello_malformed") from error
        self._trials.admit(self, hello.pass_)
        self._is_admitted = True
        self.say(b'{"ready":true,"bytes_max":%d}' % BYTES_MAX)

    def _swallow(self, message: bytes) -> None:
        self._swallowed += len(message)
        if self._swallowed > BYTES_MAX:
            raise FrameRefused("frame_too_large")
        self.say(b'{"swallowed":%d}' % self._swallowed)


_HELLOS = msgspec.json.Decoder(TrialHello)
