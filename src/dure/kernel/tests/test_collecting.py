"""What waited while a batch was done is the next batch; each asker gets its own answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from dure.kernel.collecting import Collector


class Refused(Exception):
    """No."""


class Worker:
    """Doubles numbers; the first batch waits until it is let go, what is odd is refused."""

    def __init__(self):
        self.batches, self.has_begun, self.may_end = [], Event(), Event()

    def __call__(self, asked):
        self.batches.append(list(asked))
        self.has_begun.set()
        assert self.may_end.wait(30)
        return [Refused(each) if each % 2 else each * 2 for each in asked]


def test_who_comes_alone_is_served_at_once():
    worker = Worker()
    worker.may_end.set()
    assert Collector(worker, most=4).ask(2) == 4
    assert worker.batches == [[2]]


def test_what_waits_is_done_together_and_each_gets_its_own_answer():
    worker = Worker()
    collector = Collector(worker, most=4)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(collector.ask, 0)
        assert worker.has_begun.wait(30)
        others = [pool.submit(collector.ask, number) for number in range(1, 7)]
        while len(collector) < len(others):
            pass
        worker.may_end.set()
        assert first.result() == 0
        for number, other in enumerate(others, start=1):
            if number % 2:
                with pytest.raises(Refused):
                    other.result()
            else:
                assert other.result() == number * 2
    assert [len(batch) for batch in worker.batches] == [1, 4, 2]
    assert sorted(each for batch in worker.batches for each in batch) == list(range(7))


def test_a_batch_that_fails_fails_for_everybody_in_it_and_for_nobody_else():
    answers = iter([ZeroDivisionError("no"), None])

    def work(asked):
        problem = next(answers)
        if problem:
            raise problem
        return list(asked)

    collector = Collector(work, most=4)
    with pytest.raises(ZeroDivisionError):
        collector.ask(1)
    assert collector.ask(2) == 2
