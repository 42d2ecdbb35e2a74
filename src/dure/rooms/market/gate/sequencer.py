"""What the one worker of a cell does with a batch, so that every order gets its own right answer.

A key twice in a batch goes to the database once. A batch that fails is halved until the order at fault is alone. After
a lost connection the same orders go out again under the same keys: those that had been placed answer as replayed.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from dure.rooms.market.columns import content_hash
from dure.rooms.market.drafts import Answer as Said
from dure.rooms.market.drafts import OrderRequest, Outcome
from dure.rooms.market.gate.asked import Answer, Asked, Lost, NotNow, Place
from dure.rooms.market.gate.batching import Waiting
from dure.rooms.market.gate.refusals import Outage

log = logging.getLogger("dure.intake")

OUTAGE_AFTER_S = 4.0
"""How long orders wait while nobody leads their cell."""

STUCK_AFTER_S = 1.0
"""After so long without anybody who places them, orders are worth asking for the cell."""

LULL_S = 1.0
"""After a lull nobody knows whether the cell was without a leader all the time."""

LOSSES_MAX = 3
"""So often may the connection end over a batch before its orders are tried apart: one of them may be what ends it."""

One: TypeAlias = Waiting[Asked, Outcome]
Key: TypeAlias = tuple[int, int]


class Sequencer:
    """Has batches placed, whatever happens on the way."""

    def __init__(self, place: Place) -> None:
        """Take the way to whoever writes."""
        self._place = place
        self.last_error: str | None = None
        self._alone_since = self._alone_at = 0.0

    async def do(self, batch: list[One]) -> None:
        """Place a batch and answer everyone in it."""
        asked: Sequence[One] = batch
        while asked:
            firsts, later = _by_key(asked)
            answers = await self._place_surely(list(firsts.values()))
            for one in firsts.values():
                one.settle(answers.get(one) or Outage())
            asked = _echo(firsts, later)

    @property
    def is_stuck(self) -> bool:
        """Whether orders wait, and nobody has placed any for a while."""
        now = asyncio.get_running_loop().time()
        return now - self._alone_at < LULL_S and self._alone_at - self._alone_since > STUCK_AFTER_S

    async def _place_surely(self, batch: Sequence[One]) -> dict[One, Answer]:
        """Return the answers to orders of different keys; who waits no more and was never placed may be left out."""
        losses = 0
        while waiting := [one for one in batch if one.is_waited_for]:
            try:
                answers = await self._place([one.item for one in waiting])
            except NotNow:
                _let_go(waiting)
                if self._are_alone():
                    break
            except Lost as error:
                losses += 1
                self._note(error, len(waiting))
                _let_go(waiting)
                if losses >= LOSSES_MAX:
                    return await self._place_apart(waiting)
            except Exception as error:  # noqa: BLE001  whatever one order brings about, its neighbours get their answer
                self._note(error, len(waiting))
                return await self._place_apart(waiting)
            else:
                self._alone_at = 0.0
                return dict(zip(waiting, answers, strict=True))
        return {}

    def _are_alone(self) -> bool:
        """Whether nobody has led the cell for long enough to say so."""
        now = asyncio.get_running_loop().time()
        if now - self._alone_at > LULL_S:
            self._alone_since = now
        self._alone_at = now
        return now - self._alone_since > OUTAGE_AFTER_S

    async def _place_apart(self, batch: Sequence[One]) -> dict[One, Answer]:
        """Place the halves of a batch that failed, the first half first; an order that fails alone has no answer."""
        if len(batch) == 1:
            log.error("an order cannot be placed: key %s: %s", batch[0].item.request.client_key, self.last_error)
            return {}
        middle = len(batch) // 2
        return await self._place_surely(batch[:middle]) | await self._place_surely(batch[middle:])

    def _note(self, error: Exception, count: int) -> None:
        self.last_error = f"{type(error).__name__}: {error}".partition("\n")[0]
        log.warning("a batch of %d failed: %s", count, self.last_error)


def _let_go(batch: Sequence[One]) -> None:
    """Leave what other gates asked to them.

    They ask whoever leads next. Kept here as well, an order could be refused to its buyer there and placed from here
    when more is on the shelf.
    """
    for one in batch:
        if one.item.is_forwarded:
            one.settle(Outage())


def _by_key(batch: Sequence[One]) -> tuple[dict[Key, One], list[One]]:
    """Return the first order of each key, and those that come after one with their key; both as they came."""
    firsts: dict[Key, One] = {}
    later = [one for one in batch if firsts.setdefault(_key_of(one), one) is not one]
    return firsts, later


def _key_of(one: One) -> Key:
    """Return what names an order: a key of its buyer. As numbers: the hash of a UUID is worked out in Python."""
    request = one.item.request
    return request.client_key.int, request.buyer_id.int


def _echo(firsts: Mapping[Key, One], later: Sequence[One]) -> list[One]:
    """Answer those whom the answer to the first of their key answers too; return those who must be asked for."""
    rest: list[One] = []
    blocked: set[Key] = set()
    for one in later:
        key = _key_of(one)
        first = firsts[key]
        echo = None if key in blocked else echo_of(first.answer, first.item.request, one.item.request)
        if echo is None:
            blocked.add(key)
            rest.append(one)
        else:
            one.settle(echo)
    return rest


def echo_of(answer: object, first: OrderRequest, again: OrderRequest) -> Outcome | None:
    """Return what a request right after another one with its key is answered, None when the database must say it."""
    if not isinstance(answer, Outcome):
        return None
    is_same = content_hash(first) == content_hash(again)
    if answer.is_placed:
        return Outcome(answer=Said.REPLAYED, order_id=answer.order_id) if is_same else Outcome(answer=Said.KEY_REUSED)
    return answer if is_same else None
