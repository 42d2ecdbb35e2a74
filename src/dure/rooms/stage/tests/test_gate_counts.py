"""How many watch and how many hearts were given: who counts, what is told, and what is written down."""

import json
from datetime import timedelta

import pytest
from picows import WSMsgType

from dure.kernel.tests.gates import until, visit
from dure.rooms.stage.models.shows import Audience
from dure.rooms.stage.tests.live_rooms import change, database, hear, make_show, post, seat_for, tell

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_hearts_and_viewers_are_counted_and_kept(app_role_url):
    show = make_show()

    async def story(house):
        viewer, _welcome = await house.watch(show)
        await house.watch(show)
        body = {"pass": seat_for(show, person_id=False), "count": 7}
        answer = await (await visit(house.port)).ask(post(show, "hearts", body))
        assert (answer.status, answer.json) == (202, {"answer": "counted"})
        while (await hear(viewer, "hearts")) != 7:
            pass
        await until(lambda: house.live.hub.room(show.id).counts.are_kept)
        assert (await house.watch(show))[1]["hearts"] == 7

    tell(story, app_role_url)
    kept = Audience.objects.get(show=show)
    assert (kept.hearts, kept.viewers_peak) == (7, 2)


@pytest.mark.parametrize("role", ["host", "helper"])
def test_who_keeps_order_is_no_audience(app_role_url, role):
    show = make_show()

    async def story(house):
        viewer, _welcome = await house.watch(show)
        keeper, _welcome = await house.watch(show)
        keeper.transport.send(WSMsgType.TEXT, json.dumps({"pass": seat_for(show, role=role)}).encode())
        for caller in (viewer, keeper):
            while (await hear(caller, "viewers")) != 1:
                pass
        assert (await house.watch(show))[1]["viewers"] == 2
        while (await hear(viewer, "viewers")) != 2:
            pass
        keeper.transport.disconnect()
        room = house.live.hub.room(show.id)
        await until(lambda: len(room.viewers) == 2)
        assert room.audience == 2
        await until(lambda: room.counts.are_kept)

    tell(story, app_role_url)
    assert Audience.objects.get(show=show).viewers_peak == 2


def test_a_keeper_whose_seat_is_over_stays_in_an_open_room_as_a_viewer(app_role_url):
    show = make_show()

    async def story(house):
        keeper, _welcome = await house.watch(show)
        late = seat_for(show, role="host", lasts=timedelta(seconds=-1))
        keeper.transport.send(WSMsgType.TEXT, json.dumps({"pass": late}).encode())
        assert await hear(keeper, "viewers") == 1
        await database(change, show, pinned_text="Still here")
        assert (await hear(keeper, "state"))["pinned"] == "Still here"

    tell(story, app_role_url)


@pytest.mark.parametrize("count", [0, 21, -1, "many"])
def test_hearts_come_in_small_numbers(app_role_url, count):
    show = make_show()

    async def story(house):
        answer = await (await visit(house.port)).ask(post(show, "hearts", {"pass": seat_for(show), "count": count}))
        assert (answer.status, answer.json["code"]) == (422, "message_malformed")

    tell(story, app_role_url)
