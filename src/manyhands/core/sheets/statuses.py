"""What groups write into their status column, in the states of a need and of a volunteer."""

from dataclasses import dataclass
from typing import Final, Literal

from manyhands.core.sheets.problems import Reading, noted
from manyhands.core.sheets.text import contains_words, fold, is_blank

NeedState = Literal["new", "triaged", "open", "assigned", "in_progress", "closed"]
VolunteerState = Literal["applicant", "approved", "active", "paused", "left"]

_DONE_MARKS: Final = frozenset({"x", "X", "✓", "✔", "✔️", "☑", "✅"})
_DONE_ANSWERS: Final = frozenset({"yes", "y", "si", "true", "verdadero"})
_OPEN_ANSWERS: Final = frozenset({"no", "n", "false", "falso"})


@dataclass(frozen=True, slots=True)
class NeedStatus:
    """The state of a need; a closed one has a reason."""

    state: NeedState
    close_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for help."""
        return self.state != "closed"


# In this order: "not completed" holds "completed", "cannot complete" is a reason of its own.
_NEEDS: Final[tuple[tuple[NeedStatus, tuple[str, ...]], ...]] = (
    (NeedStatus("in_progress"), (
        "partially complete", "partly done", "partially completed", "in progress", "under way", "underway",
        "en proceso", "en progreso", "en curso", "started", "on the way", "delivery scheduled", "working on it",
        "bulk delivery scheduled", "bulk delivery confirmed", "scheduled", "en camino", "programado",
        "programada", "parcial")),
    (NeedStatus("new"), (
        "not completed", "not complete", "not done", "incomplete", "not started", "not yet", "unassigned",
        "not assigned", "sin asignar", "no completado", "no completada", "sin empezar", "incompleto",
        "incompleta", "sin atender")),
    (NeedStatus("closed", "duplicate"), ("duplicate", "duplicated", "duplicado", "duplicada", "repetido", "dup")),
    (NeedStatus("closed", "cannot_reach"), (
        "cannot reach", "cant reach", "could not reach", "unable to reach", "no response", "no answer",
        "out of service", "unreachable", "never responded", "didnt respond", "no contesta", "no responde",
        "sin respuesta", "no localizado", "no localizada", "wrong number", "numero equivocado")),
    (NeedStatus("closed", "no_longer_needed"), (
        "no longer needed", "no longer needs", "no longer required", "not needed", "cancelled", "canceled",
        "withdrawn", "withdrew", "cancelado", "cancelada", "ya no necesita", "ya no se necesita",
        "ya no es necesario", "retirado", "retirada")),
    (NeedStatus("closed", "helped_by_others"), (
        "helped by others", "got help elsewhere", "found help elsewhere", "someone else helped",
        "ayudado por otros", "recibio ayuda de otros")),
    (NeedStatus("closed", "referred"), (
        "referred", "referral", "referred out", "transferred", "derivado", "derivada", "referido", "referida",
        "remitido", "remitida", "transferido")),
    (NeedStatus("closed", "out_of_scope"), (
        "out of area", "outside area", "out of scope", "outside service area", "not in area", "outside",
        "fuera de area", "fuera del area", "fuera de zona")),
    (NeedStatus("closed", "unable_to_fill"), (
        "unable to fill", "unable to help", "cannot help", "cant help", "unfulfilled", "unmet",
        "could not help", "not possible", "no se pudo", "no se puede", "no fue posible", "sin solucion")),
    (NeedStatus("closed", "rejected"), (
        "rejected", "spam", "declined", "denied", "rechazado", "rechazada", "test")),
    (NeedStatus("triaged"), ("intake complete", "triaged", "reviewed", "verified", "processed", "revisado",
                             "revisada", "verificado", "verificada", "contacted", "contactado", "contactada")),
    (NeedStatus("new"), (
        "intake needed", "needs intake", "call back", "phone tag", "left message", "left voicemail",
        "follow up", "to do", "todo", "pending", "new", "unread", "on hold", "waiting", "received",
        "pendiente", "pendientes", "nuevo", "nueva", "en espera", "recibido", "recibida", "por hacer",
        "por atender", "llamar", "submitted")),
    (NeedStatus("open"), (
        "seeking volunteer", "needs volunteer", "looking for volunteer", "volunteer needed", "open", "active",
        "unfilled", "available", "needs match", "to be matched", "seeking other goods", "abierto", "abierta",
        "buscando voluntario", "buscando voluntaria", "activo", "activa", "needed", "approved", "aprobado")),
    (NeedStatus("closed", "fulfilled"), (
        "completed", "complete", "done", "closed", "fulfilled", "delivered", "finished", "resolved", "met",
        "helped", "success", "filled", "completado", "completada", "hecho", "hecha", "terminado", "terminada",
        "cerrado", "cerrada", "entregado", "entregada", "resuelto", "resuelta", "cumplido", "cumplida",
        "listo", "lista", "finalizado", "finalizada", "ayudado", "ayudada", "archived", "archivado")),
    (NeedStatus("assigned"), ("assigned", "matched", "claimed", "taken", "volunteer found", "asignado",
                              "asignada", "emparejado", "emparejada", "tomado", "tomada")),
)  # fmt: skip

_VOLUNTEERS: Final[tuple[tuple[VolunteerState, tuple[str, ...]], ...]] = (
    ("left", ("inactive", "left", "removed", "no longer", "unsubscribed", "retired", "do not contact",
              "not approved", "rejected", "inactivo", "inactiva", "baja", "ya no", "no contactar")),
    ("paused", ("paused", "on break", "break", "on hold", "away", "unavailable", "not available", "sick",
                "vacation", "pausado", "pausada", "en pausa", "no disponible", "vacaciones", "de viaje")),
    ("applicant", ("new", "pending", "applied", "applicant", "needs orientation", "to contact", "waiting",
                   "in review", "nuevo", "nueva", "pendiente", "solicitante", "por contactar", "en revision")),
    ("approved", ("approved", "vetted", "oriented", "trained", "processed", "onboarded", "verified",
                  "aprobado", "aprobada", "verificado", "verificada", "capacitado", "capacitada")),
    ("active", ("active", "available", "ready", "current", "yes", "confirmed", "activo", "activa",
                "disponible", "listo", "lista", "si", "confirmado", "confirmada")),
)  # fmt: skip


def parse_need_status(raw: str) -> Reading[NeedStatus]:
    """Return the state that a status cell means; a tick in such a column means "done".

    >>> parse_need_status("Completed (recurring)").value
    NeedStatus(state='closed', close_reason='fulfilled')
    >>> parse_need_status("Pending").value.is_open, parse_need_status("✓").value.is_open
    (True, False)
    >>> parse_need_status("Cannot Reach / Out of Service").value.close_reason
    'cannot_reach'
    >>> reading = parse_need_status("purple")
    >>> reading.value.state, reading.problems[0].code
    ('new', 'unknown_status')
    """
    bare = raw.strip()
    folded = fold(bare)
    if bare in _DONE_MARKS or folded in _DONE_ANSWERS:
        return Reading(NeedStatus("closed", "fulfilled"))
    if is_blank(raw) or folded in _OPEN_ANSWERS:
        return Reading(None if is_blank(raw) else NeedStatus("new"))
    for status, phrases in _NEEDS:
        if any(contains_words(folded, phrase) for phrase in phrases):
            return Reading(status)
    return Reading(NeedStatus("new"), (noted("unknown_status", text=raw),))


def parse_volunteer_status(raw: str) -> Reading[VolunteerState]:
    """Return the state of a volunteer.

    >>> parse_volunteer_status("Active").value, parse_volunteer_status("en pausa").value
    ('active', 'paused')
    """
    if is_blank(raw):
        return Reading(None)
    folded = fold(raw)
    for state, phrases in _VOLUNTEERS:
        if any(contains_words(folded, phrase) for phrase in phrases):
            return Reading(state)
    return Reading("applicant", (noted("unknown_status", text=raw),))
