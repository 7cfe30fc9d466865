from manyhands.apps.vetting.defaults.shipped import YEAR, ShippedRequirement
from manyhands.apps.vetting.models import AppliesTo, RequirementKind, Stage

_CARE = ("childcare", "eldercare")

_PROMISE = {
    "en": (
        "Everybody who helps for us keeps to themselves what they learn of people and their homes. We send only people "
        "we know. We take no money for it. If something goes wrong, we tell the group the same day."
    ),
    "es": (
        "Quienes ayudan por nuestra parte no cuentan lo que saben de las personas y sus casas. Mandamos solo a gente "
        "que conocemos. No cobramos por ello. Si algo sale mal, avisamos al grupo el mismo día."
    ),
}

FOR_ORGANISATIONS = (
    ShippedRequirement(
        key="facility_licence",
        kind=RequirementKind.FACILITY_LICENCE,
        applies_to=AppliesTo.ORGANISATION,
        names={"en": "Licence for childcare", "es": "Licencia de guardería"},
        hints={
            "en": "Of the place in which children are looked after",
            "es": "Del lugar en que se cuida a niñas y niños",
        },
        steps={
            "en": "Give us the number of the licence and the day on which it ends.",
            "es": "Danos el número de la licencia y el día en que vence.",
        },
        needed_for=("childcare",),
        validity_days=2 * YEAR,
    ),
    ShippedRequirement(
        key="staff_checks",
        kind=RequirementKind.STAFF_CHECKS,
        applies_to=AppliesTo.ORGANISATION,
        names={"en": "Checks of the staff", "es": "Verificación del personal"},
        hints={
            "en": "Everybody who is alone with somebody has been checked by the organisation",
            "es": "La organización ha verificado a quien se queda a solas con alguien",
        },
        steps={
            "en": "Tell us in writing who is checked, how, and how often.",
            "es": "Dinos por escrito a quién se verifica, cómo y cada cuánto.",
        },
        needed_for=_CARE,
        validity_days=YEAR,
    ),
    ShippedRequirement(
        key="liability_insurance",
        kind=RequirementKind.LIABILITY_INSURANCE,
        applies_to=AppliesTo.ORGANISATION,
        names={"en": "Liability insurance", "es": "Seguro de responsabilidad civil"},
        hints={
            "en": "We write down the company and when it ends",
            "es": "Anotamos la compañía y cuándo vence",
        },
        steps={
            "en": "Send us a copy of the policy or the name of the company and its number.",
            "es": "Mándanos una copia de la póliza, o el nombre de la compañía y su número.",
        },
        needed_for=_CARE,
        validity_days=YEAR,
    ),
    ShippedRequirement(
        key="visit",
        kind=RequirementKind.VISIT,
        applies_to=AppliesTo.ORGANISATION,
        stage=Stage.ONBOARDING,
        names={"en": "A visit", "es": "Una visita"},
        hints={
            "en": "Two of us come by and look around",
            "es": "Dos de nuestro grupo pasan a conocer el lugar",
        },
        steps={
            "en": "Tell us when it suits. It takes half an hour.",
            "es": "Dinos cuándo les viene bien. Dura media hora.",
        },
        needed_for=("childcare",),
        validity_days=2 * YEAR,
    ),
    ShippedRequirement(
        key="organisation_agreement",
        kind=RequirementKind.AGREEMENT,
        applies_to=AppliesTo.ORGANISATION,
        stage=Stage.ONBOARDING,
        names={"en": "Promise of an organisation", "es": "Promesa de una organización"},
        hints={
            "en": "What the organisation promises. Its contact reads it and signs it here.",
            "es": "Lo que promete la organización. Su contacto lo lee y lo firma aquí.",
        },
        steps={
            "en": "Read the text. If you agree, sign it with one press.",
            "es": "Lee el texto. Si están de acuerdo, fírmalo con un toque.",
        },
        agreement_text=_PROMISE,
        needed_for=(*_CARE, "cash", "medicine", "housing"),
        validity_days=2 * YEAR,
    ),
)
