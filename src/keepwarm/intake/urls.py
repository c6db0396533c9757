"""Addresses of this room, under `/intake/`."""

from django.urls import path

from keepwarm.intake.views import imports, inquiry_forms, new_person, progress

urlpatterns = [
    path("new/", new_person.new_person, name="new_person"),
    path("imports/", imports.imports, name="imports"),
    path("forms/", inquiry_forms.show_forms, name="forms"),
    path("forms/new/", inquiry_forms.write_form, name="write_form"),
    path("forms/<str:ref>/", inquiry_forms.edit_form, name="edit_form"),
    path("forms/<str:ref>/turn/", inquiry_forms.turn_form, name="turn_form"),
    path("doubts/", progress.doubts, name="doubts"),
    path("imports/<str:ref>/", progress.show_import, name="import"),
    path("imports/<str:ref>/columns/", imports.columns, name="columns"),
    path("imports/<str:ref>/look/", imports.look, name="look"),
    path("imports/<str:ref>/discard/", imports.discard, name="discard"),
    path("imports/<str:ref>/map.toml", imports.example, name="map"),
    path("imports/<str:ref>/stop/", progress.stop, name="stop"),
    path("imports/<str:ref>/go-on/", progress.go_on, name="go_on"),
    path("imports/<str:ref>/refused.csv", progress.rejects, name="rejects"),
]
