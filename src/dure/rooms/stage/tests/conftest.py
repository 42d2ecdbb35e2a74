"""What the stage's tests share: a show, its host, a helper, a viewer, and looking at what is left behind."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from dure.kernel.http import Actor
from dure.kernel.models import OutboxMessage
from dure.rooms.people import factories as people
from dure.rooms.stage import factories
from dure.rooms.stage.models import Show

Trace = dict[str, list[Any]]


@pytest.fixture
def farm(bo) -> Any:
    """Bo's farm, which hosts."""
    return people.make_organisation(owner=bo, name="Bo's farm")


@pytest.fixture
def host(bo, farm) -> Actor:
    """Bo, acting for the farm."""
    return people.actor_of(bo, farm)


@pytest.fixture
def show(farm) -> Show:
    """A show of the farm in half an hour."""
    return factories.make_show(organisation_id=farm.id)


@pytest.fixture
def viewer(ana) -> Actor:
    """Ana, who watches."""
    return people.actor_of(ana)


@pytest.fixture
def air(show) -> str:
    """The address of the page that films."""
    return f"/live/{show.id}/desk/air/"


@pytest.fixture
def guest(show, host, ana) -> Actor:
    """Ana, who is not of the farm, and films in the show."""
    return Actor(person_id=factories.make_second_host(show=show, host=host, person_id=ana.id).person_id)


@pytest.fixture
def stranger_host(dee) -> Actor:
    """Dee, who hosts shows of another organisation."""
    return people.actor_of(dee, people.make_organisation(owner=dee))


@pytest.fixture
def trace(db: None) -> Callable[[], Trace]:
    """Every row of the stage and how many facts were announced: two looks are equal when nothing happened."""

    def look() -> Trace:
        rows = {
            each.__name__: list(each._default_manager.order_by("pk").values())
            for each in apps.get_app_config("stage").get_models()
        }
        return {**rows, "outbox": [OutboxMessage.objects.count()]}

    return look
