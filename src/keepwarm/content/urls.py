"""Addresses of the content library; what lies below `p/` is for everyone."""

from django.urls import path

from keepwarm.content.views import feeds, house, library, mails

urlpatterns = [
    path("", library.show_items, name="list"),
    path("map/", library.show_map, name="map"),
    path("new/", library.add_item, name="add"),
    path("import/", mails.import_template, name="import"),
    path("look/", house.edit_look, name="look"),
    path("pictures/", house.pictures, name="pictures"),
    path("p/pictures/<str:hashed>/", house.show_picture, name="picture"),
    path("feeds/", feeds.show_feeds, name="feeds"),
    path("feeds/<str:ref>/", feeds.change_feed, name="feed"),
    path("proposals/<str:ref>/", feeds.settle, name="proposal"),
    path("<str:ref>/", library.show_item, name="item"),
    path("<str:ref>/retire/", library.retire, name="retire"),
    path("<str:ref>/preview/", mails.preview, name="preview"),
    path("<str:ref>/mail/", mails.show_in_frame, name="mail"),
]
