"""Regions of Korea and China, the help-first list, and addresses."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import dure.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                ("code", models.CharField(max_length=6, verbose_name="official code")),
                ("iso_code", models.CharField(blank=True, max_length=6, verbose_name="ISO 3166 code")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("country", "Country or region"),
                            ("province", "Province"),
                            ("city", "City"),
                            ("county", "County or district"),
                        ],
                        max_length=8,
                        verbose_name="level",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=32, unique=True)),
                ("name_ko", models.CharField(blank=True, max_length=80, verbose_name="Korean name")),
                ("name_zh", models.CharField(blank=True, max_length=80, verbose_name="Chinese name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="English name")),
                (
                    "is_name_en_romanised",
                    models.BooleanField(
                        default=False,
                        help_text="The English name is a letter-by-letter spelling made by rule, not a name found in a source.",
                    ),
                ),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120), blank=True, default=list, size=None
                    ),
                ),
                (
                    "former_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=6), blank=True, default=list, size=None
                    ),
                ),
                ("search_text", models.TextField(blank=True, editable=False)),
                (
                    "latitude",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="longitude"
                    ),
                ),
                ("coordinates_source", models.CharField(blank=True, max_length=120)),
                ("population", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="population")),
                (
                    "population_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year of the count"),
                ),
                ("population_source", models.CharField(blank=True, max_length=120)),
                ("source", models.CharField(max_length=120, verbose_name="source")),
                ("is_current", models.BooleanField(default=True, verbose_name="in use now")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["country", "code"],
            },
        ),
        migrations.CreateModel(
            name="HelpFirst",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("programme", models.CharField(max_length=120, verbose_name="programme")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1949)], verbose_name="year"
                    ),
                ),
                ("since", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("noted_at", models.DateTimeField(verbose_name="noted at")),
                (
                    "noted_by_id",
                    models.UUIDField(
                        blank=True,
                        help_text="The person who noted it; empty where it came with the house.",
                        null=True,
                        verbose_name="noted by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help_first",
                        to="people.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "help-first mark",
                "verbose_name_plural": "help-first marks",
                "ordering": ["-year", "programme"],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                ("street", models.CharField(max_length=200, verbose_name="street")),
                ("detail", models.CharField(blank=True, max_length=200, verbose_name="detail")),
                ("postcode", models.CharField(blank=True, max_length=12, verbose_name="postcode")),
                ("created_at", models.DateTimeField()),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "address",
                "verbose_name_plural": "addresses",
                "ordering": ["-created_at"],
            },
        ),
        migrations.AddIndex(
            model_name="region",
            index=models.Index(fields=["parent", "code"], name="region_parent_code"),
        ),
        migrations.AddIndex(
            model_name="region",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_text"], name="region_search_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.UniqueConstraint(fields=("country", "code"), name="region_country_code_unique"),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "country"), ("parent__isnull", True)),
                    models.Q(models.Q(("level", "country"), _negated=True), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="region_only_countries_stand_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                    _connector="OR",
                ),
                name="region_coordinates_are_a_pair_on_the_globe",
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(("name_en", ""), ("name_ko", ""), ("name_zh", ""), _negated=True),
                name="region_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpfirst",
            constraint=models.UniqueConstraint(fields=("region", "programme", "year"), name="help_first_noted_once"),
        ),
        migrations.AddConstraint(
            model_name="helpfirst",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("since__isnull", True), ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="help_first_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("country__in", ["KR", "CN"]), _negated=True), ("region__isnull", False), _connector="OR"
                ),
                name="address_names_its_region_where_we_know_them",
            ),
        ),
    ]
