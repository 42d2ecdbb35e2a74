"""Migrations: in one line per room, complete, and harmless to the house that runs while they are applied."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation
from django_linear_migrations.apps import check_max_migration_files
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements, get_sql_analyser_class

OURS = sorted(config.label for config in apps.get_app_configs() if config.name.startswith("dure."))

ACCEPTED: dict[tuple[str, str], str] = {
    ("people", "0002_people"): "every table and index in it is new, so no lock is felt; its one DROP is the way back",
    ("dispatch", "0001_shipments"): "every table in it is new: no running code knows them",
    ("dispatch", "0002_rounds_and_corrections"): "its room came in the same release: its tables are nearly empty yet",
    ("catalog", "0003_lists_and_hubs"): "its room came in the same release: no running code knows the dropped column",
    ("catalog", "0005_import_changes"): "its room came in the same release: no running code writes rows without them",
    ("catalog", "0007_fees_by_weight_and_order"): "its room came in the same release: no running code writes its rows",
    ("catalog", "0011_keys_of_a_cell"): "the keys are only widened, and the goods of a house are indexed in seconds",
    ("market", "0004_paying"): "its room came in the same release: no running code writes payments without the columns",
    ("market", "0009_late_refunds_and_top_ups"): "its room came in the same release: no running code writes its rows",
    ("ledger", "0008_lean_entries"): "what writes entries is replaced with it; every column reads as before",
    (
        "market",
        "0014_the_archive",
    ): "the parent takes the table's name in the same transaction; the column has a default",
    ("market", "0015_lean_rows"): "what writes orders is replaced with it; every column reads as before",
    ("market", "0005_photo_keys"): "its room came in the same release: no running code knows the dropped column",
}
"""Migrations (room, name) that the linter refuses and that are harmless all the same, each with its reason."""


@translation.override(None)
def _unwritten(now: ProjectState) -> list[str]:
    """What the migrations do not say yet about the models as they are now (labels compared untranslated)."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    questioner = MigrationQuestioner(defaults={"ask_rename": False, "ask_rename_model": False})
    detector = MigrationAutodetector(loader.project_state(), now, questioner)
    changes = detector.changes(graph=loader.graph, trim_to_apps=set(OURS))
    return [
        f"{label}: {operation.describe()}"
        for label in OURS
        for migration in changes.get(label, [])
        for operation in migration.operations
    ]


def test_each_room_has_one_line_of_migrations() -> None:
    """No branches, and max_migration.txt names the last one."""
    wrongs = check_max_migration_files(app_configs=[apps.get_app_config(label) for label in OURS])

    assert not wrongs, "\n".join(str(wrong.msg) for wrong in wrongs)


def test_models_and_migrations_say_the_same() -> None:
    """`makemigrations` would find nothing to do."""
    missing = _unwritten(ProjectState.from_apps(apps))

    assert not missing, "\n".join(missing)


def test_a_model_without_a_migration_is_found() -> None:
    """A table that is gone from the models but not from the migrations shows."""
    now = ProjectState.from_apps(apps)
    now.remove_model("people", "consent")

    assert any("Consent" in found for found in _unwritten(now))


@pytest.mark.django_db
def test_no_migration_would_break_the_running_house(capsys: pytest.CaptureFixture[str]) -> None:
    """The code before a migration keeps working on the tables after it."""
    accepted = [name for _, name in ACCEPTED]
    linter = MigrationLinter(include_apps=OURS, ignore_name=accepted, quiet=["ignore", "ok"], no_cache=True)
    linter.lint_all_migrations()

    assert not linter.has_errors, capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE "people_person" ADD COLUMN "shoe" integer NOT NULL;',
        'ALTER TABLE "people_person" DROP COLUMN "language";',
        'ALTER TABLE "people_person" RENAME TO "people_human";',
        'ALTER TABLE "people_person" ALTER COLUMN "language" TYPE integer;',
    ],
    ids=["needs a value", "drops", "renames", "changes a type"],
)
def test_a_dangerous_statement_is_found(statement: str) -> None:
    """The linter knows what would break a running house."""
    analyser = get_sql_analyser_class(f"django.db.backends.{connection.vendor}")

    errors, _ignored, _warnings = analyse_sql_statements(analyser, [statement], [])

    assert errors
