from dataclasses import dataclass, field

from manyhands.apps.groups.models import MeetingMode

# What a helper who comes to the door has to know; of something else, as long as nobody knows what it is.
_AT_THE_DOOR = ("first_name", "phone", "masked_contact", "address", "access_notes", "details")
# Who helps by phone has to be able to speak with them.
_FROM_HOME = ("first_name", "phone", "masked_contact", "details")
_SOMETHING_ELSE = ("first_name", "masked_contact", "address", "access_notes", "details")


@dataclass(frozen=True, slots=True)
class DefaultCategory:
    """A kind of help as it ships. `is_usual`: chosen already when a new group is asked what it helps with."""

    key: str
    icon: str
    names: dict[str, str]
    hints: dict[str, str]
    disclosure: tuple[str, ...] = _AT_THE_DOOR
    usual_minutes: int = 60
    asks_household: bool = False
    needs_vehicle: bool = False
    happens_at_home: bool = True
    is_sensitive: bool = False
    is_usual: bool = False
    required_skills: tuple[str, ...] = field(default=())
    meeting_mode: str = ""


DEFAULT_CATEGORIES: tuple[DefaultCategory, ...] = (
    DefaultCategory(
        key="groceries",
        icon="cart",
        names={"en": "Groceries", "es": "Comestibles"},
        hints={
            "en": "Shopping, or a box of food brought to the door",
            "es": "Compras, o una caja de comida a la puerta",
        },
        disclosure=(*_AT_THE_DOOR, "household"),
        asks_household=True,
        is_usual=True,
    ),
    DefaultCategory(
        key="prepared_meal",
        icon="egg-fried",
        names={"en": "A cooked meal", "es": "Una comida preparada"},
        hints={"en": "A warm meal brought to the door", "es": "Una comida caliente a la puerta"},
        disclosure=(*_AT_THE_DOOR, "household"),
        usual_minutes=45,
        asks_household=True,
        is_usual=True,
    ),
    DefaultCategory(
        key="medicine",
        icon="capsule",
        names={"en": "Collect medicine", "es": "Recoger medicinas"},
        hints={"en": "From the pharmacy to the door", "es": "De la farmacia a la puerta"},
        # A pharmacy hands medicine out only to the name on the prescription.
        disclosure=("name", *_AT_THE_DOOR[1:]),
        usual_minutes=45,
        is_sensitive=True,
        is_usual=True,
    ),
    DefaultCategory(
        key="ride",
        icon="car-front",
        names={"en": "A ride", "es": "Un viaje"},
        hints={"en": "To the doctor, to work, to an office", "es": "Al médico, al trabajo, a una oficina"},
        needs_vehicle=True,
        is_usual=True,
        required_skills=("driving",),
    ),
    DefaultCategory(
        key="talk",
        icon="telephone",
        names={"en": "Somebody to talk to", "es": "Alguien con quien hablar"},
        hints={
            "en": "A friendly call, once or every week",
            "es": "Una llamada amable, una vez o cada semana",
        },
        disclosure=("nickname", "masked_contact"),
        usual_minutes=30,
        happens_at_home=False,
        is_usual=True,
    ),
    DefaultCategory(
        key="childcare",
        icon="balloon",
        names={"en": "Childcare", "es": "Cuidado de niñas y niños"},
        hints={
            "en": "Only by people the group has checked",
            "es": "Solo por personas que el grupo ha verificado",
        },
        disclosure=(*_AT_THE_DOOR, "household"),
        usual_minutes=120,
        asks_household=True,
        is_sensitive=True,
        required_skills=("childcare",),
        meeting_mode=MeetingMode.DISPATCH,
    ),
    DefaultCategory(
        key="pet_care",
        icon="house-heart",
        names={"en": "Help with an animal", "es": "Ayuda con un animal"},
        hints={
            "en": "Walking a dog, feeding, to the vet",
            "es": "Pasear un perro, dar de comer, ir al veterinario",
        },
        usual_minutes=45,
    ),
    DefaultCategory(
        key="errand",
        icon="bag",
        names={"en": "An errand", "es": "Un mandado"},
        hints={
            "en": "The post office, the laundry, the library",
            "es": "El correo, la lavandería, la biblioteca",
        },
        is_usual=True,
    ),
    DefaultCategory(
        key="housework",
        icon="house",
        names={"en": "Help in the house or garden", "es": "Ayuda en la casa o el jardín"},
        hints={"en": "Cleaning, snow, leaves, moving things", "es": "Limpieza, nieve, hojas, mover cosas"},
        usual_minutes=90,
        is_usual=True,
    ),
    DefaultCategory(
        key="repair",
        icon="tools",
        names={"en": "A repair", "es": "Una reparación"},
        hints={
            "en": "A tap, a door, a lamp, a bicycle",
            "es": "Una llave de agua, una puerta, una lámpara, una bicicleta",
        },
        usual_minutes=90,
        required_skills=("repair",),
    ),
    DefaultCategory(
        key="translation",
        icon="translate",
        names={"en": "Interpreting or translating", "es": "Interpretar o traducir"},
        hints={"en": "A call, a letter, an appointment", "es": "Una llamada, una carta, una cita"},
        disclosure=_FROM_HOME,
        usual_minutes=45,
        happens_at_home=False,
        required_skills=("interpreting",),
    ),
    DefaultCategory(
        key="cash",
        icon="cash-coin",
        names={"en": "Money for something urgent", "es": "Dinero para algo urgente"},
        hints={"en": "Rent, a bill, a phone card", "es": "La renta, una cuenta, una tarjeta de teléfono"},
        disclosure=_FROM_HOME,
        usual_minutes=30,
        happens_at_home=False,
        is_sensitive=True,
        meeting_mode=MeetingMode.DISPATCH,
    ),
    DefaultCategory(
        key="housing",
        icon="key",
        names={"en": "A place to stay", "es": "Un lugar donde quedarse"},
        hints={
            "en": "For a night, or help to find a home",
            "es": "Por una noche, o ayuda para encontrar casa",
        },
        disclosure=(*_FROM_HOME, "household"),
        asks_household=True,
        happens_at_home=False,
        is_sensitive=True,
        meeting_mode=MeetingMode.DISPATCH,
    ),
    DefaultCategory(
        key="clothing",
        icon="handbag",
        names={"en": "Clothes", "es": "Ropa"},
        hints={
            "en": "Warm things, shoes, things for children",
            "es": "Abrigo, zapatos, ropa para niñas y niños",
        },
        disclosure=(*_AT_THE_DOOR, "household"),
        usual_minutes=45,
        asks_household=True,
    ),
    DefaultCategory(
        key="supplies",
        icon="box-seam",
        names={"en": "Things for the household", "es": "Cosas para el hogar"},
        hints={"en": "Diapers, soap, blankets, furniture", "es": "Pañales, jabón, cobijas, muebles"},
        disclosure=(*_AT_THE_DOOR, "household"),
        usual_minutes=45,
        asks_household=True,
        is_usual=True,
    ),
    DefaultCategory(
        key="technology",
        icon="laptop",
        names={"en": "Computer or phone", "es": "Computadora o teléfono"},
        hints={"en": "Setting up, repairing, explaining", "es": "Instalar, reparar, explicar"},
    ),
    DefaultCategory(
        key="forms",
        icon="file-earmark-text",
        names={"en": "Forms and letters", "es": "Formularios y cartas"},
        hints={"en": "Filling in, reading, calling an office", "es": "Llenar, leer, llamar a una oficina"},
        disclosure=_FROM_HOME,
        happens_at_home=False,
    ),
    DefaultCategory(
        key="eldercare",
        icon="person-heart",
        names={"en": "Company and care for an older person", "es": "Compañía y cuidado de una persona mayor"},
        hints={
            "en": "Only by people the group has checked",
            "es": "Solo por personas que el grupo ha verificado",
        },
        usual_minutes=120,
        is_sensitive=True,
        required_skills=("care",),
        meeting_mode=MeetingMode.DISPATCH,
    ),
    DefaultCategory(
        key="other",
        icon="asterisk",
        names={"en": "Something else", "es": "Otra cosa"},
        hints={"en": "Say it in your own words", "es": "Con tus propias palabras"},
        disclosure=_SOMETHING_ELSE,
        is_usual=True,
    ),
)
