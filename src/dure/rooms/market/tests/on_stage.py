"""A show of a farm that sells, its host and its helper, for the tests of what is sold on stage."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

from dure.kernel.http import Actor
from dure.kernel.models import OutboxMessage
from dure.kernel.money import Money
from dure.rooms.catalog import factories as catalog
from dure.rooms.market import factories
from dure.rooms.market.models import FlashPrice
from dure.rooms.market.services import flash_prices
from dure.rooms.people import factories as people
from dure.rooms.stage import factories as stage
from dure.rooms.stage.queries.screens import screen
from dure.rooms.stage.services import helping


class Stage:
    """A farm's show; on air unless it is said otherwise."""

    def __init__(self, *, is_live: bool = True, **facts: Any) -> None:
        """Make them, with one offer of ten boxes for 12,000 won."""
        self.farm = factories.seller()
        self.host = Actor(person_id=people.make_member(self.farm).person_id)
        self.show = stage.make_show(organisation_id=self.farm.id, **facts)
        self.show_id = self.show.id
        self.offer = self.more(name="Sea apples")
        if is_live:
            stage.go_live(show=self.show, host=self.host)

    def more(self, **facts: Any) -> Any:
        """Make another offer of the farm."""
        return factories.offer(organisation_id=self.farm.id, **facts)

    def helper(self) -> Actor:
        """Name somebody who helps."""
        person = people.make_person()
        helping.name_helper(by=self.host, show_id=self.show_id, person_id=person.id)
        return Actor(person_id=person.id)

    def flash(self, **wish: Any) -> FlashPrice:
        """Start a flash price: four boxes for 9,900 won, ten minutes, unless it is said otherwise."""
        said = {"by": self.host, "offer_id": self.offer.offer_id, "price": Money(9_900, "KRW"), "count": 4}
        return flash_prices.start_flash(show_id=self.show_id, **{**said, "minutes": 10} | wish)

    @property
    def state(self) -> dict[str, Any]:
        """What every eye sees of the show."""
        return screen(show_id=self.show_id).state

    @property
    def keys(self) -> list[str]:
        """What the lines of the sheet stand for, in order."""
        return [line["key"] for line in self.state["cues"]]

    @property
    def shown(self) -> str:
        """The key of what is on the screen; empty while nothing is."""
        cue = self.state["cue"]
        return str(cue["key"]) if cue else ""

    def facts(self, offer_id: int) -> dict[str, Any]:
        """The facts of an offer's line."""
        return next(line["facts"] for line in self.state["cues"] if line["key"] == f"offer:{offer_id}")


def shelf(offer: Any) -> tuple[int, int, int]:
    """What lies behind an offer: on hand, promised, handed over."""
    level = catalog.shelf_of(offer)
    return level.on_hand, level.reserved, level.sold


def flash_offer(flash: FlashPrice) -> Any:
    """The offer of a flash price."""
    return catalog.offer_numbered(flash.offer_id)


def trace() -> Callable[[], dict[str, Any]]:
    """Every row of stage and catalog, the flash prices and the news: two looks are equal when nothing happened."""

    def look() -> dict[str, Any]:
        rows = {
            each.__name__: list(each._default_manager.order_by("pk").values())
            for room in ("stage", "catalog")
            for each in apps.get_app_config(room).get_models()
            if each._meta.managed
        }
        flashes = list(FlashPrice.objects.order_by("pk").values())
        return {**rows, "flashes": flashes, "outbox": OutboxMessage.objects.count()}

    return look
