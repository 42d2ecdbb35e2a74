"""The first page of the dispatch room."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_shows_its_first_page_to_everyone(client: Client) -> None:
    """A stranger may look in."""
    assert client.get("/dispatch/").status_code == 200
