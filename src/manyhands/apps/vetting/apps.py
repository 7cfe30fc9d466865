from django.apps import AppConfig


class VettingConfig(AppConfig):
    name = "manyhands.apps.vetting"
    label = "vetting"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.groups.actions.creation import register_created
        from manyhands.apps.groups.queries import RoleChecks, register_role_checks
        from manyhands.apps.people.queries import register_known
        from manyhands.apps.privacy.actions import register_erasure, register_export, register_withdrawal
        from manyhands.apps.vetting import policies  # noqa: F401 - adds its lines to the table of who may
        from manyhands.apps.vetting.actions import end_signed, forget_checks_of, take_shipped_requirements
        from manyhands.apps.vetting.evidence.actions import forget_evidence_of
        from manyhands.apps.vetting.evidence.views import evidence_panel
        from manyhands.apps.vetting.queries import links_of_role, list_missing_for_roles
        from manyhands.apps.vetting.queries.extracts import list_check_extracts
        from manyhands.apps.vetting.queries.known import tell_of_checks
        from manyhands.apps.vetting.views import panels
        from manyhands.web.panels import register_panel

        register_panel("person.detail", "vetting/panels/person.html", panels.checks_of_person)
        register_panel("volunteer.home", "vetting/panels/mine.html", panels.own_checks)
        register_panel("group.category", "vetting/panels/of_kind.html", panels.checks_of_kind)
        register_panel("group.member", "vetting/panels/role_needs.html", panels.needs_of_roles)
        register_role_checks(RoleChecks(links_of_role, list_missing_for_roles))
        register_known(tell_of_checks)
        register_created(take_shipped_requirements)
        # The files first: the rows forget where they are.
        register_erasure(forget_evidence_of)
        register_erasure(forget_checks_of)
        register_panel("vetting.check", "vetting/evidence/panel.html", evidence_panel)
        register_export(list_check_extracts)
        register_withdrawal(end_signed)
