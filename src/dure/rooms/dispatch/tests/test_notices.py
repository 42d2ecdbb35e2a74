"""What receivers, senders and drivers hear: each step once, in their language, as they wish, and nothing stale."""

from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import transaction

from dure.events import dispatch as facts
from dure.kernel import clock
from dure.kernel.outbox import to_payload
from dure.kernel.reactions import REACTIONS, handle
from dure.rooms.dispatch.drafts import ProofDraft
from dure.rooms.dispatch.factories import make_shipment
from dure.rooms.dispatch.services import notices
from dure.rooms.dispatch.services.corrections import take_back
from dure.rooms.dispatch.services.deliveries import deliver, report_exception
from dure.rooms.dispatch.services.rounds import set_out
from dure.rooms.dispatch.tests.conftest import go
from dure.rooms.inbox.queries.notifications import newest
from dure.rooms.inbox.services.wishes import choose
from dure.rooms.people.factories import actor_of, make_person

SIGNED = ProofDraft(signed_name="김순자")
OURS = [one for one in REACTIONS.values() if one.name.startswith("dispatch.tell_")]


@pytest.fixture
def hear(announced):
    """Bring everything announced so far to the room's reactions, as often as is asked; each brings its own id."""

    def bring(*, times: int = 1):
        for _ in range(times):
            for reaction in OURS:
                for fact in announced.all(reaction.event):
                    handle(reaction=reaction, event_id=uuid4(), payload=to_payload(fact))

    return bring


def told(actor):
    """Return the titles somebody was told, oldest first."""
    return [note.title for note in reversed(newest(person_id=actor.person_id))]


def test_the_receiver_hears_once_of_each_step_to_the_door(cast, hear):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub, parcel_count=2, receiver_id=cast.ana.person_id)
    go(cast, shipment, "pack", "take")
    hear(times=2)
    assert set_out(by=cast.chi) == 1
    assert set_out(by=cast.chi) == 0
    hear(times=2)
    deliver(by=cast.chi, shipment_id=shipment.id, proof=SIGNED)
    hear(times=2)
    assert told(cast.ana) == [
        "Your parcel from Dawn Farm is on its way",
        "Your parcel from Dawn Farm comes today",
        "Your parcel from Dawn Farm has arrived",
    ]
    note = newest(person_id=cast.ana.person_id)[0]
    assert note.body == "It was signed for."
    assert note.link == f"/dispatch/track/{shipment.tracking_key}/"


def test_it_leads_to_the_page_of_the_order_and_says_how_long_a_problem_may_be_reported(cast, hear):
    shipment = make_shipment(sender=cast.farm, receiver_id=cast.ana.person_id, hub=cast.hub)
    shipment.page, shipment.report_days = "/market/orders/7/", 3
    shipment.save()
    go(cast, shipment, "pack", "take")
    deliver(by=cast.chi, shipment_id=shipment.id, proof=SIGNED)
    hear()
    note = newest(person_id=cast.ana.person_id)[0]
    assert (note.link, note.body) == (
        "/market/orders/7/",
        "It was signed for. If something is wrong, please tell us within 3 days.",
    )


def test_what_has_been_overtaken_is_not_told_any_more(cast, hear):
    shipment = make_shipment(sender=cast.farm, kind="pickup", hub=cast.hub, receiver_id=cast.ana.person_id)
    go(cast, shipment, "pack", "drop")
    hear()
    assert told(cast.ana) == ["Your parcel from Dawn Farm can be collected"]


def test_receiver_and_sender_hear_of_a_mishap_and_what_happens_next(cast, hear):
    shipment = go(cast, make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id), "pack", "take")
    report_exception(by=cast.chi, shipment_id=shipment.id, reason="not_at_home")
    hear(times=2)
    for person, title in (
        (cast.ana, "Your parcel from Dawn Farm could not be handed over"),
        (cast.bo, "The delivery for 김순자 could not be handed over"),
    ):
        note = newest(person_id=person.person_id)[0]
        assert (note.title, note.body) == (title, "Nobody was there. We will try again.")
    report_exception(by=cast.chi, shipment_id=shipment.id, reason="refused")
    hear()
    assert told(cast.ana)[-1] == "Your parcel from Dawn Farm will not come"
    assert told(cast.bo)[-1] == "The delivery for 김순자 comes back to you"
    before = len(told(cast.ana))
    go(cast, shipment, "come_back")
    hear()
    assert len(told(cast.ana)) == before


