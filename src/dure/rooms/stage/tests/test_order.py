"""Order in the chat: what hosts and helpers may do, that it can be taken back, and that others may not."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from dure.kernel.errors import NotFound, NotSignedIn
from dure.kernel.http import STRANGER, Actor
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import ModerationAct, Report, Restriction
from dure.rooms.stage.queries import chats
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.services import helping, order
from dure.rooms.stage.services.undoing import undo

pytestmark = pytest.mark.django_db


def rules(show) -> dict[str, Any]:
    """The rules the gate keeps."""
    return screen(show_id=show.id).rules


def last_act(show) -> UUID:
    """The newest line of the log."""
    newest: UUID = show.acts.order_by("id").last().id
    return newest


def test_the_chat_is_frozen_slowed_and_opened_again(show, host) -> None:
    """The gate reads it in the rules, and the log has each step once."""
    order.freeze(by=host, show_id=show.id, is_frozen=True)
    order.freeze(by=host, show_id=show.id, is_frozen=True)
    order.set_slow_mode(by=host, show_id=show.id, seconds=10)
    assert (rules(show)["is_frozen"], rules(show)["slow_mode_s"]) == (True, 10)
    undo(by=host, show_id=show.id, act_id=show.acts.get(kind="freeze").id)
    assert not rules(show)["is_frozen"]
    with pytest.raises(errors.BadSlowMode):
        order.set_slow_mode(by=host, show_id=show.id, seconds=601)
    assert [each.kind for each in ModerationAct.objects.order_by("id")] == ["freeze", "slow", "thaw"]


def test_a_viewer_is_muted_banned_and_let_in_again(show, host, viewer) -> None:
    """A mute ends by itself; a ban of all shows holds in the host's other shows and nowhere else."""
    order.mute(by=host, show_id=show.id, person_id=viewer.person_id, minutes=5)
    assert rules(show)["muted"] == [str(viewer.person_id)]
    Restriction.objects.update(until=show.scheduled_at - timedelta(minutes=1))
    assert rules(show)["muted"] == []
    order.ban(by=host, show_id=show.id, person_id=viewer.person_id, is_everywhere=True, reason="Swears")
    other = factories.make_show(organisation_id=show.organisation_id, starts_in=timedelta(days=1))
    assert rules(other)["banned"] == rules(show)["banned"] == [str(viewer.person_id)]
    assert rules(factories.make_show())["banned"] == []
    assert [each.restriction.kind for each in chats.restricted(show=show)] == ["ban"]
    undo(by=host, show_id=show.id, act_id=last_act(show))
    assert rules(other)["banned"] == []
    with pytest.raises(errors.NothingToUndo):
        undo(by=host, show_id=show.id, act_id=UUID(int=0))


def test_the_log_says_whom_and_what_can_still_be_taken_back(show, host, viewer) -> None:
    """The newest of each matter while the show is to come or on; of what was on the screen nothing afterwards."""
    order.freeze(by=host, show_id=show.id, is_frozen=True)
    order.freeze(by=host, show_id=show.id, is_frozen=False)
    order.set_slow_mode(by=host, show_id=show.id, seconds=15)
    order.mute(by=host, show_id=show.id, person_id=viewer.person_id)
    told = [(each.act.kind, bool(each.whom), each.can_be_undone) for each in chats.acts(show=show)]
    assert told == [("mute", True, True), ("slow", False, False), ("thaw", False, True), ("freeze", False, False)]
    show.status = show.Status.ENDED
    assert [each.act.kind for each in chats.acts(show=show) if each.can_be_undone] == ["mute"]
    order.lift(by=host, show_id=show.id, restriction_id=Restriction.objects.get().id)
    assert [each.act.kind for each in chats.acts(show=show) if each.can_be_undone] == []


def test_a_message_is_hidden_and_shown_again(show, host, viewer) -> None:
    """Hidden ones go from every screen, reports of them are settled, and the file still has them."""
    message = factories.say(show=show, text="Buy elsewhere")
    order.report_message(by=viewer, show_id=show.id, message_id=message.id, reason="Advertises")
    order.report_message(by=viewer, show_id=show.id, message_id=message.id)
    assert [each.reason for each in chats.open_reports(show=show)] == ["Advertises"]
    order.hide_message(by=host, show_id=show.id, message_id=message.id)
    assert rules(show)["hidden"] == [str(message.id)]
    assert (chats.open_reports(show=show), chats.last_messages(show=show)) == ([], [])
    assert [each.is_hidden for each in chats.every_message(show=show)] == [True]
    undo(by=host, show_id=show.id, act_id=last_act(show))
    assert [each.text for each in chats.last_messages(show=show)] == ["Buy elsewhere"]


def test_a_report_may_be_settled_without_hiding(show, host, viewer) -> None:
    """The message stands, and the report waits no longer."""
    message = factories.say(show=show)
    report = order.report_message(by=viewer, show_id=show.id, message_id=message.id)
    order.settle_report(by=host, show_id=show.id, report_id=report.id)
    assert chats.open_reports(show=show) == []
    assert len(chats.last_messages(show=show)) == 1
    assert Report.objects.get().settled_at is not None


