from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("market", "0004_paying")]

    operations = [
        migrations.RemoveField(model_name="photo", name="files"),
        migrations.AddField(
            model_name="photo", name="key", field=models.CharField(default="", max_length=120), preserve_default=False
        ),
    ]
