"""`python -m dure.site.demo_people`: ends with 1 when anybody of the demo world can sign in to this database."""

import sys

import django


def present() -> list[str]:
    """Return the phone numbers of the demo world's cast that this database knows."""
    from dure.rooms.people.queries import persons  # noqa: PLC0415  its tables load only when Django is ready
    from dure.site.demo_cast import CAST  # noqa: PLC0415  its words are translated only then

    return [member.phone for member in CAST if persons.sign_in_by_phone(phone=member.phone)]


if __name__ == "__main__":
    django.setup()
    found = present()
    sys.stdout.write(f"demo people in this database: {', '.join(found) or 'none'}\n")
    sys.exit(bool(found))
