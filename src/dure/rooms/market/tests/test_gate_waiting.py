"""The waiting room: first drawn, first admitted; nobody who is away holds others up or loses his place."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dure.kernel import clock
from dure.kernel.numbers import made_at, new_number
from dure.kernel.tokens import TokenExpired, TokenSpoilt, key_of
from dure.rooms.market.gate.tickets import HOLDS, Ticket, read_ticket, ticket_text
from dure.rooms.market.gate.waiting import ABSENT_AFTER_S, RETURN_WITHIN_S, TURN_S, WaitingRoom

KEY = key_of("a secret of tests")


@dataclass
class Hall:
    """A room with a clock and people who keep their tickets."""

    now: float = 100.0
    drawn: int = 1000
    room: WaitingRoom = field(init=False)
    tickets: dict[UUID, Ticket] = field(default_factory=dict)

    def __post_init__(self):
        self.restart()
        self.now += RETURN_WITHIN_S

    def restart(self):
        self.room = WaitingRoom(1, began_at=self.now)

    def open(self):
        self.drawn += 1
        self.room.open(self.drawn)

    def stand(self, who):
        self.drawn += 1
        ticket, ahead, has_turn = self.room.stand(who, self.tickets.get(who), now=self.now, number=self.drawn)
        self.tickets[who] = ticket
        return ahead, has_turn

    def admit(self, count):
        return self.room.admit(count, now=self.now)

    def has_turn(self, who):
        return self.room.has_turn(who, now=self.now)


def people(count):
    return [uuid4() for _ in range(count)]


def crowd(count):
    hall, who = Hall(), people(count)
    hall.open()
    for one in who:
        hall.stand(one)
    return hall, who


def test_nobody_needs_a_turn_while_nobody_stands():
    hall, [ana] = Hall(), people(1)
    assert hall.has_turn(ana)
    assert hall.stand(ana) == (0, True)
    assert len(hall.room) == 0


def test_first_come_first_admitted_and_asking_again_keeps_the_place():
    hall, who = crowd(5)
    assert [hall.stand(one) for one in reversed(who)] == [(place, False) for place in (4, 3, 2, 1, 0)]
    assert hall.admit(2) == 2
    assert [hall.has_turn(one) for one in who] == [True, True, False, False, False]
    assert [hall.stand(one) for one in who] == [(0, True), (0, True), (0, False), (1, False), (2, False)]


def test_a_turn_is_used_once_and_then_the_end_of_the_row_is_the_place():
    hall, [ana, _bo, chi] = crowd(3)
    hall.admit(1)
    hall.room.use_turn(ana)
    assert not hall.has_turn(ana)
    assert hall.stand(ana) == (2, False)
    assert hall.tickets[ana].number > hall.tickets[chi].number


def test_an_unused_turn_ends_and_who_comes_back_is_first_again():
    hall, [ana, bo] = crowd(2)
    hall.admit(1)
    hall.now += TURN_S
    assert not hall.has_turn(ana)
    hall.stand(bo)
    assert hall.admit(1) == 1
    assert hall.has_turn(bo)
    assert hall.stand(ana) == (0, False)


def test_who_is_away_is_passed_over_and_stands_in_front_when_back():
    hall, [ana, bo, chi] = crowd(3)
    hall.now += ABSENT_AFTER_S
    hall.stand(bo)
    hall.stand(chi)
    assert hall.admit(1) == 1
    assert (hall.has_turn(ana), hall.has_turn(bo)) == (False, True)
    assert hall.stand(ana) == (0, False)
    assert hall.stand(chi) == (1, False)


def test_the_row_stands_again_after_a_restart_in_whatever_order_they_come_back():
    hall, who = crowd(4)
    hall.restart()
    assert hall.stand(who[3]) == (0, False)
    late = uuid4()
    assert hall.stand(late) == (1, False)
    assert [hall.stand(one) for one in (who[0], who[2], who[1])] == [(0, False), (1, False), (1, False)]
    assert hall.admit(9) == 0
    hall.now += RETURN_WITHIN_S
    assert hall.admit(3) == 3
    assert [hall.has_turn(one) for one in (*who, late)] == [True, True, True, False, False]


def test_a_ticket_drawn_before_the_rush_or_in_another_row_is_worth_no_place():
    hall, [early, old, ana] = Hall(), people(3)
    hall.stand(early)
    hall.open()
    hall.stand(old)
    hall.admit(1)
    hall.room.close_if_empty()
    assert not hall.room.is_open
    hall.now += TURN_S
    hall.open()
    hall.stand(ana)
    assert hall.stand(early) == (1, False)
    assert hall.stand(old) == (2, False)


def test_a_ticket_is_worth_nothing_in_other_hands():
    hall, [ana, _bo] = crowd(2)
    thief = uuid4()
    hall.tickets[thief] = hall.tickets[ana]
    assert hall.stand(thief) == (2, False)
    assert hall.tickets[thief].buyer_id == thief


def test_closes_when_the_row_is_empty():
    hall, _who = crowd(2)
    hall.admit(1)
    hall.room.close_if_empty()
    assert hall.room.is_open
    hall.admit(1)
    hall.room.close_if_empty()
    assert not hall.room.is_open
    assert hall.has_turn(uuid4())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["come", "admit", "use", "leave"]), st.integers(0, 9)), max_size=60))
def test_whoever_is_there_is_admitted_in_the_order_of_tickets(story):
    hall, who = Hall(), people(10)
    hall.open()
    waiting: list[Any] = []
    turns: list[Any] = []
    for what, place in story:
        one = who[place]
        if what == "come" and one not in turns:
            waiting += [] if one in waiting else [one]
            assert hall.stand(one) == (waiting.index(one), False)
        elif what == "admit":
            count = place % 3
            assert hall.admit(count) == min(count, len(waiting))
            turns, waiting = turns + waiting[:count], waiting[count:]
        elif what == "use" and one in turns:
            hall.room.use_turn(one)
            turns.remove(one)
        assert {one for one in who if hall.has_turn(one)} == set(turns)
        assert len(hall.room) == len(waiting)


def test_a_ticket_can_be_shown_for_two_hours_and_not_be_forged():
    ticket = Ticket(1, new_number(), uuid4(), row=new_number())
    text = ticket_text(ticket, key=KEY)
    assert read_ticket(text, key=KEY, now=clock.now()) == ticket
    with pytest.raises(TokenExpired):
        read_ticket(text, key=KEY, now=made_at(ticket.number) + HOLDS + timedelta(seconds=1))
    with pytest.raises(TokenSpoilt):
        read_ticket(text, key=key_of("another"), now=clock.now())
