"""Addresses of the inbox, under `/inbox/`."""

from django.urls import path

from keepwarm.inbox.views import lists, mailboxes, one

urlpatterns = [
    path("", lists.show_list, name="list"),
    path("mailboxes/", mailboxes.show, name="mailboxes"),
    path("mailboxes/<str:ref>/retire/", mailboxes.retire, name="retire"),
    path("proposals/<str:ref>/take/", one.take_them, name="take"),
    path("proposals/<str:ref>/leave/", one.leave_them, name="leave_proposal"),
    path("<str:ref>/", one.show, name="show"),
    path("<str:ref>/raw/", one.download, name="raw"),
    path("<str:ref>/choose/", one.choose, name="choose"),
    path("<str:ref>/give/", one.give, name="give"),
    path("<str:ref>/take-in/", one.take_in, name="take_in"),
    path("<str:ref>/leave/", one.leave, name="leave"),
    path("<str:ref>/again/", one.read_again, name="again"),
]
