"""Programs that try everything: each operation of the API answers what its description promises, and never crashes.

Requests are made up from the OpenAPI document by schemathesis, always the same ones; each goes through the whole house.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started  # noqa: TID251  Django's own, which close connections
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client, override_settings
from hypothesis import HealthCheck, Phase, settings
from pytest_django import DjangoDbBlocker
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dure.kernel.api import openapi
from dure.kernel.testing import kept_world
from dure.rooms.dispatch.queries.shipments import by_references
from dure.rooms.market import factories as orders
from dure.rooms.market.models import OrderLine
from dure.rooms.market.queries.payments import payments_of
from dure.rooms.people.factories import make_member, make_person, sign_in_of
from dure.rooms.people.roles import Role
from dure.rooms.stage import tus
from dure.site import urls as _urls  # noqa: F401  the rooms' operations join the API there

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CSRF_TOKEN = "a" * 32
SIGNALS = (request_started, request_finished)
FEW = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
Owner = tuple[Client, dict[str, str]]
schemathesis.serializer.alias(tus.PIECE_KIND, "application/octet-stream")
schema = schemathesis.openapi.from_dict(json.loads(json.dumps(openapi())))
schema.app = get_wsgi_application()
schema.config.generation.update(with_security_parameters=False)


@pytest.fixture(autouse=True)
def one_connection(db: None, tmp_path: Path) -> Iterator[None]:
    """Keep the test's connection over the requests, as Django's own test client does; and a place for pictures."""
    for signal in SIGNALS:
        signal.disconnect(close_old_connections)
    with override_settings(MEDIA_ROOT=tmp_path):
        yield
    for signal in SIGNALS:
        signal.connect(close_old_connections)


def knock(case: Case, browser: Client | None = None) -> None:
    """Send one made-up request through the whole house, with a browser's cookies; hold the answer to the document."""
    cookies = {name: each.value for name, each in browser.cookies.items()} if browser else {}
    token = {"X-CSRFToken": cookies["csrftoken"]} if "csrftoken" in cookies else {}
    case.call_and_validate(checks=CHECKS, cookies=cookies, headers={"Accept-Encoding": "identity", **token})


@schema.parametrize()
@FEW
def test_a_stranger_gets_only_promised_answers(case: Case) -> None:
    knock(case)


@pytest.fixture(scope="module")
def owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Owner]:
    """Somebody who owns a farm and bought something of it, and what of theirs the addresses can name."""
    with kept_world(django_db_blocker):
        yield make_owner()


def make_owner() -> Owner:
    """Make the owner, in a browser, and the numbers of their things."""
    person = make_person()
    order = orders.paid_order(buyer_id=person.id)
    part, line = orders.parts_of(order)[0], OrderLine.objects.filter(order_id=order.order_id).first()
    mine = make_member(part.seller, person, Role.OWNER)
    assert line is not None
    browser = Client()
    browser.force_login(sign_in_of(person))
    browser.cookies["csrftoken"] = CSRF_TOKEN
    return browser, {
        "organisation_id": str(part.seller_id),
        "membership_id": str(mine.id),
        "order_id": str(order.order_id),
        "offer_id": str(line.offer_id),
        "level_id": str(line.level_id),
        "part_id": str(part.id),
        "sale_id": str(part.id),
        "product_id": str(line.product_id),
        "payment_id": str(payments_of(order_id=order.order_id)[0].id),
        "shipment_id": str(by_references(references=[part.reference])[part.reference].id),
    }


@schema.parametrize()
@FEW
def test_an_owner_gets_only_promised_answers(case: Case, owner: Owner) -> None:
    browser, own = owner
    case.path_parameters = {name: own.get(name, value) for name, value in (case.path_parameters or {}).items()}
    knock(case, browser)
