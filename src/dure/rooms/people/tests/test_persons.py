"""Persons: names and preferences change; what is wrong changes nothing."""

import pytest
from django.urls import reverse

from dure.kernel.errors import BadInput, NotFound, NotSignedIn
from dure.kernel.http import STRANGER
from dure.kernel.ids import new_id
from dure.rooms.people.factories import actor_of
from dure.rooms.people.models import Person, SignIn
from dure.rooms.people.queries.persons import is_reached_by, names, person, reach
from dure.rooms.people.services.persons import bring_in, change_name, change_preferences


def test_changes_the_name(ana):
    assert change_name(by=actor_of(ana), name="  Ana Ahn ").name == "Ana Ahn"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_refuses_no_name_and_too_long_ones(ana, name):
    with pytest.raises(BadInput):
        change_name(by=actor_of(ana), name=name)
    ana.refresh_from_db()
    assert ana.name == "Ana"


def test_changes_only_the_preferences_given(ana):
    changed = change_preferences(by=actor_of(ana), is_text_large=True)
    assert (changed.is_text_large, changed.language, changed.theme) == (True, "en", "auto")


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"theme": "neon"}])
def test_refuses_unknown_preferences(ana, wrong):
    with pytest.raises(BadInput):
        change_preferences(by=actor_of(ana), is_text_large=True, **wrong)
    assert not Person.objects.get(id=ana.id).is_text_large


def test_strangers_change_nothing(db):
    for verb in (change_name, change_preferences):
        with pytest.raises(NotSignedIn):
            verb(by=STRANGER, **({"name": "x"} if verb is change_name else {}))


def test_tells_only_proven_contacts(bo, dee):
    assert reach(person_id=bo.id).phone == "+821012345678"
    assert reach(person_id=dee.id).email == "dee@example.org"
    assert is_reached_by(person_id=dee.id, phone="", email="dee@example.org")
    assert not is_reached_by(person_id=bo.id, phone="", email="dee@example.org")
    assert names(person_ids=[bo.id, dee.id]) == {bo.id: "Bo", dee.id: "Dee"}


def test_an_unknown_person_is_not_found(bo):
    assert person(person_id=bo.id) == bo
    with pytest.raises(NotFound):
        person(person_id=bo.sign_in.id)


def test_my_page_changes_the_name(browser_of, ana):
    browser_of(ana).post(reverse("people:name"), {"name": "Ana Ahn"})
    ana.refresh_from_db()
    assert ana.name == "Ana Ahn"


@pytest.mark.django_db
def test_brings_people_in_who_cannot_sign_in_once():
    names = {new_id(): "Household 1", new_id(): "Household 2"}
    assert bring_in(names=names) == 2
    assert bring_in(names=names) == 0
    assert set(Person.objects.filter(id__in=names).values_list("name", flat=True)) == set(names.values())
    assert not SignIn.objects.filter(person_id__in=names).exists()
