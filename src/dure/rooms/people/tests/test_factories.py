"""The cast is ready for anybody's tests."""

import pytest

from dure.rooms.people import factories
from dure.rooms.people.queries.memberships import standings


@pytest.mark.django_db
def test_the_cast_can_be_made() -> None:
    ana, bo, chi, dee = factories.ana(), factories.bo(), factories.chi(), factories.dee()
    farm = factories.make_organisation(owner=bo, name="Bo's farm")
    factories.make_member(farm, chi)

    assert [found.organisation_name for found in standings(person_id=bo.id)] == ["Bo's farm"]
    assert [found.role for found in standings(person_id=chi.id)] == ["member"]
    assert standings(person_id=ana.id) == standings(person_id=dee.id) == []
