"""Addresses of letters on paper, under `/post/`; that of readers under `p/`."""

from django.urls import path

from keepwarm.post.views import batches, pages, public, returned

urlpatterns = [
    path("", pages.show_waiting, name="list"),
    path("write/", pages.write, name="write"),
    path("print/", batches.print_it, name="print"),
    path("returned/", returned.show_form, name="returned"),
    path("p/<str:code>/", public.lead_on, name="short"),
    path("letter/<str:ref>/returned/", returned.note, name="note_return"),
    path("letter/<str:ref>/there/", returned.take_back, name="take_return_back"),
    path("<str:ref>/", batches.show, name="show"),
    path("<str:ref>/letters.pdf", batches.download, name="pdf"),
    path("<str:ref>/make/", batches.make, name="make"),
    path("<str:ref>/posted/", batches.posted, name="posted"),
    path("<str:ref>/back/", batches.take_back, name="take_back"),
]
