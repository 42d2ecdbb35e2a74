"""A second host films with a phone of their own: asked by a link, for one show, and no longer than the hosts like."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import F

from dure.kernel import clock, tokens
from dure.kernel.http import Actor
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Broadcast, Consent, Helper, HelperLink, Show
from dure.rooms.stage.queries import filming
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.queries.shows import helped_by
from dure.rooms.stage.seats import read_seat
from dure.rooms.stage.services import broadcasts, helping, order, run_sheets, screens
from dure.rooms.stage.services.broadcasts import Agreement
from dure.rooms.stage.stage_passes import read_stage
from dure.rooms.stage.tests.test_pages import browser_of

pytestmark = pytest.mark.django_db

AGREED = Agreement(words=factories.CONSENT, is_given=True, has_children=True)


@pytest.fixture
def air(show) -> str:
    """The address of the page that films."""
    return f"/live/{show.id}/desk/air/"


@pytest.fixture
def guest(show, host, ana) -> Actor:
    """Ana, who is not of the farm, and films in the show."""
    return Actor(person_id=factories.make_second_host(show=show, host=host, person_id=ana.id).person_id)


def link_for(show, host) -> str:
    """The secret of a link for a second host."""
    return helping.make_helper_link(by=host, show_id=show.id, role=Helper.Role.COHOST)[1]


def comes(by: Actor, token: str) -> None:
    """Let a telephone with a pass take the stage, as the studio writes it."""
    found = read_stage(token, key=tokens.key_of(settings.SECRET_KEY), now=clock.now())
    assert found.person_id == by.person_id
    taken = Broadcast.objects.filter(next_nonce=found.nonce) | Broadcast.objects.filter(nonce=found.nonce)
    assert taken.update(
        nonce=found.nonce, next_nonce=None, filmed_by=found.person_id, offered_at=None, seen_at=clock.now()
    )


# Coming.


def test_a_link_makes_one_second_host_who_agrees_for_their_picture(show, host, viewer, chi, trace) -> None:
    """It opens for the first who follows it and agrees, again for the same person, and for nobody else."""
    secret = link_for(show, host)
    before = trace()
    for answer in (None, Agreement(words=factories.CONSENT, is_given=False), Agreement(words=" ", is_given=True)):
        with pytest.raises(errors.ConsentNotGiven):
            helping.accept_helper_link(by=viewer, secret=secret, agreement=answer)
    assert trace() == before
    place = helping.accept_helper_link(by=viewer, secret=secret, agreement=AGREED)
    assert (place.person_id, place.role, place.keeps_order) == (viewer.person_id, "cohost", False)
    said = Consent.objects.get()
    assert (said.person_id, said.words, said.has_children) == (viewer.person_id, factories.CONSENT, True)
    assert helping.accept_helper_link(by=viewer, secret=secret, agreement=AGREED).id == place.id
    after = trace()
    with pytest.raises(errors.HelperLinkSpent):
        helping.accept_helper_link(by=Actor(person_id=chi.id), secret=secret, agreement=AGREED)
    assert trace() == after
    assert [each.id for each in helped_by(person_id=viewer.person_id)] == [show.id]


def test_a_link_opens_nothing_once_taken_back_old_or_after_the_show(show, host, viewer, trace, frozen_time) -> None:
    """Nor may another host take it back, nor anybody after somebody came by it."""
    link, secret = helping.make_helper_link(by=host, show_id=show.id, role="cohost")
    helping.take_link_back(by=host, show_id=show.id, link_id=link.id)
    helping.take_link_back(by=host, show_id=show.id, link_id=link.id)
    old = link_for(show, host)
    HelperLink.objects.filter(digest=helping.digest(old)).update(expires_at=clock.now())
    late = link_for(show, host)
    Show.objects.filter(id=show.id).update(status=Show.Status.CANCELLED)
    before = trace()
    for spent in (secret, old):
        with pytest.raises(errors.HelperLinkSpent):
            helping.accept_helper_link(by=viewer, secret=spent, agreement=AGREED)
    with pytest.raises(errors.ShowOver):
        helping.accept_helper_link(by=viewer, secret=late, agreement=AGREED)
    with pytest.raises(errors.ShowOver):
        link_for(show, host)
    assert trace() == before
    frozen_time.tick(hours=25)
    with pytest.raises(errors.HelperLinkSpent):
        helping.accept_helper_link(by=viewer, secret=late, agreement=AGREED)
    assert not Helper.objects.exists()


def test_others_ask_nobody_and_take_nothing_back(show, host, guest, viewer, chi, stranger_host, trace) -> None:
    """Not a second host, not another farm; a link of another show is not found, one that was followed is spent."""
    link, _secret = helping.make_helper_link(by=host, show_id=show.id, role="cohost")
    other = factories.make_show(organisation_id=show.organisation_id, starts_in=timedelta(hours=9))
    followed = HelperLink.objects.get(accepted_by=guest.person_id)
    before = trace()
    for by in (guest, stranger_host, Actor(person_id=chi.id)):
        with pytest.raises(errors.NotTheHost):
            link_for(show, by)
        with pytest.raises(errors.NotTheHost):
            helping.take_link_back(by=by, show_id=show.id, link_id=link.id)
        with pytest.raises(errors.NotTheHost):
            helping.let_keep_order(by=by, show_id=show.id, person_id=viewer.person_id, is_let=True)
    with pytest.raises(errors.HelperLinkNotFound):
        helping.take_link_back(by=host, show_id=other.id, link_id=link.id)
    with pytest.raises(errors.HelperLinkSpent):
        helping.take_link_back(by=host, show_id=show.id, link_id=followed.id)
    with pytest.raises(errors.HelperIsHost):
        helping.accept_helper_link(by=host, secret=link_for(other, host), agreement=AGREED)
    HelperLink.objects.filter(show=other).delete()
    assert trace() == before


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
    for refused in (
        lambda: broadcasts.end_show(**here),
        lambda: broadcasts.admit_camera(**here),
        lambda: helping.name_helper(**here, person_id=guest.person_id),
    ):
        with pytest.raises(errors.NotTheHost):
            refused()
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


def test_a_link_does_not_let_back_in_who_was_sent_home(show, host, viewer, trace) -> None:
    """Nor one who went by themselves; the host makes a new link."""
    secret = link_for(show, host)
    helping.accept_helper_link(by=viewer, secret=secret, agreement=AGREED)
    helping.remove_helper(by=viewer, show_id=show.id, person_id=viewer.person_id)
    before = trace()
    with pytest.raises(errors.HelperLinkSpent):
        helping.accept_helper_link(by=viewer, secret=secret, agreement=AGREED)
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


def test_on_the_desk_a_link_is_made_shown_once_with_its_code_and_taken_back(show, bo, farm) -> None:
    """The same part stands on air, where it is renewed without leaving the page."""
    page = browser_of(bo, farm)
    desk, part = f"/live/{show.id}/desk/", f"/live/{show.id}/desk/second-hosts/"
    assert "Somebody joins with a second phone" in page.get(desk).text
    assert page.post(part, {"as": "invite"}).headers["Location"] == f"{desk}#second-host"
    first = page.get(desk)
    assert "<svg" in first.text.partition('id="second-host"')[2].partition("</figure>")[0]
    assert first.context["second_link"] in first.text
    assert not page.get(desk).context["second_link"]
    link = HelperLink.objects.get()
    reply = page.post(part, {"as": "take_back", "of": str(link.id)}, headers={"hx-request": "true"}).text
    assert "Take the link back" not in reply
    link.refresh_from_db()
    assert link.taken_back_at is not None
    assert "<svg" in page.post(part, {"as": "invite"}, headers={"hx-request": "true"}).text


def test_who_follows_the_link_agrees_and_stands_before_the_camera(show, host, bo, farm, ana, air) -> None:
    """They see what they may, and nothing of the desk; the host sees them, lets them do more, and sends them home."""
    factories.go_live(show=show, host=host)
    page = browser_of(bo, farm)
    page.post(f"/live/{show.id}/desk/second-hosts/", {"as": "invite"})
    path = page.get(f"/live/{show.id}/desk/").context["second_link"].partition("testserver")[2]
    assert browser_of().get(path).status_code == 302
    phone = browser_of(ana)
    assert "Film in a show" in phone.get(path).text
    assert phone.post(path).status_code == 422
    assert not Helper.objects.exists()
    assert phone.post(path, {"is_given": "on"}).headers["Location"] == air
    shown = phone.get(air).text
    assert "Film now" in shown
    assert "Give back" in shown
    for hidden in ("air-sheet", "air-sale", "air-end", "air-pin", "Take the picture back", 'id="air-deck"'):
        assert hidden not in shown
    seat = re.search(r'data-seat="([^"]+)"', shown)
    assert seat is not None
    assert read_seat(seat[1], key=tokens.key_of(settings.SECRET_KEY), now=clock.now()).role == "cohost"
    for closed in ("desk/", "desk/order/", "desk/air/cards/", "desk/air/numbers/", "desk/second-hosts/"):
        assert phone.get(f"/live/{show.id}/{closed}").status_code == 403
    assert "Film in this show" in phone.get(f"/live/{show.id}/").text

    of = {"of": str(ana.id)}
    part, hx = f"/live/{show.id}/desk/second-hosts/", {"hx-request": "true"}
    assert "Only film" in page.post(part, {"as": "let", **of}, headers=hx).text
    assert 'id="air-deck"' in phone.get(air).text
    page.post(part, {"as": "unlet", **of}, headers=hx)
    assert 'id="air-deck"' not in phone.get(air).text
    page.post(part, {"as": "remove", **of}, headers=hx)
    assert phone.get(air).status_code == 403
    assert phone.get(path).status_code == 200
    assert phone.post(path, {"is_given": "on"}).status_code == 409


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


@pytest.mark.parametrize(
    ("facts", "status"),
    [({"as": "nonsense"}, 422), ({"as": "remove", "of": "x"}, 422), ({"as": "remove", "of": ""}, 422)],
)
def test_what_cannot_be_changes_nothing(show, bo, farm, trace, facts, status) -> None:
    """Refused in words."""
    page, before = browser_of(bo, farm), trace()
    assert page.post(f"/live/{show.id}/desk/second-hosts/", facts).status_code == status
    assert trace() == before


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
