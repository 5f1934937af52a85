"""Tells what happens, for a reader who sees Lethe for the first time."""

import datetime
import os
import sys
import textwrap

WIDTH = 98
LABEL = 9


class Surprise(Exception):
    """Something answered other than it should."""


def expect(found, wanted, what: str):
    """Ends the demo unless `found` is what was to come."""
    if found != wanted:
        raise Surprise(f"{what}: expected {wanted!r}, got {found!r}")
    return found


def in_words(day) -> str:
    """Such as `31 August 2026`; what has no day is said so."""
    if day is None:
        return "no day yet"
    if isinstance(day, str):
        day = datetime.date.fromisoformat(day)
    return f"{day.day} {day:%B %Y}"


class Narrator:
    """Prints sections, labelled sentences and tables."""

    def __init__(self):
        self.chapters = 0
        self.bold, self.dim, self.plain = "", "", ""
        if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
            self.bold, self.dim, self.plain = "\033[1m", "\033[2m", "\033[0m"

    def title(self, text: str):
        print(f"{self.bold}{text}{self.plain}", flush=True)

    def chapter(self, day: datetime.date, title: str):
        self.chapters += 1
        print(f"\n{self.bold}{self.chapters}. {title}{self.plain}")
        print(f"{self.dim}{f'{day:%A}, {in_words(day)} ':-<{WIDTH}}{self.plain}", flush=True)

    def gap(self):
        print(flush=True)

    def say(self, label: str, text: str):
        """One labelled sentence or more, wrapped."""
        first = f"{label:<{LABEL}}"
        print(
            textwrap.fill(
                text, WIDTH, initial_indent=first, subsequent_indent=" " * LABEL,
                break_long_words=False, break_on_hyphens=False),
            flush=True)

    def did(self, text: str):
        self.say("done", text)

    def shows(self, text: str):
        """What can be seen now."""
        self.say("see", text)

    def refused(self, text: str):
        """What Lethe would not do."""
        self.say("refused", text)

    def lines(self, texts):
        """Lines that are to be copied: not wrapped."""
        for text in texts:
            print(f"{'':{LABEL}}{text}".rstrip(), flush=True)

    def table(self, heads, rows):
        """Columns as wide as they need to be; figures to the right."""
        rows = [[str(cell) for cell in row] for row in rows]
        widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
        right = [all(row[i][:1].isdigit() for row in rows) for i in range(len(heads))]

        def line(cells):
            parts = [
                cell.rjust(width) if is_right else cell.ljust(width)
                for cell, width, is_right in zip(cells, widths, right)
            ]
            return " " * LABEL + "  ".join(parts).rstrip()

        print(f"\n{self.dim}{line(heads)}{self.plain}")
        for row in rows:
            print(line(row))
        print(flush=True)
