"""Who is to be helped first: noted, changed and taken over from lists by staff."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.errors import NotAllowed
from dure.kernel.http import Actor
from dure.rooms.people import help_first_lists
from dure.rooms.people.errors import HelpFirstWrong, ListIncomplete, ListUnreadable, MarkUnknown
from dure.rooms.people.models import HelpFirst
from dure.rooms.people.queries import help_first as queries
from dure.rooms.people.queries.regions import region


@transaction.atomic
def note_help_first(
    *, by: Actor, country: str, code: str, programme: str, source: str, year: int,
    since: date | None = None, until: date | None = None,
) -> HelpFirst:  # fmt: skip
    """Note that a programme names a region as one to be helped first."""
    _staff_only(by)
    mark = HelpFirst(region=region(country=country, code=code))
    return _keep(mark, by, programme=programme, source=source, year=year, since=since, until=until)


@transaction.atomic
def change_help_first(
    *, by: Actor, mark_id: UUID, programme: str, source: str, year: int, since: date | None, until: date | None
) -> HelpFirst:
    """Change what a mark says; the change is signed with who and when."""
    _staff_only(by)
    mark = HelpFirst.objects.select_for_update().filter(id=mark_id).first()
    if mark is None:
        raise MarkUnknown
    return _keep(mark, by, programme=programme, source=source, year=year, since=since, until=until)


@transaction.atomic
def end_help_first(*, by: Actor, mark_ids: list[UUID], on: date) -> int:
    """End marks on a day, so that they no longer count afterwards; return how many changed."""
    _staff_only(by)
    marks = HelpFirst.objects.filter(id__in=mark_ids).exclude(until__lte=on).exclude(since__gt=on)
    return marks.update(until=on, noted_at=now(), noted_by_id=by.person_id)


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What a list did: marks added, marks renewed, lines left out."""

    added: int
    renewed: int
    left_out: int


def preview_help_first(
    *, content: bytes, country: str, year: int | None = None, source: str = ""
) -> queries.HelpFirstPreview:
    """Read a list and find its regions; nothing is written."""
    try:
        lines = help_first_lists.read(content)
    except help_first_lists.NotAList as unreadable:
        raise ListUnreadable(unreadable.reason) from unreadable
    return queries.preview_help_first(lines=lines, country=country, year=year, source=source)


@transaction.atomic
def import_help_first(
    *, by: Actor, content: bytes, country: str, programme: str, year: int | None = None, source: str = "",
    leave_out_unmatched: bool = False,
) -> Imported:  # fmt: skip
    """Mark every region of a list for a programme, all or nothing; lines not found are left out only when told so."""
    _staff_only(by)
    if not programme.strip():
        raise HelpFirstWrong(fields={"programme": [_required()]})
    preview = preview_help_first(content=content, country=country, year=year, source=source)
    if preview.unmatched and not leave_out_unmatched:
        raise ListIncomplete(count=len(preview.unmatched))
    known = set(HelpFirst.objects.filter(programme=programme).values_list("region_id", "year"))
    marks = [
        HelpFirst(
            region=one.region,
            programme=programme,
            source=one.source,
            year=one.year,
            noted_at=now(),
            noted_by_id=by.person_id,
        )
        for one in preview.matched
    ]
    HelpFirst.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["region", "programme", "year"],
        update_fields=["source", "noted_at", "noted_by_id"],
    )
    renewed = sum((one.region.id, one.year) in known for one in preview.matched)
    return Imported(added=len(marks) - renewed, renewed=renewed, left_out=len(preview.unmatched))


def _staff_only(by: Actor) -> None:
    """Refuse everybody but staff."""
    if not by.is_staff:
        raise NotAllowed


def _required() -> str:
    """Return Django's own sentence for an empty field, in the active language."""
    return str(HelpFirst._meta.get_field("programme").error_messages["blank"])


def _keep(mark: HelpFirst, by: Actor, **facts: Any) -> HelpFirst:
    """Write the facts, who noted them and when, or refuse field by field."""
    for field, fact in facts.items():
        setattr(mark, field, fact.strip() if isinstance(fact, str) else fact)
    mark.noted_at, mark.noted_by_id = now(), by.person_id
    try:
        mark.full_clean()
    except ValidationError as wrong:
        raise HelpFirstWrong(fields=wrong.message_dict) from wrong
    mark.save()
    return mark
