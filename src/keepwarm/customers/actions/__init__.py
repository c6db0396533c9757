"""Every write of customers: promises, cases, what keeps a customer, and what the customer says."""

from keepwarm.customers.actions.absorbing import absorb, forget, reassign
from keepwarm.customers.actions.recording import record_promises
from keepwarm.customers.new import NewPromise

__all__ = ["NewPromise", "absorb", "forget", "reassign", "record_promises"]
