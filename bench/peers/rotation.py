"""Wrapping every data key under a new epoch, with the indexes that names are found by."""
from . import fill, purge


def measure(installation, options, figures):
    count = options.due
    figures.part(f"Rotation of {count:,} applications")
    purge.clear(installation)
    fill.living(installation, count)
    rates = []
    for _ in range(max(3, options.rounds // 2)):
        report = installation.lethe("keys", "rotate", "--json")
        if report["failed"] or report["rewrapped"] < count:
            raise SystemExit(f"bench: the rotation says {report}")
        rates.append(report["rewrapped"] / report["durationMs"] * 1000)
    rates.sort()
    figures.note(f"data keys/s, with tokens: {rates[len(rates) // 2]:,.0f}"
                 f" ({rates[0]:,.0f} to {rates[-1]:,.0f})")
    report = installation.lethe("keys", "verify", "--json")
    figures.note(f"data keys opened by verify: {report['opened']:,}")
    purge.clear(installation)
