"""The stage's pages and API: each opens for whom it should, without a script, and does what its buttons say."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client

from dure.kernel import clock, tokens
from dure.kernel.testing import photo
from dure.rooms.people import factories as people
from dure.rooms.stage import factories
from dure.rooms.stage.models import Broadcast, Clip, Cue, Entry, Reminder, Report, Restriction, Show, Takedown, Vote
from dure.rooms.stage.seats import read_seat
from dure.rooms.stage.services import broadcasts, clips, helping, takedowns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path) -> None:
    """Files of this test only."""
    settings.MEDIA_ROOT = tmp_path


def browser_of(person=None, organisation=None) -> Client:
    """A browser of a person who reads English and acts for an organisation if one is given."""
    client = Client(headers={"accept-language": "en"})
    if person is not None:
        person.language = "en"
        person.save()
        client.force_login(people.sign_in_of(person))
    client.cookies["django_language"] = "en"
    if organisation is not None:
        client.post("/me/acting/", {"organisation_id": str(organisation.id)})
    return client


@pytest.fixture
def page(bo, farm) -> Client:
    """Bo's browser."""
    return browser_of(bo, farm)


@pytest.fixture
def guest() -> Client:
    """A browser of nobody in particular."""
    return browser_of()


def form_of_show(**words) -> dict[str, object]:
    """What a host types."""
    starts_at = (clock.now() + timedelta(hours=3)).astimezone(clock.HOUSE_ZONE)
    typed = {
        "title": "Pears",
        "starts_at": starts_at.strftime("%Y-%m-%dT%H:%M"),
        "planned_minutes": "45",
        "kind": "selling",
        "languages": ["ko", "en"],
    }
    return {**typed, **words}


def test_a_host_plans_a_show_with_a_cover_and_everybody_finds_it(page, guest, farm) -> None:
    """The calendar, the show's page, its picture and its file for calendars."""
    reply = page.post(f"/live/desk/{farm.id}/new/", form_of_show(cover=photo(), about="Sweet; and juicy, really"))
    show = Show.objects.get()
    assert reply.headers["Location"] == f"/live/{show.id}/desk/"
    assert "Pears" in guest.get("/live/").text
    shown = guest.get(f"/live/{show.id}/").text
    assert "Sweet; and juicy" in shown
    assert b"".join(guest.get(f"/live/{show.id}/cover/large.webp").streaming_content)[:4] == b"RIFF"
    written = guest.get(f"/live/{show.id}/show.ics").content.decode()
    assert "DESCRIPTION:Sweet\\; and juicy\\, really\r\n" in written
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))


def test_a_form_that_does_not_fit_says_why_and_keeps_what_was_typed(page, farm) -> None:
    """Nothing is scheduled."""
    reply = page.post(f"/live/desk/{farm.id}/new/", form_of_show(planned_minutes="3"))
    assert reply.status_code == 422
    assert "Pears" in reply.text
    assert not Show.objects.exists()


def test_a_day_that_is_gone_or_a_cover_that_is_none_is_said_beside_its_field(page, farm) -> None:
    """What else was typed stays, and nothing is scheduled."""
    gone = (clock.now() - timedelta(hours=3)).astimezone(clock.HOUSE_ZONE).strftime("%Y-%m-%dT%H:%M")
    no_picture = BytesIO(b"no picture at all")
    no_picture.name = "cover.jpg"
    reply = page.post(f"/live/desk/{farm.id}/new/", form_of_show(title="Sweet pears", starts_at=gone, cover=no_picture))
    assert reply.status_code == 422
    assert set(reply.context["form"].errors) == {"starts_at", "cover"}
    shown = reply.content.decode()
    assert "Please choose a time that lies ahead." in shown
    assert 'value="Sweet pears"' in shown
    assert not Show.objects.exists()


def test_empty_pages_say_what_comes(guest, page, farm) -> None:
    """Calendar, past shows, clips and the desk of a host without a show."""
    assert "No show is planned" in guest.get("/live/").text
    assert "Nothing is over yet" in guest.get("/live/past/").text
    assert "No clip yet" in guest.get("/live/clips/").text
    assert "No show yet" in page.get(f"/live/desk/{farm.id}/").text


