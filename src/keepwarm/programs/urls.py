"""Addresses of programs, under `/programs/`."""

from django.urls import path

from keepwarm.programs.views import behind, programs, tomorrow

urlpatterns = [
    path("", programs.show_list, name="list"),
    path("tomorrow/", tomorrow.show, name="tomorrow"),
    path("tomorrow/stop/", tomorrow.stop_group, name="stop_group"),
    path("tomorrow/change/", tomorrow.change_group, name="change_group"),
    path("turns/<str:ref>/stop/", tomorrow.stop_one, name="stop_turn"),
    path("turns/<str:ref>/change/", tomorrow.change_one, name="change_turn"),
    path("new/", programs.add, name="add"),
    path("<str:ref>/", programs.show_one, name="show"),
    path("<str:ref>/change/", programs.change, name="change"),
    path("<str:ref>/rows/<slug:what>/", behind.show_rows, name="rows"),
    path("<str:ref>/turn/", programs.turn, name="turn"),
    path("<str:ref>/worth/", programs.weigh, name="weigh"),
]
