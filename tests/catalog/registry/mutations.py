"""Ways to spoil an annex: its bytes, the parts of its workbook, its cells."""

from __future__ import annotations

import io
import zipfile
from random import Random

from tests.catalog.registry.annexes import CLEANABLE, HEAD, Table, as_csv, as_xlsx, clean_rows

NASTY: list[object] = [
    "", " ", "\u00a0", "\x00", "\ud800", "=1+1", "#REF!", "NaN", "inf", "-1", "1e999", "9" * 400, "5" * 9, "٤ sao", "Ⅳ sao", "²", "½ sao",
    "99/99/9999", "00/00/0000", "29/02/2023", "2025-13-45", "31/12/9999", "ngày 99 tháng 99 năm 9999", "tháng 1 năm 2025", "999999", "60000.5",
    "Q" * 5000, "́" * 300, "a\u0301" * 300, "/QĐ-", "0/0/QĐ-UBND", "1234/QĐ-UBND ngày 31/02/2025", "*" * 1000, "sao", "tiềm năng", "5 sao 4 sao",
    "Tổng cộng", "Nơi nhận:", "I", "STT", "Tên sản phẩm", '"', "';--", "<script>", "\u202e\u200b", "µ¸¶·¹", "Aùâ", 4, 4.7, -3, 10**30, True,
    float("1e300"), None,
]  # fmt: skip


def spoil_bytes(content: bytes, random: Random) -> bytes:
    """Turn over, cut out, repeat, cut off or put in bytes."""
    spoiled = bytearray(content)
    for _ in range(random.randint(1, 8)):
        place = random.randrange(len(spoiled) + 1)
        size = random.choice([1, 2, 16, 200])
        way = random.randrange(5)
        if way == 0 and place < len(spoiled):
            spoiled[place] = random.randrange(256)
        elif way == 1:
            del spoiled[place : place + size]
        elif way == 2:
            spoiled[place:place] = spoiled[place : place + size]
        elif way == 3:
            spoiled[place:place] = random.randbytes(size)
        elif random.random() < 0.2:
            del spoiled[place:]
    return bytes(spoiled)


def spoil_part(content: bytes, random: Random) -> bytes:
    """Spoil one part of a workbook and pack it again, so that its archive is sound."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        chosen = random.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            if name == chosen and random.random() < 0.1:
                continue
            new.writestr(name, spoil_bytes(part, random) if name == chosen else part)
    return stream.getvalue()


def spoil_cells(random: Random) -> bytes:
    """Put nasty values into cells, move and repeat rows and cells, and write it as either kind of file."""
    table: Table = [[*HEAD], *clean_rows()]
    for _ in range(random.randint(1, 12)):
        row = random.choice(table)
        place = random.randrange(len(row) + 1)
        way = random.randrange(6)
        if way < 3 and place < len(row):
            row[place] = random.choice(NASTY)
        elif way == 3:
            row.insert(place, random.choice(NASTY))
        elif way == 4:
            del row[place:]
        else:
            table.insert(random.randrange(len(table)), [*random.choice(table)])
    if random.random() < 0.5:
        return as_csv([[_text(cell) for cell in row] for row in table], random.choice(",;\t"), random.choice(["utf-8", "utf-16"]))
    return as_xlsx([[_printable(cell) for cell in row] for row in table])


def _text(cell: object) -> str:
    return str(cell).replace("\ud800", "?")


def _printable(cell: object) -> object:
    """Give what openpyxl agrees to write."""
    return "".join(char for char in cell if char >= " " and char != "\ud800")[:30_000] if isinstance(cell, str) else cell


def spoiled(random: Random) -> bytes:
    """Give one spoiled annex."""
    content = CLEANABLE[random.choice(sorted(CLEANABLE))]
    way = random.randrange(3)
    if way == 0:
        return spoil_cells(random)
    return spoil_part(content, random) if way == 1 and content.startswith(b"PK") else spoil_bytes(content, random)
