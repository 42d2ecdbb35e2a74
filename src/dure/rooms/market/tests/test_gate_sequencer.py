"""A batch with everything in it that can go wrong: every order still gets the answer it would have got alone."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.rooms.market.columns import content_hash
from dure.rooms.market.drafts import (
    Answer,
    LineAnswer,
    LineOutcome,
    LineRequest,
    Means,
    OrderRequest,
    Outcome,
    Receiving,
)
from dure.rooms.market.gate import sequencer
from dure.rooms.market.gate.asked import Asked, Lost, NotNow
from dure.rooms.market.gate.batching import Telling, Waiting
from dure.rooms.market.gate.refusals import Outage
from dure.rooms.market.gate.sequencer import LOSSES_MAX, Sequencer

BUYER = uuid4()
KEYS = [uuid4() for _ in range(4)]
GOOD, OTHER, TOO_MANY, BROKEN = 1, 2, 3, 4
"""Contents of an order: two that fit, one that never does, one that no database takes."""


def order(key, content=GOOD):
    return OrderRequest(
        client_key=key,
        buyer_id=BUYER,
        currency="KRW",
        lines=(LineRequest(offer_id=1, quantity=content, unit_price=1000),),
        receiving=Receiving(means=Means.PICKUP, name="Ana", phone="+821012345678"),
    )


@dataclass
class Book:
    """A database of one dict that takes batches wholly or not at all, and loses connections when told."""

    orders: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)
    mishaps: list[str] = field(default_factory=list)

    async def place(self, batch):
        await asyncio.sleep(0)
        requests = [asked.request for asked in batch]
        keys = [request.client_key for request in requests]
        assert len(set(keys)) == len(keys), "a key came twice in one batch"
        self.batches.append(len(batch))
        mishap = self.mishaps.pop(0) if self.mishaps else ""
        if mishap == "nobody":
            raise NotNow
        if mishap == "lost before":
            raise Lost
        if any(request.lines[0].quantity == BROKEN for request in requests):
            raise ValueError("broken")
        answers = [self.place_one(request) for request in requests]
        if mishap == "lost after":
            raise Lost
        return answers

    def place_one(self, request):
        known = self.orders.get(request.client_key)
        if known is not None:
            is_same = known[1] == content_hash(request)
            return Outcome(answer=Answer.REPLAYED, order_id=known[0]) if is_same else Outcome(answer=Answer.KEY_REUSED)
        if request.lines[0].quantity == TOO_MANY:
            return Outcome(answer=Answer.REFUSED, lines=(LineOutcome(offer_id=1, answer=LineAnswer.SOLD_OUT, left=2),))
        self.orders[request.client_key] = (len(self.orders) + 1, content_hash(request))
        return Outcome(answer=Answer.PLACED, order_id=len(self.orders))


def answers_of(book, batches, forwarded=()):
    """Return what each order of each batch is answered; those forwarded were asked for by another gate."""

    async def run():
        doing, telling, found = Sequencer(book.place), Telling(), []
        told: list[Any] = []
        loop = asyncio.get_running_loop()
        for batch in batches:
            asked = [Asked(request, {}, is_forwarded=request in forwarded) for request in batch]
            waiting = [Waiting(each, told.append, loop.time() + 60, telling) for each in asked]
            await doing.do(waiting)
            assert not any(one.is_waited_for for one in waiting)
            found.append([one.answer for one in waiting])
            await asyncio.sleep(0)
            assert sorted(map(id, told[-len(waiting) :])) == sorted(map(id, found[-1]))
        return found

    return asyncio.run(run())


def plain(outcome):
    """Return an outcome as a buyer sees it: whether it was placed now or a moment ago is one to him."""
    if isinstance(outcome, Outage):
        return "outage"
    return (outcome.is_placed or outcome.answer, outcome.order_id is not None, outcome.lines)


ORDERS = st.builds(order, st.sampled_from(KEYS) | st.uuids(), st.sampled_from([GOOD, OTHER, TOO_MANY]))
MISHAPS = st.lists(st.sampled_from(["", "nobody", "lost before", "lost after"]), max_size=5).filter(
    lambda mishaps: len([mishap for mishap in mishaps if mishap.startswith("lost")]) < LOSSES_MAX
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(ORDERS, min_size=1, max_size=12), max_size=4), MISHAPS)
def test_any_mixture_of_keys_and_losses_is_answered_as_if_one_by_one(batches, mishaps):
    book, alone = Book(mishaps=mishaps), Book()
    found = [answer for batch in answers_of(book, batches) for answer in batch]
    expected = [alone.place_one(request) for batch in batches for request in batch]
    assert [plain(answer) for answer in found] == [plain(answer) for answer in expected]
    assert {key: content for key, (_id, content) in book.orders.items()} == {
        key: content for key, (_id, content) in alone.orders.items()
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(ORDERS, min_size=1, max_size=30), st.integers(0, 29), st.integers(0, 29))
def test_a_broken_order_fails_alone(batch, first, second):
    broken = {place % (len(batch) + 1) for place in (first, second)}
    for place in sorted(broken):
        batch.insert(place, order(uuid4(), BROKEN))
    book, alone = Book(), Book()
    found = answers_of(book, [batch])[0]
    for request, answer in zip(batch, found, strict=True):
        if request.lines[0].quantity == BROKEN:
            assert isinstance(answer, Outage)
        else:
            assert plain(answer) == plain(alone.place_one(request))


def test_an_order_that_ends_the_connection_each_time_does_not_do_so_for_ever():
    book = Book()
    deadly = order(uuid4())

    async def place(batch):
        if any(asked.request is deadly for asked in batch):
            raise Lost
        return await book.place(batch)

    book_like = type("BookLike", (), {"place": staticmethod(place)})
    others = [order(uuid4()) for _ in range(6)]
    found = answers_of(book_like, [[*others[:3], deadly, *others[3:]]])[0]
    assert isinstance(found[3], Outage)
    assert all(answer.is_placed for place, answer in enumerate(found) if place != 3)


@pytest.mark.parametrize("mishap", ["nobody", "lost before"])
def test_who_loses_the_cell_leaves_what_another_gate_asked_to_that_gate(mishap):
    """It asks the next leader; kept here too, an order refused there could be placed from here a moment later."""
    book, ours, theirs = Book(mishaps=[mishap]), order(uuid4()), order(uuid4())
    [[own, forwarded]] = answers_of(book, [[ours, theirs]], forwarded=[theirs])
    assert own.is_placed
    assert isinstance(forwarded, Outage)
    assert list(book.orders) == [ours.client_key]


def test_the_same_key_goes_to_the_database_once():
    book = Book()
    key = uuid4()
    [answers] = answers_of(book, [[order(key), order(uuid4()), order(key), order(key, OTHER)]])
    assert [answer.answer for answer in answers] == [
        Answer.PLACED, Answer.PLACED, Answer.REPLAYED, Answer.KEY_REUSED,
    ]  # fmt: skip
    assert book.batches == [2]


def test_orders_are_given_back_after_a_while_when_nobody_leads(monkeypatch):
    monkeypatch.setattr(sequencer, "OUTAGE_AFTER_S", 0.01)
    book = Book(mishaps=["nobody"] * 100_000)
    [[first], [second]] = answers_of(book, [[order(uuid4())], [order(uuid4())]])
    assert isinstance(first, Outage)
    assert isinstance(second, Outage)
    assert book.orders == {}
    book.mishaps = []
    [[third]] = answers_of(book, [[order(uuid4())]])
    assert third.is_placed


def test_who_waits_no_more_is_not_placed_after_a_loss():
    async def run():
        book = Book()
        gone, stays = [
            Waiting[Asked, Outcome](Asked(order(uuid4()), {}), lambda _answer: None, 0, Telling()) for _ in range(2)
        ]

        async def place(batch):
            if len(batch) == 2:
                gone.settle(Outage())
                raise Lost
            return await book.place(batch)

        await Sequencer(place).do([gone, stays])
        assert isinstance(stays.answer, Outcome)
        assert stays.answer.is_placed
        assert isinstance(gone.answer, Outage)
        assert len(book.orders) == 1

    asyncio.run(run())
