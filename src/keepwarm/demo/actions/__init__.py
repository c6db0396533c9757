"""Load the demo, and take it away."""

from keepwarm.demo.actions.alone import is_being_loaded
from keepwarm.demo.actions.loading import AlreadyHere, BeingLoaded, HouseNotEmpty, load_demo
from keepwarm.demo.actions.removing import NothingToRemove, remove_demo
from keepwarm.demo.actions.staffing import read_folders

__all__ = ["AlreadyHere", "BeingLoaded", "HouseNotEmpty", "NothingToRemove", "is_being_loaded", "load_demo", "read_folders", "remove_demo"]