def test_the_run_sheet_is_edited_by_buttons(page, show) -> None:
    """Add, move, take out, put back, show, next, take off, pin."""
    desk = f"/live/{show.id}/desk/"
    for title in ("One", "Two"):
        page.post(f"{desk}lines/", {"title": title})
    one, two = Cue.objects.order_by("position")
    page.post(f"{desk}lines/{two.id}/", {"as": "up"})
    assert [each.title for each in Cue.objects.order_by("position")] == ["Two", "One"]
    page.post(f"{desk}lines/{one.id}/", {"as": "remove"})
    assert "Put “One” back" in page.get(desk).text
    page.post(f"{desk}lines/{one.id}/", {"as": "put_back"})
    page.post(f"{desk}lines/{one.id}/", {"as": "rename", "title": "Uno"})
    page.post(f"{desk}screen/", {"as": "next"})
    page.post(f"{desk}screen/", {"as": "pin", "text": "Friday"})
    shown = page.get(desk).text
    assert "on the screen" in shown
    assert "Friday" in shown
    page.post(f"{desk}screen/", {"as": "clear"})
    assert "Nothing is on the screen." in page.get(desk).text
    assert page.post(f"{desk}screen/", {"as": "dance"}).status_code == 422


def test_a_desk_is_closed_to_others(show, guest, ana) -> None:
    """Neither strangers nor viewers see it or press its buttons."""
    viewer = browser_of(ana)
    for path in ("desk/", "desk/order/", "desk/change/", "desk/chat.csv"):
        assert viewer.get(f"/live/{show.id}/{path}").status_code == 403
        assert guest.get(f"/live/{show.id}/{path}").status_code in {302, 401}
    assert viewer.post(f"/live/{show.id}/desk/screen/", {"as": "next"}).status_code == 403
    assert viewer.post(f"/live/{show.id}/desk/cancellation/", {"why": ""}).status_code == 403
    assert Show.objects.get().status == Show.Status.PLANNED


def test_a_rehearsal_is_seen_by_its_hosts_only(page, guest, farm) -> None:
    """Not in the calendar, not by its address."""
    show = factories.make_show(organisation_id=farm.id, is_public=False, title="Try out")
    assert "Try out" not in guest.get("/live/").text
    assert guest.get(f"/live/{show.id}/").status_code == 404
    assert "A rehearsal" in page.get(f"/live/{show.id}/").text


def test_a_viewer_is_reminded_and_takes_it_back(show, ana) -> None:
    """By two buttons."""
    viewer = browser_of(ana)
    viewer.post(f"/live/{show.id}/reminder/", {"minutes_before": "10"})
    assert "We remind you 10 minutes before" in viewer.get(f"/live/{show.id}/").text
    viewer.post(f"/live/{show.id}/reminder/", {"as": "forget"})
    assert not Reminder.objects.exists()
    assert viewer.post(f"/live/{show.id}/reminder/", {"minutes_before": "7"}).status_code == 422


def test_the_room_of_a_live_show_works_without_a_script(show, host, ana, bo, page) -> None:
    """Picture by a plain link, the last messages, a seat that says who sits there, and reporting."""
    factories.go_live(show=show, host=host)
    message = factories.say(show=show, text="Where are you?")
    viewer = browser_of(ana)
    reply = viewer.get(f"/live/{show.id}/")
    assert "master.m3u8" in reply.text
    assert "Where are you?" in reply.text
    seat = read_seat(reply.context["seat"], key=tokens.key_of(settings.SECRET_KEY), now=clock.now())
    assert (seat.person_id, seat.role, seat.name) == (ana.id, "viewer", "Ana")
    assert page.get(f"/live/{show.id}/").context["keeps_order"]
    viewer.post(f"/live/{show.id}/report/", {"message_id": str(message.id), "reason": "Rude"})
    assert Report.objects.get().reason == "Rude"
    assert Broadcast.objects.count() == 1


def test_pages_that_fill_the_glass_say_that_this_is_a_demo_world(show, host, page, guest, settings) -> None:
    """The show, the host's page and the feed; and nothing of it where the house is real."""
    factories.go_live(show=show, host=host)
    looks = [(guest, f"/live/{show.id}/"), (page, f"/live/{show.id}/desk/air/"), (guest, "/live/clips/")]
    for is_demo in (True, False):
        settings.DEMO = is_demo
        assert [("demo-banner" in browser.get(path).text) for browser, path in looks] == [is_demo] * 3


def test_a_host_says_that_all_agree_and_ends_the_show(show, host, page) -> None:
    """The box must be ticked; taking the word back is a button too."""
    desk = f"/live/{show.id}/desk/"
    assert page.post(f"{desk}consent/", {}).status_code == 422
    page.post(f"{desk}consent/", {"is_given": "on", "has_children": "on"})
    assert show.consents.get().has_children
    broadcasts.start_broadcast(by=host, show_id=show.id, preflight=factories.READY)
    page.post(f"{desk}end/")
    assert Show.objects.get().status == Show.Status.ENDED
    page.post(f"{desk}consent/", {"as": "withdraw"})
    assert show.consents.get().withdrawn_at is not None


