"""Whether one sequence explains what many saw at once. Pure.

A history is linearizable when its deeds can be put in one order, in which each that ended before another began stands
before it, so that a shop that serves one after the other would have told everybody exactly what they were told.

The search is Wing and Gong's with Lowe's memory of what was tried: from those who may be next, take one whose answer
fits, and go back when nobody fits. In general that is exponential in how many wait at once. Two choices make it quick
and lose nothing, because any explanation can be rewritten to make them:

* who may be next, is answered truly and changes nothing is taken at once: moved to the front of an explanation, he
  sees what he was told and nobody else sees a difference;
* of those who asked and were told the same, only the one whose answer came first is tried: if an explanation begins
  with another of them, the two may change places. Whoever must come after the first-answered stood after both.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

S = TypeVar("S", bound=Hashable)

STEPS_MAX = 400_000


class Undecided(Exception):
    """The search was given up; the history is too entangled to decide."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something asked and answered, and when (seconds or nanoseconds of one clock) the one and the other happened."""

    asked: Hashable
    told: Hashable
    began: float
    ended: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """`order` explains every deed, or is the longest beginning that explains itself; then `stuck` could not follow."""

    order: tuple[Deed, ...]
    stuck: tuple[Deed, ...] = ()

    @property
    def is_linearizable(self) -> bool:
        """Whether one sequence explains everything."""
        return not self.stuck


Step = Callable[[S, Hashable], tuple[Hashable, S]]
"""What a shop that serves one after the other tells who asks, and how it stands afterwards."""


def judge(deeds: Iterable[Deed], *, start: S, step: Step[S]) -> Verdict:
    """Decide whether one order of the deeds explains them, beginning at `start`; Undecided after a very long search."""
    return _Search(sorted(deeds, key=lambda deed: deed.began), start, step).run()


@dataclass(slots=True)
class _Place(Generic[S]):
    """A place of the search: what is done (a bit for each deed), how the shop stands, and what is still to be tried."""

    done: int
    state: S
    path_length: int
    choices: Iterator[tuple[int, S]]


class _Search(Generic[S]):
    """One search, depth first."""

    def __init__(self, deeds: Sequence[Deed], start: S, step: Step[S]) -> None:
        self.deeds, self.start, self.step = deeds, start, step
        self.path: list[int] = []
        self.seen: set[tuple[int, S]] = set()
        self.best: tuple[Deed, ...] = ()
        self.stuck: tuple[Deed, ...] = ()

    def run(self) -> Verdict:
        everything = (1 << len(self.deeds)) - 1
        places = [self._place(0, self.start)]
        while places:
            here = places[-1]
            if here.done == everything:
                return Verdict(tuple(self.deeds[each] for each in self.path))
            del self.path[here.path_length :]
            chosen = next(here.choices, None)
            if chosen is None:
                places.pop()
            else:
                self.path.append(chosen[0])
                places.append(self._place(here.done | 1 << chosen[0], chosen[1]))
        return Verdict(self.best, self.stuck)

    def _place(self, done: int, state: S) -> _Place[S]:
        """Take everything that changes nothing, and list what may follow; nothing where the search was before."""
        done = self._settled(done, state)
        is_new = (done, state) not in self.seen
        self.seen.add((done, state))
        if len(self.seen) > STEPS_MAX:
            raise Undecided(f"{len(self.deeds)} deeds")
        self._note(done)
        return _Place(done, state, len(self.path), self._choices(done, state) if is_new else iter(()))

    def _settled(self, done: int, state: S) -> int:
        """Take, again and again, whoever may be next, was told the truth and changes nothing."""
        while True:
            quiet = [each for each in self._next(done) if self._step(each, state) == (self.deeds[each].told, state)]
            if not quiet:
                return done
            self.path += quiet
            done |= sum(1 << each for each in quiet)

    def _choices(self, done: int, state: S) -> Iterator[tuple[int, S]]:
        """Yield who may be next and was told the truth, of equals only the one answered first; and what follows."""
        first: dict[tuple[Hashable, Hashable], int] = {}
        for each in self._next(done):
            deed = self.deeds[each]
            other = first.setdefault((deed.asked, deed.told), each)
            if deed.ended < self.deeds[other].ended:
                first[deed.asked, deed.told] = each
        for each in first.values():
            told, after = self._step(each, state)
            if told == self.deeds[each].told:
                yield each, after

    def _next(self, done: int) -> Iterator[int]:
        """Yield the deeds that nothing undone ended before."""
        place = (~done & (done + 1)).bit_length() - 1
        earliest = float("inf")
        while place < len(self.deeds) and self.deeds[place].began <= earliest:
            if not done >> place & 1:
                earliest = min(earliest, self.deeds[place].ended)
                yield place
            place += 1

    def _step(self, each: int, state: S) -> tuple[Hashable, S]:
        return self.step(state, self.deeds[each].asked)

    def _note(self, done: int) -> None:
        """Remember the longest beginning, for who wants to know where it went wrong."""
        if len(self.path) >= len(self.best):
            self.best = tuple(self.deeds[each] for each in self.path)
            self.stuck = tuple(self.deeds[each] for each in self._next(done))
