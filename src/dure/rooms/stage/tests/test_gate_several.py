"""Several gates before one show: they tell one another, and read what they could not hear."""

import pytest

from dure.kernel.tests.gates import until, visit
from dure.rooms.stage.gate import hub
from dure.rooms.stage.tests.live_rooms import change, database, hear, make_show, post, seat_for, tell, words

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_gates_tell_one_another(app_role_url, nats_server):
    """Chat, captions and counts of one gate are seen at the other; slow mode holds at both."""
    show = make_show(slow_mode_s=60)
    seat, host = seat_for(show), seat_for(show, role="host")

    async def story(first, second):
        await until(lambda: first.live.hub.hears_others and second.live.hub.hears_others)
        viewer, _welcome = await second.watch(show)
        await first.watch(show)
        said = await first.say(show, seat, "hello over there")
        assert (await hear(viewer, "chat"))[0]["id"] == said.json["id"]
        assert (await second.say(show, seat, "again")).json["code"] == "slow_mode"
        await (await visit(first.port)).ask(post(show, "captions", words(host, "He laughs")))
        assert (await hear(viewer, "captions"))[0]["text"] == "He laughs"
        while (await hear(viewer, "viewers")) != 2:
            pass

    tell(story, app_role_url, houses=2, nats_url=nats_server.url)


def test_without_a_way_to_other_gates_what_they_kept_is_read(app_role_url):
    show = make_show()

    async def story(first, second):
        viewer, _welcome = await second.watch(show)
        said = [await first.say(show, seat_for(show), str(number)) for number in range(3)]
        found: list[dict[str, str]] = []
        while len(found) < 3:
            found += await hear(viewer, "chat")
        assert [line["id"] for line in found] == [each.json["id"] for each in said]

    tell(story, app_role_url, houses=2)


def test_a_hint_is_read_at_once_and_nonsense_is_put_aside(app_role_url, nats_server, monkeypatch):
    monkeypatch.setattr(hub, "LOOK_EVERY_S", 50.0)
    show = make_show()

    async def story(house):
        await until(lambda: house.live.hub.hears_others)
        viewer, _welcome = await house.watch(show)
        await database(change, show, pinned_text="now")
        publish = house.live._bus._client.publish
        for subject, payload in (("chat.x", b"?"), ("changed.x", b"1"), (f"changed.{show.id}", b"one")):
            await publish(f"stage.{subject}", payload)
        await publish(f"stage.changed.{show.id}", b"1")
        assert (await hear(viewer, "state"))["pinned"] == "now"

    tell(story, app_role_url, nats_url=nats_server.url)
