"""Addresses of short messages, under `/messaging/`."""

from django.urls import path

from keepwarm.messaging.views import gateway, pages

urlpatterns = [
    path("", pages.show_list, name="list"),
    path("write/", pages.write, name="write"),
    path("gateway/", gateway.show, name="gateway"),
    path("gateway/secret/", gateway.renew, name="renew"),
    path("gateway/test/", gateway.try_it, name="test"),
    path("gateway/go-on/", gateway.go_on, name="resume"),
    path("gateway/remove/", gateway.remove, name="remove"),
    path("<str:ref>/decide/", pages.decide, name="decide"),
]
