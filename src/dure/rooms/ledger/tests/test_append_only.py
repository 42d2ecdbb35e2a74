"""Entries and seals cannot be changed or deleted, not even by SQL from the application's role."""

import psycopg
import pytest

from dure.rooms.ledger import factories
from dure.rooms.ledger.models import Entry
from dure.rooms.ledger.services import seals

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TABLES = ["ledger_entry", "ledger_seal", "ledger_sealedleaves", "ledger_proof"]
LISTINGS = ["ledger_listed_entry", "ledger_listed_seal"]


@pytest.fixture
def application(frozen_time, saver, app_role_url):
    frozen_time.tick(days=1)
    seals.seal_finished_days()
    with psycopg.connect(app_role_url, autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "attack", ["UPDATE {} SET cell_id = 9", "DELETE FROM {}", "TRUNCATE {}", "ALTER TABLE {} DISABLE TRIGGER ALL"]
)
def test_the_application_cannot_touch_what_is_written(application, table, attack):
    attack = attack.format(table).replace("cell_id", "ran_at" if table == "ledger_proof" else "cell_id")
    attack = attack.replace("= 9", "= now()") if table == "ledger_proof" else attack
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(attack)


@pytest.mark.parametrize("listing", LISTINGS)
@pytest.mark.parametrize("attack", ["UPDATE {} SET cell_id = 9", "DELETE FROM {}"])
def test_a_listing_is_no_way_round(application, listing, attack):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(attack.format(listing))


@pytest.mark.parametrize(
    "attack",
    [
        "DROP TABLE ledger_entry",
        "ALTER TABLE ledger_entry DROP CONSTRAINT entry_legs_balance",
        "CREATE OR REPLACE FUNCTION ledger_recorded_at(id bigint) RETURNS timestamptz LANGUAGE sql RETURN now()",
    ],
)
def test_the_application_cannot_change_the_rules(application, attack):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(attack)


def test_the_application_may_add_and_read(application):
    assert application.execute("SELECT count(*) FROM ledger_listed_entry").fetchone() == (1,)
    application.execute(
        "INSERT INTO ledger_entry (cell_id, entry_id, kind, named, leg_accounts, leg_units, leg_amounts, happened_at) "
        "VALUES (1, 5, 1, 'added', '{1,2}', '{1,1}', '{-5,5}', now())"
    )
    assert Entry.objects.count() == 2


def test_an_overdraft_is_refused_by_the_table_itself(application, saver):
    with pytest.raises(psycopg.errors.CheckViolation, match="balance_not_overdrawn"):
        application.execute("UPDATE ledger_balance SET amount = -1 WHERE NOT may_go_negative")
    with pytest.raises(psycopg.errors.CheckViolation, match="balance_not_overdrawn"):
        application.execute("UPDATE ledger_balance SET held = 10001 WHERE NOT may_go_negative")
    assert saver.has() == 10_000
    assert factories.deposit(person_id=saver.id, amount=1).is_new
