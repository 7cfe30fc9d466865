from django.urls import path

from manyhands.apps.accounts.views import devices, me, passkeys, second, signing_in, steps

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-in/text/", signing_in.by_text, name="by_text"),
    path("sign-in/code/", signing_in.code, name="code"),
    path("sign-in/second/", second.second, name="second"),
    path("sign-in/recovery/", second.recovery, name="recovery"),
    path("sign-in/lost/", second.lost, name="lost"),
    path("sign-in/lost/over/", second.lost_over, name="lost_over"),
    path("sign-in/again/", second.again, name="again"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("in/<str:token>/", signing_in.link, name="link"),
    path("", me.me, name="me"),
    path("e-mail/", me.change_email, name="change_email"),
    path("e-mail/code/", me.change_email_code, name="change_email_code"),
    path("phone/", me.add_phone, name="add_phone"),
    path("phone/code/", me.add_phone_code, name="add_phone_code"),
    path("phone/remove/", me.phone_remove, name="phone_remove"),
    path("steps/", steps.steps, name="steps"),
    path("steps/needed/", steps.needed, name="needed"),
    path("steps/app/", steps.code_app, name="code_app"),
    path("steps/app/remove/", steps.code_app_remove, name="code_app_remove"),
    path("steps/recovery/", steps.recovery_new, name="recovery_new"),
    path("steps/lost/stop/", steps.loss_stop, name="loss_stop"),
    path("passkeys/options/", passkeys.options, name="passkey_options"),
    path("passkeys/new/", passkeys.add, name="passkey_add"),
    path("passkeys/<int:passkey_id>/", passkeys.passkey, name="passkey"),
    path("passkeys/<int:passkey_id>/remove/", passkeys.remove, name="passkey_remove"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<int:device_id>/end/", devices.end, name="device_end"),
    path("devices/end-others/", devices.end_others, name="devices_end_others"),
    path("sign-out-everywhere/", me.sign_out_everywhere, name="sign_out_everywhere"),
]
