"""Who misses what their task asks for, told by the database: the same as `held`, where only a number is wanted."""

from typing import Any

from django.db.models import DateField, Exists, F, Func, OuterRef, Q, QuerySet

from manyhands.apps.vetting.models import AppliesTo, Check, CheckState, Exemption
from manyhands.apps.vetting.queries.held import active_links


class _DaysAfter(Func):
    """A day, and a number of days more."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="date(%(expressions)s || ' days')", arg_joiner=", '+' || ", **extra
        )


def misses_something(*, category: str, person: str, organisation: str, on: Any) -> Q:
    """Of rows that say who does which kind of help, those whose kind asks for what they do not hold on that day.

    The names are those of the rows' columns; where an organisation does it, the person only answers for it.
    """
    asked = active_links().filter(category=OuterRef(category))
    return (
        Q(**{f"{organisation}__isnull": True})
        & _misses(asked, AppliesTo.PERSON, {"person": OuterRef(OuterRef(person))}, on)
    ) | (
        Q(**{f"{organisation}__isnull": False})
        & _misses(asked, AppliesTo.ORGANISATION, {"organisation": OuterRef(OuterRef(organisation))}, on)
    )


def _misses(asked: QuerySet[Any], side: str, holder: dict[str, OuterRef], on: Any) -> Q:
    """A kind that needs protection, and asks something of the others only, is closed to this side."""
    of_them = asked.filter(requirement__applies_to=side)
    missing = of_them.filter(~Exists(_met(holder, on)), ~Exists(_spared(holder, on)))
    # Of their group, which is said so that PostgreSQL does not read the kinds of all groups.
    protected = asked.filter(category__is_sensitive=True, category__group=F("group"))
    of_others = protected.exclude(requirement__applies_to=side)
    return Q(Exists(missing)) | (Q(Exists(of_others)) & ~Q(Exists(of_them)))


def _met(holder: dict[str, OuterRef], on: Any) -> QuerySet[Any]:
    """Also for some time after a check has ended: see `Requirement.grace_days`."""
    checks = Check.objects.filter(requirement=OuterRef("requirement"), **holder)
    still = checks.annotate(last_day=_DaysAfter(F("valid_until"), F("requirement__grace_days")))
    lasting = Q(valid_until__isnull=True) | Q(last_day__gte=on)
    return still.filter(lasting, state=CheckState.MET, ended_at__isnull=True, valid_from__lte=on)


def _spared(holder: dict[str, OuterRef], on: Any) -> QuerySet[Any]:
    return Exemption.objects.filter(
        requirement=OuterRef("requirement"), ended_at__isnull=True, until__gte=on, **holder
    )
