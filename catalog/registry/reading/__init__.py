"""Reading annexes: bytes to tables, tables to rows, cells to facts. Knows no database."""
