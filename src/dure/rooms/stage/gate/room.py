"""One show's room in this gate: what is known of it, who watches, and what they have not been told yet."""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Protocol
from uuid import UUID

from dure.rooms.stage.gate import frames
from dure.rooms.stage.gate.counts import Counts
from dure.rooms.stage.gate.goods import Bought, Facts, Goods
from dure.rooms.stage.gate.rules import Moderation, Rules
from dure.rooms.stage.gate.said import Caption, Said
from dure.rooms.stage.gate.shown import Shown

HISTORY: Final = 100
CAPTIONS: Final = 3
REMEMBERED: Final = 2048
AT_ONCE: Final = 200
"""Frames sent before others have their turn: about a millisecond."""
PULSE_TICKS: Final = 25
"""So often, at least, a viewer hears something; who hears nothing for longer knows that the connection is dead."""
COUNTS_TICKS: Final = 5


class Viewer(Protocol):
    """Somebody who watches."""

    is_full: bool
    is_welcome: bool

    def say(self, message: bytes) -> None:
        """Send a frame."""

    def greet(self) -> None:
        """Send everything, unless that was done."""

    def turn_away(self, frame: bytes) -> None:
        """Send a last frame and end."""


class Room:
    """A room: it is ready once its show has been read. Nothing here waits but the sending itself."""

    def __init__(self, show_id: UUID) -> None:
        """Know nothing yet."""
        self.show_id = show_id
        self.sequence = -1
        self.read_s = 0.0
        self.used_s = 0.0
        self.moderation = Moderation()
        self.ready = asyncio.Event()
        self.viewers: set[Viewer] = set()
        self.keepers: set[Viewer] = set()
        self.counts = Counts()
        self.goods = Goods()
        self._state = b"{}"
        self._history: deque[Said] = deque(maxlen=HISTORY)
        self._captions: deque[Caption] = deque(maxlen=CAPTIONS)
        self._known: dict[tuple[UUID, UUID], UUID] = {}
        self._hidden: frozenset[UUID] = frozenset()
        self._pending: list[Said] = []
        self._pending_captions: list[Caption] = []
        self._pending_gone: list[UUID] = []
        self._shown = Shown()
        self._told = (-1, -1)
        self._ticks = 0
        self._welcome = b""

    @property
    def is_ready(self) -> bool:
        """Whether its show has been read."""
        return self.sequence >= 0

    @property
    def audience(self) -> int:
        """How many watch here who do not keep order."""
        return len(self.viewers) - len(self.keepers)

    def keep_order(self, viewer: Viewer) -> None:
        """Know that one who came in keeps order: he is not of the audience, and everybody is told the count anew."""
        self.keepers.add(viewer)
        self._told, self._welcome = (-1, -1), b""

    def leave(self, viewer: Viewer) -> None:
        """Let one go."""
        self.viewers.discard(viewer)
        self.keepers.discard(viewer)

    # What is learnt.

    def learn(self, sequence: int, state: bytes, rules: Rules) -> bool:
        """Take a snapshot; return whether it is newer than what was known."""
        self.moderation.take(rules)
        self._hide(frozenset(rules.hidden))
        if sequence <= self.sequence:
            return False
        self.sequence, self._state, self._welcome = sequence, state, b""
        self.goods.learn(state)
        return True

    def renew(self, facts: Mapping[str, Facts]) -> None:
        """Take what is true now of things on the sheet, by their keys."""
        if self.goods.renew(facts):
            self._welcome = b""

    def buy(self, bought: Iterable[Bought]) -> None:
        """Take who bought of the things on the sheet."""
        self.goods.buy(bought)

    def hear(self, said: Iterable[Said], now_s: float) -> None:
        """Take messages that are written down; what is known already is left out."""
        for line in said:
            if self._remember(line.person_id, line.client_key, line.id):
                self.moderation.spoke(line.person_id, now_s)
                if line.id not in self._hidden:
                    self._history.append(line)
                    self._pending.append(line)

    def recall(self, said: Iterable[Said], captions: Iterable[Caption]) -> None:
        """Take what was said before anybody here listened, oldest first; what was heard since stays behind it."""
        read = {line.id: line for line in said}
        for line in read.values():
            self._remember(line.person_id, line.client_key, line.id)
        last = max(read, default=None)
        later = [line for line in self._history if line.id not in read and (last is None or line.id > last)]
        self._history = deque([*read.values(), *later], maxlen=HISTORY)
        self._captions.extend(caption for caption in captions if caption not in self._captions)
        self._welcome = b""

    def caption(self, lines: Iterable[Caption]) -> None:
        """Take captions that are written down."""
        for line in lines:
            if self._remember(line.person_id, line.client_key, line.id):
                self._captions.append(line)
                self._pending_captions.append(line)

    def shows_again(self, rules: Rules) -> bool:
        """Whether something that was hidden is not any more: the history is to be recalled."""
        return not self._hidden.issubset(rules.hidden)

    def answer_to(self, person_id: UUID, client_key: UUID) -> UUID | None:
        """Return the number of what somebody said before under this key, None when he has not."""
        return self._known.get((person_id, client_key))

    # What is told.

    def welcome(self, now_s: float) -> bytes:
        """Return all that somebody must know who comes in, or has not listened for a while."""
        if not self._welcome:
            self._welcome = frames.frame(
                (
                    frames.state(self._state),
                    self.goods.all_facts(),
                    frames.chat(list(self._history)) or b'"chat":[]',
                    frames.captions(list(self._captions)),
                    frames.counts(*self.counts.now(self.audience, now_s)),
                )
            )
        return self._welcome

    def now(self) -> bytes:
        """Return the whole screen as a frame of its own."""
        return frames.frame((frames.state(self._state), self.goods.all_facts()))

    def tick(self, now_s: float) -> bytes:
        """Return one frame of what has come since the last one; nothing when there is nothing to say."""
        self._ticks += 1
        said, self._pending = self._pending, []
        chosen, more = self._shown.choose(said)
        parts = [
            frames.chat(chosen, more),
            frames.gone(self._pending_gone),
            frames.captions(self._pending_captions),
            *self.goods.news(),
            self._counts_part(now_s),
        ]
        self._pending_gone, self._pending_captions = [], []
        if not any(parts):
            return b""
        self._welcome = b""
        return frames.frame(parts)

    async def tell(self, frame: bytes) -> None:
        """Send a frame to everybody who can take it; others get the whole when they can."""
        viewers: Sequence[Viewer] = tuple(self.viewers)
        for start in range(0, len(viewers), AT_ONCE):
            for viewer in viewers[start : start + AT_ONCE]:
                if viewer.is_full:
                    viewer.is_welcome = False
                elif viewer.is_welcome:
                    viewer.say(frame)
            await asyncio.sleep(0)

    def turn_away(self, frame: bytes) -> None:
        """Let everybody go."""
        for viewer in tuple(self.viewers):
            viewer.turn_away(frame)

    # Its own.

    def _counts_part(self, now_s: float) -> bytes:
        """Tell the counts when they have changed, at most once a second, and now and then in any case."""
        if self._ticks % COUNTS_TICKS:
            return b""
        found = self.counts.now(self.audience, now_s)
        self.counts.saw(found[0])
        if found == self._told and self._ticks % PULSE_TICKS:
            return b""
        self._told = found
        return frames.counts(*found)

    def _hide(self, hidden: frozenset[UUID]) -> None:
        fresh = hidden - self._hidden
        self._hidden = hidden
        if not fresh:
            return
        self._pending_gone.extend(sorted(fresh))
        self._pending = [line for line in self._pending if line.id not in fresh]
        self._history = deque((line for line in self._history if line.id not in fresh), maxlen=HISTORY)
        self._welcome = b""

    def _remember(self, person_id: UUID, client_key: UUID, number: UUID) -> bool:
        """Return whether it is new."""
        name = (person_id, client_key)
        if name in self._known:
            return False
        self._known[name] = number
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
        return True
