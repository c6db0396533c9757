"""Qualification in the background: trials on history are counted."""

from keepwarm.lib.periodic import Periodic
from keepwarm.qualification.tasks.trial import count_trials

PERIODIC = (Periodic(count_trials, minutes=1),)
