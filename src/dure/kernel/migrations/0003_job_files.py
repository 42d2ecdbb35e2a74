"""Jobs may leave a file for the person who waits."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """A file and the name it is handed out by."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("kernel", "0002_queuedjob")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("progress", "file", models.FileField(blank=True, upload_to="jobs/", db_default="")),
        migrations.AddField("progress", "file_name", models.CharField(blank=True, max_length=120, db_default="")),
    ]
