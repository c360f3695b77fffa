"""Communes of other provinces come from a file: all rows or none, each problem told with its line."""

import pytest
from django.core.management import CommandError, call_command

from catalog.places.communes_csv import import_communes
from catalog.places.errors import UnreadableCommunes
from catalog.places.models import Place, PlaceText
from catalog.places.services import load_places

pytestmark = pytest.mark.django_db
HEAD = "code,name,kind,province_code"


@pytest.fixture(autouse=True)
def _places():
    load_places()


def test_good_rows_become_communes_of_their_province():
    assert import_communes([HEAD, "26734,Sài Gòn Thử,phường,79", "01273,Thục Phán,phường,04"]) == 2
    assert Place.objects.get(code="01273").parent.code == "04"


def test_a_name_that_another_province_has_gets_the_code_into_its_address():
    import_communes([HEAD, "01351,Hưng Đạo,xã,04"])
    slug = PlaceText.objects.get(place__code="01351", language="vi").slug
    assert slug == "xa-hung-dao-01351"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1273,Thục Phán,phường,04", "five digits"),
        ("01273,,phường,04", "no name"),
        ("01273,Thục Phán,thị trấn,04", "the kind must be"),
        ("01273,Thục Phán,phường,02", "no province has the code '02'"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_nothing_is_imported(row, reason):
    before = Place.objects.count()
    with pytest.raises(UnreadableCommunes) as caught:
        import_communes([HEAD, "01279,Nùng Trí Cao,phường,04", row])
    assert caught.value.problems == [problem for problem in caught.value.problems if "line 3" in problem and reason in problem]
    assert Place.objects.count() == before


def test_missing_columns_are_named():
    with pytest.raises(UnreadableCommunes) as caught:
        import_communes(["code,name", "01273,Thục Phán"])
    assert "kind, province_code" in caught.value.problems[0]


def test_the_command_says_what_is_wrong_with_the_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_communes", str(tmp_path / "none.csv"))
    latin = tmp_path / "latin.csv"
    latin.write_bytes("code,name,kind,province_code\n01273,Thôn,xã,04".encode("latin-1"))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("import_communes", str(latin))
