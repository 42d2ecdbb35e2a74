"""The cast of dispatch: Bo farms, Chi drives, Ana receives, and a hub in between."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from dure.kernel.http import Actor
from dure.rooms.dispatch.factories import make_driver, make_hub
from dure.rooms.dispatch.models import Driver, Hub
from dure.rooms.dispatch.services.scans import scan
from dure.rooms.people.factories import Organisation, actor_of, make_organisation, make_person, person_of, sign_in_of


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who takes part in a delivery."""

    farm: Organisation
    hub: Hub
    driver: Driver
    bo: Actor
    keeper: Actor
    chi: Actor
    ana: Actor
    stranger: Actor


@pytest.fixture
def cast(db):
    """A farm, a hub, a driver of that hub, a buyer, and somebody whom nothing of this concerns."""
    farmer, keeper, driving, buyer = (make_person(name=name, language="en") for name in ("Bo", "Keeper", "Chi", "Ana"))
    farm = make_organisation(owner=farmer, name="Dawn Farm")
    hub = make_hub(organisation=make_organisation(owner=keeper, kind="cooperative", name="Village"))
    return Cast(
        farm=farm, hub=hub, driver=make_driver(person=driving, hub=hub), bo=actor_of(farmer),
        keeper=actor_of(keeper), chi=actor_of(driving), ana=actor_of(buyer),
        stranger=actor_of(make_person(language="en")),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _files(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def browser():
    """A browser in English, of whoever it is asked for."""

    def of(actor: Actor | None = None) -> Client:
        client = Client(headers={"accept-language": "en"})
        if actor is not None and actor.person_id is not None:
            client.force_login(sign_in_of(person_of(actor.person_id)))
        return client

    return of


def content_of(answer):
    """Return what a page or a file holds; reading a file to its end closes it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def go(cast, shipment, *steps):
    """Bring every box of a shipment some steps on its way."""
    by = {"pack": cast.bo, "take": cast.chi, "drop": cast.keeper, "come_back": cast.bo}
    for step in steps:
        for parcel in shipment.parcels.all():
            scan(by=by[step], code=parcel.sscc, step=step, hub_id=cast.hub.id)
    shipment.refresh_from_db()
    return shipment


def events_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events of an EPCIS document."""
    found: list[dict[str, Any]] = document["epcisBody"]["eventList"]
    return found
