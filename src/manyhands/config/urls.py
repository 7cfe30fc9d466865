from django.urls import include, path, re_path

from manyhands.config.api.door import door

urlpatterns = [
    path("language/", include("django.conf.urls.i18n")),
    re_path("^api/v1/(?P<rest>.*)$", door),
    path("", include("manyhands.web.urls")),
    path("account/", include("manyhands.apps.accounts.urls")),
    path("", include("manyhands.apps.vetting.urls")),
    path("", include("manyhands.apps.people.urls")),
    path("", include("manyhands.apps.vouching.urls")),
    path("", include("manyhands.apps.needs.urls")),
    path("", include("manyhands.apps.dispatch.urls")),
    path("", include("manyhands.apps.messaging.urls")),
    path("", include("manyhands.apps.reporting.urls")),
    path("", include("manyhands.apps.privacy.urls")),
    path("", include("manyhands.apps.places.urls")),
    path("", include("manyhands.apps.groups.urls")),
]

handler400 = "manyhands.web.errors.bad_request"
handler403 = "manyhands.web.errors.permission_denied"
handler404 = "manyhands.web.errors.page_not_found"
handler500 = "manyhands.web.errors.server_error"
