"""A host's page on the telephone: who may open it, what its buttons do and take back, and what is said afterwards."""

import re

import pytest
from django.conf import settings
from django.test import Client

from dure.kernel import clock, tokens
from dure.rooms.inbox import factories as inbox
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Broadcast, CueShowing, Helper, ModerationAct, Restriction
from dure.rooms.stage.services import broadcasts, order
from dure.rooms.stage.services.thanks import thank_viewers
from dure.rooms.stage.stage_passes import read_trial
from dure.rooms.stage.tests.test_pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(bo, farm) -> Client:
    """Bo's telephone."""
    return browser_of(bo, farm)


@pytest.fixture
def air(show) -> str:
    """The address of the page."""
    return f"/live/{show.id}/desk/air/"


def pressed(page: Client, address: str, step: str, **facts: object):
    """Press a button of the page as its script does."""
    return page.post(address, {"as": step, **facts}, headers={"hx-request": "true"})


def test_the_page_tells_what_is_tried_and_carries_a_pass_for_the_line_only(page, show, air, bo) -> None:
    """Before the show: consent to tick, one button, and a pass that opens nothing but the trial."""
    shown = page.get(air).text
    assert 'name="is_given"' in shown
    assert "Go live now" in shown
    token = re.search(r'data-trial-pass="([^"]+)"', shown)
    assert token is not None
    found = read_trial(token[1], key=tokens.key_of(settings.SECRET_KEY), now=clock.now())
    assert (found.show_id, found.person_id) == (show.id, bo.id)
    assert not Broadcast.objects.exists()


def test_hosts_only_open_it_and_helpers_may_use_its_cards(show, host, air, ana, chi, dee, stranger_host) -> None:
    """Strangers sign in, viewers and hosts of another farm are refused, a helper shows cards but goes not live."""
    factories.go_live(show=show, host=host)
    factories.add_line(show=show)
    Helper.objects.create(show=show, person_id=chi.id, added_at=clock.now())
    assert browser_of().get(air).status_code == 302
    assert {browser_of(each).get(air).status_code for each in (ana, chi, dee)} == {403}
    for each in (ana, dee):
        assert pressed(browser_of(each), f"{air}act/", "next").status_code == 403
        assert browser_of(each).get(f"{air}cards/").status_code == 403
        assert browser_of(each).get(f"{air}numbers/").status_code == 403
    assert not CueShowing.objects.exists()
    assert pressed(browser_of(chi), f"{air}act/", "next").status_code == 200
    assert CueShowing.objects.count() == 1


def test_a_rehearsal_of_another_farm_is_not_there(host, farm, dee) -> None:
    """What is not public is not found by others."""
    hidden = factories.make_show(organisation_id=farm.id, is_public=False)
    assert browser_of(dee).get(f"/live/{hidden.id}/desk/air/").status_code == 404


def test_next_show_clear_and_undo(page, show, host, air) -> None:
    """Each press is answered with the cards as they are then, the run-sheet and the rules beside them."""
    factories.go_live(show=show, host=host)
    facts = {"price_minor": 13_900, "currency": "KRW"}
    factories.add_line(show=show, title="Pears", facts=facts)
    last = factories.add_line(show=show, title="Grapes")
    first = pressed(page, f"{air}act/", "next").text
    assert "Pears" in first
    assert "13,900" in first
    assert first.count('hx-swap-oob="true"') == 2
    second = pressed(page, f"{air}act/", "show", cue_id=last).text
    assert 'value="clear"' in second
    act = ModerationAct.objects.latest("id")
    back = pressed(page, f"{air}act/", "undo", act_id=act.id).text
    assert CueShowing.objects.get(cleared_at__isnull=True).cue.title == "Pears"
    assert "Grapes" in back
    pressed(page, f"{air}act/", "clear")
    assert not CueShowing.objects.filter(cleared_at__isnull=True).exists()


