"""The kinds of help, and the words that people use for them, in English and Spanish."""

from typing import Final

from manyhands.core.sheets.fields.field import words

#: Every kind there is. In this order a longer text is searched when several words of equal
#: length are found in it.
KINDS: Final = (
    "groceries", "prepared_meal", "medicine", "ride", "talk", "childcare", "pet_care", "errand",
    "housework", "repair", "translation", "cash", "housing", "clothing", "supplies", "technology",
    "forms", "eldercare", "other",
)  # fmt: skip

#: Folded words for each kind. A longer one wins over a shorter: "pet food" over "food".
KIND_WORDS: Final = {
    "groceries": words(
        """groceries, grocery, food, foods, food items, food delivery, grocery delivery, produce, pantry,
        grocery shopping, food box, food boxes, food pantry, fresh food, essential groceries, eggs,
        milk, vegetables, fruit, food and other essential items, comida, alimentos, despensa,
        comestibles, viveres, mandado, abarrotes, compras de comida, verduras, alimentacion,
        caja de comida, leche"""
    ),
    "prepared_meal": words(
        """prepared meal, prepared meals, meal, meals, hot meal, hot meals, cooked meal, cooked meals,
        cooking, cook, meal delivery, prepared food, hot food, cooked food, lunch, dinner,
        comida preparada, comida caliente, comidas preparadas, comidas calientes, cocinar, cena,
        almuerzo, comida hecha, platos preparados"""
    ),
    "medicine": words(
        """medicine, medicines, medication, medications, prescription, prescriptions, pharmacy,
        pharmacy pickup, prescription pickup, prescription pick up, pick up prescriptions, meds, rx,
        medical supplies, medicina, medicinas, medicamento, medicamentos, receta, recetas, farmacia,
        recoger medicinas, suministros medicos"""
    ),
    "ride": words(
        """ride, rides, transportation, transport, transit, car ride, driving, drive, lift, bus pass,
        ride to doctor, ride to appointment, transportation for essential travel, medical transport,
        gas card, gas cards, gas money, transporte, viaje, viajes, aventon, raite, traslado,
        llevar al doctor, llevar al medico, pasaje"""
    ),
    "talk": words(
        """talk, somebody to talk to, someone to talk to, emotional support, companionship, company,
        check in, check ins, check in call, phone call, phone calls, wellness check, friendly call,
        social call, loneliness, lonely, emotional or spiritual support, spiritual support, chat,
        mental health, conversation, visits, hablar, platicar, apoyo emocional, compania, llamada,
        llamadas, soledad, alguien con quien hablar, conversar, salud mental, visitas"""
    ),
    "childcare": words(
        """childcare, child care, babysitting, babysitter, babysit, daycare, day care, tutoring, tutor,
        homework help, watch kids, kids, after school care, cuidado de ninos, cuidar ninos, ninera,
        guarderia, cuidado infantil, tutoria, cuidar a los ninos, tareas escolares, watch children,
        watching kids, watching children, looking after children, looking after kids, care for children,
        care for kids, cuidar a ninos, cuidar de ninos, cuidar ninas, cuidado de ninas"""
    ),
    "pet_care": words(
        """pet care, pet, pets, pet food, dog walking, dog walk, walk dog, walk my dog, dog food,
        cat food, cat litter, vet, veterinary, petcare, pet sitting, animal care, dog, cat,
        pet care food litter, mascota, mascotas, cuidado de mascotas, comida para mascotas,
        comida de perro, comida de gato, pasear perro, pasear al perro, veterinario, perro, gato"""
    ),
    "errand": words(
        """errand, errands, running errands, run errands, shopping, pickup, pick up, delivery,
        deliveries, mail, post office, drop off, pick up and delivery, deliver, dispatch,
        picking up supplies, mandados, diligencia, diligencias, recados, compras, correo, entregas,
        entrega, recoger, hacer compras, tramites en persona"""
    ),
    "housework": words(
        """housework, laundry, laundry access, cleaning, house cleaning, chores, household chores,
        housekeeping, dishes, snow removal, snow shoveling, shoveling, shovel, yard work, yardwork,
        lawn, mowing, gardening, moving, moving help, help moving, packing, lavanderia, lavar ropa,
        limpieza, limpiar, quehaceres, jardin, jardineria, nieve, palear nieve, mudanza, cortar pasto"""
    ),
    "repair": words(
        """repair, repairs, home repair, home repairs, handyman, plumbing, electrical, carpentry, fix,
        maintenance, car repair, mechanical, mechanic, installation, reparacion, reparaciones,
        arreglo, arreglos, plomeria, electricidad, carpinteria, mantenimiento, mecanico, arreglar"""
    ),
    "translation": words(
        """translation, translate, translator, interpretation, interpreter, interpreting, language help,
        translation interpretation, traduccion, traductor, traductora, traducir, interprete,
        interpretacion, ayuda con el idioma"""
    ),
    "cash": words(
        """cash, money, financial, financial assistance, financial help, financial support, funds, bill,
        bills, rent assistance, rental assistance, rent, utility bill, utility bills, utilities,
        utility assistance, monetary, gift card, gift cards, grocery money, cash assistance,
        raise funds, dinero, efectivo, ayuda financiera, ayuda economica, apoyo economico, renta,
        pagar la renta, facturas, cuentas, alquiler, ayuda con la renta, tarjeta de regalo"""
    ),
    "housing": words(
        """housing, shelter, place to stay, temporary housing, emergency housing, room, hotel, motel,
        homeless, eviction, vivienda, alojamiento, refugio, albergue, hospedaje, techo, desalojo,
        lugar donde quedarse, cuarto"""
    ),
    "clothing": words(
        """clothing, clothes, clothing laundry, winter clothes, winter clothing, coat, coats, shoes,
        boots, baby clothes, kids clothes, jacket, ropa, ropa de invierno, zapatos, abrigo, abrigos,
        ropa de bebe, botas, ropa de ninos, chamarra"""
    ),
    "supplies": words(
        """supplies, household supplies, household items, cleaning supplies, hygiene,
        hygiene products, hygiene items, diapers, toiletries, baby supplies, formula, baby formula,
        baby items, masks, mask, ppe, hand sanitizer, toilet paper, paper products, furniture,
        personal care items, school supplies, menstrual products, wipes, bedding, in kind donations,
        make in kind donations, essentials, panales, productos de higiene, higiene,
        productos de limpieza, cosas para el hogar, articulos del hogar, cubrebocas, mascarillas,
        formula para bebe, formula infantil, papel higienico, muebles, utiles escolares,
        articulos de limpieza, suministros, jabon"""
    ),
    "technology": words(
        """technology, tech, tech support, tech help, computer, computer help, internet, wifi, laptop,
        phone help, technical support, technology help, zoom help, tablet, tecnologia, computadora,
        ayuda con la computadora, soporte tecnico, ordenador, ayuda tecnica"""
    ),
    "forms": words(
        """forms, paperwork, form, applications, application help, unemployment, benefits, legal,
        legal help, legal aid, immigration, tax, taxes, help with forms, filling out forms,
        applying for benefits, unemployment help, snap application, advocacy, information,
        formularios, formulario, tramites, papeleo, solicitudes, beneficios, desempleo, inmigracion,
        impuestos, ayuda legal, llenar formularios, asesoria legal, informacion"""
    ),
    "eldercare": words(
        """eldercare, elder care, senior care, elderly care, caregiving, caregiver, home care,
        personal care, care for elderly, respite, respite care, cuidado de ancianos,
        cuidado de mayores, cuidado de adultos mayores, cuidador, cuidadora, cuidado personal,
        cuidar a mi mama, cuidar a mi papa"""
    ),
    "other": words(
        """other, something else, misc, miscellaneous, various, otro, otra, otros, otras cosas, varios,
        otra cosa"""
    ),
}  # fmt: skip

#: Words that mean a kind when they stand alone; beside others they only say for whom it is ("food for children").
ALONE: Final = {
    "childcare": words(
        """children, child, the kids, the children, with kids, with children, kid, ninos, ninas, nino, nina,
        ninos y ninas, ninas y ninos, los ninos, las ninas, con ninos, bebes, babies"""
    ),
}

#: Answers in a list of kinds that ask for nothing.
NO_KIND: Final = words(
    """i do not have resources to share, i do not want to volunteer or i cannot volunteer, nothing,
    none of the above, nada, ninguno de los anteriores, not applicable, no aplica"""
)
