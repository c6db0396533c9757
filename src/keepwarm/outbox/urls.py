"""Addresses of mail, under `/outbox/`."""

from django.urls import path

from keepwarm.outbox.views import accounts, mail
from keepwarm.outbox.views_deliverability import show_deliverability

urlpatterns = [
    path("", mail.show, name="mail"),
    path("confirm/", mail.confirm, name="confirm"),
    path("deliverability/", show_deliverability, name="deliverability"),
    path("accounts/new/", accounts.add, name="add_account"),
    path("accounts/<str:ref>/", accounts.change, name="account"),
    path("accounts/<str:ref>/test/", accounts.test, name="test_account"),
    path("accounts/<str:ref>/turn/", accounts.turn, name="turn_account"),
    path("accounts/<str:ref>/dkim/", accounts.sign, name="sign_account"),
    path("<str:ref>/decide/", mail.decide, name="decide"),
]
