"""Going live: consent and preflight first, one pass at a time, an end, and a replay."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction

from dure.events.stage import ReplayPublished, ReplayWithdrawn, ShowEnded, ShowStarted
from dure.kernel import clock, tokens
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Broadcast, Consent, Show
from dure.rooms.stage.preflight import Preflight
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.services import broadcasts
from dure.rooms.stage.services.broadcasts import Agreement
from dure.rooms.stage.stage_passes import read_stage

pytestmark = pytest.mark.django_db


def agree(host, show) -> None:
    """Say that everybody in the picture agrees."""
    broadcasts.confirm_consent(by=host, show_id=show.id, words=factories.CONSENT, is_given=True)


def pass_of(entrance):
    """What the token says."""
    return read_stage(entrance.token, key=tokens.key_of(settings.SECRET_KEY), now=clock.now())


def test_a_show_goes_on_air_with_a_pass_for_one_telephone(host, show, announced) -> None:
    """The pass names show, broadcast, person and organisation, and its mark stands in the broadcast's row."""
    agree(host, show)
    entrance = broadcasts.start_broadcast(by=host, show_id=show.id, preflight=factories.READY)
    found = pass_of(entrance)
    assert (found.show_id, found.broadcast_id) == (show.id, entrance.broadcast.id)
    assert (found.person_id, found.organisation_id) == (host.person_id, show.organisation_id)
    assert found.nonce == Broadcast.objects.get().nonce
    assert announced(ShowStarted).broadcast_id == str(found.broadcast_id)
    assert screen(show_id=show.id).state["broadcast_id"] == str(found.broadcast_id)


def test_what_was_agreed_is_kept_with_who_said_it_and_when(host, show, frozen_time) -> None:
    """The words as they were shown; only then may the show begin."""
    with pytest.raises(errors.ConsentMissing):
        broadcasts.start_broadcast(by=host, show_id=show.id, preflight=factories.READY)
    agreement = Agreement(words=f" {factories.CONSENT} ", is_given=True, has_children=True)
    kept = broadcasts.keep_consent(show=show, by=host, agreement=agreement)
    said = Consent.objects.get()
    assert (said.id, said.show_id, said.person_id, said.said_at) == (kept.id, show.id, host.person_id, clock.now())
    assert (said.words, said.has_children, said.withdrawn_at) == (factories.CONSENT, True, None)
    assert broadcasts.start_broadcast(by=host, show_id=show.id, preflight=factories.READY).token


@pytest.mark.parametrize(
    "agreement",
    [
        None,
        Agreement(words=factories.CONSENT, is_given=False),
        Agreement(words="", is_given=True),
        Agreement(words=" ", is_given=True, has_children=True),
    ],
)
def test_what_was_not_agreed_is_not_kept(host, show, trace, agreement) -> None:
    """No word, a word not given, or one without the words that were shown."""
    before = trace()
    with pytest.raises(errors.ConsentNotGiven), transaction.atomic():
        broadcasts.keep_consent(show=show, by=host, agreement=agreement)
    assert trace() == before


def test_resuming_gives_a_new_pass_beside_the_one_that_sends(host, show) -> None:
    """Another telephone may take over; until it has come, the mark of the one that sends stands."""
    first = pass_of(factories.go_live(show=show, host=host))
    broadcasts.resume_broadcast(by=host, show_id=show.id)
    second = pass_of(broadcasts.resume_broadcast(by=host, show_id=show.id))
    broadcast = Broadcast.objects.get()
    assert second.broadcast_id == first.broadcast_id == broadcast.id
    assert (broadcast.nonce, broadcast.next_nonce) == (first.nonce, second.nonce)


def test_nothing_starts_before_all_is_ready(host, show, viewer, stranger_host, trace) -> None:
    """Consent, camera, microphone, network, the hour, and who asks."""
    before = trace()
    with pytest.raises(errors.ConsentMissing):
        broadcasts.start_broadcast(by=host, show_id=show.id, preflight=factories.READY)
    with pytest.raises(errors.ConsentNotGiven):
        broadcasts.confirm_consent(by=host, show_id=show.id, words=factories.CONSENT, is_given=False)
    for by in (viewer, stranger_host):
        with pytest.raises(errors.NotTheHost):
            broadcasts.start_broadcast(by=by, show_id=show.id, preflight=factories.READY)
    assert trace() == before
    agree(host, show)
    before = trace()
    slow = Preflight(has_camera=True, has_microphone=False, uplink_kbps=10)
    with pytest.raises(errors.PreflightFailed) as refused:
        broadcasts.start_broadcast(by=host, show_id=show.id, preflight=slow)
    assert str(refused.value.facts["missing"]).count(",") == 1
    assert trace() == before


