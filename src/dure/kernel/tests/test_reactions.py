"""Reactions: delivered at least once, done exactly once; a poisoned one becomes a dead letter and harms nobody."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from dure.engine.nats import EmbeddedNats
from dure.kernel import dead_letters, housekeeping
from dure.kernel.dead_letters import LetterSettled, StillFailing
from dure.kernel.errors import Outage
from dure.kernel.http import HOUSE, Actor
from dure.kernel.models import DeadLetter, HandledEvent, OutboxMessage, RateWindow
from dure.kernel.outbox import announce
from dure.kernel.reactions import REACTIONS, handle, handle_together, reacts_to
from dure.kernel.tests.facts import BellRung, LampLit, own_stream, reaction, running, until
from dure.kernel.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)

NO_WAIT = (0.01, 0.01)


def note(word: str) -> None:
    """Do some work that can be counted and undone, and that stays: a new worker's first job is to clear the house."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_ratewindow (key, window_s, count, expires_at) VALUES (%s, 0, 1, now() + '1 day') "
            "ON CONFLICT (key, window_s) DO UPDATE SET count = kernel_ratewindow.count + 1",
            [word],
        )


def noted() -> dict[str, int]:
    return dict(RateWindow.objects.values_list("key", "count"))


def tell(event: LampLit | BellRung) -> UUID:
    with transaction.atomic():
        return announce(event)


def remember(event: LampLit) -> None:
    note(event.lamp)


def listen(event: BellRung) -> None:
    note(event.bell)


def choke(event: LampLit) -> None:
    note(event.lamp)
    raise ValueError(f"cannot stand {event.lamp}")


def test_what_is_noted_outlives_the_housekeeping() -> None:
    note("porch")

    housekeeping.clear_away()

    assert noted() == {"porch": 1}


def test_a_fact_is_heard_once_by_everyone_who_reacts(nats_server: EmbeddedNats) -> None:
    both = reaction(remember) | reaction(listen, event=BellRung)
    with running(Worker(nats_server.url, both, own_stream())):
        tell(LampLit(lamp="porch"))
        tell(BellRung(bell="door"))
        until(lambda: noted() == {"porch": 1, "door": 1})

    assert HandledEvent.objects.count() == 2


def one_for_all(events: Sequence[LampLit]) -> list[LampLit]:
    """Tell of many lamps as of one."""
    return [LampLit(lamp="+".join(event.lamp for event in events))] if events else []


def test_what_waits_is_done_together_and_what_was_done_is_left_out() -> None:
    [one] = reaction(remember).values()
    together = replace(one, join=one_for_all)
    porch, attic, shed = ((uuid4(), {"lamp": lamp}) for lamp in ("porch", "attic", "shed"))

    assert handle_together(reaction=together, facts=[porch, attic]) == 2
    assert handle_together(reaction=together, facts=[attic, shed, porch]) == 1

    assert noted() == {"porch+attic": 1, "shed": 1}


def test_one_that_fails_among_many_holds_up_none_of_the_others(nats_server: EmbeddedNats) -> None:
    def dim(event: LampLit) -> None:
        note(event.lamp)
        if "broken" in event.lamp:
            raise ValueError(event.lamp)

    waiting = {name: replace(each, join=one_for_all) for name, each in reaction(dim).items()}
    for lamp in ("porch", "broken", "attic"):
        tell(LampLit(lamp=lamp))
    with running(Worker(nats_server.url, waiting, own_stream(), retry_after_s=NO_WAIT)):
        until(lambda: DeadLetter.objects.count() == 1)
        until(lambda: noted() == {"porch": 1, "attic": 1})

    assert HandledEvent.objects.count() == 2


def test_the_same_delivery_twice_is_done_once() -> None:
    one = reaction(remember)
    event_id = uuid4()

    done = [handle(reaction=each, event_id=event_id, payload={"lamp": "porch"}) for each in [*one.values()] * 2]

    assert done == [True, False]
    assert noted() == {"porch": 1}


def test_two_deliveries_at_once_are_done_once() -> None:
    (one,) = reaction(remember).values()
    event_id = uuid4()
    results: list[bool] = []

    def work() -> None:
        results.append(handle(reaction=one, event_id=event_id, payload={"lamp": "porch"}))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [False, False, False, True]
    assert noted() == {"porch": 1}


def test_a_failing_reaction_leaves_nothing_and_may_come_again() -> None:
    (poisoned,) = reaction(choke).values()

    with pytest.raises(ValueError, match="cannot stand"):
        handle(reaction=poisoned, event_id=uuid4(), payload={"lamp": "porch"})

    assert noted() == {}
    assert not HandledEvent.objects.exists()


