"""Persons, sign-ins, organisations, memberships, consents; and the table where rate limits count."""

import django.contrib.postgres.fields
import django.db.models.deletion
import dure.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    # Their tables point at the sign-in, but Django lets them wait for this room's first migration only.
    run_before = [
        ("account", "0001_initial"),
        ("admin", "0001_initial"),
        ("mfa", "0001_initial"),
        ("socialaccount", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    dependencies = [
        ("people", "0001_regions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                (
                    "language",
                    models.CharField(
                        choices=[("ko", "한국어"), ("zh-hans", "简体中文"), ("en", "English")],
                        default="ko",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("is_text_large", models.BooleanField(default=False, verbose_name="large letters")),
                ("is_data_low", models.BooleanField(default=False, verbose_name="use little data")),
                (
                    "theme",
                    models.CharField(
                        choices=[("auto", "As on this device"), ("light", "Light"), ("dark", "Dark")],
                        default="auto",
                        max_length=6,
                        verbose_name="brightness",
                    ),
                ),
                ("joined_at", models.DateTimeField(verbose_name="joined")),
                ("erased_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="erased")),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "persons",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("erased_at__isnull", True), ("name", ""), _connector="OR"),
                        name="people_person_erased_has_no_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("farm", "Farm"),
                            ("cooperative", "Co-operative"),
                            ("shop", "Shop"),
                            ("charity", "Charity"),
                            ("hospital", "Hospital"),
                            ("agency", "Public agency"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_ko", models.CharField(blank=True, max_length=120, verbose_name="name in Korean")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("introduction", models.TextField(blank=True, max_length=1000, verbose_name="about us")),
                ("created_at", models.DateTimeField(verbose_name="created")),
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
                (
                    "founded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="founded by"),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "ordering": ["name", "id"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("manager", "Manager"), ("member", "Member")],
                        max_length=8,
                        verbose_name="role",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=16, verbose_name="phone number")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="for how many people")),
                ("places_taken", models.PositiveSmallIntegerField(default=0, verbose_name="accepted")),
                ("invited_at", models.DateTimeField(verbose_name="invited")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                ("declined_at", models.DateTimeField(blank=True, null=True, verbose_name="declined")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="people.organisation", verbose_name="organisation"),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="invited by"),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person", verbose_name="revoked by"),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-invited_at"],
            },
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("requested_at", models.DateTimeField(verbose_name="asked for")),
                ("progress_id", models.UUIDField(editable=False, null=True)),
                ("file", models.FileField(blank=True, upload_to="people/exports", verbose_name="file")),
                ("ready_at", models.DateTimeField(blank=True, null=True, verbose_name="ready")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="kept until")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="removed")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="exports", to="people.person", verbose_name="person"),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ["-requested_at"],
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("requested_at", models.DateTimeField(verbose_name="asked for")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                ("completed_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="departures", to="people.person", verbose_name="person"),
                ),
            ],
            options={
                "verbose_name": "departure",
                "verbose_name_plural": "departures",
                "ordering": ["-requested_at"],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "matter",
                    models.CharField(
                        choices=[
                            ("terms", "Terms of use"),
                            ("privacy", "Privacy notice"),
                            ("marketing", "News by message or e-mail"),
                            ("location", "Use of my location"),
                            ("photo", "Photos of me in reports"),
                        ],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                ("version", models.CharField(max_length=10, verbose_name="version")),
                ("language", models.CharField(max_length=10, verbose_name="language read")),
                ("given_at", models.DateTimeField(verbose_name="given")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="consents", to="people.person", verbose_name="person"),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["-given_at"],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("closed_at", models.DateTimeField(verbose_name="closed")),
                ("reopened_at", models.DateTimeField(blank=True, null=True, verbose_name="reopened")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closures", to="people.organisation", verbose_name="organisation"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="closed by"),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person", verbose_name="reopened by"),
                ),
            ],
            options={
                "verbose_name": "closure",
                "verbose_name_plural": "closures",
                "ordering": ["-closed_at"],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(blank=True, default="", max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, default="", max_length=16, verbose_name="phone number")),
                ("phone_proven_at", models.DateTimeField(blank=True, null=True, verbose_name="phone number proven")),
                (
                    "staff_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("administrator", "Administrator"),
                                ("support", "Support"),
                                ("bookkeeper", "Bookkeeper"),
                                ("auditor", "Auditor"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="staff roles",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sign_in", to="people.person", verbose_name="person"),
                ),
            ],
            options={
                "verbose_name": "sign-in",
                "verbose_name_plural": "sign-ins",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("manager", "Manager"), ("member", "Member")],
                        max_length=8,
                        verbose_name="role",
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="since")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="reason for the end")),
                (
                    "invitation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.invitation", verbose_name="invitation"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.organisation", verbose_name="organisation"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person", verbose_name="ended by"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="people.person", verbose_name="person"),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["started_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["organisation", "role"],
                        name="people_membership_active",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person", "organisation"),
                        name="people_membership_one_active",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="people_membership_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lock",
            fields=[
                (
                    "id",
                    models.UUIDField(default=dure.kernel.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("locked_at", models.DateTimeField(verbose_name="locked")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="lifted")),
                (
                    "sign_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="locks", to=settings.AUTH_USER_MODEL, verbose_name="sign-in"),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person", verbose_name="lifted by"),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="locked by"),
                ),
            ],
            options={
                "verbose_name": "lock",
                "verbose_name_plural": "locks",
                "ordering": ["-locked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("sign_in",),
                        name="people_lock_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("phone", ""), ("email", ""), _connector="OR"), name="people_invitation_one_contact"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__range", (1, 50)), ("places_taken__lte", models.F("places"))),
                name="people_invitation_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("places", 1), models.Q(("email", ""), ("phone", ""), ("role", "member")), _connector="OR"
                ),
                name="people_invitation_many_are_members",
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ready_at__isnull", True), ("removed_at__isnull", True)),
                fields=("person",),
                name="people_export_one_in_making",
            ),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("completed_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=("person",),
                name="people_departure_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="departure",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at__isnull", True), ("completed_at__isnull", True), _connector="OR"),
                name="people_departure_withdrawn_or_completed",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("person", "matter"),
                name="people_consent_one_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True), ("withdrawn_at__gte", models.F("given_at")), _connector="OR"
                ),
                name="people_consent_withdrawn_after_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reopened_at__isnull", True)),
                fields=("organisation",),
                name="people_closure_one_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="signin",
            index=models.Index(fields=["email"], name="people_sign_in_email"),
        ),
        migrations.AddConstraint(
            model_name="signin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("phone_proven_at__isnull", False)),
                fields=("phone",),
                name="people_sign_in_proven_phone_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="signin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("phone_proven_at__isnull", True), models.Q(("phone", ""), _negated=True), _connector="OR"
                ),
                name="people_sign_in_proven_phone_is_there",
            ),
        ),
        # Counts of the last minutes may be lost in a crash; in exchange they cost no write-ahead log.
        migrations.RunSQL(
            sql=[
                'CREATE TABLE "house_cache" (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)',
                'CREATE INDEX "house_cache_expires" ON "house_cache" (expires)',
                'ALTER TABLE "house_cache" SET UNLOGGED',
            ],
            reverse_sql='DROP TABLE "house_cache"',
        ),
    ]