def test_the_chat_is_kept_from_the_telephone(page, show, host, air, ana) -> None:
    """Pin, slow, freeze; hide, mute and ban, and the same taken back."""
    factories.go_live(show=show, host=host)
    said = factories.say(show=show, person_id=ana.id, text="Rude")
    pressed(page, f"{air}act/", "pin", text="Two boxes ship free")
    pressed(page, f"{air}act/", "slow", seconds=15)
    pressed(page, f"{air}act/", "freeze")
    show.refresh_from_db()
    assert (show.pinned_text, show.slow_mode_s, show.is_frozen) == ("Two boxes ship free", 15, True)
    for step in ("hide", "mute", "ban"):
        assert pressed(page, f"{air}message/", step, message_id=said.id).status_code == 200
        pressed(page, f"{air}act/", "undo", act_id=ModerationAct.objects.latest("id").id)
    said.refresh_from_db()
    assert said.hidden_at is None
    assert not Restriction.objects.filter(lifted_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("where", "facts", "status"),
    [
        ("act/", {"as": "nonsense"}, 422),
        ("act/", {"as": "show", "cue_id": "x"}, 422),
        ("act/", {"as": "slow", "seconds": 9}, 422),
        ("message/", {"as": "hide", "message_id": "00000000-0000-0000-0000-000000000000"}, 404),
        ("afterwards/", {"as": "publish"}, 422),
    ],
)
def test_what_cannot_be_changes_nothing(page, show, host, air, trace, where, facts, status) -> None:
    """Refused in words, and nothing is left."""
    factories.go_live(show=show, host=host)
    before = trace()
    assert page.post(f"{air}{where}", facts, headers={"hx-request": "true"}).status_code == status
    assert trace() == before


def test_the_end_tells_what_was_and_publishing_is_taken_back(page, show, host, air, ana) -> None:
    """End once, publish, undo, and cut."""
    broadcast = factories.go_live(show=show, host=host).broadcast
    factories.say(show=show, person_id=ana.id)
    assert page.post(f"/live/{show.id}/desk/end/").headers["Location"] == air
    assert "every 1s" in page.get(air).text
    Broadcast.objects.filter(id=broadcast.id).update(has_recording=True, duration_ms=60_000)
    shown = page.get(air).text
    assert f"/live/replays/{broadcast.id}/#cut" in shown
    assert "every 1s" not in shown
    page.post(f"{air}afterwards/", {"as": "publish"})
    broadcast.refresh_from_db()
    assert broadcast.is_replay_shown
    assert "Undo" in page.get(air).text
    page.post(f"{air}afterwards/", {"as": "withdraw"})
    broadcast.refresh_from_db()
    assert not broadcast.is_replay_shown


def test_thanks_go_once_to_who_was_there(show, host, viewer, stranger_host, ana, chi, trace) -> None:
    """Who spoke or wished to come, not who was banned; not before the end, not by others, not without words."""
    factories.go_live(show=show, host=host)
    for each in (ana, chi):
        factories.say(show=show, person_id=each.id)
    order.ban(by=host, show_id=show.id, person_id=chi.id)
    before = trace()
    with pytest.raises(errors.ShowNotLive):
        thank_viewers(by=host, show_id=show.id, words="Thank you")
    broadcasts.end_show(by=host, show_id=show.id)
    ended = trace()
    for by in (viewer, stranger_host):
        with pytest.raises(errors.NotTheHost):
            thank_viewers(by=by, show_id=show.id, words="Thank you")
    with pytest.raises(errors.ThanksMissing):
        thank_viewers(by=host, show_id=show.id, words=" ")
    assert trace() == ended != before
    assert thank_viewers(by=host, show_id=show.id, words="Thank you") == 1
    assert thank_viewers(by=host, show_id=show.id, words="Thank you again") == 0
    assert [each.body for each in inbox.notifications(person_id=ana.id, topic="shows")] == ["Thank you"]


def test_who_keeps_order_types_captions_while_it_is_on_air(page, show, host, ana) -> None:
    """The helpers' page has the box only then."""
    address = f"/live/{show.id}/desk/order/"
    assert "dure-captioning" not in page.get(address).text
    factories.go_live(show=show, host=host)
    assert "dure-captioning" in page.get(address).text


def test_the_first_page_of_a_host_leads_there(page, show, farm, air) -> None:
    """From "our shows" it is one press."""
    assert f'href="{air}"' in page.get(f"/live/desk/{farm.id}/").text
