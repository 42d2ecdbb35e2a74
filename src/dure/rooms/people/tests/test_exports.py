"""Everything about me: made by a job, handed to its person only, deleted after a week."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from dure.kernel.errors import NotSignedIn
from dure.kernel.http import STRANGER
from dure.kernel.models import Progress
from dure.kernel.progress import report_of
from dure.rooms.people import about_me, jobs
from dure.rooms.people.errors import ExportGone, TooManyExports
from dure.rooms.people.factories import actor_of, make_organisation
from dure.rooms.people.models import Export
from dure.rooms.people.queries.exports import export_file
from dure.rooms.people.services.exports import make_export, note_progress, remove_export, request_export


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of this test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def archive_of(export: Export) -> dict[str, Any]:
    with export.file.open("rb") as kept, zipfile.ZipFile(io.BytesIO(kept.read())) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")} | {
            "letter": archive.read("README.txt").decode()
        }


def test_gathers_every_part_of_every_room(bo, monkeypatch):
    monkeypatch.setitem(about_me.TELLERS, "book", lambda person_id: [{"account": str(person_id)}])
    make_organisation(owner=bo, name="Sunrise")
    export, _is_new = request_export(by=actor_of(bo))
    steps: list[tuple[int, int]] = []
    told = archive_of(make_export(export_id=export.id, step=lambda done, parts: steps.append((done, parts))))

    assert told["me.json"][0]["name"] == "Bo"
    assert told["sign_in.json"][0]["phone"] == "+821012345678"
    assert told["organisations.json"][0]["organisation__name"] == "Sunrise"
    assert {row["matter"] for row in told["consents.json"]} == {"terms", "privacy"}
    assert told["book.json"] == [{"account": str(bo.id)}]
    assert "book.json" in told["letter"]
    assert steps[-1] == (len(told) - 1, len(told) - 1)


def test_one_is_made_at_a_time(ana):
    first, is_new = request_export(by=actor_of(ana))
    note_progress(export_id=first.id, progress_id=first.id)
    second, is_new_again = request_export(by=actor_of(ana))

    assert (first, is_new, is_new_again) == (second, True, False)


def test_making_it_twice_makes_it_once(ana):
    export, _is_new = request_export(by=actor_of(ana))
    made = make_export(export_id=export.id)

    assert make_export(export_id=export.id).ready_at == made.ready_at


def test_a_new_one_replaces_the_old_file(ana, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for _time in "ab":
            make_export(export_id=request_export(by=actor_of(ana))[0].id)

    assert len(list(files.rglob("*.zip"))) == 1
    assert Export.objects.filter(removed_at__isnull=True).count() == 1


def test_the_sixth_in_a_day_has_to_wait(ana):
    for _time in range(5):
        make_export(export_id=request_export(by=actor_of(ana))[0].id)
    with pytest.raises(TooManyExports):
        request_export(by=actor_of(ana))
    assert Export.objects.count() == 5


def test_a_stranger_gets_nothing(db):
    with pytest.raises(NotSignedIn):
        request_export(by=STRANGER)


def test_the_file_goes_after_a_week(ana, frozen_time, files, django_capture_on_commit_callbacks):
    make_export(export_id=request_export(by=actor_of(ana))[0].id)
    frozen_time.tick(days=8)
    with pytest.raises(ExportGone):
        export_file(person_id=ana.id)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.remove_old_exports()

    assert not list(files.rglob("*.zip"))
    assert Export.objects.get().removed_at is not None


def test_removing_stops_one_in_the_making(ana):
    export, _is_new = request_export(by=actor_of(ana))
    remove_export(export_id=export.id)

    assert make_export(export_id=export.id).ready_at is None


def test_the_page_asks_the_worker_shows_progress_and_hands_out(browser_of, ana, dee):
    browser = browser_of(ana)
    browser.post(reverse("people:export"))
    queued = ProcrastinateJob.objects.get(task_name="people.make_export")
    progress = Progress.objects.get(id=queued.args["progress_id"])
    assert browser.get(reverse("people:export")).context["job"]["state"] == "waiting"
    assert browser.get(reverse("people:export_progress")).status_code == 200
    assert browser.get(reverse("people:export_download")).status_code == 409

    arguments = {name: value for name, value in queued.args.items() if name != "progress_id"}
    with report_of(str(progress.id)) as report:
        jobs.make_export.work(report, **arguments)
    progress.refresh_from_db()

    assert (progress.status, progress.done_count) == ("done", progress.total_count)
    assert browser.get(reverse("people:export_progress")).headers["HX-Redirect"] == reverse("people:export")
    handed_out = browser.get(reverse("people:export_download"))
    assert handed_out.headers["Content-Type"] == "application/zip"
    for close in handed_out._resource_closers:
        close()
    assert browser_of(dee).get(reverse("people:export_download")).status_code == 409
