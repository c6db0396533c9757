"""Addresses of the marked pages, below `marked-pages/`."""

from django.urls import path

from keepwarm.signs.views import marking

urlpatterns = [path("", marking.show_pages, name="list"), path("<str:ref>/end/", marking.end_page, name="end")]
