"""Addresses of this room, under `/prospects/`: the list, and finding anyone. The page of one prospect is the desk's."""

from django.urls import path

from keepwarm.prospects import views

urlpatterns = [
    path("", views.show_list, name="list"),
    path("find/", views.find_anyone, name="find"),
]
