"""Fields that sheets of needs and of volunteers have alike: who, where, when, which."""

from typing import Final

from manyhands.core.sheets.fields.field import Field, words

SHARED_FIELDS: Final = (
    Field(
        "name",
        names=words(
            """name, full name, your name, first and last name, name s, contact name, requester,
            requestor, requester name, requestor name, person, neighbor, neighbour, neighbor name,
            volunteer name, name of person, name of requester, who needs help, preferred name,
            nombre, nombre completo, tu nombre, su nombre, nombre y apellido, nombre y apellidos,
            nombres y apellidos, solicitante, persona, nombre del solicitante, vecino, vecina,
            nombre de la persona, nombre de contacto"""
        ),
        phrases=words(
            """your name, full name, first name and last, first and last name, name and pronouns,
            name of the person, nombre completo, nombre y apellido, nombre y apellidos,
            su nombre, tu nombre"""
        ),
        unless=words("user, pet, organization, organisation, emergency, landlord, file"),
    ),
    Field(
        "first_name",
        names=words("first name, given name, first, forename, nombre de pila, primer nombre"),
    ),
    Field(
        "last_name",
        names=words(
            """last name, surname, family name, last, last initial, apellido, apellidos,
            primer apellido"""
        ),
    ),
    Field(
        "phone",
        names=words(
            """phone, phone number, phone no, telephone, telephone number, tel, cell, cell phone,
            cellphone, mobile, mobile number, mobile phone, contact number, contact phone,
            whatsapp, whatsapp number, telefono, numero de telefono, celular, movil,
            numero de celular, numero de contacto, telefono de contacto, telefono celular"""
        ),
        phrases=words("""phone number, phone, telephone, cell phone, telefono, celular, whatsapp"""),
        unless=words("formula, emergency, internet, email, have a phone, prefer"),
    ),
    Field(
        "email",
        names=words(
            """email, e mail, email address, e mail address, mail, your email, correo,
            correo electronico, direccion de correo, direccion de correo electronico, email id"""
        ),
        phrases=words("email, e mail, email address, correo electronico, direccion de correo"),
        unless=words("phone, emailed, prefer, newsletter"),
    ),
    Field(
        "contact",
        names=words(
            """contact, contact info, contact information, contact details, requester contact,
            requestor contact, phone or email, email or phone, phone email, how to reach you,
            how can we reach you, best way to reach you, contacto, datos de contacto,
            informacion de contacto, telefono o correo, como contactarle, como contactarte"""
        ),
        phrases=words("phone or email, email or phone, how can we reach, telefono o correo"),
    ),
    Field(
        "address",
        names=words(
            """address, addr, street address, home address, full address, mailing address, street,
            requester addr, requester address, delivery address, your address, location,
            drop off address, where, where do you live, direccion, domicilio, calle,
            direccion completa, direccion de entrega, su direccion, tu direccion, ubicacion"""
        ),
        phrases=words(
            """your address, street address, home address, delivery address, full address,
            where do you live, nearest intersection, cross streets, cross street,
            direccion completa, su direccion, tu direccion, donde vive, donde vives"""
        ),
        unless=words("email, e mail, correo, coordinates, pickup, pick up, web"),
    ),
    Field(
        "zip",
        names=words(
            """zip, zip code, zipcode, zip postal code, postal code, postcode, post code,
            codigo postal, cp, c p, zip 5, your zip code"""
        ),
        phrases=words("zip code, zipcode, postal code, zip, codigo postal"),
        unless=words("from zip code"),
    ),
    Field(
        "city",
        names=words(
            """city, town, municipality, city state, city or town, city town, ciudad, municipio,
            poblacion, localidad"""
        ),
        phrases=words("what city, which city, city or town, que ciudad"),
    ),
    Field(
        "area",
        names=words(
            """neighborhood, neighbourhood, area, district, ward, borough, part of town, barrio,
            colonia, zona, vecindario, distrito"""
        ),
        phrases=words("what neighborhood, which neighborhood, part of town, que barrio"),
        unless=words("restricted"),
    ),
    Field(
        "coordinates",
        names=words(
            """coordinates, coords, coordinate, lat lon, lat lng, lat long, latlng, gps, position,
            latitude longitude, gps coordinates, geolocation, coordenadas, geopoint, geo"""
        ),
    ),
    Field("latitude", names=words("latitude, lat, latitud, y coordinate, geo lat, gps lat")),
    Field(
        "longitude",
        names=words("longitude, lon, lng, long, longitud, x coordinate, geo lon, geo lng, gps lon"),
    ),
    Field(
        "languages",
        names=words(
            """language, languages, preferred language, language s, primary language, language other,
            spoken languages, languages spoken, language preference, idioma, idiomas,
            idioma preferido, lengua, lenguaje, idiomas que habla"""
        ),
        phrases=words(
            """what language, which language, what languages, languages do you, any language,
            preferred language, que idioma, que idiomas, idioma prefiere, idioma preferido"""
        ),
        joins=True,
    ),
    Field(
        "status",
        names=words(
            """status, state of request, request status, current status, progress, stage,
            volunteer status, estado, estatus, estado de la solicitud, situacion, done, completed,
            closed, hecho, completado"""
        ),
        phrases=words("status of, request status, estado de la solicitud"),
        unless=words("marital, immigration, insurance, employment, housing"),
    ),
    Field(
        "submitted",
        names=words(
            """timestamp, time stamp, date, submitted, submitted at, submission date, date submitted,
            created, created at, created time, date created, intake time, intake date, request date,
            date of request, date requested, received, date received, completion time, start time,
            marca temporal, fecha, fecha y hora, fecha de solicitud, fecha de la solicitud,
            hora, recibido, creado, fecha de envio"""
        ),
        phrases=words("date of request, date received, submitted on, fecha de solicitud"),
    ),
    Field(
        "reference",
        names=words(
            """id, no, number, nr, ref, reference, reference number, request id, ticket, ticket id,
            ticket number, record id, uniqueid, unique id, case number, response id, submission id,
            row id, volunteer id, folio, identificador, referencia, numero de solicitud"""
        ),
    ),
    Field(
        "notes",
        names=words(
            """notes, note, comments, comment, remarks, internal notes, organizer notes, anything else,
            organizer results and comments, comments for coordinator, questions comments,
            additional comments, admin notes, follow up notes, notas, nota, comentarios,
            comentario, observaciones, notas internas, algo mas"""
        ),
        phrases=words(
            """notes for, results and comments, comments for, questions or comments, anything else,
            questions comments, comentarios adicionales, algo mas que, alguna nota"""
        ),
        joins=True,
    ),
)
