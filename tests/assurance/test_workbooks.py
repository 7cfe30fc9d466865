"""A workbook is XML in an archive: what XML can be made to do, ours does not."""

import io
import zipfile

import openpyxl
import pytest

from manyhands.core.sheets import SheetError, read_table

SECRET = "canary-of-this-machine"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def workbook_saying(declared: str, entity: str) -> bytes:
    """A workbook whose first cell names an entity that its sheet declares."""
    book = openpyxl.Workbook()
    book.active.append(["Name", "Phone", "ZIP"])
    book.active.append(["Ana", "517 555 0100", "48912"])
    plain, changed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            text = before.read(name)
            if name == "xl/sharedStrings.xml":
                text = f"<!DOCTYPE sst [{declared}]>".encode() + text.replace(b"Ana", entity.encode())
            after.writestr(name, text)
    return changed.getvalue()


def said_of(data: bytes) -> str:
    try:
        return repr(read_table(data, filename="requests.xlsx"))
    except SheetError as error:
        return repr(error)


@pytest.mark.parametrize("how", ["SYSTEM", "PUBLIC 'any'"])
def test_no_file_of_the_machine_is_read_into_it(tmp_path, how):
    (tmp_path / "secret").write_text(SECRET)
    declared = f"<!ENTITY inside {how} 'file://{tmp_path}/secret'>"

    assert SECRET not in said_of(workbook_saying(declared, "&inside;"))


def test_an_entity_that_grows_is_not_unfolded():
    said = said_of(workbook_saying(f'<!ENTITY l0 "ha">{LAUGHS}', "&l9;"))

    assert "ha" * 1000 not in said
