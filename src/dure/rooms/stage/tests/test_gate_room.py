"""One room: what is shown, counted and told, without a socket."""

import asyncio
import json
from uuid import uuid4

from dure.kernel import clock
from dure.kernel.ids import new_id
from dure.rooms.stage.gate.counts import Counts
from dure.rooms.stage.gate.room import HISTORY, PULSE_TICKS, Room
from dure.rooms.stage.gate.rules import Rules
from dure.rooms.stage.gate.said import Caption, Said
from dure.rooms.stage.gate.shown import Shown


class Listener:
    """Somebody who watches."""

    def __init__(self):
        self.is_full, self.is_welcome, self.heard = False, True, []

    def say(self, message):
        self.heard.append(json.loads(message))

    def greet(self):
        pass

    def turn_away(self, frame):
        self.say(frame)


def line(text="hello", role="viewer", **facts):
    known = {"id": new_id(), "person_id": uuid4(), "client_key": uuid4(), "at": clock.now()}
    return Said(name="Ana", role=role, text=text, **known | facts)


def room(**facts):
    found = Room(uuid4())
    found.learn(1, b'{"sequence":1}', Rules(**facts))
    return found


def ticked(found):
    return json.loads(found.tick(0.0) or b"{}")


def texts(frame):
    return [each["text"] for each in frame.get("chat", [])]


def test_sixty_a_second_are_shown_the_newest_and_every_hosts():
    shown = Shown()
    first, more = shown.choose([line(str(number)) for number in range(100)])
    assert ([each.text for each in first], more) == ([str(number) for number in range(40, 100)], 40)
    second, more = shown.choose([line("viewer"), line("host", "host"), line("helper", "helper")])
    assert ([each.text for each in second], more) == (["host", "helper"], 1)
    for _tick in range(3):
        shown.choose([])
    assert shown.choose([line()] * 61)[1] == 1


def test_what_comes_between_two_ticks_is_one_frame():
    found = room()
    caption = Caption(new_id(), uuid4(), "He says hello", uuid4(), clock.now())
    found.hear([line("one"), line("two", "host")], 0.0)
    found.caption([caption, caption])
    frame = ticked(found)
    assert texts(frame) == ["one", "two"]
    assert [each["role"] for each in frame["chat"]] == ["viewer", "host"]
    assert "person_id" not in frame["chat"][0]
    assert frame["captions"] == [{"id": str(caption.id), "text": "He says hello", "at": caption.at.isoformat()}]
    assert ticked(found) == {}


def test_what_is_heard_twice_is_told_once():
    found, said = room(), line("once")
    found.hear([said, said], 0.0)
    found.hear([said], 0.0)
    assert texts(ticked(found)) == ["once"]
    assert found.answer_to(said.person_id, said.client_key) == said.id
    assert found.answer_to(uuid4(), said.client_key) is None


def test_who_comes_in_is_told_the_last_hundred():
    found = room()
    found.recall([line(f"before {number}") for number in range(HISTORY)], [])
    found.hear([line("now")], 0.0)
    welcome = json.loads(found.welcome(0.0))
    assert len(welcome["chat"]) == HISTORY
    assert (welcome["chat"][0]["text"], welcome["chat"][-1]["text"]) == ("before 1", "now")
    assert (welcome["state"], welcome["viewers"], welcome["hearts"]) == ({"sequence": 1}, 0, 0)


def test_hidden_messages_go_and_do_not_come_back():
    found, bad, good = room(), line("bad"), line("good")
    found.hear([bad, good], 0.0)
    found.learn(2, b'{"sequence":2}', Rules(hidden=(bad.id,)))
    assert texts(frame := ticked(found)) == ["good"]
    assert frame["gone"] == [str(bad.id)]
    assert texts(json.loads(found.welcome(0.0))) == ["good"]
    found.learn(3, b'{"sequence":3}', Rules(hidden=(bad.id,)))
    found.hear([bad], 0.0)
    assert ticked(found) == {}


def test_an_older_snapshot_changes_no_screen():
    found = room()
    assert found.learn(5, b'{"sequence":5}', Rules())
    assert not found.learn(4, b'{"sequence":4}', Rules())
    assert json.loads(found.now()) == {"state": {"sequence": 5}}


def test_a_slow_viewer_is_skipped_and_told_everything_later():
    found, slow, quick = room(), Listener(), Listener()
    found.viewers = {slow, quick}
    slow.is_full = True
    found.hear([line("hello")], 0.0)
    asyncio.run(found.tell(found.tick(0.0)))
    assert (slow.heard, slow.is_welcome) == ([], False)
    assert texts(quick.heard[0]) == ["hello"]
    slow.is_full = False
    asyncio.run(found.tell(found.now()))
    assert slow.heard == []  # until it is greeted anew
    assert len(quick.heard) == 2


def test_counts_are_told_when_they_change_and_as_a_pulse():
    found = room()
    found.viewers = {Listener()}
    frames = [ticked(found) for _tick in range(PULSE_TICKS + 5)]
    assert [number for number, frame in enumerate(frames, 1) if frame] == [5, PULSE_TICKS]
    found.counts.given(3)
    assert [ticked(found) for _tick in range(5)][-1] == {"viewers": 1, "hearts": 3}


def test_audiences_of_all_gates_are_added_up_and_forgotten():
    counts = Counts()
    counts.heard("two", 5, 0.0)
    counts.heard("three", 7, 1.0)
    counts.heard("two", 6, 2.0)
    assert counts.now(10, 3.0) == (23, 0)
    assert counts.now(10, 5.0) == (16, 0)
    assert counts.now(10, 6.0) == (10, 0)


def test_hearts_are_shown_at_once_and_never_fewer():
    counts = Counts()
    counts.given(5)
    assert counts.take() == (5, 0)
    counts.given(1)
    assert counts.now(0, 0.0)[1] == 6
    counts.give_back()
    assert counts.take() == (6, 0)
    counts.saved(106, 0)
    counts.kept(90)
    assert counts.now(0, 0.0)[1] == 106
    assert counts.are_kept


def test_the_greatest_audience_is_written_down_once():
    counts = Counts()
    counts.saw(4)
    assert not counts.are_kept
    counts.saved(0, counts.take()[1])
    counts.saw(3)
    assert counts.are_kept
