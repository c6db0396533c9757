"""Addresses of customers, under `/customers/`; those for the customer under `p/` and `change/`."""

from django.urls import path

from keepwarm.customers.views import doing, pages, public

urlpatterns = [
    path("", pages.show_list, name="list"),
    path("promises/", pages.show_promises, name="promises"),
    path("over-selling/", pages.show_overselling, name="overselling"),
    path("cases/", pages.show_cases, name="cases"),
    path("p/<str:token>/", public.show_asked, name="asked"),
    path("change/<str:token>/", public.show_change, name="change_public"),
    path("promise/<str:ref>/settle/", doing.settle, name="settle"),
    path("promise/<str:ref>/change/", doing.change, name="change"),
    path("sale/<str:ref>/promise/", doing.add, name="add"),
    path("case/<str:ref>/settle/", doing.settle_case, name="settle_case"),
    path("case/<str:ref>/give/", doing.give_case, name="give_case"),
    path("<str:ref>/", pages.show, name="show"),
    path("<str:ref>/complaint/", doing.complain, name="complain"),
    path("<str:ref>/beside/", doing.beside, name="beside"),
    path("<str:ref>/aside/", doing.aside, name="aside"),
    path("<str:ref>/left/", doing.lose, name="lose"),
]
