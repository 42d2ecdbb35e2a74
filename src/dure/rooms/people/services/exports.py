"""Everything about me: a ZIP with JSON files and a letter, made by a job, kept for a week.

Other rooms add their parts through `about_me.tells`.
"""

import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dure.kernel.clock import now
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.rooms.people import about_me
from dure.rooms.people.errors import TooManyExports
from dure.rooms.people.models import Export, Person
from dure.rooms.people.queries.portrait import own_parts

KEPT = timedelta(days=7)
ASKED_A_DAY = 5


@transaction.atomic
def request_export(*, by: Actor) -> tuple[Export, bool]:
    """Ask for everything about oneself; return the export and whether it still has to be given to the worker.

    One is made at a time; asking again meanwhile returns the same.
    """
    if by.person_id is None:
        raise NotSignedIn
    Person.objects.select_for_update().get(id=by.person_id)
    in_making = Export.objects.filter(person_id=by.person_id, ready_at__isnull=True, removed_at__isnull=True).first()
    if in_making:
        return in_making, in_making.progress_id is None
    lately = Export.objects.filter(person_id=by.person_id, requested_at__gt=now() - timedelta(days=1))
    if lately.count() >= ASKED_A_DAY:
        raise TooManyExports(retry_after_s=86_400)
    return Export.objects.create(person_id=by.person_id, requested_at=now()), True


@transaction.atomic
def note_progress(*, export_id: UUID, progress_id: UUID) -> None:
    """Remember where the making of an export can be watched."""
    Export.objects.filter(id=export_id).update(progress_id=progress_id)


@transaction.atomic
def make_export(*, export_id: UUID, step: Callable[[int, int], None] = lambda _done, _all: None) -> Export:
    """Gather everything and keep the ZIP; `step(done, all)` hears of each part. Making it twice changes nothing."""
    export = Export.objects.select_for_update().select_related("person").get(id=export_id)
    if export.ready_at or export.removed_at:
        return export
    with translation.override(export.person.language):
        content = _zip(export.person, step)
    for older in Export.objects.filter(person_id=export.person_id, removed_at__isnull=True, ready_at__isnull=False):
        remove_export(export_id=older.id)
    export.file.save(f"{export.id}.zip", ContentFile(content), save=False)
    export.ready_at, export.expires_at = now(), now() + KEPT
    export.save()
    return export


@transaction.atomic
def remove_export(*, export_id: UUID) -> None:
    """Delete the file of an export, or stop waiting for it; the row stays as a trace without content."""
    export = Export.objects.select_for_update().get(id=export_id)
    if export.file:
        stored, name = export.file.storage, str(export.file.name)
        # The file goes only once the row says so for good: a rolled back verb must not lose it.
        transaction.on_commit(lambda: stored.delete(name))
        export.file = ""
    export.removed_at = now()
    export.save(update_fields=["file", "removed_at"])


def _zip(person: Person, step: Callable[[int, int], None]) -> bytes:
    parts = {**own_parts(), **about_me.TELLERS}
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _letter(person, parts))
        for number, (part, teller) in enumerate(parts.items(), start=1):
            archive.writestr(f"{part}.json", _json(teller(person.id)))
            step(number, len(parts))
    return kept.getvalue()


def _json(rows: about_me.Rows) -> str:
    return json.dumps(list(rows), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _letter(person: Person, parts: Iterable[str]) -> str:
    return "\n".join(
        [
            _("Everything Dure knows about %(name)s") % {"name": person.display_name},
            f"{now():%Y-%m-%d %H:%M} UTC",
            "",
            _("Each file holds one part, as a list in JSON: a plain text that people and programs can read."),
            *(f"- {part}.json" for part in parts),
            "",
            _("Times are in UTC. The house deletes this file after a week."),
        ]
    )
