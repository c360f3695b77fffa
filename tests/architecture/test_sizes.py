"""Long functions and long files are where plain code stops: their tails are measured, not their medians."""

from __future__ import annotations

from tests.architecture.sources import ROOT, functions, length, relative, script_files, storey_files

LONGEST_FUNCTION = 60
LONGEST_FILE = 400


def _lengths() -> list[int]:
    return sorted(length(node) for path in (*storey_files(), *script_files()) for node in functions(path))


def _share(lengths: list[int], share: float) -> int:
    return lengths[int(len(lengths) * share)]


def test_there_are_functions_to_measure():
    assert len(_lengths()) > 200


def test_nine_in_ten_functions_have_at_most_twenty_lines():
    assert _share(_lengths(), 0.90) <= 20


def test_ninety_nine_in_a_hundred_functions_have_at_most_forty_lines():
    assert _share(_lengths(), 0.99) <= 40


def test_no_function_is_longer_than_a_screen():
    files = (*storey_files(), *script_files())
    long = [f"{relative(path)}:{node.lineno} {node.name}" for path in files for node in functions(path) if length(node) > LONGEST_FUNCTION]
    assert long == []


def test_no_file_is_too_long_to_read():
    """Rows that are data lie in files named so; everything else stays readable."""
    files = [path for path in (*storey_files(), *script_files()) if "data" not in path.parts]
    long = {relative(path): lines for path in files if (lines := len(path.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}


def test_no_test_file_is_too_long_to_read():
    long = [relative(path) for path in (ROOT / "tests").rglob("*.py") if len(path.read_text().splitlines()) > LONGEST_FILE]
    assert long == []


def test_half_of_the_templates_are_at_most_forty_lines():
    lengths = sorted(len(path.read_text().splitlines()) for path in (ROOT / "templates").rglob("*.html"))
    assert lengths
    assert lengths[len(lengths) // 2] <= 40