def test_order_is_kept_by_buttons_and_taken_back(show, page, host, ana) -> None:
    """Hide, mute, ban, freeze, slow mode, words, and the chat as a file."""
    message = factories.say(show=show, person_id=ana.id, text="=SUM(1)")
    order = f"/live/{show.id}/desk/order/"
    page.post(f"{order}rules/", {"as": "freeze"})
    page.post(f"{order}rules/", {"seconds": "15"})
    page.post(f"{order}messages/{message.id}/", {"as": "hide"})
    page.post(f"{order}messages/{message.id}/", {"as": "ban", "reason": "Spam"})
    shown = page.get(order).text
    assert "Chat frozen" in shown
    assert "Banned" in shown
    rows = b"".join(page.get(f"/live/{show.id}/desk/chat.csv").streaming_content).decode()
    assert "'=SUM(1)" in rows
    page.post(f"{order}restrictions/{Restriction.objects.get().id}/")
    assert Restriction.objects.get().lifted_at is not None
    page.post(f"/live/{show.id}/desk/acts/{show.acts.get(kind='hide').id}/undoing/")
    message.refresh_from_db()
    assert message.hidden_at is None
    page.post(f"/live/desk/{show.organisation_id}/words/", {"words": "gamble\ncasino"})
    assert "gamble" in page.get(f"/live/desk/{show.organisation_id}/words/").text


def test_a_helper_comes_by_link_and_goes(show, page, ana) -> None:
    """The link is told once; who follows it may open the desk."""
    page.post(f"/live/{show.id}/desk/helpers/", {"as": "link"})
    first = page.get(f"/live/{show.id}/desk/")
    link = first.context["helper_link"]
    assert link
    assert not page.get(f"/live/{show.id}/desk/").context["helper_link"]
    viewer = browser_of(ana)
    path = link.partition("testserver")[2]
    assert "I help" in viewer.get(path).text
    viewer.post(path)
    assert viewer.get(f"/live/{show.id}/desk/").status_code == 200
    assert "You help here" in viewer.get("/live/").text
    page.post(f"/live/{show.id}/desk/helpers/", {"as": "remove", "person_id": str(ana.id)})
    assert viewer.get(f"/live/{show.id}/desk/").status_code == 403


def test_a_replay_is_published_looked_at_and_cut(show, host, page, guest) -> None:
    """Chapters, captions, a clip, and a request to take it down."""
    broadcast = factories.make_replay(show=show, host=host)
    address = f"/live/replays/{broadcast.id}/"
    assert guest.get(address).status_code == 404
    page.post(f"{address}publication/", {"as": "publish"})
    assert "replay.m3u8" in guest.get(address).text
    assert guest.get(f"{address}captions.vtt").content.decode().startswith("WEBVTT")
    assert "data-length" in page.get(address).text
    page.post(f"{address}clip/", {"title": "Pears", "from_s": "10.5", "to_s": "40", "key": "-"})
    clip = Clip.objects.get()
    assert (clip.from_ms, clip.to_ms) == (10_500, 40_000)
    assert "waits for its turn" in page.get(f"/live/clips/{clip.id}/").text
    clips.begin_clip(clip_id=clip.id)
    clips.note_done(clip_id=clip.id, percent=40)
    assert 'value="40"' in page.get(f"/live/clips/{clip.id}/state/").text
    clips.refuse_clip(clip_id=clip.id, code="clip_too_long")
    state = page.get(f"/live/clips/{clip.id}/state/").text
    assert "longer than a minute" in state
    assert "every 2s" not in state
    assert guest.get(f"/live/clips/{clip.id}/").status_code == 404
    assert guest.post(f"{address}takedown/", {"why": "me"}).status_code == 200
    assert Takedown.objects.get().status == "waiting"
    assert "See it again" in guest.get(f"/live/{show.id}/").text
    page.post(f"{address}publication/", {"as": "withdraw"})
    assert guest.get(address).status_code == 404
    withdrawn = page.get(address).text
    assert "You have withdrawn this recording" in withdrawn
    assert "replay.m3u8" not in withdrawn


def test_a_film_is_sent_published_and_seen_in_the_feed(ana, guest) -> None:
    """Only what is ready; the file comes from the store."""
    viewer = browser_of(ana)
    film = BytesIO(b"\x00\x00\x00\x18ftypmp42" + bytes(64))
    film.name = "song.mp4"
    viewer.post("/live/clips/new/", {"title": "Song", "film": film, "organisation_id": ""})
    clip = Clip.objects.get()
    Clip.objects.update(status="ready", file=clip.upload, duration_ms=5_000)
    viewer.post(f"/live/clips/{clip.id}/publication/", {"as": "publish"})
    assert "Song" in guest.get("/live/clips/").text
    assert len(b"".join(guest.get(f"/live/clips/{clip.id}/film.mp4").streaming_content)) == 76
    assert guest.get(f"/live/clips/{clip.id}/poster.jpg").status_code == 409
    viewer.post(f"/live/clips/{clip.id}/publication/", {"as": "withdraw"})
    assert "Song" not in guest.get("/live/clips/").text


