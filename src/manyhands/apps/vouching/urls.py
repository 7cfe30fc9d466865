from django.urls import path

from manyhands.apps.vouching.views import giving, orders, taking
from manyhands.apps.vouching.views.about import about
from manyhands.apps.vouching.views.news import background_news

app_name = "vouching"
_group = "g/<slug:group_slug>/"

urlpatterns = [
    path("proof/", about, name="about"),
    path("webhooks/background-checks/", background_news, name="background_news"),
    path(_group + "proof-key.json", giving.proof_key, name="proof_key"),
    path(_group + "me/proof/", giving.mine, name="mine"),
    path(_group + "me/proof/<int:proof_id>/take-back/", giving.take_back, name="take_back"),
    path(_group + "people/<int:person_id>/proof/", taking.take, name="take"),
    path(_group + "vetting/checks/<int:check_id>/provider/", orders.order, name="order"),
    path(_group + "settings/checks/<int:requirement_id>/provider/", orders.use, name="use"),
]
