"""Load the demo, and take it away."""

from keepwarm.demo.actions.loading import AlreadyHere, HouseNotEmpty, load_demo
from keepwarm.demo.actions.removing import NothingToRemove, remove_demo

__all__ = ["AlreadyHere", "HouseNotEmpty", "NothingToRemove", "load_demo", "remove_demo"]
