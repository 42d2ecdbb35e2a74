"""Contests in which somebody voted are open for votes, and decisions about wishes stand as their first line."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

import dure.kernel.ids


def note_openings(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A contest with a vote, or with its voting closed, was open from the day it was planned."""
    shows = apps.get_model("stage", "Show").objects.filter(is_contest=True, voting_opened_at=None)
    for under_way in (shows.filter(votes__isnull=False), shows.filter(voting_closed_at__isnull=False)):
        apps.get_model("stage", "Show").objects.filter(id__in=list(under_way.values_list("id", flat=True))).update(
            voting_opened_at=F("scheduled_at")
        )


def note_rulings(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What was decided before stands in the list of decisions."""
    ruling = apps.get_model("stage", "Ruling")
    decided = apps.get_model("stage", "Takedown").objects.filter(decided_at__isnull=False, rulings=None)
    ruling.objects.bulk_create(
        [
            ruling(
                id=dure.kernel.ids.new_id(),
                takedown=each,
                is_granted=each.status == "granted",
                words=each.decision,
                decided_at=each.decided_at,
                decided_by=each.decided_by,
            )
            for each in decided
        ]
    )


class Migration(migrations.Migration):
    """Rows only; going back leaves them as they are."""

    dependencies = [("stage", "0005_second_looks")]

    operations = [
        migrations.RunPython(note_openings, migrations.RunPython.noop),
        migrations.RunPython(note_rulings, migrations.RunPython.noop),
    ]
