"""Filming with a program or a camera: the desk tells address and token, under the same rules as a telephone's."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings as house
from django.test import Client

from dure.events.stage import ShowStarted
from dure.kernel import clock, tokens
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Broadcast, Show
from dure.rooms.stage.services import broadcasts
from dure.rooms.stage.stage_passes import STAGE_LIFE, read_stage
from dure.rooms.stage.tests.test_pages import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cameras(settings) -> None:
    """This house takes cameras."""
    settings.TAKES_CAMERAS = True


@pytest.fixture
def agreed(show, host) -> None:
    """Everybody in the picture agrees."""
    broadcasts.confirm_consent(by=host, show_id=show.id, words=factories.CONSENT, is_given=True)


@pytest.fixture
def page(bo, farm) -> Client:
    """Bo's browser."""
    return browser_of(bo, farm)


def read(token):
    """What a token says."""
    return read_stage(token, key=tokens.key_of(house.SECRET_KEY), now=clock.now())


@pytest.mark.usefixtures("agreed")
def test_a_camera_puts_the_show_on_air(show, host, announced) -> None:
    """As a telephone does, with a pass that holds for hours."""
    found = broadcasts.admit_camera(by=host, show_id=show.id)
    assert Show.objects.get().is_live
    assert announced(ShowStarted).broadcast_id == str(found.broadcast.id)
    papers = read(found.token)
    assert (papers.broadcast_id, papers.nonce) == (found.broadcast.id, Broadcast.objects.get().nonce)
    assert clock.now() < papers.until == found.until <= clock.now() + STAGE_LIFE


def test_on_air_already_a_camera_takes_over(show, host) -> None:
    """The same broadcast; every earlier pass ends, and one press more makes the token anew."""
    phone = factories.go_live(show=show, host=host)
    first, second = (broadcasts.admit_camera(by=host, show_id=show.id) for _press in range(2))
    assert phone.broadcast.id == first.broadcast.id == second.broadcast.id
    nonces = [read(each.token).nonce for each in (phone, first, second)]
    assert len(set(nonces)) == 3
    assert Broadcast.objects.get().next_nonce == nonces[-1]


def test_who_may_not_leaves_nothing(show, host, viewer, stranger_host, trace) -> None:
    """Viewers, hosts of others, and hosts before anybody has agreed."""
    before = trace()
    for who, refusal in (
        (viewer, errors.NotTheHost),
        (stranger_host, errors.NotTheHost),
        (host, errors.ConsentMissing),
    ):
        with pytest.raises(refusal):
            broadcasts.admit_camera(by=who, show_id=show.id)
    assert trace() == before


@pytest.mark.usefixtures("agreed")
def test_not_long_before_its_hour_and_not_where_nothing_takes_cameras(show, host, trace, settings) -> None:
    """StartTooEarly, CamerasUnknown; nothing is left of either."""
    Show.objects.update(starts_at=clock.now() + timedelta(hours=3))
    before = trace()
    with pytest.raises(errors.StartTooEarly):
        broadcasts.admit_camera(by=host, show_id=show.id)
    settings.TAKES_CAMERAS = False
    with pytest.raises(errors.CamerasUnknown):
        broadcasts.admit_camera(by=host, show_id=show.id)
    assert trace() == before


def test_not_when_the_show_is_over(show, host, trace) -> None:
    """ShowOver."""
    factories.go_live(show=show, host=host)
    broadcasts.end_show(by=host, show_id=show.id)
    before = trace()
    with pytest.raises(errors.ShowOver):
        broadcasts.admit_camera(by=host, show_id=show.id)
    assert trace() == before


def test_the_desk_tells_address_and_token_once(show, host, page) -> None:
    """First what is missing, then the press, then both with buttons to copy them; not again on the next look."""
    desk = f"/live/{show.id}/desk/"
    assert "Please confirm first, above" in page.get(desk).text
    refused = page.post(f"{desk}camera/", follow=True)
    assert [str(said) for said in refused.context["messages"]] == [str(errors.ConsentMissing().message)]
    assert not Broadcast.objects.exists()
    broadcasts.confirm_consent(by=host, show_id=show.id, words=factories.CONSENT, is_given=True)
    assert "Go live with a program or camera" in page.get(desk).text
    reply = page.post(f"{desk}camera/")
    assert (reply.status_code, reply.headers["Location"]) == (302, f"{desk}#camera")
    shown = page.get(desk).context["camera"]
    broadcast = Broadcast.objects.get()
    assert urlsplit(shown["address"]).path.endswith(f"/whip/{broadcast.id}")
    assert read(shown["token"]).nonce == broadcast.nonce
    again = page.get(desk)
    assert again.context["camera"] is None
    assert "Make an address and a new token" in again.text


def test_behind_a_proxy_the_address_is_whole(show, host, page, settings) -> None:
    """The studio lies below the house's own address there."""
    settings.STUDIO_URL = "/studio"
    factories.go_live(show=show, host=host)
    page.post(f"/live/{show.id}/desk/camera/")
    shown = page.get(f"/live/{show.id}/desk/").context["camera"]["address"]
    assert shown == f"http://testserver/studio/whip/{Broadcast.objects.get().id}"


def test_a_house_without_the_extra_says_so(show, page, settings) -> None:
    """And shows no button."""
    settings.TAKES_CAMERAS = False
    shown = page.get(f"/live/{show.id}/desk/").text
    assert "This house takes no programs or cameras yet" in shown
    assert "desk/camera/" not in shown


def test_the_api_gives_the_same(show, host, page) -> None:
    """Address, token, and until when it holds; refused with a stable code before anybody agreed."""
    refused = page.post(f"/api/shows/{show.id}/camera")
    assert (refused.status_code, refused.json()["code"]) == (409, "recording_consent_missing")
    broadcasts.confirm_consent(by=host, show_id=show.id, words=factories.CONSENT, is_given=True)
    told = page.post(f"/api/shows/{show.id}/camera")
    assert told.status_code == 201
    assert told.json()["address"].endswith(f"/whip/{told.json()['broadcast_id']}")
    assert str(read(told.json()["token"]).broadcast_id) == told.json()["broadcast_id"]
