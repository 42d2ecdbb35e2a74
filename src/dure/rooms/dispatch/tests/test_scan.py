"""Scanning: each step by those who may, in order, once; a refused scan changes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest

from dure.events.dispatch import ShipmentHandedOver, ShipmentPacked
from dure.kernel import clock
from dure.kernel.errors import NotFound
from dure.rooms.dispatch import errors, sscc
from dure.rooms.dispatch.drafts import Moment
from dure.rooms.dispatch.factories import make_driver, make_hub, make_shipment
from dure.rooms.dispatch.models import Parcel, TraceEvent
from dure.rooms.dispatch.services.scans import find_parcel, pack, scan
from dure.rooms.people.factories import actor_of, make_organisation, make_person


def code_of(shipment):
    return shipment.parcels.get(position=1).sscc


def test_a_parcel_goes_from_the_farm_by_the_hub_to_the_driver(cast, announced):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub)
    code = code_of(shipment)
    seen = []
    for by, step in ((cast.bo, "pack"), (cast.chi, "take"), (cast.keeper, "drop"), (cast.chi, "take")):
        scan(by=by, code=code, step=step, hub_id=cast.hub.id)
        shipment.refresh_from_db()
        seen.append((Parcel.objects.get(sscc=code).place, shipment.status))
    assert seen == [("packed", "packed"), ("driver", "on_the_way"), ("hub", "at_hub"), ("driver", "on_the_way")]
    assert [event.reference for event in announced.all(ShipmentPacked)] == [shipment.reference]
    assert [event.reference for event in announced.all(ShipmentHandedOver)] == [shipment.reference]


def test_a_scan_sent_twice_counts_once_and_answers_the_same(cast):
    code = code_of(make_shipment(sender=cast.farm))
    told = Moment(client_id=uuid4(), happened_at=clock.now())
    first = scan(by=cast.bo, code=code, step="pack", moment=told)
    second = scan(by=cast.bo, code=code, step="pack", moment=told)
    assert (first.is_replay, second.is_replay) == (False, True)
    assert first.event.id == second.event.id
    assert TraceEvent.objects.count() == 1


def test_a_name_given_to_another_scan_is_refused(cast):
    told = Moment(client_id=uuid4())
    scan(by=cast.bo, code=code_of(make_shipment(sender=cast.farm)), step="pack", moment=told)
    other = code_of(make_shipment(sender=cast.farm))
    with pytest.raises(errors.ScanReused):
        scan(by=cast.bo, code=other, step="pack", moment=told)
    assert Parcel.objects.get(sscc=other).place == "sender"


@pytest.mark.parametrize("step", ["take", "drop", "come_back"])
def test_a_step_out_of_order_is_refused_and_nothing_changed(cast, step):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub)
    by = {"take": cast.chi, "drop": cast.keeper, "come_back": cast.bo}[step]
    with pytest.raises(errors.WrongStep) as refused:
        scan(by=by, code=code_of(shipment), step=step, hub_id=cast.hub.id)
    assert refused.value.facts["is_at"] == "sender"
    shipment.refresh_from_db()
    assert (shipment.status, shipment.events.count()) == ("booked", 0)


@pytest.mark.parametrize("step", ["deliver", "miss", "turn", "cancel", "lose", "fly"])
def test_a_scan_alone_does_not_end_a_delivery(cast, step):
    with pytest.raises(errors.StepNeedsMore):
        scan(by=cast.bo, code=code_of(make_shipment(sender=cast.farm)), step=step)


def test_nobody_scans_what_is_not_theirs(cast):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub)
    code = code_of(shipment)
    with pytest.raises(NotFound):
        scan(by=cast.stranger, code=code, step="pack")
    scan(by=cast.bo, code=code, step="pack")
    with pytest.raises(errors.NotADriver):
        scan(by=cast.stranger, code=code, step="take")
    elsewhere = actor_of(make_driver(hub=make_hub()).person)
    with pytest.raises(errors.NotThisParcel):
        scan(by=elsewhere, code=code, step="take")
    waiting = make_person()
    make_driver(person=waiting, hub=cast.hub, is_approved=False)
    with pytest.raises(errors.NotADriver):
        scan(by=actor_of(waiting), code=code, step="take")
    assert TraceEvent.objects.count() == 1


def test_a_hub_takes_from_a_farm_only_what_is_sent_there(cast):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub)
    scan(by=cast.bo, code=code_of(shipment), step="pack")
    stranger = make_person()
    other = make_hub(organisation=make_organisation(owner=stranger))
    with pytest.raises(errors.NotThisParcel):
        scan(by=actor_of(stranger), code=code_of(shipment), step="drop", hub_id=other.id)
    with pytest.raises(errors.HubNeeded):
        scan(by=cast.keeper, code=code_of(shipment), step="drop")
    scan(by=cast.keeper, code=code_of(shipment), step="drop", hub_id=cast.hub.id)


def test_the_code_may_come_from_bars_from_a_qr_or_from_a_hand(cast):
    number = code_of(make_shipment(sender=cast.farm))
    for code in (
        number,
        f"(00){number}",
        f"00{number}",
        sscc.written(number),
        f"https://dure.example/dispatch/track/Ab1-cD_2/?sscc={number}",
        sscc.short(number),
        f"{number[-8:-4]} {number[-4:]}",
    ):
        assert find_parcel(code=code).sscc == number


@pytest.mark.parametrize("code", ["", "apples", "123456789012345678", "1234567", "https://dure.example/", "０" * 18])
def test_what_is_no_number_is_refused_as_such(cast, code):
    with pytest.raises(errors.CodeUnreadable):
        find_parcel(code=code)


def test_an_unknown_number_and_an_ambiguous_one_are_told_apart(cast):
    known = sscc.sscc(prefix="9521000", serial=77)
    with pytest.raises(errors.ParcelUnknown):
        find_parcel(code=known)
    first, second = make_shipment(parcel_count=2).parcels.all()
    twin = f"1{first.sscc[1:10]}{second.sscc[10:]}"
    Parcel.objects.filter(id=first.id).update(sscc=twin)
    with pytest.raises(errors.CodeAmbiguous):
        find_parcel(code=sscc.short(twin))


def test_a_late_scan_keeps_its_own_time_but_never_goes_backwards(cast):
    code = code_of(make_shipment(sender=cast.farm, hub=cast.hub))
    with pytest.raises(errors.ScanTooOld):
        scan(by=cast.bo, code=code, step="pack", moment=Moment(happened_at=clock.now() - timedelta(days=8)))
    packed = scan(by=cast.bo, code=code, step="pack").event
    early = Moment(happened_at=packed.happened_at - timedelta(hours=1))
    taken = scan(by=cast.chi, code=code, step="take", moment=early).event
    future = Moment(happened_at=clock.now() + timedelta(hours=1))
    dropped = scan(by=cast.keeper, code=code, step="drop", hub_id=cast.hub.id, moment=future).event
    assert packed.happened_at <= taken.happened_at <= dropped.happened_at <= clock.now()


def test_many_are_packed_at_once_all_or_none(cast):
    mine = [make_shipment(sender=cast.farm, parcel_count=2) for _ in range(3)]
    foreign = make_shipment()
    with pytest.raises(errors.ShipmentUnknown):
        pack(by=cast.bo, organisation_id=cast.farm.id, shipment_ids=[*(each.id for each in mine), foreign.id])
    assert not TraceEvent.objects.exists()
    assert len(pack(by=cast.bo, organisation_id=cast.farm.id, shipment_ids=[each.id for each in mine])) == 3
    assert pack(by=cast.bo, organisation_id=cast.farm.id, shipment_ids=[mine[0].id]) == []
    with pytest.raises(errors.NothingChosen):
        pack(by=cast.bo, organisation_id=cast.farm.id, shipment_ids=[])
