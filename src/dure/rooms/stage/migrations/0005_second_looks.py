"""A contest's voting is opened, an entry is taken out with a reason, and what staff decided is kept line by line."""

import django.db.models.deletion
from django.db import migrations, models

import dure.kernel.ids


class Migration(migrations.Migration):
    """Columns that may be empty or have a default of the database, two tables, and a clip that sings more than once."""

    dependencies = [("stage", "0004_sendings")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="withdrawn_by",
            field=models.UUIDField(null=True, verbose_name="withdrawn by"),
        ),
        migrations.AddField(
            model_name="entry",
            name="withdrawn_why",
            field=models.CharField(blank=True, db_default="", max_length=200, verbose_name="why it was withdrawn"),
        ),
        migrations.AddField(
            model_name="show",
            name="voting_opened_at",
            field=models.DateTimeField(null=True, verbose_name="voting opened"),
        ),
        migrations.AlterField(
            model_name="entry",
            name="clip",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="stage.clip",
                verbose_name="clip",
            ),
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_granted", models.BooleanField(verbose_name="taken down")),
                ("words", models.CharField(max_length=500, verbose_name="reasons")),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                ("decided_by", models.UUIDField(null=True, verbose_name="decided by")),
                (
                    "takedown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="stage.takedown",
                        verbose_name="wish to take down",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a wish",
                "verbose_name_plural": "decisions about wishes",
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField(null=True, verbose_name="said by")),
                ("words", models.TextField(max_length=1000, verbose_name="words")),
                ("said_at", models.DateTimeField(verbose_name="said")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                (
                    "takedown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="stage.takedown",
                        verbose_name="wish to take down",
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["said_at"],
                        name="stage_objection_queue",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("takedown",),
                        name="stage_one_open_objection",
                    )
                ],
            },
        ),
    ]
