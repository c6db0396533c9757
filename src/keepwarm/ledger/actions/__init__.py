"""Every write of the ledger: days are marked and counted, everyone is looked at in turn, outlays are written down."""

from keepwarm.ledger.actions.counting import count_up
from keepwarm.ledger.actions.outlays import take_back_outlay, write_down_outlay
from keepwarm.ledger.actions.passing import look_at_everyone

__all__ = ["count_up", "look_at_everyone", "take_back_outlay", "write_down_outlay"]
