"""The table of who sees what as a page for people: docs/reference/who-sees-what.md is written by this."""

from collections.abc import Mapping
from pathlib import Path

from manyhands.core.privacy.disclosure import (
    DISCLOSABLE,
    WHO_SEES,
    DisclosedField,
    DisclosureStage,
    Sight,
    ViewerRole,
)
from manyhands.core.privacy.disclosure_of_people import (
    WHO_SEES_HELPERS,
    WHO_SEES_ORGANISATIONS,
    PersonField,
    PersonReader,
)

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "who-sees-what.md"
SIGHTS = {
    Sight.NO: "–",
    Sight.OPENLY: "yes",
    Sight.NOTED: "noted",
    Sight.AS_THE_KIND_SAYS: "if needed",
    Sight.AGAIN: "once more",
}
FIELDS = {
    DisclosedField.KIND: "kind of help",
    DisclosedField.WHEN: "when",
    DisclosedField.AREA: "roughly where",
    DisclosedField.LANGUAGE: "language",
    DisclosedField.SUMMARY: "words for volunteers",
    DisclosedField.ACCESS_NOTES: "how to get in",
    DisclosedField.NICKNAME: "nickname",
    DisclosedField.FIRST_NAME: "first name",
    DisclosedField.NAME: "name",
    DisclosedField.MASKED_CONTACT: "notes through the page",
    DisclosedField.PHONE: "phone",
    DisclosedField.EMAIL: "e-mail",
    DisclosedField.ADDRESS: "address",
    DisclosedField.POSITION: "exact place",
    DisclosedField.HOUSEHOLD: "who lives there",
    DisclosedField.DETAILS: "what they wrote",
    DisclosedField.INTERNAL_NOTES: "notes of staff",
}
OF_PEOPLE = {
    PersonField.FIRST_NAME: "first name",
    PersonField.LAST_NAME: "last name",
    PersonField.PHONE: "phone",
    PersonField.EMAIL: "e-mail",
    PersonField.REACH_NOTE: "how to reach them",
    PersonField.ADDRESS: "address",
    PersonField.OWN_NAME: "name",
    PersonField.ABOUT: "what it does",
}
STAGES = {
    DisclosureStage.BEFORE: "before a yes",
    DisclosureStage.HELPING: "while helping",
    DisclosureStage.GRACE: "in the grace",
    DisclosureStage.AFTER: "afterwards",
}
OTHERS = (
    (ViewerRole.INTAKE, "intake"),
    (ViewerRole.COORDINATOR, "coordinator"),
    (ViewerRole.ORGANISER, "organiser"),
    (ViewerRole.DRIVER_LEAD, "driver lead"),
    (ViewerRole.VETTER, "vetter"),
    (ViewerRole.READER, "reader"),
    (ViewerRole.HOST_STEWARD, "host"),
    (ViewerRole.PARTNER_STAFF, "partner’s staff"),
    (ViewerRole.LENT_HELPER, "lent helper"),
    (ViewerRole.READING_PROGRAM, "program that reads"),
    (ViewerRole.REVEALING_PROGRAM, "program that reveals"),
)
HEAD = """# Who sees what, in a table

This page is written from the table in `manyhands.core.privacy.disclosure`, and so are the tests: they open every page,
download, feed and message as everybody, with words of its own in every field, and compare (`make check-disclosure`).
Why it is so: [Who sees what](../explanation/who-sees-what.md).

- **yes**: it stands there.
- **noted**: on purpose, one person at a time. Who looked, when and why is written down where the person can read it.
- **if needed**: if the group's own list for this kind of help opens it; every day of looking is written down. A walk
  with the dog opens the address, a friendly call only notes through the page. The exact place comes with the address,
  and an address names the town that it is in.
- **once more**: the same by a button, written down.
- **–**: never.

A neighbour under a nickname is that to helpers: the number and the e-mail address are not opened either.
A lent helper is, from their yes on, a helper like others. What is taken from nobody's hands is offered to all again:
for whoever held it, it is then as before a yes.
"""


def write() -> str:
    opened = ", ".join(FIELDS[one] for one in DisclosedField if one in DISCLOSABLE)
    return "\n".join(
        (
            HEAD,
            "## A request, for neighbours and helpers\n",
            *_of_helpers(),
            f"\nA kind of help can open: {opened}.\n",
            "## A request, for staff, partners and programs\n",
            *_of_others(),
            "\n## Somebody who helps\n",
            *_of_people(WHO_SEES_HELPERS),
            "\n## An organisation, and whom to call there\n",
            *_of_people(WHO_SEES_ORGANISATIONS),
            "",
        )
    )


def _of_helpers() -> list[str]:
    head = ["", "a visitor", "the neighbour", *STAGES.values()]
    rows = []
    for one, name in FIELDS.items():
        alone = [
            WHO_SEES[one, role, DisclosureStage.BEFORE]
            for role in (ViewerRole.PUBLIC_VISITOR, ViewerRole.NEIGHBOUR)
        ]
        staged = [WHO_SEES[one, ViewerRole.VOLUNTEER, stage] for stage in STAGES]
        rows.append([name, *(SIGHTS[sight] for sight in (*alone, *staged))])
    return _table(head, rows)


def _of_others() -> list[str]:
    rows = [
        [name, *(SIGHTS[WHO_SEES[one, role, DisclosureStage.BEFORE]] for role, _words in OTHERS)]
        for one, name in FIELDS.items()
    ]
    return _table(["", *(words for _role, words in OTHERS)], rows)


def _of_people(table: Mapping[tuple[PersonField, PersonReader], Sight]) -> list[str]:
    words = {reader: str(reader).replace("_", " ") for reader in PersonReader}
    words |= {
        PersonReader.STRANGER: "a neighbour",
        PersonReader.HELPED: "whom they help",
        PersonReader.SELF: "themselves",
    }
    fields = list(dict.fromkeys(one for one, _reader in table))
    rows = [[OF_PEOPLE[one], *(SIGHTS[table[one, reader]] for reader in PersonReader)] for one in fields]
    return _table(["", *words.values()], rows)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


if __name__ == "__main__":
    PAGE.write_text(write())
