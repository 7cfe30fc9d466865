from manyhands.apps.vetting.defaults.shipped import YEAR, ShippedRequirement
from manyhands.apps.vetting.models import EvidenceViewers, RequirementKind, Stage

_CARE = ("childcare", "eldercare")

_PROMISE = {
    "en": (
        "I help as a neighbour. I keep to myself what I see and hear in somebody's home, and their name, address and "
        "number. I take no money and no gifts of worth. I do not photograph anybody. If something worries me, or "
        "somebody is not safe, I tell the group at once. I hand a task back rather than do it in a hurry."
    ),
    "es": (
        "Ayudo como una persona del barrio. No cuento lo que veo y oigo en la casa de alguien, ni su nombre, dirección "
        "o teléfono. No acepto dinero ni regalos de valor. No hago fotos de nadie. Si algo me preocupa, o alguien no "
        "está a salvo, aviso al grupo enseguida. Prefiero devolver una tarea a hacerla con prisa."
    ),
}

FOR_PEOPLE = (
    ShippedRequirement(
        key="references",
        kind=RequirementKind.REFERENCES,
        stage=Stage.APPLICATION,
        names={"en": "Two references", "es": "Dos referencias"},
        hints={
            "en": "Two people who have known you for a year or more and are not family",
            "es": "Dos personas que te conocen desde hace un año o más y no son de tu familia",
        },
        steps={
            "en": "Ask two people whether we may call them. Tell us their names and numbers when we talk.",
            "es": "Pregunta a dos personas si podemos llamarlas. Danos sus nombres y teléfonos cuando hablemos.",
        },
        needed_for=_CARE,
    ),
    ShippedRequirement(
        key="identity",
        kind=RequirementKind.IDENTITY,
        stage=Stage.APPLICATION,
        names={"en": "Who you are", "es": "Quién eres"},
        hints={
            "en": "We look at any card with your photo. We keep no copy.",
            "es": "Miramos cualquier tarjeta con tu foto. No guardamos copia.",
        },
        steps={
            "en": "Show a card with your photo to somebody of the group, or in a video call. Any kind of card will do.",
            "es": "Muestra una tarjeta con tu foto a alguien del grupo, o por videollamada. Vale cualquier tarjeta.",
        },
        needed_for=(*_CARE, "cash"),
    ),
    ShippedRequirement(
        key="background_check",
        kind=RequirementKind.BACKGROUND_CHECK,
        names={"en": "Background check", "es": "Verificación de antecedentes"},
        hints={
            "en": "The group pays for it. Old and small things are no reason to say no.",
            "es": "La paga el grupo. Las cosas viejas o pequeñas no son motivo para decir que no.",
        },
        steps={
            "en": "We send you a link. You fill in the form there, and we are told when it is done.",
            "es": "Te mandamos un enlace. Allí llenas el formulario, y nos avisan cuando está listo.",
        },
        needed_for=_CARE,
        validity_days=2 * YEAR,
        evidence_viewers=EvidenceViewers.ORGANISERS,
    ),
    ShippedRequirement(
        key="training",
        kind=RequirementKind.TRAINING,
        stage=Stage.ONBOARDING,
        names={"en": "Training: keeping children safe", "es": "Formación: proteger a niñas y niños"},
        hints={
            "en": "Two people at a time, no secrets, whom to tell",
            "es": "Siempre dos personas, sin secretos, a quién avisar",
        },
        steps={
            "en": "Come to one evening, or take the course online. Then say here that you have done it.",
            "es": "Ven una tarde, o haz el curso en línea. Después dinos aquí que lo hiciste.",
        },
        needed_for=("childcare",),
        validity_days=2 * YEAR,
    ),
    ShippedRequirement(
        key="agreement",
        kind=RequirementKind.AGREEMENT,
        stage=Stage.ONBOARDING,
        names={"en": "Our promise", "es": "Nuestra promesa"},
        hints={
            "en": "What we promise each other. You read it and sign it here.",
            "es": "Lo que nos prometemos. Lo lees y lo firmas aquí.",
        },
        steps={
            "en": "Read the text. If you agree, sign it with one press.",
            "es": "Lee el texto. Si estás de acuerdo, fírmalo con un toque.",
        },
        agreement_text=_PROMISE,
        needed_for=(*_CARE, "cash", "medicine", "housing"),
        validity_days=2 * YEAR,
    ),
    ShippedRequirement(
        key="driving_licence",
        kind=RequirementKind.DRIVING_LICENCE,
        names={"en": "Valid driving licence", "es": "Licencia de conducir vigente"},
        hints={
            "en": "For whoever drives somebody. We write down when it ends.",
            "es": "Para quien lleva a alguien en coche. Anotamos cuándo vence.",
        },
        steps={
            "en": "Show your licence to somebody of the group, or in a video call.",
            "es": "Muestra tu licencia a alguien del grupo, o por videollamada.",
        },
        needed_for=("ride",),
        validity_days=4 * YEAR,
        grace_days=7,
    ),
    ShippedRequirement(
        key="vehicle_insurance",
        kind=RequirementKind.VEHICLE_INSURANCE,
        names={"en": "Car insurance", "es": "Seguro del coche"},
        hints={
            "en": "That of the car you drive people in. We write down when it ends.",
            "es": "El del coche en que llevas a alguien. Anotamos cuándo vence.",
        },
        steps={
            "en": "Show the card of your insurance to somebody of the group, or in a video call.",
            "es": "Muestra la tarjeta de tu seguro a alguien del grupo, o por videollamada.",
        },
        needed_for=("ride",),
        validity_days=YEAR,
        renewal_days=30,
        grace_days=7,
    ),
)
