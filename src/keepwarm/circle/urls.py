"""Addresses of the circle."""

from django.urls import path

from keepwarm.circle import views, views_undo

urlpatterns = [
    path("team/", views.show_team, name="team"),
    path("seats/<str:ref>/ill-today/", views.ill_today, name="ill_today"),
    path("seats/<str:ref>/away/", views.away, name="away"),
    path("seats/<str:ref>/back/", views.back, name="back"),
    path("seats/<str:ref>/leave/", views.leaving, name="leave"),
    path("imports/<str:ref>/undo/", views_undo.undo_import, name="undo_import"),
]
