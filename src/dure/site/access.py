"""The access table: who may come through which door. Deny by default (`kernel/access.py` explains the keys).

Keep the sections in the order of the floors, lines in alphabetical order.
"""

from dure.kernel.access import EVERYONE, STAFF, Table

TABLE: Table = {
    # site
    "health": EVERYONE,
    # ui
    "ui:kit": EVERYONE,
    "ui:licences": EVERYONE,
    "ui:manifest": EVERYONE,
    "ui:offline": EVERYONE,
    "ui:preferences": EVERYONE,
    "ui:service_worker": EVERYONE,
    # web
    "web:home": EVERYONE,
    # ledger
    # people
    # third-party pages
    "admin:*": STAFF,
}
