"""Fields that only a sheet of needs has."""

from typing import Final

from manyhands.core.sheets.fields.field import Field, words

NEEDS_FIELDS: Final = (
    Field(
        "category",
        names=words(
            """what do you need, what is needed, need, needs, request, requests, request type,
            type of request, type of need, type of help, help needed, help needed with, category,
            categories, task, tasks, service needed, services needed, kind of help, type,
            what do you need help with, how can we help, items needed, support needed,
            do you need something, assistance needed, que necesita, que necesitas, necesidad,
            necesidades, solicitud, tipo de ayuda, tipo de solicitud, tipo de necesidad, categoria,
            ayuda, ayuda necesaria, como podemos ayudar, como podemos ayudarle, que ayuda necesita,
            en que podemos ayudar, tarea, tareas, pedido"""
        ),
        phrases=words(
            """what do you need, what you need, need help with, help do you need, type of help,
            kind of help, type of request, how can we help, what can we help, support do you need,
            assistance do you need, do you need any, like help with, que necesita, que necesitas,
            tipo de ayuda, que ayuda, como podemos ayudar, en que podemos ayudar"""
        ),
        unless=words("when, how soon, urgency, how often, provide, offer, recurring"),
        joins=True,
    ),
    Field(
        "details",
        names=words(
            """details, detail, description, message, request details, request info, more details,
            additional details, more information, additional information, explain, other items,
            food options, task other, other needs, specifics, household sit, household situation,
            requester general needs, general needs, special requests, detalles, detalle,
            descripcion, mensaje, mas detalles, mas informacion, informacion adicional,
            explique, otras necesidades"""
        ),
        phrases=words(
            """any details, details about, more about, tell us more, describe, description of,
            additional information, please explain, shopping list, special instructions,
            delivery instructions, dietary restrictions, allergies, detalles sobre, mas detalles,
            describa, describe su, cuentenos, instrucciones, alergias, lista de compras"""
        ),
        joins=True,
    ),
    Field(
        "urgency",
        names=words(
            """urgency, is your need, urgent, how urgent, priority, timeframe, time frame,
            how soon, urgency level, how urgent is your need, urgencia, urgente, prioridad,
            que tan urgente es, es urgente, plazo, su necesidad es"""
        ),
        phrases=words(
            """how urgent, how soon, urgency, urgent is, is your need, que tan urgente, urgencia,
            que tan pronto, que tan rapido"""
        ),
        unless=words("recurring, recurrente"),
    ),
    Field(
        "household",
        names=words(
            """household size, household, family size, number of people, people in household,
            number of people in household, number of people in the household, number in household,
            size of household, how many people, number of persons, adults and children,
            hh size, party size, tamano del hogar, tamano de la familia, personas en el hogar,
            numero de personas, numero de personas en el hogar, cuantas personas,
            cuantos son en casa, miembros del hogar, integrantes de la familia"""
        ),
        phrases=words(
            """people in your household, people in household, people in the household, household size,
            people live in, how many people, family members, number of people, size of your household,
            cuantas personas, personas en el hogar, personas viven, numero de personas,
            personas en su hogar, integrantes de su familia"""
        ),
        unless=words("over the age, over 50, over 60, over 65"),
    ),
    Field(
        "at_risk",
        names=words(
            """at risk, high risk, vulnerability, vulnerable, elevated risk, risk, elderly,
            immunocompromised, covid risk, senior, en riesgo, alto riesgo, vulnerabilidad,
            riesgo, persona de riesgo, grupo de riesgo"""
        ),
        phrases=words(
            """elevated risk, over the age of, at risk, high risk, higher risk, immunocompromised,
            immune compromised, over 50, over 60, over 65, vulnerable, mayor riesgo, alto riesgo,
            en riesgo, mayor de, mayores de, de riesgo, inmunocomprometida, inmunocomprometido"""
        ),
    ),
    Field(
        "recurring",
        names=words(
            """recurring, recurrence, is your need recurring, repeat, repeats, how often, frequency,
            ongoing, one time or recurring, recurrente, frecuencia, con que frecuencia, se repite,
            es recurrente, es una necesidad recurrente"""
        ),
        phrases=words(
            """need recurring, be recurring, how often, one time or, ongoing need, repeat weekly,
            con que frecuencia, necesidad recurrente, una sola vez"""
        ),
    ),
    Field(
        "anonymous",
        names=words(
            """anonymous, anonymity, remain anonymous, stay anonymous, confidential, anonimo,
            anonima, anonimato, confidencial, does your request need to remain anonymous"""
        ),
        phrases=words(
            """remain anonymous, stay anonymous, be anonymous, anonymous, ser anonima,
            ser anonimo, permanecer anonima, permanecer anonimo, anonima, anonimo"""
        ),
    ),
    Field(
        "owner",
        names=words(
            """organizer, organiser, owner, coordinator, coordinator name, assigned to, dispatcher,
            point person, intake volunteer, intake member, case manager, handled by, taken by,
            intake by, organizador, organizadora, coordinador, coordinadora, responsable,
            encargado, encargada, asignado a, atendido por"""
        ),
        phrases=words("intake volunteer, point person, organizer name, coordinator name"),
    ),
    Field(
        "needed_by",
        names=words(
            """needed by, date needed, need by, due, due date, deadline, when, when needed,
            when do you need it, next date needed, delivery date, needed on, by when, needed date,
            date needed by, needed for, date for,
            fecha para, fecha para la ayuda, para cuando, fecha limite, fecha necesaria, cuando, cuando lo necesita,
            fecha de entrega, para que fecha"""
        ),
        phrases=words(
            """date needed, needed by, need it by, need this by, when do you need, need by,
            para cuando, cuando lo necesita, cuando necesita, fecha limite, fecha para"""
        ),
    ),
)
