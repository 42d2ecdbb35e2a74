"""Cues, their facts and the pinned message: what everybody sees changes with a higher number each time."""

from typing import Any

import pytest

from dure.kernel.http import HOUSE
from dure.rooms.people import factories as people
from dure.rooms.stage import errors, factories
from dure.rooms.stage.models import Cue, CueShowing, ModerationAct
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.services import broadcasts, helping, run_sheets, screens
from dure.rooms.stage.services.undoing import undo

pytestmark = pytest.mark.django_db


def state(show) -> dict[str, Any]:
    """What everybody sees."""
    return screen(show_id=show.id).state


def titles(show) -> list[str]:
    """The run-sheet."""
    return [each["title"] for each in state(show)["cues"]]


def test_a_key_comes_on_stage_with_its_facts(show, host) -> None:
    """A new key gets a line; cueing it again renews its facts and nothing else."""
    screens.cue(by=host, show_id=show.id, key="offer:81", title="Pears", facts={"left": 12, "price_minor": 13900})
    found = state(show)
    assert (found["cue"]["key"], found["cue"]["facts"]["left"], found["sequence"]) == ("offer:81", 12, 1)
    screens.cue(by=host, show_id=show.id, key="offer:81", facts={"left": 9})
    assert state(show)["cue"]["facts"] == {"left": 9}
    assert CueShowing.objects.count() == Cue.objects.count() == 1


def test_the_run_sheet_is_walked_line_by_line(show, host, frozen_time) -> None:
    """Next puts one on and the last off; at the end it says so."""
    for title in ("One", "Two"):
        factories.add_line(show=show, title=title)
    for title in ("One", "Two"):
        frozen_time.tick(minutes=1)
        screens.next_cue(by=host, show_id=show.id)
        assert state(show)["cue"]["title"] == title
    with pytest.raises(errors.NothingNext):
        screens.next_cue(by=host, show_id=show.id)
    screens.clear_cue(by=host, show_id=show.id)
    assert state(show)["cue"] is None
    with pytest.raises(errors.NothingOnScreen):
        screens.clear_cue(by=host, show_id=show.id)
    assert CueShowing.objects.filter(cleared_at__isnull=True).count() == 0


def test_lines_move_go_and_come_back(show, host) -> None:
    """Up and down by one, out and in again at the same place."""
    ids = [factories.add_line(show=show, title=title) for title in ("One", "Two", "Three")]
    run_sheets.move_cue(by=host, show_id=show.id, cue_id=ids[2], up=True)
    assert titles(show) == ["One", "Three", "Two"]
    run_sheets.move_cue(by=host, show_id=show.id, cue_id=ids[0], up=True)
    assert titles(show) == ["One", "Three", "Two"]
    run_sheets.remove_cue(by=host, show_id=show.id, cue_id=ids[0])
    assert titles(show) == ["Three", "Two"]
    run_sheets.put_back_cue(by=host, show_id=show.id, cue_id=ids[0])
    assert titles(show) == ["One", "Three", "Two"]
    run_sheets.change_cue(by=host, show_id=show.id, cue_id=ids[0], title="Zero")
    assert titles(show) == ["Zero", "Three", "Two"]


def test_facts_are_renewed_wherever_the_key_is_on_stage(show, host) -> None:
    """In every show that is not over, and only when they differ."""
    other = factories.make_show()
    over = factories.make_replay().show
    for each in (show, other):
        factories.add_line(show=each, key="offer:7", facts={"left": 3, "title": "Pears"})
    Cue.objects.create(
        show=over, position=1, key="offer:7", title="Pears", facts={"left": 3}, added_at=over.scheduled_at
    )
    before = state(show)["sequence"]
    assert screens.renew_facts(key="offer:7", facts={"left": 2}) == 2
    assert screens.renew_facts(key="offer:7", facts={"left": 2}) == 0
    assert state(show)["cues"][0]["facts"] == {"left": 2, "title": "Pears"}
    assert state(show)["sequence"] == before + 1


