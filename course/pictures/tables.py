"""Draws what is kept: a cookie jar or a store as a table, before and after."""

from collections.abc import Collection, Sequence

from .sheet import CHARACTER, WIDTH, Run, Sheet, shortened, show, value_runs

ROW, LEGEND_WIDTH = 0.26, 4.0  # inches
Rows = Sequence[Sequence[object]]


def show_tables(columns: Sequence[str], **tables: Rows) -> None:
    """Print tables of one shape below each other, and draw them. tables: name to rows.

    A name such as jar_before is shown as "jar before".
    """
    named = {name.replace("_", " "): texts(rows) for name, rows in tables.items()}
    widths = [
        max(len(text) for text in column)
        for column in zip(columns, *(row for rows in named.values() for row in rows), strict=True)
    ]
    for name, rows in named.items():
        print(f"{name}:")
        for row in [list(columns), *rows] if rows else []:
            cells = (f"{text:<{width}}" for text, width in zip(row, widths, strict=True))
            print("  " + "  ".join(cells).rstrip())
        if not rows:
            print("  (empty)")
    alt = f"Tables: {', '.join(named)}. Their rows are in the text above."
    show(drawn(columns, named, widths).figure, alt)


def texts(rows: Rows) -> list[list[str]]:
    """Return the cells as text, signatures cut."""
    return [[shortened(str(cell)) for cell in row] for row in rows]


def drawn(columns: Sequence[str], named: dict[str, list[list[str]]], widths: list[int]) -> Sheet:
    """Return the picture."""
    lines = sum(max(1, len(rows)) + 2 for rows in named.values())
    starts = [0.25]
    for width in widths[:-1]:
        starts.append(starts[-1] + (width + 3) * CHARACTER)
    right = min(WIDTH - 0.1, starts[-1] + (widths[-1] + 1) * CHARACTER)
    sheet = Sheet(lines * ROW + 0.5, max(right + 0.15, LEGEND_WIDTH))
    y, styles, ids = 0.1, set(), session_ids(named)
    for name, rows in named.items():
        sheet.write(0.15, y + 0.18, [Run(name, "name")])
        y += ROW
        shown = [list(columns), *rows] if rows else [["(empty)", *[""] * (len(columns) - 1)]]
        for number, row in enumerate(shown):
            for x, text in zip(starts, row, strict=True):
                runs = cell_runs(text, ids) if number else [Run(text, "attributes")]
                sheet.write(x, y + 0.18, runs)
                styles |= {run.style for run in runs}
            y += ROW
            sheet.line(0.15, y, right, y, "#8c959f" if number == 0 else "#d0d7de")
        y += ROW / 2
    sheet.legend(y + 0.25, styles)
    return sheet


def session_ids(named: dict[str, list[list[str]]]) -> set[str]:
    """Return the session IDs that cookies in the tables carry."""
    cells = [cell for rows in named.values() for row in rows for cell in row]
    return {run.text for cell in cells for run in cell_runs(cell) if run.style == "id"}


def cell_runs(text: str, ids: Collection[str] = ()) -> list[Run]:
    """Return a cell as runs: a cookie's value has the styles of its parts. ids: session IDs."""
    if text in ids:
        return [Run(text, "id")]
    name, equals, value = text.partition("=")
    if not equals or " " in text:
        return [Run(text)]
    return [Run(name + equals), *value_runs(value)]
