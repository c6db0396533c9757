"""The circle: how many are where, how they move, how long it takes, who comes back, and where they get stuck."""

from keepwarm.reports.queries.flow.page import FlowReport, Move, Place, flow_report
from keepwarm.reports.queries.flow.rows import Wanted, flow_rows

__all__ = ["FlowReport", "Move", "Place", "Wanted", "flow_report", "flow_rows"]
