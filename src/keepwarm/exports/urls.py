"""Addresses of exports, under `/exports/`."""

from django.urls import path

from keepwarm.exports import views

urlpatterns = [
    path("", views.show_list, name="list"),
    path("book/", views.show_book, name="book"),
    path("<slug:name>/", views.show, name="take"),
]
