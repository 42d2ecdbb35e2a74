"""A process of a house in which somebody of the demo world joins, as the demo world lets them, and nobody else.

python tests/engine/demo_person.py, in the environment of the house.
"""

import django

from dure.site.demo_cast import CAST, PASSWORD


def join() -> None:
    """Let the first of the cast in, if they are not."""
    from dure.rooms.people.queries.persons import sign_in_by_phone  # noqa: PLC0415  after django.setup()
    from dure.rooms.people.services import persons, sign_ins  # noqa: PLC0415

    first = CAST[0]
    if sign_in_by_phone(phone=first.phone) is None:
        joined = persons.register(
            name=first.name,
            language=first.language,
            agreed_to=("terms", "privacy"),
            phone=first.phone,
            password=PASSWORD,
        )
        sign_ins.prove_phone(sign_in_id=joined.id, phone=first.phone)


if __name__ == "__main__":
    django.setup()
    join()
