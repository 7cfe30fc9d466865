"""Fields that only a sheet of volunteers has."""

from typing import Final

from manyhands.core.sheets.fields.field import Field, words

VOLUNTEERS_FIELDS: Final = (
    Field(
        "skills",
        names=words(
            """skills, skill, what can you do, how can you help, can help with, ways to help, roles,
            how would you like to volunteer, how would you like to help, interests, i can help with,
            volunteer interests, what can you offer, offer, offers, able to help with, support offered,
            habilidades, que puede hacer, que puedes hacer, como puede ayudar, como puedes ayudar,
            en que puede ayudar, en que puedes ayudar, puedo ayudar con, ofrezco, oferta"""
        ),
        phrases=words(
            """like to volunteer, how can you help, can you help, can provide, can you offer, can offer,
            able to help, willing to, special skills, what can you do, want to help,
            interested in helping, i can help, en que puede ayudar, en que puedes ayudar,
            puede ofrecer, puedes ofrecer, como puede ayudar, como puedes ayudar, que habilidades,
            puedo ayudar, puedo ofrecer, le gustaria ayudar, te gustaria ayudar"""
        ),
        unless=words("how far, how often, how many"),
        joins=True,
    ),
    Field(
        "vehicle",
        names=words(
            """vehicle, car, has car, have a car, has vehicle, can drive, driver, drives,
            transportation types, transportation type, access to a car, own car, vehiculo, carro,
            coche, auto, tiene carro, tiene coche, tiene auto, tiene vehiculo, puede manejar,
            puede conducir"""
        ),
        phrases=words(
            """access to a car, access to a vehicle, have a car, have a vehicle, own a car,
            can you drive, do you drive, able to drive, mode of transportation, tiene carro,
            tienes carro, tiene vehiculo, tienes vehiculo, tiene coche, tienes coche,
            puede manejar, puedes manejar, puede conducir"""
        ),
    ),
    Field(
        "availability",
        names=words(
            """availability, available, times available, available times, when are you available,
            days available, schedule, weekly availability, days and times, disponibilidad,
            disponible, horario, horarios, dias disponibles, cuando esta disponible, cuando estas disponible,
            cuando puede, cuando puedes, cuando puede ayudar, cuando puedes ayudar, when can you help,
            dias y horas, horario disponible"""
        ),
        phrases=words(
            """are you available, your availability, days and times, times are you,
            when can you, available days, days are you, esta disponible, estas disponible,
            su disponibilidad, tu disponibilidad, dias y horas"""
        ),
        joins=True,
    ),
    Field(
        "radius",
        names=words(
            """radius, distance, travel distance, travel radius, max distance, miles, how far,
            how far can you travel, maximum distance, radio, distancia, distancia maxima,
            que tan lejos, hasta donde"""
        ),
        phrases=words(
            """how far, willing to travel, miles can you, travel radius, miles are you,
            que tan lejos, que distancia, hasta donde puede"""
        ),
    ),
    Field(
        "weekly_tasks",
        names=words(
            """capacity, tasks per week, capacity per week, times per week, deliveries per week,
            how many per week, weekly capacity, max tasks, capacidad,
            tareas por semana, veces por semana, capacidad semanal, cuantas por semana"""
        ),
        phrases=words("""per week, times a week, tasks a week, por semana, a la semana"""),
        unless=words("hours"),
    ),
)
