"""Addresses of segments, under `/segments/`."""

from django.urls import path

from keepwarm.segments import views

urlpatterns = [
    path("", views.show_all, name="list"),
    path("suggested/", views.show_suggested, name="suggested"),
    path("new/", views.add, name="add"),
    path("live/", views.show_live, name="live"),
    path("<str:ref>/", views.show, name="show"),
    path("<str:ref>/count/", views.show_count, name="count"),
    path("<str:ref>/likeness/", views.show_likeness, name="likeness"),
    path("<str:ref>/edit/", views.edit, name="edit"),
    path("<str:ref>/retire/", views.retire, name="retire"),
]
