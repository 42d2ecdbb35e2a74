"""Statements as files: short ones at once, long ones by a job; for those who may see the account only."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import openpyxl  # type: ignore[import-untyped]  # published without types
import pytest
from django.test import Client
from django.urls import reverse

from dure.kernel import clock
from dure.kernel.errors import NotAllowed, NotSignedIn
from dure.kernel.http import STRANGER, Actor
from dure.kernel.ids import new_id
from dure.rooms.ledger import chart, errors, factories, jobs
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.models import Export
from dure.rooms.ledger.queries import statements
from dure.rooms.ledger.queries.statements import Period
from dure.rooms.ledger.services import entries, exports
from dure.rooms.people import factories as people_factories


@pytest.fixture(autouse=True)
def _files(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def of_ana(ana) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(people_factories.sign_in_of(ana))
    return client


@pytest.fixture
def wallet(frozen_time, ana) -> str:
    """Ana's wallet, with a deposit and a purchase that looks like a formula."""
    factories.deposit(person_id=ana.id, reference="deposit:ana")
    entries.record(
        reference="=cmd()",
        kind=Kind.PURCHASE,
        legs=move(source=chart.wallet(ana.id), target=chart.commission(), amount=300, unit="KRW"),
        about={"for": "배추"},
    )
    return chart.wallet(ana.id)


def ask(client: Client, file_format: str, **more: str):
    today = clock.today()
    asked = {"unit": "KRW", "first": f"{today:%Y}-01-01", "last": today.isoformat(), "format": file_format, **more}
    return client.post(reverse("ledger:statement_file"), asked)


def test_a_short_statement_is_a_csv_at_once(of_ana, wallet):
    answer = ask(of_ana, "csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert [row[5:7] for row in rows[1:]] == [["", "0"], ["10000", "10000"], ["-300", "9700"], ["", "9700"]]
    assert rows[3][3:5] == ["for: 배추", "'=cmd()"]
    assert "attachment" in answer["Content-Disposition"]


def test_a_short_statement_is_a_sheet_at_once(of_ana, wallet):
    content = b"".join(ask(of_ana, "xlsx").streaming_content)
    rows = list(openpyxl.load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(values_only=True))
    assert [row[6] for row in rows[1:]] == [0, 10_000, 9_700, 9_700]
    assert rows[3][4] == "=cmd()"


def test_a_long_statement_is_made_by_a_job(of_ana, ana, wallet, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE_MAX", 1)
    answer = ask(of_ana, "csv")
    export = Export.objects.get()

    assert answer.url == reverse("ledger:export", args=[export.export_id])
    assert of_ana.get(answer.url).status_code == 200
    assert of_ana.get(reverse("ledger:export_file", args=[export.export_id])).status_code == 404

    # Asked again while it is made, the page still shows the same job.
    exports.note_progress(export_id=export.export_id, progress_id=export.progress_id)
    seen: list[int] = []
    exports.make_export(export_id=export.export_id, expect=seen.append, step=seen.append)
    again = exports.make_export(export_id=export.export_id, expect=seen.append, step=seen.append)

    assert seen == [2, 2]
    assert again.ready_at
    assert b"9700" in b"".join(of_ana.get(reverse("ledger:export_file", args=[export.export_id])).streaming_content)
    assert b"ready" in of_ana.get(answer.url).content
    assert of_ana.get(reverse("ledger:export_progress", args=[export.export_id]))["HX-Redirect"] == answer.url
    assert jobs.make_export.task.name == "ledger.make_export"


def test_somebody_elses_file_is_not_found(of_ana, ana, bo, wallet):
    period = Period(clock.today(), clock.today())
    export = exports.request_export(by=Actor(person_id=ana.id), account=wallet, unit="KRW", period=period, format="csv")
    client = Client()
    client.force_login(people_factories.sign_in_of(bo))
    for name in ("export", "export_file", "export_progress"):
        assert client.get(reverse(f"ledger:{name}", args=[export.export_id])).status_code == 404


def test_somebody_elses_account_is_refused(of_ana, wallet, bo):
    factories.deposit(person_id=bo.id)
    assert ask(of_ana, "csv", account=chart.wallet(bo.id)).status_code == 403
    assert ask(of_ana, "csv", account="commission").status_code == 403
    period = Period(clock.today(), clock.today())
    for by, refusal in ((Actor(person_id=new_id()), NotAllowed), (STRANGER, NotSignedIn)):
        with pytest.raises(refusal):
            exports.request_export(by=by, account=wallet, unit="KRW", period=period, format="csv")
    assert not Export.objects.exists()


@pytest.mark.parametrize("more", [{"format": "pdf"}, {"first": "x"}, {"first": "2027-01-01"}, {"unit": "gold"}])
def test_what_cannot_be_made_is_refused(of_ana, wallet, more):
    assert (
        ask(of_ana, **{"file_format": "csv", **more} if "format" not in more else {"file_format": "pdf"}).status_code
        == 422
    )


def test_twenty_files_a_day_are_enough(ana, wallet):
    by, period = Actor(person_id=ana.id), Period(clock.today(), clock.today())
    for _ in range(exports.A_DAY_MAX):
        exports.request_export(by=by, account=wallet, unit="KRW", period=period, format="csv")
    with pytest.raises(errors.TooManyExports):
        exports.request_export(by=by, account=wallet, unit="KRW", period=period, format="csv")


def test_files_go_after_a_week(ana, wallet, frozen_time, tmp_path, django_capture_on_commit_callbacks):
    by, period = Actor(person_id=ana.id), Period(clock.today(), clock.today())
    export = exports.request_export(by=by, account=wallet, unit="KRW", period=period, format="xlsx")
    exports.make_export(export_id=export.export_id, expect=lambda _n: None, step=lambda _n: None)
    assert len(list(tmp_path.rglob("*.xlsx"))) == 1
    assert exports.remove_old_exports() == 0

    frozen_time.tick(days=7, seconds=1)
    with django_capture_on_commit_callbacks(execute=True):
        assert exports.remove_old_exports() == 1
    assert not list(tmp_path.rglob("*.xlsx"))


def test_a_long_file_is_told_step_by_step(wallet, ana, tmp_path):
    entries.record_many(drafts=[factories.gift(giver_id=ana.id, fund_id=new_id(), amount=1) for _ in range(1_200)])
    today = clock.today()
    found = statements.statement(account=wallet, unit="KRW", period=Period(today - timedelta(days=1), today))
    steps: list[int] = []
    with (tmp_path / "file.csv").open("wb") as file:
        exports.write_statement(of=found, format="csv", file=file, step=steps.append)
    assert steps == [500, 500, 202]
    lines = (tmp_path / "file.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1_202 + 3
    assert Decimal(lines[-1].split(",")[6]) == found.closing
