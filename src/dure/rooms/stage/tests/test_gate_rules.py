"""The rules of a room: what may be said, by whom and how often."""

from datetime import timedelta
from uuid import uuid4

import pytest

from dure.kernel import clock
from dure.kernel.gate.problems import GateProblem
from dure.rooms.stage.gate.rules import Moderation, Rules, tidy
from dure.rooms.stage.seats import SeatPass

ANA = uuid4()


def seat(role="viewer", person_id=ANA):
    until = clock.now() + timedelta(hours=1)
    return SeatPass(show_id=uuid4(), name="Ana", role=role, person_id=person_id, until=until)


def order(**facts):
    found = Moderation()
    found.take(Rules(**facts))
    return found


def refusal(do, *arguments):
    with pytest.raises(GateProblem) as caught:
        do(*arguments)
    return caught.value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  two\n\nlines\t ", "two lines"),
        ("사과 얼마예요?", "사과 얼마예요?"),
        ("a\x00b\x07c\u202ed\u200be", "abcde"),
        ("👨\u200d👩\u200d👧 🫠", "👨\u200d👩\u200d👧 🫠"),
    ],
)
def test_a_message_is_shown_on_one_line_and_whole(text, shown):
    assert tidy(text) == shown


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e", "\u200d", "\x00"])
def test_a_message_without_words_is_none(text):
    assert refusal(tidy, text).code == "text_empty"


def test_a_message_has_200_letters_at_most():
    assert tidy("가" * 200) == "가" * 200
    problem = refusal(tidy, "가" * 201)
    assert (problem.code, problem.facts) == ("text_too_long", {"most": 200})


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"is_open": False}, "chat_closed"),
        ({"is_frozen": True}, "chat_frozen"),
        ({"muted": frozenset({ANA})}, "muted"),
        ({"banned": frozenset({ANA})}, "banned"),
    ],
)
def test_who_may_not_speak(rules, code):
    assert refusal(order(**rules).require, seat(), "hello", 0.0).code == code


def test_nobody_speaks_before_the_rules_are_known_nor_without_a_name():
    assert refusal(Moderation().require, seat(), "hello", 0.0).code == "chat_closed"
    assert refusal(order().require, seat(person_id=None), "hello", 0.0).code == "sign_in_needed"


@pytest.mark.parametrize("role", ["host", "helper"])
def test_hosts_and_helpers_speak_when_others_may_not(role):
    kept = order(is_open=False, is_frozen=True, slow_mode_s=60)
    kept.spoke(ANA, 0.0)
    kept.require(seat(role), "Welcome", 1.0)
    assert refusal(order(muted=frozenset({ANA})).require, seat(role), "hello", 0.0).code == "muted"


def test_slow_mode_says_how_long_to_wait():
    slow = order(slow_mode_s=10)
    slow.require(seat(), "first", 100.0)
    slow.spoke(ANA, 100.0)
    problem = refusal(slow.require, seat(), "second", 104.5)
    assert (problem.code, problem.facts["again_in_s"], problem.retry_after_s) == ("slow_mode", 6, 6)
    slow.require(seat(person_id=uuid4()), "another", 104.5)
    slow.require(seat(), "second", 110.0)
    slow.unspoke(ANA)
    slow.require(seat(), "second", 101.0)


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("This is spam!", False),
        ("SPAM", False),
        ("ｓｐａｍ", False),
        ("spamalot is a musical", True),
        ("바보야", False),
        ("바.보", False),
        ("바 보", False),
        ("傻~瓜", False),
        ("바다를 보다", True),
        ("a.b costs", False),
        ("axb costs", True),
    ],
)
def test_banned_words_are_found_however_they_are_written(text, is_said):
    kept = order(words=("spam", "바보", "傻瓜", "a.b", ""))
    if is_said:
        kept.require(seat(), text, 0.0)
    else:
        assert refusal(kept.require, seat(), text, 0.0).code == "word_banned"


def test_new_rules_hold_at_once():
    kept = order(words=("spam",))
    kept.take(Rules())
    kept.require(seat(), "spam", 0.0)


def test_captions_are_the_keepers():
    assert refusal(order().require_keeper, seat()).code == "not_a_keeper"
    assert order().require_keeper(seat("helper")) == ANA
    assert refusal(order(banned=frozenset({ANA})).require_keeper, seat("helper")).code == "banned"


@pytest.mark.parametrize("role", ["helper", "cohost"])
def test_a_seat_by_a_place_holds_as_long_as_the_place(role):
    mine = seat(role)
    assert order(placed=frozenset({ANA})).as_now(mine) is mine
    assert order(placed=frozenset({uuid4()})).as_now(mine).role == "viewer"
    assert order().as_now(seat("host")).role == "host"
