"""What there is to say of one person, as the part of a sentence that follows their name."""

from collections.abc import Callable, Mapping

from manyhands.core.dispatch.explanation import Code, Remark
from manyhands.core.dispatch.sentences.speech import Speech

_MOST_REQUESTS = 2
Clause = Callable[[Speech, Remark], str]


def clause(speech: Speech, remark: Remark) -> str:
    """Return what a remark says of a person: "is 1.2 km away", "has no car or van"."""
    return _CLAUSES[remark.code](speech, remark)


def speaks_of_person(remark: Remark) -> bool:
    """Say whether a remark has a clause here; the others make sentences of their own."""
    return remark.code in _CLAUSES


def _load(speech: Speech, remark: Remark) -> str:
    tasks, in_plan = remark.number("tasks"), remark.number("in_plan")
    if in_plan:
        return speech.ngettext(
            "gets %(load)d task in this plan", "gets %(load)d tasks in this plan", in_plan, load=in_plan
        )
    if remark.flag("later"):
        return _load_later(speech, remark)
    if not tasks:
        return speech.gettext("has no task yet this week")
    if "tasks_per_week" not in remark.facts:
        return speech.ngettext(
            "has %(load)d task this week", "has %(load)d tasks this week", tasks, load=tasks
        )
    limit = remark.number("tasks_per_week")
    return speech.ngettext(
        "has %(load)d of %(limit)d task this week",
        "has %(load)d of %(limit)d tasks this week",
        limit,
        load=tasks,
        limit=limit,
    )


def _load_later(speech: Speech, remark: Remark) -> str:
    """Say the load of a week that is not the present one."""
    tasks = remark.number("tasks")
    if not tasks:
        return speech.gettext("has no task yet in the week of this request")
    if "tasks_per_week" not in remark.facts:
        return speech.ngettext(
            "has %(load)d task in the week of this request",
            "has %(load)d tasks in the week of this request",
            tasks,
            load=tasks,
        )
    limit = remark.number("tasks_per_week")
    return speech.ngettext(
        "has %(load)d of %(limit)d task in the week of this request",
        "has %(load)d of %(limit)d tasks in the week of this request",
        limit,
        load=tasks,
        limit=limit,
    )


def _full(speech: Speech, remark: Remark) -> str:
    tasks, limit = remark.number("tasks"), remark.number("tasks_per_week")
    if not tasks or not limit:
        if remark.flag("later"):
            return speech.gettext("takes no more tasks in the week of this request")
        return speech.gettext("takes no more tasks this week")
    return speech.gettext("already has %(load)d of %(limit)d", load=tasks, limit=limit)


def _busier(speech: Speech, remark: Remark) -> str:
    tasks = remark.number("tasks")
    if "tasks_per_week" not in remark.facts:
        return speech.ngettext(
            "has %(load)d task with this plan", "has %(load)d tasks with this plan", tasks, load=tasks
        )
    limit = remark.number("tasks_per_week")
    return speech.gettext("has %(load)d of %(limit)d with this plan", load=tasks, limit=limit)


def _busier_before(speech: Speech, remark: Remark) -> str:
    tasks, than = remark.number("tasks"), remark.number("than_tasks")
    return speech.gettext("has been asked more often lately (%(tasks)d to %(than)d)", tasks=tasks, than=than)


def _smaller_limit(speech: Speech, remark: Remark) -> str:
    limit = remark.number("tasks_per_week")
    return speech.ngettext(
        "can take fewer tasks (%(limit)d a week)",
        "can take fewer tasks (%(limit)d a week)",
        limit,
        limit=limit,
    )


def _skill(speech: Speech, remark: Remark) -> str:
    skills = speech.words_for(remark.texts("missing"))
    if skills:
        return speech.gettext("has not said they can: %(skills)s", skills=skills)
    return speech.gettext("has not said they can do this")


def _lead(speech: Speech, remark: Remark) -> str:
    if remark.texts("missing"):
        return speech.gettext("has not done this before")
    return speech.gettext("has no car or van for all to go together")


def _leads(speech: Speech, remark: Remark) -> str:
    if remark.texts("needed"):
        return speech.gettext("has done this before, as one of them must have")
    return speech.gettext("has the car or van in which all can go")


def _language(speech: Speech, remark: Remark) -> str:
    needed = remark.texts("needed")
    if needed:
        return speech.gettext(
            "does not speak %(languages)s", languages=speech.languages(needed, is_choice=True)
        )
    return speech.gettext("speaks none of the languages asked for")


