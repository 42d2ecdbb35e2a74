"""One statement tells what is on a show's screen."""

import pytest

from dure.kernel.ids import new_id
from dure.rooms.stage.errors import ShowNotFound
from dure.rooms.stage.queries.screens import screen


@pytest.mark.django_db
def test_unknown_show_has_no_screen():
    """Who asks for a show that is not there is told so."""
    with pytest.raises(ShowNotFound):
        screen(show_id=new_id())
