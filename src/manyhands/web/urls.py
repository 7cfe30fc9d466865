from django.urls import path

from manyhands.web import gallery, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/question/", gallery.question, name="gallery-question"),
    path("gallery/problem/<int:status>/", gallery.problem, name="gallery-problem"),
]
