"""Foreign keys between rooms point down, protect what they point to, and leave no trace there."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from dure.site.checks import foreign_keys_point_down, wrongs_of_key


class _Room:
    """Two rooms as Django sees them: `lower` stands below `upper`."""

    lower = "people"
    upper = "ledger"


def _key(*, of: str, to: str, related_name: str | None, on_delete: object) -> list[str]:
    """The ids of what is wrong with a key from a table of one room to a table of another."""

    class Target(models.Model):
        class Meta:
            app_label = to

    class Source(models.Model):
        target = models.ForeignKey(Target, on_delete=on_delete, related_name=related_name)

        class Meta:
            app_label = of

    field = Source._meta.get_field("target")
    assert isinstance(field, models.ForeignKey)
    return [str(wrong.id) for wrong in wrongs_of_key(Source, field)]


@isolate_apps("dure.rooms.people", "dure.rooms.ledger")
@pytest.mark.parametrize(
    ("of", "to", "related_name", "on_delete", "wrongs"),
    [
        (_Room.upper, _Room.lower, "+", models.PROTECT, []),
        (_Room.lower, _Room.upper, "+", models.PROTECT, ["dure.E001"]),
        (_Room.upper, _Room.lower, None, models.PROTECT, ["dure.E002"]),
        (_Room.upper, _Room.lower, "+", models.CASCADE, ["dure.E003"]),
        (_Room.lower, _Room.upper, None, models.CASCADE, ["dure.E001", "dure.E002", "dure.E003"]),
    ],
    ids=["down and tidy", "up", "traced", "cascading", "everything at once"],
)
def test_a_key_is_judged_by_direction_trace_and_protection(
    of: str, to: str, related_name: str | None, on_delete: object, wrongs: list[str]
) -> None:
    """Each wrong has its own id; a tidy key has none."""
    assert _key(of=of, to=to, related_name=related_name, on_delete=on_delete) == wrongs


def test_all_keys_of_this_house_point_down() -> None:
    """No table of ours breaks the rule."""
    assert foreign_keys_point_down() == []