def test_poison_becomes_a_dead_letter_while_others_go_on(nats_server: EmbeddedNats) -> None:
    both = reaction(choke, name="tests.choke") | reaction(remember)
    with running(Worker(nats_server.url, both, own_stream(), retry_after_s=NO_WAIT)):
        event_id = tell(LampLit(lamp="porch"))
        until(lambda: DeadLetter.objects.exists() and "porch" in noted())

    letter = DeadLetter.objects.get()
    assert (letter.handler, letter.event_id, letter.subject) == ("tests.choke", event_id, "tests.lamp_lit")
    assert letter.payload == {"lamp": "porch", "brightness": 1}
    assert letter.attempt_count == 3
    assert "cannot stand porch" in letter.error
    assert noted() == {"porch": 1}


def test_an_outage_is_waited_out_and_never_a_dead_letter(
    nats_server: EmbeddedNats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dure.kernel.listening.OUTAGE_RETRY_S", 0.01)
    calls: list[str] = []

    def stumble(event: LampLit) -> None:
        calls.append(event.lamp)
        if len(calls) < 6:
            raise Outage
        note(event.lamp)

    with running(Worker(nats_server.url, reaction(stumble), own_stream(), retry_after_s=NO_WAIT)):
        tell(LampLit(lamp="porch"))
        until(lambda: noted() == {"porch": 1})

    assert not DeadLetter.objects.exists()


def test_a_new_reaction_hears_the_history(nats_server: EmbeddedNats) -> None:
    stream = own_stream()
    with running(Worker(nats_server.url, {}, stream)):
        tell(LampLit(lamp="porch"))
        until(lambda: not OutboxMessage.objects.filter(published_at=None).exists())

    with running(Worker(nats_server.url, reaction(remember), stream)):
        until(lambda: noted() == {"porch": 1})


@pytest.mark.faults
def test_nats_killed_and_back_hears_what_was_said_meanwhile(nats_server: EmbeddedNats) -> None:
    with running(Worker(nats_server.url, reaction(remember), own_stream())):
        tell(LampLit(lamp="before"))
        until(lambda: noted() == {"before": 1})
        assert nats_server.process is not None
        nats_server.process.kill()
        nats_server.process.wait()
        tell(LampLit(lamp="meanwhile"))
        nats_server.start()
        until(lambda: noted() == {"before": 1, "meanwhile": 1})


def a_letter(monkeypatch: pytest.MonkeyPatch, work: object) -> DeadLetter:
    registry = reaction(work, name="tests.poisoned")
    monkeypatch.setitem(REACTIONS, "tests.poisoned", registry["tests.poisoned"])
    return dead_letters.bury(
        reaction=registry["tests.poisoned"], event_id=uuid4(), subject="tests.lamp_lit", payload={"lamp": "porch"},
        error=ValueError("no"), attempts=5,
    )  # fmt: skip


def test_retrying_a_dead_letter_does_its_work_once(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = a_letter(monkeypatch, remember)
    by = Actor(person_id=uuid4(), is_staff=True)

    dead_letters.retry(letter_id=letter.id, by=by)

    letter.refresh_from_db()
    assert (letter.status, letter.settled_by) == (DeadLetter.Status.RETRIED, by.person_id)
    assert noted() == {"porch": 1}
    with pytest.raises(LetterSettled):
        dead_letters.retry(letter_id=letter.id, by=by)
    assert noted() == {"porch": 1}


def test_a_retry_that_fails_keeps_the_letter_and_undoes_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = a_letter(monkeypatch, choke)

    with pytest.raises(StillFailing, match="still_failing"):
        dead_letters.retry(letter_id=letter.id, by=HOUSE)

    letter.refresh_from_db()
    assert (letter.status, letter.attempt_count) == (DeadLetter.Status.WAITING, 6)
    assert "cannot stand porch" in letter.error
    assert noted() == {}


def test_a_discarded_letter_stays_readable_and_is_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = a_letter(monkeypatch, remember)

    dead_letters.discard(letter_id=letter.id, by=HOUSE)

    letter.refresh_from_db()
    assert letter.status == DeadLetter.Status.DISCARDED
    assert noted() == {}


def test_reacts_to_registers_under_the_rooms_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dure.kernel.reactions.REACTIONS", {})

    def complete_order(event: LampLit) -> None:
        """Do nothing."""

    complete_order.__module__ = "dure.rooms.market.reactions"
    reacts_to(LampLit)(complete_order)

    from dure.kernel import reactions  # noqa: PLC0415  the patched registry

    assert list(reactions.REACTIONS) == ["market.complete_order"]
    assert reactions.REACTIONS["market.complete_order"].durable_name == "market-complete_order"
