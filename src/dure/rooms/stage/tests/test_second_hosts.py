"""A second host films with a phone of their own: in turn with the hosts, and no longer than the hosts like."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import F

from dure.kernel import clock, tokens
from dure.kernel.http import Actor
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Broadcast, Consent, Helper, Show
from dure.rooms.stage.queries import filming
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.services import broadcasts, helping, order, run_sheets, screens
from dure.rooms.stage.stage_passes import ALIVE_S, CONNECT, read_stage
from dure.rooms.stage.tests.test_helper_links import AGREED, link_for
from dure.rooms.stage.tests.test_pages import browser_of

pytestmark = pytest.mark.django_db


def comes(by: Actor, token: str) -> None:
    """Let a telephone with a pass take the stage, as the studio writes it."""
    found = read_stage(token, key=tokens.key_of(settings.SECRET_KEY), now=clock.now())
    assert found.person_id == by.person_id
    taken = Broadcast.objects.filter(next_nonce=found.nonce) | Broadcast.objects.filter(nonce=found.nonce)
    assert taken.update(
        nonce=found.nonce, next_nonce=None, filmed_by=found.person_id, offered_at=None, seen_at=clock.now()
    )


def enters(token: str) -> bool:
    """Whether the studio lets a telephone with a pass onto the stage; each time it is the same telephone."""
    found = read_stage(token, key=tokens.key_of(settings.SECRET_KEY), now=clock.now())
    named = {"broadcast_id": found.broadcast_id, "show_id": found.show_id, "person_id": found.person_id}
    with connection.cursor() as cursor:
        cursor.execute(CONNECT, {**named, "nonce": found.nonce, "phone_key": "p" * 32, "alive_s": ALIVE_S})
        return cursor.fetchone() is not None


# Filming.


def test_a_second_host_takes_the_picture_gives_it_back_and_it_is_taken_from_them(show, host, guest) -> None:
    """Who sends is on until the other telephone has come; each phone is told who films."""
    comes(host, factories.go_live(show=show, host=host).token)
    taking = broadcasts.resume_broadcast(by=guest, show_id=show.id)
    assert filming.filming(show=show, by=host).is_me
    comes(guest, taking.token)
    assert (filming.filming(show=show, by=host).name, filming.filming(show=show, by=guest).is_me) == ("Ana", True)
    assert filming.guests(show=show).guests[0].films
    broadcasts.offer_picture(by=guest, show_id=show.id)
    assert filming.filming(show=show, by=host).is_offered
    broadcasts.offer_picture(by=guest, show_id=show.id, is_offered=False)
    assert not filming.filming(show=show, by=host).is_offered
    broadcasts.offer_picture(by=guest, show_id=show.id)
    comes(host, broadcasts.resume_broadcast(by=host, show_id=show.id).token)
    told = filming.filming(show=show, by=guest)
    assert (told.name, told.is_me, told.is_offered) == ("Bo", False, False)
    assert Broadcast.objects.count() == 1
    assert Show.objects.get().is_live


def test_a_silent_telephone_is_told_and_blocks_nobody(show, host, guest) -> None:
    """A pass for another one is given at once."""
    factories.go_live(show=show, host=host)
    assert filming.filming(show=show, by=host).name == ""
    comes(guest, broadcasts.resume_broadcast(by=guest, show_id=show.id).token)
    Broadcast.objects.update(seen_at=F("seen_at") - timedelta(seconds=11))
    assert filming.filming(show=show, by=host).is_silent
    comes(host, broadcasts.resume_broadcast(by=host, show_id=show.id).token)
    assert filming.filming(show=show, by=host).is_me


def test_only_who_films_offers_the_picture(show, host, guest, chi, trace) -> None:
    """And only while the show is on air."""
    with pytest.raises(errors.ShowNotLive):
        broadcasts.offer_picture(by=guest, show_id=show.id)
    comes(host, factories.go_live(show=show, host=host).token)
    before = trace()
    for by in (guest, Actor(person_id=chi.id)):
        with pytest.raises(errors.NotFilming):
            broadcasts.offer_picture(by=by, show_id=show.id)
    assert trace() == before


def test_nobody_else_films(show, host, viewer, chi, stranger_host, trace) -> None:
    """Not a viewer, not a helper, not the second host of another show, not another farm; not before the show."""
    with pytest.raises(errors.ShowNotLive):
        broadcasts.resume_broadcast(by=host, show_id=show.id)
    elsewhere = factories.make_show(organisation_id=show.organisation_id, starts_in=timedelta(hours=9))
    other = Actor(person_id=factories.make_second_host(show=elsewhere, host=host).person_id)
    helping.name_helper(by=host, show_id=show.id, person_id=chi.id)
    factories.go_live(show=show, host=host)
    before = trace()
    for by in (viewer, Actor(person_id=chi.id), other, stranger_host):
        with pytest.raises(errors.NotFilming):
            broadcasts.resume_broadcast(by=by, show_id=show.id)
        with pytest.raises(errors.NotFilming):
            broadcasts.confirm_consent(by=by, show_id=show.id, words=factories.CONSENT, is_given=True)
    assert trace() == before


def test_what_the_hosts_decide_is_not_the_second_hosts(show, host, guest, trace) -> None:
    """The screen, the pin, the order, the beginning and the end; but what they are let they may."""
    line = factories.add_line(show=show)
    with pytest.raises(errors.NotTheHost):
        broadcasts.start_broadcast(by=guest, show_id=show.id, preflight=factories.READY)
    factories.go_live(show=show, host=host)
    here = {"by": guest, "show_id": show.id}
    before = trace()
    for refused in (
        lambda: screens.cue(**here, cue_id=line),
        lambda: screens.pin_message(**here, text="Mine"),
        lambda: run_sheets.add_cue(**here, title="Mine"),
        lambda: order.freeze(**here, is_frozen=True),
    ):
        with pytest.raises(errors.NotKeepingOrder):
            refused()
    for forbidden in (
        lambda: broadcasts.end_show(**here),
        lambda: broadcasts.admit_camera(**here),
        lambda: helping.name_helper(**here, person_id=guest.person_id),
    ):
        with pytest.raises(errors.NotTheHost):
            forbidden()
    assert trace() == before
    helping.let_keep_order(by=host, show_id=show.id, person_id=guest.person_id, is_let=True)
    screens.pin_message(**here, text="Mine")
    helping.let_keep_order(by=host, show_id=show.id, person_id=guest.person_id, is_let=False)
    with pytest.raises(errors.NotKeepingOrder):
        screens.pin_message(**here, text="Mine again")
    show.refresh_from_db()
    assert show.pinned_text == "Mine"


def test_a_helper_may_film_too_and_a_second_host_help(show, host, guest, chi) -> None:
    """One place a person; what they were let before stays."""
    helping.name_helper(by=host, show_id=show.id, person_id=chi.id)
    helping.accept_helper_link(by=Actor(person_id=chi.id), secret=link_for(show, host), agreement=AGREED)
    helping.name_helper(by=host, show_id=show.id, person_id=guest.person_id)
    found = list(Helper.objects.values_list("role", "keeps_order"))
    assert found == [("cohost", True), ("cohost", True)]


# Going.


def test_who_is_sent_home_is_off_the_stage_at_once(show, host, guest, trace) -> None:
    """What they send is hung up, the pass in their hand and the link are worth nothing; the show goes on."""
    comes(host, factories.go_live(show=show, host=host).token)
    entrance = broadcasts.resume_broadcast(by=guest, show_id=show.id)
    comes(guest, entrance.token)
    sent = Broadcast.objects.get().nonce
    broadcasts.resume_broadcast(by=guest, show_id=show.id)
    helping.remove_helper(by=host, show_id=show.id, person_id=guest.person_id)
    broadcast = Broadcast.objects.get()
    assert (broadcast.filmed_by, broadcast.next_nonce, broadcast.ended_at) == (None, None, None)
    assert broadcast.nonce != sent
    before = trace()
    with pytest.raises(errors.NotFilming):
        broadcasts.resume_broadcast(by=guest, show_id=show.id)
    assert trace() == before
    comes(host, broadcasts.resume_broadcast(by=host, show_id=show.id).token)


def test_who_is_hung_up_enters_the_stage_with_none_of_their_passes(show, host, guest) -> None:
    """Neither with the one that sends nor with the next; a host takes the picture over."""
    factories.go_live(show=show, host=host)
    sends = broadcasts.resume_broadcast(by=guest, show_id=show.id).token
    assert enters(sends)
    waits = broadcasts.resume_broadcast(by=guest, show_id=show.id).token
    assert enters(sends), "the pass that sends may come back"
    broadcasts.hang_up(show=show, person_id=guest.person_id)
    assert (enters(sends), enters(waits)) == (False, False)
    assert filming.filming(show=show, by=host).name == ""
    assert enters(broadcasts.resume_broadcast(by=host, show_id=show.id).token)


def test_who_does_not_film_is_hung_up_and_the_picture_goes_on(show, host, guest) -> None:
    """Only the pass that was not used yet is worth nothing."""
    sends = factories.go_live(show=show, host=host).token
    assert enters(sends)
    waits = broadcasts.resume_broadcast(by=guest, show_id=show.id).token
    broadcasts.hang_up(show=show, person_id=guest.person_id)
    assert (enters(waits), enters(sends)) == (False, True)
    assert filming.filming(show=show, by=host).is_me


def test_before_and_after_a_show_nobody_is_hung_up(show, host, guest, trace) -> None:
    """There is nothing to hang up, and nothing happens."""
    before = trace()
    broadcasts.hang_up(show=show, person_id=guest.person_id)
    assert trace() == before
    comes(host, factories.go_live(show=show, host=host).token)
    broadcasts.end_show(by=host, show_id=show.id)
    before = trace()
    broadcasts.hang_up(show=show, person_id=host.person_id)
    assert trace() == before


def test_after_the_show_nothing_is_left_to_film_with(show, host, guest, chi, trace) -> None:
    """Neither pass nor place nor link."""
    factories.go_live(show=show, host=host)
    secret = link_for(show, host)
    broadcasts.end_show(by=host, show_id=show.id)
    before = trace()
    with pytest.raises(errors.ShowNotLive):
        broadcasts.resume_broadcast(by=guest, show_id=show.id)
    with pytest.raises(errors.ShowOver):
        helping.accept_helper_link(by=Actor(person_id=chi.id), secret=secret, agreement=AGREED)
    assert trace() == before


def test_a_second_hosts_word_is_their_own(show, host, guest, trace) -> None:
    """It lets nobody begin, without it they do not film, and while it is taken back nothing is published."""
    with pytest.raises(errors.ConsentMissing):
        broadcasts.start_broadcast(by=host, show_id=show.id, preflight=factories.READY)
    broadcast = factories.go_live(show=show, host=host).broadcast
    comes(guest, broadcasts.resume_broadcast(by=guest, show_id=show.id).token)
    broadcasts.withdraw_consent(by=guest, show_id=show.id)
    assert Broadcast.objects.get().filmed_by is None
    before = trace()
    with pytest.raises(errors.ConsentMissing):
        broadcasts.resume_broadcast(by=guest, show_id=show.id)
    assert trace() == before
    broadcasts.end_show(by=host, show_id=show.id)
    Broadcast.objects.update(has_recording=True)
    with pytest.raises(errors.ConsentMissing):
        broadcasts.publish_replay(by=host, broadcast_id=broadcast.id)
    assert Broadcast.objects.get().published_at is None


def test_the_hosts_word_is_not_the_second_hosts_to_take_back(show, host, guest) -> None:
    """And the other way round."""
    factories.go_live(show=show, host=host)
    broadcasts.withdraw_consent(by=host, show_id=show.id)
    assert {each.person_id for each in Consent.objects.filter(withdrawn_at__isnull=True)} == {guest.person_id}


def test_the_gates_know_whose_place_stands(show, host, guest) -> None:
    """A seat in a pocket is a viewer's once the place is gone."""
    assert screen(show_id=show.id).rules["placed"] == [str(guest.person_id)]
    helping.remove_helper(by=host, show_id=show.id, person_id=guest.person_id)
    assert screen(show_id=show.id).rules["placed"] == []


