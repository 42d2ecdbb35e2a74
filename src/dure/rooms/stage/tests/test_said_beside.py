"""What the stage refuses is said where one was: beside the field, above the form, or as a note on the page."""

from datetime import datetime, timedelta

import pytest

from dure.kernel import clock
from dure.rooms.people import factories as people
from dure.rooms.stage import factories
from dure.rooms.stage.errors import BadPart, ReminderTooLate, RunSheetFull, ShowsOverlap, TooManyWords
from dure.rooms.stage.models import Broadcast, Clip, Consent, Cue, ModerationAct, Reminder, Show, Takedown
from dure.rooms.stage.services.run_sheets import LINES_MAX
from dure.rooms.stage.services.takedowns import ASKED_A_DAY
from dure.rooms.stage.tests.test_pages import browser_of, form_of_show

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(bo, farm):
    """Bo's browser."""
    return browser_of(bo, farm)


@pytest.fixture
def guest():
    """A browser of nobody in particular."""
    return browser_of()


def at(moment: datetime) -> str:
    """A moment as a form sends it."""
    return moment.astimezone(clock.HOUSE_ZONE).strftime("%Y-%m-%dT%H:%M")


def test_a_show_where_one_is_planned_is_refused_beside_its_time(page, farm, show) -> None:
    """With the other show's name and a way to it; what was typed stays, and nothing is planned or moved."""
    later = factories.make_show(organisation_id=farm.id, starts_in=timedelta(days=2))
    typed = form_of_show(title="Sweet pears", about="All of them", starts_at=at(show.starts_at))
    before = list(Show.objects.order_by("id").values())
    for address in (f"/live/desk/{farm.id}/new/", f"/live/{later.id}/desk/change/"):
        reply = page.post(address, typed)
        assert reply.status_code == ShowsOverlap.status
        assert reply.context["form"].errors["starts_at"] == [ShowsOverlap(title=show.title).message]
        assert f'href="/live/{show.id}/desk/"' in reply.text
        assert 'value="Sweet pears"' in reply.text
        assert "All of them" in reply.text
    assert list(Show.objects.order_by("id").values()) == before


def test_the_desk_says_what_is_wrong_with_each_of_its_forms(page, show) -> None:
    """A line without a title, a pinned sentence that is too long, a word that was not given: each on the desk."""
    desk = f"/live/{show.id}/desk/"
    for address, typed, form, field in (
        ("lines/", {"title": ""}, "cue_form", "title"),
        ("screen/", {"as": "pin", "text": "a" * 500}, "pin_form", "text"),
        ("consent/", {"has_children": "on"}, "consent_form", "is_given"),
        ("cancellation/", {"why": "a" * 500}, "cancel_form", "why"),
    ):
        reply = page.post(desk + address, typed)
        assert reply.status_code == 422
        assert set(reply.context[form].errors) == {field}
        assert reply.context["show"] == show, "it is the desk, with everything else on it"
        assert reply.context[form].errors[field][0] in reply.text
    show.refresh_from_db()
    assert (show.status, show.pinned_text) == ("planned", "")
    assert not Cue.objects.exists()
    assert not Consent.objects.exists()


def test_a_full_run_sheet_is_said_beside_the_line_that_does_not_fit(page, show) -> None:
    """The line's words stay in the field."""
    for number in range(LINES_MAX):
        factories.add_line(show=show, title=f"Line {number}")
    reply = page.post(f"/live/{show.id}/desk/lines/", {"title": "One too many"})
    assert reply.context["cue_form"].errors["title"] == [RunSheetFull(max=LINES_MAX).message]
    assert 'value="One too many"' in reply.text
    assert Cue.objects.count() == LINES_MAX


def test_a_button_that_does_nothing_now_says_so_on_the_same_page(page, show) -> None:
    """The end of the run-sheet, and an act that was taken back before."""
    factories.add_line(show=show)
    desk = f"/live/{show.id}/desk/"
    page.post(f"{desk}screen/", {"as": "next"})
    reply = page.post(f"{desk}screen/", {"as": "next"}, follow=True)
    assert reply.context["show"] == show
    assert "The run-sheet is at its end." in reply.text
    act = ModerationAct.objects.get(kind="cue")
    for _press in range(2):
        reply = page.post(f"{desk}acts/{act.id}/undoing/", follow=True)
    assert reply.status_code == 200
    assert "There is nothing to undo." in reply.text


def test_a_reminder_that_comes_too_late_is_said_on_the_page_of_the_show(ana, show) -> None:
    """Beside the minutes one chose; no wish is kept."""
    reply = browser_of(ana).post(f"/live/{show.id}/reminder/", {"minutes_before": "60"})
    assert reply.status_code == ReminderTooLate.status
    assert reply.context["reminder_form"].errors["minutes_before"] == [ReminderTooLate().message]
    assert not Reminder.objects.exists()


