"""Why a row is taken or not, what is said of it, and what it is read against."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from manyhands.core.sheets import Local, parse_needs, parse_volunteers, read_table, understand
from manyhands.core.values.point import Point


def rows_of(kind, *lines, local=None):
    table = read_table("\n".join(lines).encode())
    parse = parse_needs if kind == "needs" else parse_volunteers
    return parse(table, understand(table, kind), local=local)


def said(result) -> list[tuple[str, str, str]]:
    return [(problem.field, problem.problem.severity, problem.text) for problem in result.problems]


class TestRows:
    def test_all_that_is_said_of_a_row_names_its_column(self):
        headings = "Name,Phone,E-mail,ZIP,Need,Urgency,Household,Language,Lat,Lng,Needed by,Status"
        row = "=Ana,ask,ana,4891,a unicycle,purple,lots,Klingon,42.7,,soon,purple,more,still"

        [result] = rows_of("needs", headings, row)

        assert result.is_taken
        assert sorted(said(result)) == sorted(
            [
                ("name", "noted", "Name: This begins like a formula (=); it was kept as plain text."),
                ("phone", "refused", "Phone: “ask” is not a telephone number."),
                ("email", "refused", "E-mail: “ana” is not an e-mail address."),
                (
                    "zip",
                    "noted",
                    "ZIP: “4891” seems to have lost a zero at its start; it was taken as 04891.",
                ),
                (
                    "category",
                    "noted",
                    "Need: “a unicycle” is not a known kind of help; it was taken as “other”.",
                ),
                ("urgency", "noted", "Urgency: “purple” does not say clearly how urgent it is."),
                ("household", "refused", "Household: “lots” does not say how many people live there."),
                ("languages", "noted", "Language: “Klingon” is not a known language."),
                ("latitude", "refused", "Lat: Only one of latitude and longitude is given."),
                ("needed_by", "refused", "Needed by: “soon” is not a date that can be understood."),
                (
                    "status",
                    "noted",
                    "Status: “purple” is not a known status; it was taken as not dealt with yet.",
                ),
                ("", "noted", "This row has more cells than there are headings (2): more | still"),
            ]
        )
        assert result.raw["+2"] == "still"

    @pytest.mark.parametrize(
        ("kind", "headings", "row", "reasons"),
        [
            ("needs", "Name,Phone,Need", ",,", []),
            ("needs", "Name,Notes,Need", "Ana,ring,", ["Nothing says what is needed."]),
            (
                "needs",
                "Name,Notes,Need",
                ",ring,",
                [
                    "Nothing says what is needed.",
                    "There is no name, no way to reach anybody, and no place.",
                ],
            ),
            ("volunteers", "Name,Phone,Availability", ",,weekends", None),
        ],
    )
    def test_why_a_row_is_not_taken(self, kind, headings, row, reasons):
        results = rows_of(kind, headings, row, "Bo,517 555 0100,weekends")

        if reasons == []:  # a row that says nothing is none
            assert [result.line for result in results] == [3]
            return
        assert not results[0].is_taken
        texts = [text for field, severity, text in said(results[0]) if (field, severity) == ("", "refused")]
        assert reasons is None or texts == reasons
        assert texts

    def test_half_of_a_row_must_be_headings_to_be_them_again(self):
        headings = "Name,Phone,Need,Notes"

        again, half, one = rows_of("needs", headings, "NAME,phone,food,", "Name,Phone,food,x", "Name,,food,")

        assert [problem.problem.code for problem in again.problems] == ["repeated_header"]
        assert again.raw == {"Name": "NAME", "Phone": "phone", "Need": "food"}
        assert half.is_taken
        assert one.is_taken

    def test_a_volunteer_in_parts(self):
        headings = (
            "First name,Last name,Phone,Can help with,Skills,"
            "Availability,Disponibilidad,How far?,Notes,Comments"
        )
        row = 'Bo,Ruiz,517 555 0100,rides,"rides, laundry",Monday mornings,Tuesday mornings,5,by van,rings first'

        [result] = rows_of("volunteers", headings, row, local=Local(unit="km"))
        bo = result.value

        assert bo.person.name == "Bo Ruiz"
        assert [(skill.kind, skill.label) for skill in bo.skills] == [
            ("ride", "rides"),
            ("housework", "laundry"),
        ]
        assert bo.week_mask == 0b1100 | 0b1100 << 8
        assert (bo.radius_m, bo.weekly_tasks, bo.status, bo.reference) == (5_000, None, None, "")
        assert bo.notes == "by van\nrings first"

    def test_what_rows_are_read_against(self):
        local = Local(
            region="ES",
            zone=ZoneInfo("Europe/Madrid"),
            near=Point(lon=-3.7, lat=40.4),
            written_on=date(2026, 5, 4),
        )

        [row] = rows_of(
            "needs",
            "Name,Phone,Need,Timestamp,Needed by,Coordinates",
            'Ana,600 000 000,food,2/5/2026 10:00,Friday,"-3.69, 40.41"',
            local=local,
        )

        assert row.value.person.phone.e164 == "+34600000000"
        assert row.value.submitted.isoformat() == "2026-02-05T10:00:00+01:00"
        assert row.value.needed_by == date(2026, 2, 6)
        assert row.value.place.position == Point(lon=-3.69, lat=40.41)

    def test_without_a_timestamp_days_count_from_when_it_was_handed_in(self):
        local = Local(written_on=date(2026, 5, 4))

        [row] = rows_of("needs", "Name,Need,Needed by", "Ana,food,Friday", local=local)

        assert row.value.needed_by == date(2026, 5, 8)

    def test_the_day_it_was_handed_in_is_not_to_come(self):
        local = Local(written_on=date(2026, 5, 4))

        same, next_day = rows_of(
            "needs", "Name,Need,Date", "Ana,food,2026-05-04", "Bo,food,2026-05-05", local=local
        )

        assert (same.value.submitted.date(), same.value.needed_by) == (date(2026, 5, 4), None)
        assert (next_day.value.submitted, next_day.value.needed_by) == (None, date(2026, 5, 5))

    def test_places_in_parts(self):
        first, second = rows_of(
            "needs",
            "Name,Need,Address,ZIP,City,Neighbourhood",
            'Ana,food,"12 Main St, 48910",48912,Lansing,Eastside',
            'Bo,food,"14 Main St, 48910",,,',
        )

        assert (first.value.place.zip.code, second.value.place.zip.code) == ("48912", "48910")
        assert (first.value.place.city, first.value.place.area) == ("Lansing", "Eastside")
        assert (second.value.place.city, second.value.place.area, second.value.place.position) == (
            "",
            "",
            None,
        )
        assert first.value.place.is_known

    @pytest.mark.parametrize("where", ["12 Main St,,,", ",48912,,", ",,Eastside,", ',,,"42.7, -84.5"'])
    def test_any_of_these_is_a_place(self, where):
        [row] = rows_of("needs", "Need,Address,ZIP,Neighbourhood,Coordinates", f"food,{where}")

        assert row.value.place.is_known

    def test_a_city_alone_is_none(self):
        [row] = rows_of("needs", "Need,City,Name", "food,Lansing,")

        assert not row.is_taken
