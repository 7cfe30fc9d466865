"""What the invented neighbours ask for, and in which words."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Story:
    kinds: tuple[str, ...]
    english: str
    spanish: str
    summary_en: str = ""
    summary_es: str = ""
    weight: int = 2


STORIES = (
    Story(("groceries",), "I can't carry bags since my hip operation. Milk, eggs, bread, soft fruit.",
          "No puedo cargar bolsas desde la operación. Leche, huevos, pan y fruta suave.",
          "A week's groceries, light bags", "La compra de la semana, bolsas ligeras", 8),
    Story(("groceries",), "We are five and the car broke down. No pork please.",
          "Somos cinco y se nos descompuso el carro. Sin cerdo, por favor.",
          "Groceries for a family, no pork", "Compra para una familia, sin cerdo", 6),
    Story(("groceries", "medicine"), "My mother is 81 and lives alone. Her prescription is at the corner pharmacy.",
          "Mi mamá tiene 81 años y vive sola. Su receta está en la farmacia de la esquina.",
          "Groceries and a prescription for an older person", "Compra y receta para una persona mayor", 5),
    Story(("medicine",), "Insulin has to be fetched before six, it must stay cold.",
          "Hay que recoger la insulina antes de las seis y mantenerla fría.",
          "Fetch a prescription, keep it cool", "Recoger una receta y mantenerla fría", 5),
    Story(("ride",), "Dialysis on Tuesday at 8:30. I use a folding wheelchair.",
          "Diálisis el martes a las 8:30. Uso silla de ruedas plegable.",
          "Ride to a clinic, folding wheelchair", "Viaje a la clínica, silla de ruedas plegable", 6),
    Story(("ride",), "Job interview on the south side, the bus does not go there in time.",
          "Tengo una entrevista de trabajo en el sur y el autobús no llega a tiempo.",
          "Ride to an interview", "Viaje a una entrevista", 4),
    Story(("talk",), "Since my husband died the evenings are long. A call now and then would be nice.",
          "Desde que murió mi esposo las noches son largas. Una llamada de vez en cuando me haría bien.",
          "A friendly call once a week", "Una llamada amistosa a la semana", 5),
    Story(("childcare",), "Two hours on Thursday so that I can go to court. Two kids, four and six.",
          "Dos horas el jueves para poder ir al juzgado. Dos niños, de cuatro y seis.",
          "Two hours with two children", "Dos horas con dos niños", 3),
    Story(("pet_care",), "In hospital until Friday. The dog is small and friendly.",
          "Estoy en el hospital hasta el viernes. El perro es pequeño y tranquilo.",
          "Walk a small friendly dog", "Pasear a un perro pequeño y tranquilo", 3),
    Story(("errand",), "A form has to go to the city office, they only take paper.",
          "Hay que llevar un formulario a la oficina de la ciudad, solo lo aceptan en papel.",
          "Take a form to an office", "Llevar un formulario a una oficina", 3),
    Story(("housework",), "My arm is in plaster. Dishes and one load of laundry.",
          "Tengo el brazo enyesado. Los platos y una lavada de ropa.",
          "An hour of light housework", "Una hora de tareas ligeras", 2),
    Story(("repair",), "The step at the door is loose, I am afraid to fall.",
          "El escalón de la puerta está flojo y tengo miedo de caerme.",
          "Fix a loose step", "Arreglar un escalón flojo", 3),
    Story(("translation",), "A letter from the school came in English and I do not understand it.",
          "Llegó una carta de la escuela en inglés y no la entiendo.",
          "Translate a letter", "Traducir una carta", 3),
    Story(("supplies",), "Diapers size 4 and wipes until the paycheck comes.",
          "Pañales talla 4 y toallitas hasta que llegue el cheque.",
          "Diapers size 4 and wipes", "Pañales talla 4 y toallitas", 4),
    Story(("clothing",), "Winter coats for a girl of 9 and a boy of 12.",
          "Abrigos de invierno para una niña de 9 y un niño de 12.",
          "Winter coats for two children", "Abrigos para dos niños", 3),
    Story(("technology",), "I cannot get the video call with the doctor to work.",
          "No logro que funcione la videollamada con la doctora.",
          "Set up a video call", "Preparar una videollamada", 2),
    Story(("forms",), "The heating assistance form is eleven pages.",
          "El formulario de ayuda para la calefacción tiene once páginas.",
          "Fill in a form together", "Llenar un formulario juntos", 3),
    Story(("prepared_meal",), "A warm meal would help this week, I am back from surgery.",
          "Una comida caliente esta semana ayudaría, salí de una cirugía.",
          "A warm meal this week", "Una comida caliente esta semana", 3),
    Story(("other",), "A chair has to go up to the second floor, two people could do it.",
          "Hay que subir una silla al segundo piso, entre dos se puede.",
          "Carry a chair upstairs, two people", "Subir una silla entre dos personas", 2),
)  # fmt: skip


def pick_story(random: Random) -> Story:
    return random.choices(STORIES, weights=[story.weight for story in STORIES])[0]
