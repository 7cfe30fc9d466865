"""In which language a sheet's headings are."""

from collections.abc import Iterable
from typing import Final

from manyhands.core.sheets.fields.field import words
from manyhands.core.sheets.text import fold

_SPANISH: Final = frozenset(
    words("""nombre, nombres, apellido, apellidos, telefono, celular, correo, direccion, domicilio, codigo,
    postal, ciudad, barrio, zona, que, necesita, necesitas, necesidad, ayuda, ayudar, puede, puedes,
    fecha, cuando, dia, dias, para, antes, idioma, idiomas, urgencia, urgente, estado, notas,
    detalles, voluntario, voluntaria, voluntarios, personas, tareas, semana, disponibilidad,
    horario, lejos, hasta, donde, solicitud, tipo, de, la, el, los, las, una""")
)


def is_in_spanish(headings: Iterable[str]) -> bool:
    """Say whether most headings hold a Spanish word.

    >>> is_in_spanish(["Nombre", "Teléfono", "¿Qué necesita?", "Fecha", "ZIP"])
    True
    >>> is_in_spanish(["Name", "Phone", "What do you need?", "Date", "Zona"])
    False
    """
    filled = [set(fold(heading).split()) for heading in headings if heading.strip()]
    return 2 * sum(bool(said & _SPANISH) for said in filled) > len(filled)
