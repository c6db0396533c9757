"""Addresses of the circle."""

from django.urls import path

from keepwarm.circle.views import handing, imports, pipeline, selling, team

urlpatterns = [
    path("team/", team.show_team, name="team"),
    path("seats/<str:ref>/ill-today/", team.ill_today, name="ill_today"),
    path("seats/<str:ref>/away/", team.away, name="away"),
    path("seats/<str:ref>/back/", team.back, name="back"),
    path("seats/<str:ref>/leave/", team.leaving, name="leave"),
    path("prospects/<str:ref>/give/", handing.give, name="give"),
    path("opportunities/<str:ref>/won/", selling.win_it, name="win"),
    path("opportunities/<str:ref>/lost/", selling.lose_it, name="lose"),
    path("opportunities/<str:ref>/postponed/", selling.postpone_it, name="postpone"),
    path("opportunities/<str:ref>/again/", selling.take_up, name="take_up"),
    path("sales/<str:ref>/undo/", selling.undo, name="undo_sale"),
    path("pipelines/", pipeline.pipelines, name="pipelines"),
    path("imports/<str:ref>/undo/", imports.undo_import, name="undo_import"),
    path("imports/<str:ref>/opportunities/", pipeline.pipeline, name="pipeline"),
    path("imports/<str:ref>/opportunities/stop/", pipeline.stop_pipeline, name="stop_pipeline"),
    path("imports/<str:ref>/opportunities/go-on/", pipeline.go_on_with_pipeline, name="go_on_with_pipeline"),
    path("imports/<str:ref>/opportunities/undo/", pipeline.undo_pipeline, name="undo_pipeline"),
]
