"""What a room tells of the things on its sheet: fresh facts, and who bought; without a socket."""

import json
from uuid import uuid4

from dure.rooms.stage.gate.goods import BOUGHT_A_TICK, Bought
from dure.rooms.stage.gate.room import Room
from dure.rooms.stage.gate.rules import Rules

LEFT_12 = {"left": 12, "open": True}


def room(*keys, sequence=1):
    found = Room(uuid4())
    show(found, *keys, sequence=sequence)
    return found


def show(found, *keys, sequence):
    """Let the snapshot say that these are on the sheet."""
    state = {"sequence": sequence, "cues": [{"key": key, "title": "Apples"} for key in keys]}
    assert found.learn(sequence, json.dumps(state).encode(), Rules())


def ticked(found):
    return json.loads(found.tick(0.0) or b"{}")


def test_facts_are_told_once_and_to_everybody_who_comes_later():
    found = room("offer:81", "offer:82")
    found.renew({"offer:81": LEFT_12, "offer:99": LEFT_12})
    assert ticked(found)["facts"] == {"offer:81": LEFT_12}
    found.renew({"offer:81": LEFT_12})
    assert "facts" not in ticked(found)
    assert json.loads(found.welcome(0.0))["facts"] == {"offer:81": LEFT_12}
    assert json.loads(found.now())["facts"] == {"offer:81": LEFT_12}


def test_a_newer_fact_is_told_at_the_next_tick():
    found = room("offer:81")
    found.renew({"offer:81": LEFT_12})
    found.tick(0.0)
    found.renew({"offer:81": {"left": 11, "open": True}})
    assert ticked(found)["facts"]["offer:81"]["left"] == 11
    assert json.loads(found.welcome(0.0))["facts"]["offer:81"]["left"] == 11


def test_facts_of_what_left_the_sheet_are_forgotten():
    found = room("offer:81")
    found.renew({"offer:81": LEFT_12})
    show(found, "offer:82", sequence=2)
    assert "facts" not in ticked(found)
    assert "facts" not in json.loads(found.welcome(0.0))


def test_a_few_buyers_are_named_and_the_others_counted_beside_the_chats_own_more():
    found = room("offer:81")
    found.buy([Bought("김○○", number, "offer:81") for number in range(1, BOUGHT_A_TICK + 3)])
    told = ticked(found)
    assert [each["count"] for each in told["bought"]] == [3, 4, 5]
    assert told["bought"][0] == {"who": "김○○", "count": 3, "key": "offer:81"}
    assert told["bought_more"] == 2
    assert "more" not in told
    assert "bought" not in ticked(found)


def test_who_bought_something_that_is_not_on_the_sheet_is_not_told_of():
    found = room("offer:81")
    found.buy([Bought("김○○", 1, "offer:99")])
    assert "bought" not in ticked(found)
