"""Addresses of the desk, under `/desk/`."""

from django.urls import path

from keepwarm.desk.views import calls, desk, steps

urlpatterns = [
    path("", desk.show_today, name="today"),
    path("today/", desk.show_list, name="list"),
    path("waiting/", desk.show_waiting, name="waiting"),
    path("they-called/", calls.they_called, name="they_called"),
    path("undo/<str:ref>/", desk.undo, name="undo"),
    path("<str:ref>/", desk.show_person, name="person"),
    path("<str:ref>/call/", calls.call, name="call"),
    path("<str:ref>/ending/", calls.end_call, name="ending"),
    path("<str:ref>/not-dialled/", calls.not_dialled, name="not_dialled"),
    path("<str:ref>/they-called/", calls.end_incoming, name="incoming"),
    path("<str:ref>/letter/", steps.letter, name="letter"),
    path("<str:ref>/keep-warm/", steps.keep_warm, name="keep_warm"),
    path("<str:ref>/not-this-one/", steps.not_this_one, name="not_this_one"),
    path("<str:ref>/meeting/", steps.meeting, name="meeting"),
]
