"""Natural batches: what came while the last batch was under way goes together, in the order it came."""

import asyncio
from typing import Any

import pytest

from dure.rooms.market.gate.batching import NaturalBatches, awaited
from dure.rooms.market.gate.pace import Pace
from dure.rooms.market.gate.refusals import Outage


class Worker:
    """Doubles numbers, a batch at a time, when it is let."""

    def __init__(self):
        self.batches = []
        self.go = asyncio.Event()
        self.go.set()

    async def do(self, batch):
        self.batches.append([one.item for one in batch])
        await self.go.wait()
        for one in batch:
            if one.item >= 0:
                one.settle(one.item * 2)


def asked(batches, number, *, within_s):
    """Return a future of what is told."""
    return awaited(lambda tell: batches.add(number, tell, within_s=within_s))


def with_batches(story, *, cap=4):
    async def run():
        worker = Worker()
        batches = NaturalBatches(worker.do, cap=cap)
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(batches.run()), tasks.create_task(batches.expire())]
            await story(worker, batches)
            for task in running:
                task.cancel()

    asyncio.run(run())


def test_who_is_let_go_is_not_done_later():
    async def story(worker, batches):
        worker.go.clear()
        first = asked(batches, 1, within_s=9)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        odd, even = asked(batches, 3, within_s=9), asked(batches, 4, within_s=9)
        batches.let_go(lambda number: number % 2 == 1)
        worker.go.set()
        assert list(await asyncio.gather(first, even)) == [2, 8]
        assert worker.batches == [[1], [4]]
        with pytest.raises(Outage):
            await odd

    with_batches(story)


def test_takes_at_once_who_comes_alone_and_then_who_waited_meanwhile():
    async def story(worker, batches):
        worker.go.clear()
        first = asked(batches, 1, within_s=9)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        others = [asked(batches, number, within_s=9) for number in range(2, 8)]
        worker.go.set()
        assert await asyncio.gather(first, *others) == [2, 4, 6, 8, 10, 12, 14]
        assert worker.batches == [[1], [2, 3, 4, 5], [6, 7]]
        await batches.finish()
        assert batches.is_idle

    with_batches(story)


def test_who_is_left_without_an_answer_gets_an_outage_and_nobody_else():
    async def story(worker, batches):
        answers = await asyncio.gather(
            *(asked(batches, number, within_s=9) for number in (1, -1, 2)), return_exceptions=True
        )
        assert answers[0::2] == [2, 4]
        assert isinstance(answers[1], Outage)

    with_batches(story)


def test_who_waited_too_long_is_told_and_who_went_away_is_not_done():
    async def story(worker, batches):
        worker.go.clear()
        under_way = asked(batches, 1, within_s=9)
        await asyncio.sleep(0)
        gone, late = asked(batches, 2, within_s=9), asked(batches, 3, within_s=0)
        gone.cancel()
        with pytest.raises(Outage):
            await late
        worker.go.set()
        assert await under_way == 2
        assert await asked(batches, 4, within_s=9) == 8
        assert worker.batches == [[1], [4]]

    with_batches(story)


def test_everybody_is_told_when_the_worker_ends():
    waiting: list[Any] = []

    async def story(worker, batches):
        worker.go.clear()
        waiting.extend(asked(batches, number, within_s=9) for number in range(9))
        await asyncio.sleep(0)

    with_batches(story)
    assert all(isinstance(asked.exception(), Outage) for asked in waiting)


def test_the_pace_is_that_of_crowds_not_of_single_orders():
    pace = Pace()
    assert (pace.is_known, pace.seconds_for(100)) == (False, 1)
    pace.note(1, 0.01)
    assert not pace.is_known
    for _batch in range(20):
        pace.note(256, 0.064)
    pace.note(1, 5.0)
    assert (pace.is_known, round(pace.per_second)) == (True, 4000)
    assert (pace.seconds_for(1), pace.seconds_for(10_000), pace.seconds_for(10**9)) == (1, 3, 60)
    for _batch in range(40):
        pace.note(256, 0.256)
    assert 1000 <= pace.per_second < 1200
