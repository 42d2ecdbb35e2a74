"""Who may come through which door of the trust room, lines alphabetical."""

from dure.kernel.access import EVERYONE, SIGNED_IN, STAFF, Table, member

DOORS: Table = {
    "api:add_paper": member("member"),
    "api:screen_texts": EVERYONE,
    "api:trades": EVERYONE,
    "api:verification": member("member"),
    "trust:addition": SIGNED_IN,
    "trust:decision": STAFF,
    "trust:decision_undoing": STAFF,
    "trust:decisions": STAFF,
    "trust:paper": SIGNED_IN,
    "trust:queue": STAFF,
    "trust:renewal": SIGNED_IN,
    "trust:trades": EVERYONE,
    "trust:verification": SIGNED_IN,
}