def test_a_wish_to_take_down_says_what_it_lacks_and_keeps_its_words(guest) -> None:
    """Something else without words; and too many wishes from one place in a day."""
    clip = factories.make_clip(person_id=people.make_person().id, is_published=True)
    ask = f"/live/clips/{clip.id}/takedown/"
    reply = guest.post(ask, {"why": "other", "contact": "010-1234-5678"})
    assert reply.status_code == 422
    assert set(reply.context["form"].errors) == {"words"}
    assert "010-1234-5678" in reply.text
    assert not Takedown.objects.exists()
    for _wish in range(ASKED_A_DAY):
        guest.post(ask, {"why": "me"})
    reply = guest.post(ask, {"why": "me", "words": "at second 9"})
    assert reply.status_code == 429
    assert "at second 9" in reply.text
    assert Takedown.objects.count() == ASKED_A_DAY


def test_too_many_words_are_said_beside_the_list(page, farm) -> None:
    """The list one typed stays on the page, and the one that is kept stays as it is."""
    address = f"/live/desk/{farm.id}/words/"
    page.post(address, {"words": "cheat"})
    typed = "\n".join(f"word{number}" for number in range(1000))
    reply = page.post(address, {"words": typed})
    assert reply.status_code == TooManyWords.status
    assert "word999" in reply.text
    assert "cheat" in page.get(address).text


def test_thanks_without_words_are_asked_for_on_the_same_page(page, show) -> None:
    """The sum of the show stays around the form."""
    factories.make_replay(show=show)
    reply = page.post(f"/live/{show.id}/desk/air/afterwards/", {"as": "thank", "words": ""})
    assert reply.status_code == 422
    assert set(reply.context["thanks_form"].errors) == {"words"}


def test_a_piece_that_does_not_fit_is_said_beside_its_end_and_the_one_proposed_always_fits(page, ana, show) -> None:
    """A recording ends between two tenths of a second; one of less than three seconds is not cut at all."""
    broadcast = factories.make_replay(show=show)
    recordings = Broadcast.objects.filter(id=broadcast.id)
    recordings.update(duration_ms=12_960)
    replay = f"/live/replays/{broadcast.id}/"
    proposed = page.get(replay).context["cut_form"].initial
    assert proposed["to_s"] == "12.9"
    reply = page.post(f"{replay}clip/", {**proposed, "to_s": "13.0", "title": "All of it"})
    assert reply.status_code == BadPart.status
    assert reply.context["cut_form"].errors["to_s"] == [BadPart(least=3, most=60).message]
    assert 'value="All of it"' in reply.text
    assert set(page.post(f"{replay}clip/", {**proposed, "title": ""}).context["cut_form"].errors) == {"title"}
    assert browser_of(ana).post(f"{replay}clip/", proposed).status_code in {403, 404}
    assert not Clip.objects.exists()
    page.post(f"{replay}clip/", proposed)
    assert Clip.objects.get().to_ms == 12_900
    recordings.update(duration_ms=2_900)
    assert "cut_form" not in page.get(replay).context
    assert page.get(f"{replay}clip/").headers["Location"] == replay


def test_the_address_of_a_form_leads_back_to_its_page_when_it_is_opened(page, show) -> None:
    """As it is when somebody loads the page anew or changes the language after a form was refused."""
    for address, leads in (
        ("desk/lines/", "desk/"),
        ("desk/consent/", "desk/"),
        ("reminder/", ""),
        ("contest/entries/", "contest/"),
    ):
        reply = page.get(f"/live/{show.id}/{address}")
        assert (reply.status_code, reply.headers["Location"]) == (302, f"/live/{show.id}/{leads}")
    assert page.get(f"/live/takedowns/{show.id}/objection/").headers["Location"] == f"/live/takedowns/{show.id}/"


def test_the_desk_of_a_show_on_air_shows_film_numbers_and_chat_to_its_keepers_only(page, ana, show, host) -> None:
    """The part that renews itself has what was said last; a viewer does not get it."""
    broadcast = factories.go_live(show=show, host=host).broadcast
    factories.say(show=show, text="How much are the leeks?")
    assert f"/hls/{broadcast.id}/" in page.get(f"/live/{show.id}/desk/").text
    assert "How much are the leeks?" in page.get(f"/live/{show.id}/desk/live/").text
    assert browser_of(ana).get(f"/live/{show.id}/desk/live/").status_code == 403


def test_without_a_script_the_film_of_the_room_is_a_link_among_the_buttons(guest, show, host) -> None:
    """Once beside the way to load the page anew, where it covers nothing that is said."""
    broadcast = factories.go_live(show=show, host=host).broadcast
    dock = guest.get(f"/live/{show.id}/").text.split('class="room__dock"')[1]
    assert f"/hls/{broadcast.id}/master.m3u8" in dock
