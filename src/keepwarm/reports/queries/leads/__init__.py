"""The report of the leads: what was offered to sales, what sales answered and how soon, and what became of those who came back."""

from keepwarm.reports.queries.leads.page import LeadsReport, leads_report
from keepwarm.reports.queries.leads.rows import LeadRows, Wanted, lead_rows
from keepwarm.reports.queries.leads.telling import as_json

__all__ = ["LeadRows", "LeadsReport", "Wanted", "as_json", "lead_rows", "leads_report"]
