"""Addresses of the demo."""

from django.urls import path

from keepwarm.demo import views

urlpatterns = [
    path("", views.show_house, name="house"),
    path("load/", views.load, name="load"),
    path("remove/", views.remove, name="remove"),
]
