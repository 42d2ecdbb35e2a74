"""Small ground: rights of the application's role, limits, housekeeping, the clock, texts."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection
from django.test.utils import isolate_apps
from psycopg import sql

from dure.kernel import clock, grants, housekeeping
from dure.kernel.errors import TooMany
from dure.kernel.ids import new_id
from dure.kernel.limits import limit
from dure.kernel.models import AppendOnly, KeptReply, OutboxMessage, RateWindow, every_append_only_model
from dure.kernel.testing import StoppedClock
from dure.kernel.text import fold, normalise, plain_digits


@pytest.mark.django_db(transaction=True)
def test_the_application_may_add_to_an_append_only_table_and_nothing_else(
    app_role_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with isolate_apps("dure.kernel"):

        class Stone(AppendOnly):
            class Meta:
                app_label = "kernel"
                db_table = "kernel_test_stone"

    known = every_append_only_model()
    monkeypatch.setattr(grants, "every_append_only_model", lambda: [*known, Stone])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kernel_test_stone (words text)")
    try:
        assert "kernel_test_stone" in grants.grant()
        with psycopg.connect(app_role_url, autocommit=True) as app:
            app.execute("INSERT INTO kernel_test_stone VALUES ('carved')")
            for attempt in ("UPDATE {} SET words = ''", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(sql.SQL(attempt).format(sql.Identifier("kernel_test_stone")))
            assert app.execute("SELECT words FROM kernel_test_stone").fetchall() == [("carved",)]
            app.execute("DELETE FROM kernel_ratewindow")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE kernel_test_stone")


@pytest.mark.django_db
def test_a_limit_refuses_and_says_when_to_come_back(frozen_time: StoppedClock) -> None:
    for _ in range(3):
        limit("knock", times=3, per_s=60)
    frozen_time.tick(seconds=20)
    with pytest.raises(TooMany) as refused:
        limit("knock", times=3, per_s=60)

    assert refused.value.retry_after_s == 40
    limit("another", times=3, per_s=60)
    frozen_time.tick(seconds=41)
    limit("knock", times=3, per_s=60)


@pytest.mark.django_db
def test_clears_away_what_has_served_its_time_and_keeps_the_rest() -> None:
    long_ago = clock.now() - timedelta(days=400)
    OutboxMessage.objects.create(subject="tests.old", payload={}, published_at=long_ago)
    OutboxMessage.objects.create(subject="tests.waiting", payload={}, created_at=long_ago)
    OutboxMessage.objects.create(subject="tests.fresh", payload={}, published_at=clock.now())
    KeptReply.objects.create(scope="x", key="old", request_hash=b"", expires_at=long_ago)
    RateWindow.objects.create(key="old", window_s=1, count=1, expires_at=long_ago)

    gone = housekeeping.clear_away()

    assert (gone["outbox"], gone["replies"], gone["windows"]) == (1, 1, 1)
    assert set(OutboxMessage.objects.values_list("subject", flat=True)) == {"tests.waiting", "tests.fresh"}


def test_ids_are_ordered_by_time() -> None:
    ids = [new_id() for _ in range(1_000)]

    assert ids == sorted(ids)
    assert {each.version for each in ids} == {7}


@pytest.mark.django_db
def test_the_database_makes_ids_and_times_for_rows_written_by_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO kernel_outboxmessage (subject, payload) VALUES ('tests.by_sql', '{}')")

    message = OutboxMessage.objects.get()
    assert message.id.version == 7
    assert message.created_at is not None


def test_the_day_begins_at_midnight_in_seoul(frozen_time: StoppedClock) -> None:
    frozen_time.move_to(datetime(2026, 11, 21, 15, 0, tzinfo=UTC))
    assert clock.today().isoformat() == "2026-11-22"
    frozen_time.tick(seconds=-1)
    assert clock.today().isoformat() == "2026-11-21"


def test_the_clock_stands_at_aware_moments_only() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.stop_at(datetime(2026, 11, 22))  # noqa: DTZ001


def test_a_process_that_agreed_with_another_clock_goes_by_it_however_its_own_jumps(monkeypatch) -> None:
    try:
        clock.agree(datetime(2026, 11, 21, 15, 0, tzinfo=UTC), took_s=2)
        monkeypatch.setattr(clock, "time", lambda: 0.0)
        assert clock.today().isoformat() == "2026-11-22"
        assert 0.9 < (clock.now() - datetime(2026, 11, 21, 15, 0, tzinfo=UTC)).total_seconds() < 60
        before = clock.now_s()
        clock.agree(clock.now() - timedelta(milliseconds=20), took_s=0)
        assert clock.now_s() >= before
        clock.agree(clock.now() + timedelta(hours=1), took_s=0)
        assert clock.now_s() > before + 3_000
    finally:
        clock.disagree()
    assert clock.now_s() == 0


@pytest.mark.parametrize(("typed", "stored"), [("  강원도\t춘천 \n", "강원도 춘천"), ("각", "각"), ("a\x00b", "ab")])
def test_text_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert normalise(typed) == stored


def test_text_is_compared_without_its_accidents() -> None:
    assert fold("ＡＢＣ Café") == fold("abc cafe")
    assert fold("배추") == fold("배추")
    assert fold("김치") != fold("김밥")
    assert plain_digits("１２３") == "123"