# The pages.


def test_each_phone_is_told_who_films(show, host, guest, bo, farm, ana, air) -> None:
    """And which of them is asked to."""
    comes(host, factories.go_live(show=show, host=host).token)
    farmer, other = browser_of(bo, farm), browser_of(ana)
    assert "Bo is filming now" in other.get(f"{air}films/").text
    comes(guest, broadcasts.resume_broadcast(by=guest, show_id=show.id).token)
    broadcasts.offer_picture(by=guest, show_id=show.id)
    told = farmer.get(f"{air}films/").text
    assert "Ana is filming now" in told
    assert "data-offered" in told
    helping.remove_helper(by=host, show_id=show.id, person_id=guest.person_id)
    assert "Nobody is filming now" in farmer.get(f"{air}films/").text
    assert other.get(f"{air}films/").status_code == 403
    gone = other.get(f"{air}films/", headers={"hx-request": "true"}).text
    assert "may film in it" in gone
    assert "hx-get" not in gone


def test_over_a_second_host_is_led_to_the_show(show, host, guest, ana, air) -> None:
    """What was of it is the hosts' to see."""
    factories.go_live(show=show, host=host)
    broadcasts.end_show(by=host, show_id=show.id)
    assert browser_of(ana).get(air).headers["Location"] == f"/live/{show.id}/"


