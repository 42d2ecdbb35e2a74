"""Second hosts: who films in a show beside its hosts, the pass that may take over, and links that are taken back."""

from django.db import migrations, models

ROLES = [("helper", "Helper"), ("cohost", "Second host")]


class Migration(migrations.Migration):
    """Columns that may be empty or have a default of the database: nothing is written anew."""

    dependencies = [("stage", "0002_clip_making")]

    operations = [
        migrations.AddField(
            model_name="helper",
            name="role",
            field=models.CharField(
                choices=ROLES, db_default="helper", default="helper", max_length=6, verbose_name="as"
            ),
        ),
        migrations.AddField(
            model_name="helper",
            name="keeps_order",
            field=models.BooleanField(db_default=True, default=True, verbose_name="keeps order"),
        ),
        migrations.AddField(
            model_name="helperlink",
            name="role",
            field=models.CharField(
                choices=ROLES, db_default="helper", default="helper", max_length=6, verbose_name="as"
            ),
        ),
        migrations.AddField(
            model_name="helperlink",
            name="taken_back_at",
            field=models.DateTimeField(null=True, verbose_name="link taken back"),
        ),
        migrations.AddField(
            model_name="broadcast",
            name="next_nonce",
            field=models.UUIDField(null=True, verbose_name="mark of the pass that may take over"),
        ),
        migrations.AddField(
            model_name="broadcast",
            name="filmed_by",
            field=models.UUIDField(null=True, verbose_name="films now"),
        ),
        migrations.AddField(
            model_name="broadcast",
            name="offered_at",
            field=models.DateTimeField(null=True, verbose_name="offered to the others"),
        ),
        migrations.AlterField(
            model_name="broadcast",
            name="nonce",
            field=models.UUIDField(verbose_name="mark of the pass that sends"),
        ),
        migrations.AlterField(
            model_name="chatmessage",
            name="role",
            field=models.CharField(
                choices=[("viewer", "Viewer"), ("helper", "Helper"), ("cohost", "Second host"), ("host", "Host")],
                max_length=6,
                verbose_name="as",
            ),
        ),
    ]
