"""Addresses of the room staff."""

from django.urls import path, re_path

from keepwarm.staff import views

urlpatterns = [
    path("people/new/", views.add_person, name="add_person"),
    path("people/<str:ref>/", views.show_person, name="person"),
    path("people/<str:ref>/link/", views.invite, name="invite"),
    re_path(r"^people/(?P<ref>\w+)/(?P<part>roles|hours|territories|team|rate)/$", views.change_person, name="change_person"),
    path("teams/", views.teams, name="teams"),
    path("teams/<str:ref>/", views.name_team, name="name_team"),
    path("profile/", views.show_profile, name="profile"),
    path("profile/password/", views.choose_password, name="password"),
    path("profile/keys/", views.add_key, name="add_key"),
    path("profile/keys/<str:ref>/revoke/", views.take_key, name="take_key"),
]
