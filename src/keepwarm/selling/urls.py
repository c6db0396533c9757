"""Addresses of selling, under `/selling/`."""

from django.urls import path

from keepwarm.selling.views import lists, offerings, one, stages

urlpatterns = [
    path("", lists.show_list, name="list"),
    path("board/", lists.show_board, name="board"),
    path("forecast/", lists.show_forecast, name="forecast"),
    path("stages/", stages.show_stages, name="stages"),
    path("offerings/", offerings.show_list, name="offerings"),
    path("offerings/new/", offerings.add, name="add_offering"),
    path("offerings/rates/", offerings.add_rate, name="add_rate"),
    path("offerings/<str:ref>/", offerings.change, name="change_offering"),
    path("offerings/<str:ref>/mark/", offerings.mark, name="mark_offering"),
    path("prospects/<str:ref>/", one.of_person, name="of_person"),
    path("prospects/<str:ref>/new/", one.add, name="add"),
    path("<str:ref>/", one.show, name="show"),
    path("<str:ref>/change/", one.change, name="change"),
    path("<str:ref>/move/", lists.move, name="move"),
    path("<str:ref>/next/", one.next_touch, name="next"),
    path("<str:ref>/people/", one.add_person, name="add_person"),
    path("<str:ref>/people/remove/", one.drop_person, name="remove_person"),
]