def test_both_hear_that_goods_are_missing(cast, hear):
    shipment = go(cast, make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id), "pack", "take")
    report_exception(by=cast.chi, shipment_id=shipment.id, reason="lost")
    hear(times=2)
    assert told(cast.ana)[-1] == "Your parcel from Dawn Farm is missing"
    assert told(cast.bo)[-1] == "The delivery for 김순자 is missing"


def test_what_was_taken_back_is_put_right(cast, hear):
    shipment = go(cast, make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id), "pack", "take")
    hear()
    event = deliver(by=cast.chi, shipment_id=shipment.id, proof=SIGNED)
    hear()
    take_back(by=cast.chi, event_id=event.id)
    hear(times=2)
    assert told(cast.ana)[-2:] == [
        "Your parcel from Dawn Farm has arrived",
        "Your parcel from Dawn Farm is still on its way",
    ]


def test_drivers_hear_once_a_day_that_parcels_wait(cast, hear, frozen_time):
    for _ in range(3):
        go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack")
    hear(times=2)
    assert told(cast.chi) == ["Parcels wait for you today"]
    frozen_time.tick(days=1)
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "drop")
    hear()
    assert told(cast.chi) == ["Parcels wait for you today"] * 2


def test_who_wishes_no_notices_hears_nothing(cast, hear):
    choose(by=cast.ana, channels={"delivery": (False, False, False)})
    shipment = go(cast, make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id), "pack", "take")
    hear()
    assert shipment.status == "on_the_way"
    assert told(cast.ana) == []


def test_it_is_told_in_the_readers_language(cast, hear):
    reader = make_person(language="ko")
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=reader.id), "pack", "take")
    hear()
    assert told(actor_of(reader)) == ["Dawn Farm에서 보낸 상자가 출발했습니다"]


def test_a_worker_killed_between_telling_and_noting_tells_once(cast, announced):
    shipment = go(cast, make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id), "pack", "take")
    [fact] = announced.all(facts.ShipmentHandedOver)
    reaction, event_id = REACTIONS["dispatch.tell_handed_over"], uuid4()

    class Killed(Exception):
        """The worker died before its transaction was kept."""

    with suppress(Killed), transaction.atomic():
        assert handle(reaction=reaction, event_id=event_id, payload=to_payload(fact))
        raise Killed
    assert told(cast.ana) == []
    assert handle(reaction=reaction, event_id=event_id, payload=to_payload(fact))
    assert not handle(reaction=reaction, event_id=event_id, payload=to_payload(fact))
    assert told(cast.ana) == ["Your parcel from Dawn Farm is on its way"]
    assert shipment.reference == fact.reference


def test_news_that_come_too_late_are_told_to_nobody(cast):
    """The shipment is only booked: whatever is heard of it has been overtaken, or was never so."""
    shipment = make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id)
    of = {"shipment_id": shipment.id}
    at = clock.now().isoformat()
    notices.tell_handed_over(**of)
    notices.tell_set_out(**of, day=clock.today())
    notices.tell_ready(**of)
    notices.tell_delivered(**of, at=at)
    notices.tell_failed(**of, reason="returned", at=at, is_final=True)
    notices.tell_turned_back(**of, reason="refused", at=at)
    notices.tell_drivers(**of)
    assert [told(person) for person in (cast.ana, cast.bo, cast.chi)] == [[], [], []]


def test_a_correction_is_told_to_those_who_had_heard(cast):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id)
    at = clock.now().isoformat()
    notices.tell_corrected(shipment_id=shipment.id, step="deliver", told_at=at)
    assert [len(told(person)) for person in (cast.ana, cast.bo)] == [1, 0]
    notices.tell_corrected(shipment_id=shipment.id, step="miss", told_at=f"{at}+")
    assert [len(told(person)) for person in (cast.ana, cast.bo)] == [2, 1]
