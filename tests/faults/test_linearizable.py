"""The judge of histories is judged: by histories whose verdict is plain, and by trying every order there is."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults import linearizable
from tests.faults.linearizable import Deed, Undecided, judge
from tests.faults.shelves import FITS, PLACED, STOCKED, Delivery, Order, counts, explained, serve

SHELF, OTHER = 1, 2
SOLD_OUT = ((False, 0),)


def take(count, told, began, ended, shelf=SHELF):
    return Deed(Order(((shelf, count),)), told, began, ended)


def left(count):
    return ((False, count),)


def holds(*deeds, free):
    return explained(deeds, {SHELF: free, OTHER: free}) == []


def test_one_after_the_other_is_what_the_shop_itself_would_say():
    assert holds(take(2, PLACED, 0, 1), take(2, left(1), 2, 3), take(1, PLACED, 4, 5), take(1, SOLD_OUT, 6, 7), free=3)


def test_more_sold_than_there_was_is_found():
    assert not holds(take(1, PLACED, 0, 9), take(1, PLACED, 0, 9), free=1)


def test_who_was_refused_although_enough_was_there_all_the_time_is_found():
    assert not holds(take(1, SOLD_OUT, 0, 1), take(1, PLACED, 2, 3), free=1)


def test_who_was_refused_while_the_last_one_was_being_sold_may_have_come_after():
    assert holds(take(1, SOLD_OUT, 0, 3), take(1, PLACED, 2, 4), free=1)


def test_a_count_that_was_never_left_is_found():
    assert not holds(take(2, PLACED, 0, 9), take(5, left(3), 0, 9), free=4)
    assert holds(take(2, PLACED, 0, 9), take(5, left(2), 0, 9), free=4)


def test_an_old_count_told_after_newer_ones_is_found():
    """What a stale cache would say: two were left before the third was sold, and it ended before the question began."""
    sold = [take(1, PLACED, 0, 1), take(1, PLACED, 2, 3)]
    assert not holds(*sold, take(3, left(1), 4, 5), free=2)


def test_a_sold_out_shelf_that_was_filled_sells_again():
    filled = Deed(Delivery(((SHELF, 2),)), STOCKED, 2, 5)
    assert holds(take(1, SOLD_OUT, 0, 4), filled, take(2, PLACED, 3, 6), free=0)
    assert not holds(filled, take(1, SOLD_OUT, 6, 7), take(2, PLACED, 8, 9), free=0)


def test_an_order_of_two_shelves_binds_their_histories_together():
    """Each shelf alone could be explained; both at once cannot: the two took the last of one another's."""
    both = [
        Deed(Order(((SHELF, 1), (OTHER, 1))), (FITS, (False, 0)), 0, 9),
        Deed(Order(((SHELF, 1), (OTHER, 1))), ((False, 0), FITS), 0, 9),
    ]
    assert not holds(*both, free=1)
    alone = [take(1, PLACED, 1, 2), take(1, PLACED, 3, 4, shelf=OTHER)]
    assert not holds(*both, *alone, free=1)
    assert holds(both[1], *alone, free=1)


def test_answered_much_later_may_have_happened_at_once():
    """As an order that was placed before the connection broke, and answered when it was asked again."""
    assert holds(take(1, PLACED, 0, 99), take(1, SOLD_OUT, 5, 6), take(1, SOLD_OUT, 7, 8), free=1)


def test_says_where_it_went_wrong():
    (said,) = explained([take(1, PLACED, 0, 1), take(1, PLACED, 2, 3)], {SHELF: 1})
    assert said.startswith("shelves [1]: after 1 of 2 none of")


def test_gives_up_by_name(monkeypatch):
    monkeypatch.setattr(linearizable, "STEPS_MAX", 3)
    deeds = [take(count, PLACED, 0, 9) for count in range(1, 9)]
    with pytest.raises(Undecided):
        judge(deeds, start=((SHELF, 35),), step=serve)
    assert explained(deeds, {SHELF: 35}) == ["shelves [1]: not decided, 8 deeds"]


def tried_every_order(deeds, free):
    """Whether one of all orders explains the deeds: slow, and plainly right."""
    return any(is_in_time(order) and is_true(order, free) for order in permutations(deeds))


def is_in_time(order):
    return not any(later.ended < sooner.began for place, sooner in enumerate(order) for later in order[place + 1 :])


def is_true(order, free):
    state = counts(free)
    for deed in order:
        told, state = serve(state, deed.asked)
        if told != deed.told:
            return False
    return True


few = st.dictionaries(st.sampled_from([SHELF, OTHER]), st.integers(1, 2), min_size=1).map(counts)
wishes, deliveries = few.map(Order), few.map(Delivery)
moments = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted)


@st.composite
def histories(draw):
    """Deeds whose answers come from one order of serving, in which one or two were then told something else."""
    asked = draw(st.lists(wishes | deliveries, min_size=1, max_size=5))
    state, told = counts({SHELF: draw(st.integers(0, 3)), OTHER: draw(st.integers(0, 3))}), []
    free = dict(state)
    for each in asked:
        answer, state = serve(state, each)
        told.append(answer)
    for place in draw(st.lists(st.integers(0, len(asked) - 1), max_size=2)):
        if isinstance(asked[place], Order):
            lines = tuple((False, number % 2) for number, _ in enumerate(asked[place].wanted))
            told[place] = draw(st.sampled_from([PLACED, lines]))
    times = draw(st.lists(moments, min_size=len(asked), max_size=len(asked)))
    return [Deed(each, answer, *time) for each, answer, time in zip(asked, told, times, strict=True)], free


@settings(max_examples=300, deadline=None)
@given(histories())
def test_agrees_with_trying_every_order(history):
    deeds, free = history
    assert (explained(deeds, free) == []) is tried_every_order(deeds, free)


def crowd(deeds, at_once):
    """Return a true history of so many deeds over two shelves, about so many of them at once."""
    free = {SHELF: deeds * 3 // 8, OTHER: deeds // 4}
    state, found = counts(free), []
    for number in range(deeds):
        wanted = {SHELF: 1 + number % 3} | ({OTHER: 1 + number % 2} if number % 4 == 0 else {})
        told, state = serve(state, Order(counts(wanted)))
        began, ended = number - number * 7 % at_once, number + 1 + number * 11 % at_once
        found.append(Deed(Order(counts(wanted)), told, began, ended))
    return found, free


def test_decides_a_long_and_crowded_history():
    deeds, free = crowd(400, at_once=30)
    assert explained(deeds, free) == []


def test_finds_the_one_lie_in_a_long_history():
    deeds, free = crowd(400, at_once=6)
    lie = Deed(Order(((SHELF, 1),)), PLACED, 395, 399)
    assert len(explained([*deeds, lie], free)) == 1
