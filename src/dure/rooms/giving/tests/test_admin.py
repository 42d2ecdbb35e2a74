"""The back office looks at funds, pledges and gifts, and changes nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from dure.rooms.giving import factories
from dure.rooms.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["fund", "campaign", "pledgerule", "donation", "disbursement"])
def test_every_list_opens_and_nothing_is_added(staff_office: Client, dee, name: str) -> None:
    """Also with rows in it."""
    fund = factories.make_fund()
    factories.make_pledge(organisation_id=people.make_organisation(owner=dee).id, fund=fund)
    factories.give(fund=fund, giver_id=dee.id)
    assert staff_office.get(reverse(f"admin:giving_{name}_changelist")).status_code == 200
    assert staff_office.get(reverse(f"admin:giving_{name}_add")).status_code == 403
