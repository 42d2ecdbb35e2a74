"""Which part of an order a shipment belongs to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dure.kernel.ids import new_id
from dure.rooms.dispatch.queries.shipments import by_references
from dure.rooms.market import factories
from dure.rooms.market.numbering import short
from dure.rooms.market.services.shipping import locked_by_reference

pytestmark = pytest.mark.django_db


def test_a_shipments_name_leads_to_its_sellers_part_locked():
    order = factories.paid_order(lines=[(factories.offer(), 1), (factories.offer(), 2)])
    for part in factories.parts_of(order):
        with CaptureQueriesContext(connection) as asked:
            held = locked_by_reference(reference=part.reference)
        assert held is not None
        assert (held.order, held.part) == (order, part)
        assert {line.seller_id for line in held.lines} == {part.seller_id}
        locks = [each["sql"] for each in asked.captured_queries if each["sql"].endswith("FOR UPDATE")]
        assert any('"market_fulfilment"' in sql for sql in locks)


def test_shipments_of_others_lead_nowhere():
    [part] = factories.parts_of(factories.paid_order())
    strange = [f"relief:{new_id()}", f"order:{part.order_id}:{new_id()}", f"{part.reference}:2"]
    assert [locked_by_reference(reference=each) for each in strange] == [None] * 3


def test_the_label_can_name_the_order_as_people_say_it():
    [part] = factories.parts_of(factories.paid_order())
    shipment = by_references(references=[part.reference])[part.reference]
    assert shipment.order_number == short(order_id=part.order_id)
