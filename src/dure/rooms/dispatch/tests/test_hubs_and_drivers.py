"""Hubs and drivers by their verbs: who may, once, and not while parcels are there; and what is forgotten."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from dure.events.people import PersonErased
from dure.kernel.errors import NotAllowed, NotFound
from dure.kernel.http import HOUSE
from dure.kernel.pictures import keep, prepare
from dure.rooms.dispatch import errors, jobs
from dure.rooms.dispatch.drafts import Moment, ProofDraft
from dure.rooms.dispatch.factories import make_driver, make_shipment
from dure.rooms.dispatch.handover import Step
from dure.rooms.dispatch.models import ProofOfDelivery, Shipment
from dure.rooms.dispatch.queries import about_me
from dure.rooms.dispatch.reactions import forget_receiver_and_driver
from dure.rooms.dispatch.services.deliveries import deliver
from dure.rooms.dispatch.services.drivers import approve_driver, ask_to_drive, end_driver
from dure.rooms.dispatch.services.forgetting import forget_old_receivers, forget_person, forget_some_receivers
from dure.rooms.dispatch.services.hubs import HubDraft, change_hub, close_hub, open_hub
from dure.rooms.dispatch.services.moves import locked, move_parcels, settle
from dure.rooms.dispatch.tests.conftest import content_of, go
from dure.rooms.people.queries.persons import person


def draft(cast, name="Hall"):
    return HubDraft(name=name, region_id=cast.hub.region_id, street="들길 5")


def test_only_managers_open_and_change_their_hubs(cast):
    opened = open_hub(by=cast.bo, organisation_id=cast.farm.id, hub=draft(cast))
    assert change_hub(by=cast.bo, hub_id=opened.id, hub=draft(cast, "Barn")).name == "Barn"
    for by in (cast.keeper, cast.stranger):
        with pytest.raises(NotFound):
            open_hub(by=by, organisation_id=cast.farm.id, hub=draft(cast))
        with pytest.raises(NotFound):
            change_hub(by=by, hub_id=opened.id, hub=draft(cast))


def test_a_hub_closes_only_when_it_is_empty(cast):
    shipment = make_shipment(sender=cast.farm, hub=cast.hub)
    with pytest.raises(errors.HubInUse):
        close_hub(by=cast.keeper, hub_id=cast.hub.id)
    go(cast, shipment, "pack", "take")
    deliver(by=cast.chi, shipment_id=shipment.id, proof=ProofDraft(signed_name="Sun"))
    closed = close_hub(by=cast.keeper, hub_id=cast.hub.id)
    cast.driver.refresh_from_db()
    assert closed.closed_at == cast.driver.ended_at
    with pytest.raises(errors.HubUnknown):
        close_hub(by=cast.keeper, hub_id=cast.hub.id)


def test_drivers_ask_once_and_are_let_in_by_the_hub(cast):
    asked = ask_to_drive(by=cast.ana, vehicle="van", phone="+821000000000", hub_id=cast.hub.id)
    with pytest.raises(errors.AlreadyAsked):
        ask_to_drive(by=cast.ana, vehicle="car", phone="+821000000000", hub_id=cast.hub.id)
    with pytest.raises(NotFound):
        approve_driver(by=cast.bo, driver_id=asked.id)
    first = approve_driver(by=cast.keeper, driver_id=asked.id).approved_at
    assert approve_driver(by=cast.keeper, driver_id=asked.id).approved_at == first


def test_only_staff_let_drivers_of_the_whole_house_in(cast):
    asked = ask_to_drive(by=cast.ana, vehicle="truck", phone="+821000000000")
    with pytest.raises(NotAllowed):
        approve_driver(by=cast.keeper, driver_id=asked.id)
    assert approve_driver(by=HOUSE, driver_id=asked.id).is_approved


def test_a_driver_with_parcels_cannot_stop(cast):
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub), "pack", "take")
    with pytest.raises(errors.DriverCarries):
        end_driver(by=cast.chi, driver_id=cast.driver.id)
    assert list(about_me.reasons_to_stay(person_id=cast.chi.person_id))
    assert end_driver(by=cast.ana, driver_id=make_driver(person=person(person_id=cast.ana.person_id)).id).ended_at


def test_a_person_is_told_what_was_sent_to_them_and_what_they_drive(cast):
    make_shipment(sender=cast.farm, receiver_id=cast.ana.person_id)
    assert [row["name"] for row in about_me.deliveries_of(person_id=cast.ana.person_id)] == ["김순자"]
    assert [row["vehicle"] for row in about_me.driving_of(person_id=cast.chi.person_id)] == ["van"]


def test_who_received_is_forgotten_after_half_a_year(cast, frozen_time, browser, django_capture_on_commit_callbacks):
    photo = BytesIO()
    Image.new("RGB", (8, 8), "red").save(photo, "PNG")
    photo.seek(0)
    key = keep(prepare(photo), folder="proofs")
    shipment = make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id)
    go(cast, shipment, "pack", "take")
    event = deliver(by=cast.chi, shipment_id=shipment.id, proof=ProofDraft(photo=key))
    address = reverse("dispatch:proof_picture", args=[event.id, "small.webp"])
    assert content_of(browser(cast.ana).get(address))
    assert browser(cast.stranger).get(address).status_code == 404
    assert forget_old_receivers() == 0
    frozen_time.tick(days=181)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.forget_old_receivers()
    shipment.refresh_from_db()
    assert (shipment.receiver_name, shipment.receiver_phone, shipment.street) == ("–", "", "")
    assert ProofOfDelivery.objects.get().photo == ""
    assert not default_storage.exists(f"{key}/small.webp")
    assert shipment.events.count() == 3


def test_how_long_a_receiver_is_kept_is_a_setting(cast, frozen_time, settings):
    settings.RECEIVERS_KEPT = timedelta(days=20)
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id), "pack", "take")
    shipment = Shipment.objects.get()
    deliver(by=cast.chi, shipment_id=shipment.id, proof=ProofDraft(signed_name="Kim", strokes=[[(0, 0), (1, 1)]]))
    frozen_time.tick(days=19)
    assert forget_old_receivers() == 0
    frozen_time.tick(days=2)
    assert forget_some_receivers() == 1
    shipment.refresh_from_db()
    assert (shipment.receiver_name, shipment.receiver_id, ProofOfDelivery.objects.get().strokes) == ("–", None, [])
    assert forget_old_receivers() == 0


def test_who_left_is_forgotten_as_a_receiver_and_as_a_driver(cast):
    open_still = make_shipment(sender=cast.farm, receiver_id=cast.ana.person_id)
    go(cast, make_shipment(sender=cast.farm, hub=cast.hub, receiver_id=cast.ana.person_id), "pack", "take")
    forget_receiver_and_driver(PersonErased(person_id=str(cast.ana.person_id)))
    forget_person(person_id=cast.chi.person_id)
    assert not Shipment.objects.exclude(receiver_name="–", receiver_phone="", street="", receiver_id=None).exists()
    open_still.refresh_from_db()
    cast.driver.refresh_from_db()
    assert (open_still.forgotten_at, cast.driver.phone, cast.driver.is_approved) == (None, "", False)
    assert not list(about_me.deliveries_of(person_id=cast.ana.person_id))


def test_moving_alone_settles_the_shipment(cast):
    shipment = locked(shipment_id=make_shipment(sender=cast.farm).id)
    move_parcels(shipment=shipment, parcels=list(shipment.parcels.all()), step=Step.PACK, by=cast.bo, moment=Moment())
    settle(shipment=shipment, at=shipment.packed_at)
    assert shipment.status == "packed"
