"""Films on their way, piece by piece."""

import django.db.models.deletion
from django.db import migrations, models

import dure.kernel.ids


class Migration(migrations.Migration):
    """A table of its own."""

    dependencies = [("people", "0004_api_keys"), ("stage", "0003_second_hosts")]

    operations = [
        migrations.CreateModel(
            name="Sending",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField(verbose_name="sent by")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("poster_ms", models.PositiveIntegerField(default=0, verbose_name="picture of the poster, ms")),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name of the file")),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="what the file is known by")),
                ("size", models.BigIntegerField(verbose_name="size, bytes")),
                ("received", models.BigIntegerField(default=0, verbose_name="of it is here, bytes")),
                ("began_at", models.DateTimeField(verbose_name="begun")),
                ("heard_at", models.DateTimeField(verbose_name="last piece")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="host",
                    ),
                ),
            ],
            options={
                "verbose_name": "film on its way",
                "verbose_name_plural": "films on their way",
                "indexes": [
                    models.Index(fields=["person_id"], name="stage_sending_person"),
                    models.Index(fields=["heard_at"], name="stage_sending_heard"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0), ("size__lte", 209715200)), name="stage_sending_size"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received__gte", 0), ("received__lte", models.F("size"))),
                        name="stage_sending_received",
                    ),
                ],
            },
        ),
    ]
