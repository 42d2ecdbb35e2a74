"""The link by which somebody joins a show with a second phone: for one person, one show, and taken back at any time."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from dure.kernel import clock, tokens
from dure.kernel.http import Actor
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Consent, Helper, HelperLink, Show
from dure.rooms.stage.queries.shows import helped_by
from dure.rooms.stage.seats import read_seat
from dure.rooms.stage.services import helping
from dure.rooms.stage.services.broadcasts import Agreement
from dure.rooms.stage.tests.test_pages import browser_of

pytestmark = pytest.mark.django_db

AGREED = Agreement(words=factories.CONSENT, is_given=True, has_children=True)


def link_for(show, host) -> str:
    """The secret of a link for a second host."""
    return helping.make_helper_link(by=host, show_id=show.id, role=Helper.Role.COHOST)[1]


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
    HelperLink.objects.filter(digest=HelperLink.digest_of(old)).update(expires_at=clock.now())
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


def test_a_link_does_not_let_back_in_who_was_sent_home(show, host, viewer, trace) -> None:
    """Nor one who went by themselves; the host makes a new link."""
    secret = link_for(show, host)
    helping.accept_helper_link(by=viewer, secret=secret, agreement=AGREED)
    helping.remove_helper(by=viewer, show_id=show.id, person_id=viewer.person_id)
    before = trace()
    with pytest.raises(errors.HelperLinkSpent):
        helping.accept_helper_link(by=viewer, secret=secret, agreement=AGREED)
    assert trace() == before


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


@pytest.mark.parametrize(
    ("facts", "status"),
    [({"as": "nonsense"}, 422), ({"as": "remove", "of": "x"}, 422), ({"as": "remove", "of": ""}, 422)],
)
def test_what_cannot_be_changes_nothing(show, bo, farm, trace, facts, status) -> None:
    """Refused in words."""
    page, before = browser_of(bo, farm), trace()
    assert page.post(f"/live/{show.id}/desk/second-hosts/", facts).status_code == status
    assert trace() == before