def test_nobody_starts_hours_too_early_or_twice(host, farm, trace) -> None:
    """The calendar tells the truth."""
    show = factories.make_show(organisation_id=farm.id, starts_in=timedelta(hours=5))
    agree(host, show)
    before = trace()
    with pytest.raises(errors.StartTooEarly):
        broadcasts.start_broadcast(by=host, show_id=show.id, preflight=factories.READY)
    with pytest.raises(errors.ShowNotLive):
        broadcasts.resume_broadcast(by=host, show_id=show.id)
    with pytest.raises(errors.ShowNotLive):
        broadcasts.end_show(by=host, show_id=show.id)
    assert trace() == before
    soon = factories.make_show(organisation_id=farm.id)
    factories.go_live(show=soon, host=host)
    before = trace()
    with pytest.raises(errors.ShowAlreadyLive):
        broadcasts.start_broadcast(by=host, show_id=soon.id, preflight=factories.READY)
    assert trace() == before


def test_the_end_clears_the_screen_and_is_told_once(host, show, announced) -> None:
    """Ending twice changes nothing, and nothing starts afterwards."""
    factories.go_live(show=show, host=host)
    broadcasts.end_show(by=host, show_id=show.id)
    ended = broadcasts.end_show(by=host, show_id=show.id)
    assert ended.status == Show.Status.ENDED
    assert len(announced.all(ShowEnded)) == 1
    assert screen(show_id=show.id).state["broadcast_id"] is None
    with pytest.raises(errors.ShowOver):
        broadcasts.start_broadcast(by=host, show_id=show.id, preflight=factories.READY)


def test_what_was_left_alone_ends_by_itself(host, show, frozen_time) -> None:
    """After half an hour without a sign of the telephone."""
    show = factories.make_show(organisation_id=show.organisation_id, starts_in=timedelta(hours=2))
    frozen_time.move_to(show.starts_at)
    factories.go_live(show=show, host=host)
    frozen_time.tick(minutes=20)
    assert broadcasts.end_abandoned() == 0
    frozen_time.tick(minutes=11)
    assert broadcasts.end_abandoned() == 1
    show.refresh_from_db()
    assert show.status == Show.Status.ENDED


def test_a_replay_is_published_withdrawn_and_published_again(host, show, announced) -> None:
    """Each step is announced, and the last one holds."""
    broadcast = factories.make_replay(show=show, host=host)
    assert broadcasts.publish_replay(by=host, broadcast_id=broadcast.id).is_replay_shown
    assert not broadcasts.withdraw_replay(by=host, broadcast_id=broadcast.id).is_replay_shown
    assert broadcasts.publish_replay(by=host, broadcast_id=broadcast.id).is_replay_shown
    assert len(announced.all(ReplayPublished)) == 2
    assert not announced(ReplayWithdrawn).is_taken_down


def test_no_replay_without_recording_consent_or_right(host, show, viewer, trace) -> None:
    """And nothing is announced."""
    broadcast = factories.make_replay(show=show, host=host)
    before = trace()
    with pytest.raises(errors.NotTheHost):
        broadcasts.publish_replay(by=viewer, broadcast_id=broadcast.id)
    assert trace() == before
    broadcasts.withdraw_consent(by=host, show_id=show.id)
    with pytest.raises(errors.ConsentMissing):
        broadcasts.publish_replay(by=host, broadcast_id=broadcast.id)
    Broadcast.objects.update(has_recording=False)
    with pytest.raises(errors.NoRecording):
        broadcasts.publish_replay(by=host, broadcast_id=broadcast.id)
    assert Broadcast.objects.get().published_at is None


def test_consent_taken_back_withdraws_the_replay(host, show) -> None:
    """The words and who said them are kept."""
    broadcast = factories.make_replay(show=show, host=host)
    broadcasts.publish_replay(by=host, broadcast_id=broadcast.id)
    broadcasts.withdraw_consent(by=host, show_id=show.id)
    broadcast.refresh_from_db()
    assert not broadcast.is_replay_shown
    assert Consent.objects.get().words == factories.CONSENT
