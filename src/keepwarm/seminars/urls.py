"""Addresses of seminars, under `/seminars/`; those of guests under `p/`."""

from django.urls import path

from keepwarm.seminars.views import door, pages, public

urlpatterns = [
    path("", pages.show_list, name="list"),
    path("new/", pages.make, name="new"),
    path("p/ticket/<str:token>/", public.show_ticket, name="ticket"),
    path("p/ticket/<str:token>/seminar.ics", public.ticket_calendar, name="calendar"),
    path("p/<str:ref>/", public.show_seminar, name="public"),
    path("door/guest/<str:ref>/", door.scanned, name="scanned"),
    path("door/guest/<str:ref>/back/", door.untick, name="untick"),
    path("<str:ref>/", pages.show, name="show"),
    path("<str:ref>/edit/", pages.edit, name="edit"),
    path("<str:ref>/open/", pages.open_it, name="open"),
    path("<str:ref>/off/", pages.call_it_off, name="call_off"),
    path("<str:ref>/follow/", pages.follow, name="follow"),
    path("<str:ref>/door/", door.show_door, name="door"),
    path("<str:ref>/attended/", door.tick, name="tick"),
]
