"""Addresses of the ledger room."""

from datetime import date

from django.urls import path, register_converter

from dure.rooms.ledger.views import files, own, public, staff


class DayConverter:
    """A day in an address: 2026-11-22."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Read a day; ValueError (not found) for one that does not exist."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Write a day."""
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "ledger"
urlpatterns = [
    path("book/", public.book, name="book"),
    path("book/accounts/", staff.all_accounts, name="accounts"),
    path("book/accounts/<str:code>/", staff.account, name="account"),
    path("book/days/", public.days, name="days"),
    path("book/days/<day:day>/<int:cell_id>/", public.day, name="day"),
    path("book/days/<day:day>/<int:cell_id>/page.txt", public.day_file, name="day_file"),
    path("book/entries/<int:cell_id>/<int:entry_id>/", own.entry, name="entry"),
    path("book/files/", files.statement_file, name="statement_file"),
    path("book/files/<uuid:export_id>/", files.export, name="export"),
    path("book/files/<uuid:export_id>/file/", files.export_file, name="export_file"),
    path("book/files/<uuid:export_id>/progress/", files.export_progress, name="export_progress"),
    path("book/mine/", own.my_statement, name="my_statement"),
    path("book/trial-balance/", staff.trial_balance, name="trial_balance"),
]
