"""Load the demo, and take it away."""

from keepwarm.demo.actions.loading import AlreadyHere, HouseNotEmpty, load_demo
from keepwarm.demo.actions.removing import NothingToRemove, remove_demo
from keepwarm.demo.actions.staffing import read_folders

__all__ = ["AlreadyHere", "HouseNotEmpty", "NothingToRemove", "load_demo", "read_folders", "remove_demo"]
