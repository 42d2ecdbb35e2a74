"""A history of purchases becomes orders: all of its money, once, however often it is replayed."""

import duckdb
import pytest

from dure.rooms.catalog.services.kinds import load_kinds
from dure.rooms.market import errors
from dure.rooms.market.models import Order, OrderLine
from dure.rooms.market.queries.proofs import examine
from dure.rooms.market.services import replays
from dure.rooms.people.services.regions import load_regions

pytestmark = pytest.mark.django_db
ROWS = [
    (1, 10, 100, 2, 3.00, 1, "2017-01-02 09:00"),
    (1, 10, 101, 3, 1.00, 1, "2017-01-02 09:00"),
    (1, 10, 102, 0, 0.00, 1, "2017-01-02 09:00"),
    (2, 11, 100, 1, 1.75, 1, "2017-01-03 09:00"),
    (1, 12, 100, 4, 6.00, 2, "2017-01-09 09:00"),
]


@pytest.fixture
def file(tmp_path):
    found = tmp_path / "history.parquet"
    database = duckdb.connect()
    database.execute(
        "CREATE TABLE rows (household_id INT, basket_id BIGINT, product_id INT, quantity INT, sales_value FLOAT, "
        "week TINYINT, ts TIMESTAMP)"
    )
    database.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", ROWS)
    database.execute(f"COPY rows TO '{found}' (FORMAT parquet)")
    return found


def replay(file, limit=None):
    history = replays.open_history(file=file, limit=limit)
    offers = replays.prepare(history=history)
    played = replays.play(history=history, offers=offers, progress=lambda _count: None)
    return played, replays.compare(history=history, replay=played)


def test_every_weeks_money_is_the_files_and_once(file):
    load_regions()
    load_kinds()
    for _ in range(2):
        played, weeks = replay(file)
        assert played.refused == []
        assert [(week.week, week.source, week.ours) for week in weeks] == [(1, 575, 575), (2, 600, 600)]
    assert Order.objects.count() == 3
    assert OrderLine.objects.count() == 4
    assert set(Order.objects.values_list("currency", flat=True)) == {"USD"}
    assert examine().holds
    assert [week.fits for week in replay(file, limit=1)[1]] == [True]


def test_another_file_is_refused(tmp_path):
    other = tmp_path / "other.parquet"
    other.write_text("no history")
    with pytest.raises(errors.HistoryUnreadable):
        replays.open_history(file=other)
