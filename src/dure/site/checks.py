"""House-wide system checks: what import rules cannot see."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models

from dure.site.floors import FLOOR_OF


def _keys_to_other_rooms() -> Iterator[tuple[type[models.Model], models.ForeignKey[Any, Any]]]:
    """Every foreign key whose target stands in another room than its table."""
    for table in apps.get_models():
        for field in table._meta.get_fields():
            if not isinstance(field, models.ForeignKey):
                continue
            here, there = table._meta.app_label, field.related_model._meta.app_label
            if here != there and {here, there} <= FLOOR_OF.keys():
                yield table, field


def wrongs_of_key(table: type[models.Model], field: models.ForeignKey[Any, Any]) -> Iterator[checks.Error]:
    """What is wrong with one foreign key between two rooms; nothing when it points down and leaves no trace."""
    here, there = table._meta.app_label, field.related_model._meta.app_label
    name = f"{table._meta.label}.{field.name}"
    if FLOOR_OF[there] >= FLOOR_OF[here]:
        yield checks.Error(
            f"{name} points from {here} up or sideways to {there}.", hint="Keep its reference instead.", id="dure.E001"
        )
    if not field.remote_field.hidden:
        yield checks.Error(f"{name} leaves a reverse name in {there}.", hint='related_name="+"', id="dure.E002")
    if field.remote_field.on_delete is not models.PROTECT:
        yield checks.Error(f"{name} does not protect {there}.", hint="on_delete=models.PROTECT", id="dure.E003")


@checks.register(checks.Tags.models)
def foreign_keys_point_down(**_arguments: object) -> Iterable[checks.CheckMessage]:
    """A foreign key to another room points to a lower floor, is protected, and leaves no trace there."""
    return [wrong for table, field in _keys_to_other_rooms() for wrong in wrongs_of_key(table, field)]