def test_a_sentence_is_pinned_and_taken_away(show, host) -> None:
    """Each once in the log."""
    screens.pin_message(by=host, show_id=show.id, text="Delivery on Friday")
    screens.pin_message(by=host, show_id=show.id, text="Delivery on Friday")
    assert state(show)["pinned"] == "Delivery on Friday"
    screens.pin_message(by=host, show_id=show.id, text="")
    assert state(show)["pinned"] == ""
    assert [each.kind for each in ModerationAct.objects.order_by("id")] == ["pin", "unpin"]


def test_what_was_put_on_the_screen_is_taken_back(show, host, frozen_time) -> None:
    """Undoing a cue brings the one before it back, or leaves the screen empty."""
    first, second = (factories.add_line(show=show, title=title) for title in ("One", "Two"))
    for cue_id in (first, second):
        frozen_time.tick(seconds=5)
        screens.cue(by=host, show_id=show.id, cue_id=cue_id)
    last = ModerationAct.objects.order_by("id").last()
    frozen_time.tick(seconds=5)
    undo(by=host, show_id=show.id, act_id=last.id)
    assert state(show)["cue"]["title"] == "One"
    with pytest.raises(errors.NothingToUndo):
        undo(by=host, show_id=show.id, act_id=last.id)


def test_helpers_change_the_screen_and_others_do_not(show, host, viewer, stranger_host, trace) -> None:
    """Nor do hosts of other organisations, nor anybody after the end."""
    helper = people.actor_of(people.make_person())
    helping.name_helper(by=host, show_id=show.id, person_id=helper.person_id)
    factories.add_line(show=show, title="One")
    screens.next_cue(by=helper, show_id=show.id)
    before = trace()
    for by in (viewer, stranger_host):
        for verb in (
            lambda: screens.next_cue(by=by, show_id=show.id),  # noqa: B023  called at once
            lambda: screens.pin_message(by=by, show_id=show.id, text="Ha"),  # noqa: B023  the same
            lambda: run_sheets.add_cue(by=by, show_id=show.id, title="Ha"),  # noqa: B023  the same
        ):
            with pytest.raises(errors.NotKeepingOrder):
                verb()
    assert trace() == before
    factories.go_live(show=show, host=host)
    broadcasts.end_show(by=host, show_id=show.id)
    with pytest.raises(errors.ShowOver):
        screens.pin_message(by=helper, show_id=show.id, text="Late")


def test_what_does_not_fit_on_a_sheet_is_refused(show, host, trace) -> None:
    """A key twice, no title, long facts, too many lines, a line of another show."""
    factories.add_line(show=show, key="offer:1")
    foreign = factories.add_line(show=factories.make_show())
    before = trace()
    refused = [
        (errors.CueKeyTaken, lambda: run_sheets.add_cue(by=host, show_id=show.id, title="Again", key="offer:1")),
        (errors.TitleMissing, lambda: run_sheets.add_cue(by=host, show_id=show.id, title=" ")),
        (
            errors.FactsTooLarge,
            lambda: run_sheets.add_cue(by=host, show_id=show.id, title="A", facts={"a": "x" * 3000}),
        ),
        (errors.FactsTooLarge, lambda: run_sheets.add_cue(by=host, show_id=show.id, title="A", facts={"a": [1]})),
        (errors.CueNotFound, lambda: screens.cue(by=host, show_id=show.id, cue_id=foreign)),
        (errors.CueNotFound, lambda: screens.cue(by=host, show_id=show.id, key="offer:9")),
        (errors.TextTooLong, lambda: screens.pin_message(by=host, show_id=show.id, text="x" * 201)),
    ]
    for reason, verb in refused:
        with pytest.raises(reason):
            verb()
    assert trace() == before
    for number in range(59):
        run_sheets.add_cue(by=HOUSE, show_id=show.id, title=f"Line {number}")
    with pytest.raises(errors.RunSheetFull):
        run_sheets.add_cue(by=host, show_id=show.id, title="One too many")
