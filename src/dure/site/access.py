"""The access table: who may come through which door. Deny by default (`kernel/access.py` explains the keys).

Keep the sections in the order of the floors, lines in alphabetical order.
"""

from dure.kernel.access import EVERYONE, STAFF, Table

TABLE: Table = {
    # site
    "health": EVERYONE,
    # ui
    # web
    "web:home": EVERYONE,
    # ledger
    # people
    # third-party pages
    "admin:*": STAFF,
}
