from django.urls import include, path

from manyhands.config.api import assembly, views

urlpatterns = [
    path("", views.docs),
    path("openapi.json", views.openapi),
    path("drawing/<str:name>", views.drawing),
    path("", include(assembly.api.urls[0])),
]
