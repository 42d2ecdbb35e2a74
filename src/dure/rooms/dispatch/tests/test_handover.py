"""The state machine: however people scan, a parcel is in one place, and every trail can be walked."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dure.kernel.errors import Refusal
from dure.rooms.dispatch.drafts import ProofDraft
from dure.rooms.dispatch.factories import make_driver, make_hub, make_shipment
from dure.rooms.dispatch.handover import ENDS, Status, Step, Whereabouts, after, possible, status_of
from dure.rooms.dispatch.models import Parcel
from dure.rooms.dispatch.services.deliveries import deliver, report_exception, send_back
from dure.rooms.dispatch.services.scans import scan
from dure.rooms.dispatch.services.shipments import cancel_shipment
from dure.rooms.people.factories import actor_of, make_organisation, make_person

PLACES = st.sampled_from(Whereabouts)
STEPS = st.lists(
    st.tuples(st.sampled_from(["pack", "take", "drop", "come_back", "deliver", "miss", "turn", "cancel", "lose"]),
              st.integers(0, 1)), max_size=12,
)  # fmt: skip


@given(PLACES, st.booleans())
def test_nothing_leads_out_of_an_end(place, is_returning):
    assert (possible(place, is_returning=is_returning) == []) or place not in ENDS


@given(st.lists(PLACES, min_size=1, max_size=6), st.booleans(), st.booleans())
def test_a_shipment_has_ended_exactly_when_all_its_parcels_have(places, is_returning, is_at_last_hub):
    status = status_of(places, is_returning=is_returning, is_at_last_hub=is_at_last_hub)
    assert status.is_end == all(place in ENDS for place in places)
    assert (status is Status.DELIVERED) <= (Whereabouts.RETURNED not in places and Whereabouts.LOST not in places)


def test_what_goes_back_is_not_handed_to_the_receiver():
    assert after(Step.DELIVER, Whereabouts.DRIVER, is_returning=True) is None
    assert after(Step.COME_BACK, Whereabouts.DRIVER, is_returning=False) is None


class TestAnyOrder(TestCase):
    """Random people do random things; the rows always agree with the trail."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=STEPS)
    def test_the_trail_always_leads_to_where_the_parcel_is(self, steps):
        farmer, keeper = make_person(), make_person()
        farm = make_organisation(owner=farmer)
        hub = make_hub(organisation=make_organisation(owner=keeper))
        driver = make_driver(hub=hub)
        shipment = make_shipment(sender=farm, hub=hub, parcel_count=2)
        people = {"farmer": actor_of(farmer), "keeper": actor_of(keeper), "driver": actor_of(driver.person)}
        for step, which in steps:
            before = list(Parcel.objects.values_list("sscc", "place", "hub_id", "driver_id"))
            try:
                _do(step, which, shipment, hub, people)
            except Refusal:
                assert list(Parcel.objects.values_list("sscc", "place", "hub_id", "driver_id")) == before
        for parcel in Parcel.objects.all():
            last = shipment.events.filter(ssccs__contains=[parcel.sscc]).order_by("recorded_at", "id").last()
            assert parcel.place == (last.place if last else "sender")
            assert (parcel.hub_id is not None) + (parcel.driver_id is not None) <= 1
        _assert_walkable(shipment)


def _do(step, which, shipment, hub, people):
    code = shipment.parcels.order_by("position")[which].sscc
    who = {"pack": "farmer", "come_back": "farmer", "drop": "keeper"}.get(step, "driver")
    match step:
        case "deliver":
            deliver(by=people["driver"], shipment_id=shipment.id, proof=ProofDraft(signed_name="Sun"))
        case "miss":
            report_exception(by=people["driver"], shipment_id=shipment.id, reason="weather")
        case "lose":
            report_exception(by=people["keeper"], shipment_id=shipment.id, reason="lost")
        case "turn":
            send_back(by=people["farmer"], shipment_id=shipment.id)
        case "cancel":
            cancel_shipment(reference=shipment.reference)
        case _:
            scan(by=people[who], code=code, step=step, hub_id=hub.id)


def _assert_walkable(shipment):
    """Every event of a parcel follows from the one before by the table of ways."""
    for parcel in shipment.parcels.all():
        place: Whereabouts | None = Whereabouts.SENDER
        for event in shipment.events.filter(ssccs__contains=[parcel.sscc]).order_by("recorded_at", "id"):
            to = after(Step(event.step), Whereabouts(place), is_returning=event.is_returning)
            assert to == event.place, f"{event.step} does not lead there"
            place = to


@pytest.mark.parametrize("step", sorted(set(Step) - {Step.CORRECT}))
def test_every_step_can_be_made_from_somewhere_but_the_taking_back(step):
    found = [after(step, place, is_returning=is_returning) for place in Whereabouts for is_returning in (False, True)]
    assert any(found)
