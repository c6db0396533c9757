"""Addresses of the marketers' keep-warm list, under `/keep-warm/`."""

from django.urls import path

from keepwarm.desk.views import lists

urlpatterns = [
    path("", lists.show_keeping, name="list"),
    path("<str:ref>/done/", lists.log_done, name="done"),
]
