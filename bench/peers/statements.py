"""The program's own statements, read from its source, so that a peer runs the same ones."""
import os
import re

from .installation import ROOT


def _source(name):
    with open(os.path.join(ROOT, "Sources", "Records", name)) as file:
        return file.read()


def _literal(text, start):
    """The first multi-line literal after a place, on one line."""
    found = re.compile(r'"""\n(.*?)\n\s*"""', re.S).search(text, text.index(start))
    return " ".join(found.group(1).split())


def listing(function, limit):
    """The first page of a list without a filter. `function` is the beginning of its declaration."""
    text = _source("ApplicationLines.swift")
    statement = _literal(text, function)
    statement = statement.replace(r"\(sql: opened)", _literal(text, "static let opened"))
    values = {
        "filter.after.at": "'9999-01-01'::timestamptz",
        "filter.after.id.uuid": "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid",
        "filter.stage?.rawValue": "NULL", "filter.outcome?.rawValue": "NULL",
        "filter.limit": str(limit),
    }
    for name, value in values.items():
        statement = statement.replace(rf"\({name})", value)
    if "\\(" in statement:
        raise SystemExit(f"bench: a parameter of {function} is unknown: {statement}")
    return statement
