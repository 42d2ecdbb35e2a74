"""Who may come through which door of the web room, lines alphabetical."""

from dure.kernel.access import EVERYONE, SIGNED_IN, STAFF, Table, member

DOORS: Table = {
    "web:desk": member("member"),
    "web:desks": SIGNED_IN,
    "web:home": EVERYONE,
    "web:job": SIGNED_IN,
    "web:job_cancellation": SIGNED_IN,
    "web:job_file": SIGNED_IN,
    "web:kinds": EVERYONE,
    "web:product": EVERYONE,
    "web:robots": EVERYONE,
    "web:search": EVERYONE,
    "web:shop": EVERYONE,
    "web:sitemap": EVERYONE,
    "web:staff": STAFF,
    "web:storefront": EVERYONE,
    "web:suggestions": EVERYONE,
    "web:troubled_deliveries": STAFF,
}