def _time(speech: Speech, remark: Remark) -> str:
    days = speech.days(remark.numbers("weekdays"))
    if days:
        return speech.gettext("does not have the time on %(days)s", days=days)
    return speech.gettext("usually has no time then")


def _distance(speech: Speech, remark: Remark) -> str:
    if remark.flag("same_zip"):
        return speech.gettext("is in the same ZIP code")
    return speech.gettext("is %(distance)s away", distance=speech.distance(remark.number("distance_m")))


def _kept(speech: Speech, remark: Remark) -> str:
    if remark.flag("told"):
        return speech.gettext("has been told of it already")
    return speech.gettext("was proposed in the plan before too")


def _other_told(speech: Speech, remark: Remark) -> str:
    if remark.flag("told"):
        return speech.gettext("would replace somebody who has been told already")
    return speech.gettext("would replace somebody whom the plan before proposed")


def _too_far(speech: Speech, remark: Remark) -> str:
    distance = speech.distance(remark.number("distance_m"))
    radius = speech.distance(remark.number("radius_m"))
    if distance == radius:
        return speech.gettext("is a little farther away than they go (%(radius)s)", radius=radius)
    return speech.gettext("is %(distance)s away but goes up to %(radius)s", distance=distance, radius=radius)


def _elsewhere(speech: Speech, remark: Remark) -> str:
    identifiers = remark.texts("request_ids")
    requests = speech.known_names(identifiers)
    if requests and len(requests) <= _MOST_REQUESTS:
        return speech.gettext("is needed for %(requests)s", requests=speech.all_of(requests))
    number = len(identifiers)
    return speech.ngettext(
        "is needed for another request", "is needed for %(others)d other requests", number, others=number
    )


def _farther(speech: Speech, remark: Remark) -> str:
    distance, than = speech.distance(remark.number("distance_m")), speech.distance(remark.number("than_m"))
    if distance == than:
        return speech.gettext("is a little farther away")
    return speech.gettext("is farther away (%(distance)s, not %(than)s)", distance=distance, than=than)


_CLAUSES: Mapping[Code, Clause] = {
    Code.DISTANCE: _distance,
    Code.REMOTE: lambda speech, _: speech.gettext("can help from home"),
    Code.LANGUAGE: lambda speech, remark: speech.gettext(
        "speaks %(languages)s", languages=speech.languages(remark.texts("common"))
    ),
    Code.LOAD: _load,
    Code.LEADS: _leads,
    Code.WISH: lambda speech, _: speech.gettext("fits a wish that we know of"),
    Code.KEPT: _kept,
    Code.ONLY_ONE: lambda speech, _: speech.gettext("is the only one who can do it"),
    Code.OTHER_POOL: lambda speech, _: speech.gettext("helps in another group"),
    Code.EXCLUDED: lambda speech, _: speech.gettext("cannot be asked for this one"),
    Code.PAUSED: lambda speech, _: speech.gettext("is taking a break"),
    Code.WEEK_OFF: lambda speech, _: speech.gettext("has kept that week free"),
    Code.SKILL_MISSING: _skill,
    Code.REQUIREMENT_NOT_MET: lambda speech, _: speech.gettext("is not checked for this yet"),
    Code.NO_VEHICLE: lambda speech, _: speech.gettext("has no car or van"),
    Code.LEAD_NEEDED: _lead,
    Code.NO_COMMON_LANGUAGE: _language,
    Code.START_NOT_KNOWN: lambda speech, _: speech.gettext("has not said where they start from"),
    Code.TOO_FAR: _too_far,
    Code.NO_TIME: _time,
    Code.FULL: _full,
    Code.NEEDED_ELSEWHERE: _elsewhere,
    Code.HOURS_CLASH: lambda speech, _: speech.gettext("has another task at the same hours"),
    Code.BUSIER_THIS_WEEK: _busier,
    Code.BUSIER_BEFORE: _busier_before,
    Code.SMALLER_LIMIT: _smaller_limit,
    Code.FARTHER: _farther,
    Code.LESS_WISHED: lambda speech, _: speech.gettext("fits less well with what people have told us"),
    Code.LESS_SAID: lambda speech, _: speech.gettext("has told us less about how they can help"),
    Code.LESS_FITTING: lambda speech, _: speech.gettext(
        "comes after when all that people have told us is counted"
    ),
    Code.OTHER_TOLD: _other_told,
    Code.AS_GOOD: lambda speech, _: speech.gettext("would be just as good, so chance decided"),
}