# The API.


def test_the_api_asks_lets_and_ends_and_another_farm_does_not(show, host, bo, farm, ana, dee, trace) -> None:
    """The same verbs, with codes."""
    factories.go_live(show=show, host=host)
    page, phone = browser_of(bo, farm), browser_of(ana)
    stranger = browser_of(dee, people.make_organisation(owner=dee))
    of = f"/api/shows/{show.id}"
    made = page.post(f"{of}/helper-links", {"role": "cohost"}, content_type="application/json")
    assert made.status_code == 201
    secret = made.json()["link"].rstrip("/").rpartition("/")[2]
    said = {"secret": secret, "words": factories.CONSENT, "is_given": True}
    refused = phone.post("/api/helper-links/acceptance", {"secret": secret}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "recording_consent_not_given")
    place = phone.post("/api/helper-links/acceptance", said, content_type="application/json").json()
    assert (place["role"], place["keeps_order"]) == ("cohost", False)
    assert phone.post(f"{of}/broadcast/pass").status_code == 201
    before = trace()
    asked = stranger.post(f"{of}/helper-links", "", content_type="application/json")
    assert asked.json()["code"] == "not_the_host"
    assert stranger.post(f"{of}/broadcast/pass").json()["code"] == "not_filming"
    offered = phone.put(f"{of}/broadcast/offer", {}, content_type="application/json")
    assert (offered.status_code, offered.json()["code"]) == (403, "not_filming")
    assert page.delete(f"{of}/helper-links/{made.json()['id']}").json()["code"] == "helper_link_spent"
    assert trace() == before
    letting = page.put(f"{of}/helpers/{ana.id}/order", {"is_let": True}, content_type="application/json")
    assert letting.json()["keeps_order"]
    assert page.delete(f"{of}/helpers/{ana.id}").status_code == 204
    assert phone.post(f"{of}/broadcast/pass").json()["code"] == "not_filming"
