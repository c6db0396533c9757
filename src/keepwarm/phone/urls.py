"""Addresses of the phone room."""

from django.urls import path

from keepwarm.phone import views

urlpatterns = [
    path("points/", views.show_points, name="points"),
    path("points/new/", views.write_points, name="write_points"),
    path("points/<str:ref>/", views.edit_points, name="edit_points"),
    path("points/<str:ref>/retire/", views.retire, name="retire_points"),
]
