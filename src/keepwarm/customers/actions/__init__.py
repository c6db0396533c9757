"""Every write of customers: promises, cases, what keeps a customer, and what the customer says."""

from keepwarm.customers.actions.absorbing import absorb, forget, reassign
from keepwarm.customers.actions.cases import give_case, open_case, settle_case
from keepwarm.customers.actions.hearing import Heard, hear
from keepwarm.customers.actions.losing import lose_customer
from keepwarm.customers.actions.planning import plan_new_sales, plan_sale
from keepwarm.customers.actions.raising import ask_openly, call_again, raise_due, wait_again
from keepwarm.customers.actions.recording import record_promises
from keepwarm.customers.actions.reporting import report_fact, stand_beside, step_aside
from keepwarm.customers.actions.settling import answer_change, break_promise, keep_promise, propose_change
from keepwarm.customers.actions.telling import tell_customers
from keepwarm.customers.actions.withdrawing import hold_promised, lose_again, withdraw_promises, withdraw_undone
from keepwarm.customers.new import NewPromise

__all__ = [
    "Heard",
    "NewPromise",
    "absorb",
    "answer_change",
    "ask_openly",
    "break_promise",
    "call_again",
    "forget",
    "give_case",
    "hear",
    "hold_promised",
    "keep_promise",
    "lose_again",
    "lose_customer",
    "open_case",
    "plan_new_sales",
    "plan_sale",
    "propose_change",
    "raise_due",
    "reassign",
    "record_promises",
    "report_fact",
    "settle_case",
    "stand_beside",
    "step_aside",
    "tell_customers",
    "wait_again",
    "withdraw_promises",
    "withdraw_undone",
]
