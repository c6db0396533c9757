"""Addresses of the circle."""

from django.urls import path

from keepwarm.circle.views import handing, imports, team

urlpatterns = [
    path("team/", team.show_team, name="team"),
    path("seats/<str:ref>/ill-today/", team.ill_today, name="ill_today"),
    path("seats/<str:ref>/away/", team.away, name="away"),
    path("seats/<str:ref>/back/", team.back, name="back"),
    path("seats/<str:ref>/leave/", team.leaving, name="leave"),
    path("prospects/<str:ref>/give/", handing.give, name="give"),
    path("imports/<str:ref>/undo/", imports.undo_import, name="undo_import"),
]
