from django.urls import path

from manyhands.web import gallery

urlpatterns = [
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/question/", gallery.question, name="gallery-question"),
    path("gallery/problem/<int:status>/", gallery.problem, name="gallery-problem"),
]
