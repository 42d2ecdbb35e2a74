"""Who may come through which door of the giving room, lines alphabetical.

A member sees the desk and the pledges; the verbs ask for a manager.
"""

from dure.kernel.access import EVERYONE, SIGNED_IN, Table, member

DOORS: Table = {
    "api:fund": EVERYONE,
    "api:fund_lines": EVERYONE,
    "api:funds": EVERYONE,
    "giving:campaign": member("manager"),
    "giving:desk": member("member"),
    "giving:disbursement": member("manager"),
    "giving:donation": SIGNED_IN,
    "giving:evidence": EVERYONE,
    "giving:fund": EVERYONE,
    "giving:fund_change": member("manager"),
    "giving:fund_desk": member("member"),
    "giving:fund_file": EVERYONE,
    "giving:fund_opening": member("manager"),
    "giving:fund_status": member("manager"),
    "giving:funds": EVERYONE,
    "giving:gifts": SIGNED_IN,
    "giving:naming": SIGNED_IN,
    "giving:pledge_ending": member("manager"),
    "giving:pledging": member("manager"),
    "giving:seller": member("member"),
    "giving:verification": member("manager"),
}
