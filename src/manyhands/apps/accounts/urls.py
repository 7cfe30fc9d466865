from django.urls import path

from manyhands.apps.accounts.views import me, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/code/", signing_in.code, name="code"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("in/<str:token>/", signing_in.link, name="link"),
    path("", me.me, name="me"),
    path("e-mail/", me.change_email, name="change_email"),
    path("e-mail/code/", me.change_email_code, name="change_email_code"),
    path("sign-out-everywhere/", me.sign_out_everywhere, name="sign_out_everywhere"),
]
