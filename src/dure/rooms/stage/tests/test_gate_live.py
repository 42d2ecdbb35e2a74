"""The live room's doors at the gate: real sockets, the real database; what viewers see and what speakers are told."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from dure.kernel import clock, tokens
from dure.kernel.tests.gates import call, until, visit
from dure.rooms.people.factories import make_person
from dure.rooms.stage.gate import doors, writing
from dure.rooms.stage.models.broadcasts import Caption
from dure.rooms.stage.models.chat import ChatMessage
from dure.rooms.stage.models.shows import Helper
from dure.rooms.stage.tests.live_rooms import (
    ban_words,
    change,
    database,
    get,
    hear,
    make_show,
    post,
    restrict,
    seat_for,
    tell,
    words,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_a_viewer_is_told_everything_on_coming_in_and_each_change(app_role_url):
    show = make_show(title="Apples of Bonghwa")

    async def story(house):
        viewer, welcome = await house.watch(show)
        assert welcome["state"]["title"] == "Apples of Bonghwa"
        assert (welcome["state"]["sequence"], welcome["chat"]) == (0, [])
        await database(change, show, pinned_text="Free delivery today")
        state = await hear(viewer, "state")
        assert (state["sequence"], state["pinned"]) == (1, "Free delivery today")
        assert "words" not in state

    tell(story, app_role_url)


def test_every_frame_says_what_time_it_is_when_it_is_told(app_role_url):
    show, told = make_show(), []

    async def story(house):
        viewer, welcome = await house.watch(show)
        await database(change, show, pinned_text="Ten minutes left")
        told.extend([welcome, await viewer.heard.get()])
        await asyncio.sleep(0.3)
        _late, welcome = await house.watch(show)
        told.append(welcome)

    before = clock.now().timestamp() * 1000 - 1
    tell(story, app_role_url)
    clocks = [frame["clock"] for frame in told]
    assert clocks == sorted(clocks)
    assert before <= clocks[0]
    assert clocks[-1] - clocks[0] >= 300  # a welcome that is kept for the next to come is told with its own time


def test_a_message_is_kept_before_it_is_acknowledged_and_everybody_sees_it(app_role_url):
    show, person_id, told = make_show(), uuid4(), []

    async def story(house):
        viewer, _welcome = await house.watch(show)
        seat = seat_for(show, name="Bo", person_id=person_id)
        told.append(await house.say(show, seat, "  How much\nis it? "))
        told.append(await database(lambda: ChatMessage.objects.get(id=told[0].json["id"])))
        told.append(await hear(viewer, "chat"))

    tell(story, app_role_url)
    answer, kept, [seen] = told
    assert (answer.status, answer.json["answer"]) == (202, "said")
    assert answer.headers["access-control-allow-origin"] == "http://gate:8000"
    assert (kept.show_id, kept.person_id, kept.name, kept.role) == (show.id, person_id, "Bo", "viewer")
    assert kept.text == "How much is it?"
    assert seen == {
        "id": str(kept.id), "who": "Bo", "role": "viewer", "text": kept.text, "at": kept.sent_at.isoformat()
    }  # fmt: skip


def test_a_message_sent_again_is_there_once(app_role_url):
    show, key = make_show(slow_mode_s=60), uuid4()
    seat = seat_for(show)

    async def story(house):
        first = await house.say(show, seat, "once", key=key)
        again = await house.say(show, seat, "once", key=key)
        assert [first.status, again.status, again.json["answer"]] == [202, 200, "replayed"]
        assert again.json["id"] == first.json["id"]

    tell(story, app_role_url)

    async def to_another_gate(house):
        assert (await house.say(show, seat, "once", key=key)).json["answer"] == "replayed"

    tell(to_another_gate, app_role_url)
    assert ChatMessage.objects.count() == 1


def test_messages_of_one_moment_under_one_key_are_one(app_role_url):
    show, key = make_show(), uuid4()
    seat = seat_for(show)

    async def story(house):
        answers = await asyncio.gather(*(house.say(show, seat, "once", key=key) for _each in range(5)))
        assert sorted(answer.status for answer in answers) == [200, 200, 200, 200, 202]

    tell(story, app_role_url)
    assert ChatMessage.objects.count() == 1


def test_the_last_hundred_are_told_on_coming_in(app_role_url):
    show = make_show()
    now = clock.now()
    for number in range(120):
        facts = {"name": "Ana", "role": "viewer", "sent_at": now + timedelta(milliseconds=number)}
        ChatMessage.objects.create(show=show, person_id=uuid4(), text=f"{number}", client_key=uuid4(), **facts)

    async def story(house):
        _viewer, welcome = await house.watch(show)
        assert [line["text"] for line in welcome["chat"]] == [f"{number}" for number in range(20, 120)]
        state = await (await visit(house.port)).ask(get(show))
        assert state.json["chat"] == welcome["chat"]

    tell(story, app_role_url)


def test_hidden_messages_are_taken_from_every_screen(app_role_url):
    show = make_show()

    def hide():
        ChatMessage.objects.update(hidden_at=clock.now())
        change(show)

    def show_again():
        ChatMessage.objects.update(hidden_at=None)
        change(show)

    async def story(house):
        viewer, _welcome = await house.watch(show)
        answer = await house.say(show, seat_for(show), "unkind")
        await hear(viewer, "chat")
        await database(hide)
        assert await hear(viewer, "gone") == [answer.json["id"]]
        assert (await house.watch(show))[1]["chat"] == []
        await database(show_again)
        await hear(viewer, "state")
        assert [line["text"] for line in (await house.watch(show))[1]["chat"]] == ["unkind"]

    tell(story, app_role_url)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"is_frozen": True}, "chat_frozen"),
        ({"status": "ended", "ended_at": clock.now() + timedelta(hours=1)}, "chat_closed"),
    ],
)
def test_a_closed_chat_keeps_nothing(app_role_url, facts, code):
    show = make_show(**facts)

    async def story(house):
        answer = await house.say(show, seat_for(show))
        assert (answer.status, answer.json["code"]) == (409, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert (await house.say(show, seat_for(show, role="host", name="Host"))).status == 202

    tell(story, app_role_url)
    assert [line.role for line in ChatMessage.objects.all()] == ["host"]


def test_the_muted_the_banned_and_the_words(app_role_url):
    show, muted, banned = make_show(), uuid4(), uuid4()
    restrict(show, muted, "mute")
    restrict(show, banned, "ban")
    ban_words("spam")

    async def story(house):
        codes = [
            (await house.say(show, seat_for(show, person_id=muted))).json["code"],
            (await house.say(show, seat_for(show, person_id=banned))).json["code"],
            (await house.say(show, seat_for(show), "Buy SPAM here")).json["code"],
            (await house.say(show, seat_for(show), " \n ")).json["code"],
            (await house.say(show, seat_for(show), "x" * 201)).json["code"],
            (await house.say(show, seat_for(show, person_id=False))).json["code"],
        ]
        assert codes == ["muted", "banned", "word_banned", "text_empty", "text_too_long", "sign_in_needed"]
        hearts = post(show, "hearts", {"pass": seat_for(show, person_id=banned)})
        assert (await (await visit(house.port)).ask(hearts)).json["code"] == "banned"

    tell(story, app_role_url)
    assert not ChatMessage.objects.exists()


def test_who_is_banned_now_is_refused_within_the_second(app_role_url):
    show, person_id = make_show(), uuid4()

    async def story(house):
        viewer, _welcome = await house.watch(show)
        seat = seat_for(show, person_id=person_id)
        assert (await house.say(show, seat)).status == 202
        await database(restrict, show, person_id, "ban")
        assert (await hear(viewer, "state"))["sequence"] == 1
        assert (await house.say(show, seat)).json["code"] == "banned"

    tell(story, app_role_url)
    assert ChatMessage.objects.count() == 1


def test_slow_mode_tells_when_to_come_again(app_role_url):
    show = make_show(slow_mode_s=30)
    seat = seat_for(show)

    async def story(house):
        assert (await house.say(show, seat)).status == 202
        answer = await house.say(show, seat, "again")
        assert (answer.status, answer.json["code"]) == (429, "slow_mode")
        assert 0 < answer.json["again_in_s"] <= 30
        assert answer.headers["retry-after"] == str(answer.json["again_in_s"])

    tell(story, app_role_url)
    assert ChatMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("seat", "code"),
    [
        (lambda show: seat_for(show, lasts=timedelta(seconds=-1)), "seat_expired"),
        (lambda show: seat_for(show, key=tokens.key_of("another house")), "seat_spoilt"),
        (lambda show: seat_for(show)[:-4] + "AAAA", "seat_spoilt"),
        (lambda _show: seat_for(make_show()), "seat_spoilt"),
        (lambda _show: "", "seat_spoilt"),
    ],
)
def test_only_a_seat_of_this_show_counts(app_role_url, seat, code):
    show = make_show()
    shown = seat(show)

    async def story(house):
        for what in ("chat", "captions"):
            answer = await (await visit(house.port)).ask(post(show, what, words(shown)))
            assert (answer.status, answer.json["code"]) == (401, code)
        hearts = await (await visit(house.port)).ask(post(show, "hearts", {"pass": shown}))
        assert hearts.json["code"] == code

    tell(story, app_role_url)
    assert not ChatMessage.objects.exists()


def test_too_many_messages_of_a_person_or_an_address(app_role_url, monkeypatch):
    monkeypatch.setattr(doors, "MESSAGES_A_MINUTE", 2)
    show = make_show()
    seat = seat_for(show)

    async def story(house):
        answers = [await house.say(show, seat, str(number)) for number in range(3)]
        assert [each.status for each in answers] == [202, 202, 429]
        assert answers[-1].json["code"] == "too_many_messages"
        answers = [await house.say(show, seat_for(show), str(number)) for number in range(3)]
        assert [each.status for each in answers] == [202, 202, 429]

    tell(story, app_role_url, messages_per_address=4)
    assert ChatMessage.objects.count() == 4


def test_a_helper_types_captions(app_role_url):
    show, key, helper = make_show(), uuid4(), make_person()
    Helper.objects.create(show=show, person=helper, added_at=clock.now())
    seat = seat_for(show, role="helper", person_id=helper.id)

    async def story(house):
        viewer, _welcome = await house.watch(show)
        visitor = await visit(house.port)
        refused = await visitor.ask(post(show, "captions", words(seat_for(show))))
        assert (refused.status, refused.json["code"]) == (403, "not_a_keeper")
        gone = await visitor.ask(post(show, "captions", words(seat_for(show, role="helper"), "No place here")))
        assert (gone.status, gone.json["code"]) == (403, "not_a_keeper")
        answers = [await visitor.ask(post(show, "captions", words(seat, "안녕하세요", key))) for _each in range(2)]
        assert [each.status for each in answers] == [202, 200]
        [caption] = await hear(viewer, "captions")
        assert (caption["id"], caption["text"]) == (answers[0].json["id"], "안녕하세요")
        assert (await house.watch(show))[1]["captions"] == [caption]

    tell(story, app_role_url)
    assert Caption.objects.get().text == "안녕하세요"


def test_a_show_that_is_not_public_wants_a_seat(app_role_url):
    show = make_show(is_public=False)

    async def story(house):
        viewer = await call(house.port, f"/live/{show.id}")
        await until(lambda: (room := house.live.hub.room(show.id)) is not None and room.is_ready)
        visitor = await visit(house.port)
        assert (await visitor.ask(get(show))).json["code"] == "seat_needed"
        assert (await visitor.ask(post(show, "state", {"pass": "x"}))).json["code"] == "seat_spoilt"
        seat = seat_for(show, person_id=False)
        assert (await visitor.ask(post(show, "state", {"pass": seat}))).json["state"]["title"] == "Apples"
        assert viewer.heard.empty()
        assert (await viewer.ask({"pass": seat}))["state"]["title"] == "Apples"

    tell(story, app_role_url)


def test_shows_there_are_not(app_role_url):
    nowhere = str(uuid4())

    async def story(house):
        viewer = await call(house.port, f"/live/{nowhere}")
        assert await viewer.heard.get() == {"refused": "show_not_found"}
        visitor = await visit(house.port)
        for asked in (
            get(nowhere),
            get("7"),
            get(f"{nowhere}/more"),
            post(nowhere, "chat", words("x")).replace(b"chat", b"talk"),
        ):
            assert (await visitor.ask(asked)).status == 404
        assert not list(house.live.hub.rooms)

    tell(story, app_role_url)


def test_a_message_that_cannot_be_kept_is_not_acknowledged_and_may_be_sent_again(app_role_url):
    """PostgreSQL goes away under the writing connection; the next message goes over a fresh one."""
    show, key = make_show(slow_mode_s=60), uuid4()
    seat = seat_for(show)

    async def story(house):
        assert (await house.say(show, seat_for(show))).status == 202
        await house.live._keeping._connection.close()
        lost = await house.say(show, seat, "hello", key=key)
        assert (lost.status, lost.json["code"]) == (503, "outage")
        assert (await house.say(show, seat, "hello", key=key)).status == 202

    tell(story, app_role_url)
    assert ChatMessage.objects.filter(client_key=key).count() == 1


def test_more_than_can_be_kept_is_refused(app_role_url, monkeypatch):
    monkeypatch.setattr(writing, "WAITING_MAX", 0)
    show = make_show()

    async def story(house):
        assert (await house.say(show, seat_for(show))).json["code"] == "outage"

    tell(story, app_role_url)
    assert not ChatMessage.objects.exists()


def test_a_gate_that_ends_keeps_what_was_said(app_role_url):
    show, told = make_show(), []

    async def story(house):
        said = [asyncio.ensure_future(house.say(show, seat_for(show), str(number))) for number in range(20)]
        told.extend(await asyncio.gather(*said[:1]))
        await house.live.__aexit__()
        told.extend(await asyncio.gather(*said[1:]))

    tell(story, app_role_url)
    kept = {str(number) for number in ChatMessage.objects.values_list("id", flat=True)}
    assert {answer.json["id"] for answer in told if answer.status == 202} == kept