def test_banned_words_are_the_hosts_and_the_houses(show, host, viewer) -> None:
    """Kept in one form; running shows count a change; the house's list is staff's."""
    factories.go_live(show=show, host=host)
    before = screen(show_id=show.id).sequence
    order.ban_words(by=host, organisation_id=show.organisation_id, words=["  Gamble ", "gamble", ""])
    staff = people.make_staff()
    order.ban_words(by=Actor(person_id=staff.id, is_staff=True), organisation_id=None, words=["casino"])
    assert sorted(rules(show)["words"]) == ["casino", "gamble"]
    assert screen(show_id=show.id).sequence == before + 2
    assert chats.banned_words(organisation_id=show.organisation_id) == ["gamble"]
    with pytest.raises(NotFound):
        order.ban_words(by=viewer, organisation_id=None, words=["x"])
    with pytest.raises(NotFound):
        order.ban_words(by=viewer, organisation_id=show.organisation_id, words=["x"])
    with pytest.raises(errors.TooManyWords):
        order.ban_words(by=host, organisation_id=show.organisation_id, words=["x" * 41])
    assert sorted(rules(show)["words"]) == ["casino", "gamble"]


def test_hosts_and_helpers_are_not_restricted(show, host, trace) -> None:
    """First the place goes, then the word."""
    helper = people.make_person()
    helping.name_helper(by=host, show_id=show.id, person_id=helper.id)
    before = trace()
    for person_id in (helper.id, host.person_id):
        with pytest.raises(errors.KeeperNotRestricted):
            order.ban(by=host, show_id=show.id, person_id=person_id)
    assert trace() == before


def test_the_room_of_another_is_not_ones_own(show, host, viewer, stranger_host, trace) -> None:
    """Neither viewers nor hosts of other organisations keep order; a message of another show is unknown."""
    message = factories.say(show=show)
    foreign = factories.say(show=factories.make_show())
    before = trace()
    for by in (STRANGER, viewer, stranger_host):
        here = {"by": by, "show_id": show.id}
        for verb in (
            lambda here=here: order.freeze(**here, is_frozen=True),
            lambda here=here: order.set_slow_mode(**here, seconds=5),
            lambda here=here: order.mute(**here, person_id=viewer.person_id),
            lambda here=here: order.ban(**here, person_id=viewer.person_id),
            lambda here=here: order.hide_message(**here, message_id=message.id),
            lambda here=here: order.show_message(**here, message_id=message.id),
            lambda here=here: order.lift(**here, restriction_id=message.id),
            lambda here=here: undo(**here, act_id=message.id),
        ):
            with pytest.raises(errors.NotKeepingOrder):
                verb()
    with pytest.raises(errors.MessageNotFound):
        order.hide_message(by=host, show_id=show.id, message_id=foreign.id)
    with pytest.raises(errors.RestrictionNotFound):
        order.lift(by=host, show_id=show.id, restriction_id=foreign.id)
    with pytest.raises(NotSignedIn):
        order.report_message(by=STRANGER, show_id=show.id, message_id=message.id)
    with pytest.raises(errors.BadRestriction):
        order.mute(by=host, show_id=show.id, person_id=viewer.person_id, minutes=0)
    assert trace() == before


def test_helpers_are_named_invited_and_sent_home(show, host, viewer, chi, trace) -> None:
    """By person or by link; a link makes one helper, and is worth nothing to a second."""
    helping.name_helper(by=host, show_id=show.id, person_id=chi.id)
    helping.name_helper(by=host, show_id=show.id, person_id=chi.id)
    _link, secret = helping.make_helper_link(by=host, show_id=show.id)
    helping.accept_helper_link(by=viewer, secret=secret)
    helping.accept_helper_link(by=viewer, secret=secret)
    assert show.helpers.filter(removed_at__isnull=True).count() == 2
    order.freeze(by=viewer, show_id=show.id, is_frozen=True)
    second = people.actor_of(people.make_person())
    before = trace()
    for wrong in (secret, "wrong"):
        with pytest.raises(errors.HelperLinkSpent):
            helping.accept_helper_link(by=second, secret=wrong)
    with pytest.raises(errors.NotTheHost):
        helping.name_helper(by=viewer, show_id=show.id, person_id=second.person_id)
    with pytest.raises(errors.HelperIsHost):
        helping.name_helper(by=host, show_id=show.id, person_id=host.person_id)
    assert trace() == before
    helping.remove_helper(by=host, show_id=show.id, person_id=chi.id)
    helping.remove_helper(by=viewer, show_id=show.id, person_id=viewer.person_id)
    with pytest.raises(errors.HelperNotFound):
        helping.remove_helper(by=host, show_id=show.id, person_id=chi.id)
    with pytest.raises(errors.NotKeepingOrder):
        order.freeze(by=viewer, show_id=show.id, is_frozen=False)