def test_a_contest_is_entered_voted_and_closed_by_buttons(farm, page, ana, dee, guest) -> None:
    """Strangers see it and are asked to sign in."""
    show = factories.make_show(organisation_id=farm.id, kind="gathering", is_contest=True)
    address = f"/live/{show.id}/contest/"
    assert "Sign in to take part" in guest.get(address).text
    browser_of(ana).post(f"{address}entries/", {"title": "Arirang", "words": "", "clip_id": ""})
    page.post(f"{address}voting/", {"as": "open"})
    assert "Sign in to vote" in guest.get(address).text
    entry = Entry.objects.get()
    voter = browser_of(dee)
    voter.post(f"{address}vote/", {"entry": str(entry.id)})
    assert "Your vote" in voter.get(address).text
    voter.post(f"{address}vote/", {"as": "back"})
    assert not Vote.objects.exists()
    voter.post(f"{address}vote/", {"entry": str(entry.id)})
    page.post(f"{address}voting/", {"as": "close"})
    assert "Most votes" in guest.get(address).text
    assert "The voting is closed." in voter.post(f"{address}vote/", {"as": "back"}, follow=True).text
    assert Vote.objects.count() == 1


def test_staff_decide_what_is_taken_down(show, host, ana) -> None:
    """Others do not see the queue."""
    broadcast = factories.make_replay(show=show, host=host)
    wish = takedowns.ask_takedown(
        by=people.actor_of(ana), address="", why="rights", words="My song", broadcast_id=broadcast.id
    )
    office = people.office_of(people.make_staff(), language="en")
    assert "My song" in office.get("/live/takedowns/").text
    office.post(f"/live/takedowns/{wish.id}/decision/", {"is_granted": "yes", "decision": "Right"})
    assert Broadcast.objects.get().is_taken_down
    assert browser_of(ana).get("/live/takedowns/").status_code == 403


def test_lists_ask_as_often_for_many_as_for_few(same_query_count, guest, farm, page) -> None:
    """The calendar and the desk."""
    day = iter(range(1, 300))

    def make(count: int) -> None:
        for _each in range(count):
            factories.make_show(organisation_id=farm.id, starts_in=timedelta(days=next(day)))

    same_query_count(make=make, visit=lambda: guest.get("/live/"))
    same_query_count(make=make, visit=lambda: page.get(f"/live/desk/{farm.id}/"))


def test_the_api_does_what_the_pages_do(page, guest, farm, show, host) -> None:
    """Schedule, cue, freeze, refuse with a code."""
    starts_at = (clock.now() + timedelta(days=5)).isoformat()
    made = page.post(
        f"/api/organisations/{farm.id}/shows",
        {"title": "By a program", "starts_at": starts_at, "languages": ["ko"]},
        content_type="application/json",
    )
    assert (made.status_code, made.json()["status"]) == (201, "planned")
    assert len(guest.get("/api/shows").json()) == 2
    cued = page.put(
        f"/api/shows/{show.id}/screen/cue",
        {"key": "offer:81", "title": "Pears", "facts": {"left": 3}},
        content_type="application/json",
    )
    assert cued.json()["state"]["cue"]["facts"] == {"left": 3}
    assert guest.get(f"/api/shows/{show.id}/screen").json()["sequence"] == cued.json()["sequence"]
    refused = guest.put(f"/api/shows/{show.id}/chat/frozen", {"is_frozen": True}, content_type="application/json")
    assert refused.status_code == 401
    early = page.post(
        f"/api/shows/{show.id}/broadcast",
        {"has_camera": True, "has_microphone": True, "uplink_kbps": 900},
        content_type="application/json",
    )
    assert (early.status_code, early.json()["code"]) == (409, "recording_consent_missing")
    broadcasts.confirm_consent(by=host, show_id=show.id, words=factories.CONSENT, is_given=True)
    begun = page.post(
        f"/api/shows/{show.id}/broadcast",
        {"has_camera": True, "has_microphone": True, "uplink_kbps": 900},
        content_type="application/json",
    )
    assert begun.status_code == 201
    assert begun.json()["ingest"].startswith("ws")
    assert page.post(f"/api/shows/{show.id}/end", content_type="application/json").json()["status"] == "ended"
    assert helping.LETTERS > 16
