from keepwarm.site.rooms import ROOMS
from tests.tree import list_rooms

NO_APPS = {"engine", "lib", "cli"}
"""Rooms that know no Django, or only call it."""


def test_every_folder_that_is_a_room_is_in_the_list_of_rooms() -> None:
    assert set(ROOMS) == set(list_rooms()) - NO_APPS
