DEFAULT_SKILLS: dict[str, dict[str, str]] = {
    "driving": {"en": "Driving licence", "es": "Licencia de conducir"},
    "lifting": {"en": "Lifting heavy things", "es": "Cargar cosas pesadas"},
    "cooking": {"en": "Cooking", "es": "Cocinar"},
    "listening": {"en": "Listening", "es": "Escuchar"},
    "childcare": {"en": "Experience with children", "es": "Experiencia con niñas y niños"},
    "care": {
        "en": "Experience with older or ill people",
        "es": "Experiencia con personas mayores o enfermas",
    },
    "first_aid": {"en": "First aid", "es": "Primeros auxilios"},
    "pets": {"en": "Experience with animals", "es": "Experiencia con animales"},
    "repair": {"en": "Repairs and tools", "es": "Reparaciones y herramientas"},
    "interpreting": {"en": "Interpreting and translating", "es": "Interpretar y traducir"},
    "technology": {"en": "Computers and phones", "es": "Computadoras y teléfonos"},
    "forms": {"en": "Forms and letters from offices", "es": "Formularios y cartas de oficinas"},
}
"""What people can say they are able to do; a kind of help may require some of it."""
