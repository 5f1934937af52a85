"""What was measured, beside what is to be reached."""
import statistics


class Figures:
    """One line for each figure, printed as soon as it is known."""

    def __init__(self):
        self.missed = []

    def part(self, title):
        print(f"\n{title}", flush=True)

    def note(self, text):
        print(f"  {text}", flush=True)

    def ratio(self, name, against, value, least=None, most=None):
        """`value` is ours divided by the peer's; `least` or `most` is the goal."""
        goal, verdict = "no goal", ""
        if least is not None:
            goal, verdict = f"at least {least:.2f}", self._verdict(name, value >= least)
        if most is not None:
            goal, verdict = f"at most {most:.2f}", self._verdict(name, value <= most)
        print(f"  {name:<36} {value:6.2f} of {against:<30} {goal:<14} {verdict}".rstrip(),
              flush=True)

    def amount(self, name, value, unit, most):
        verdict = self._verdict(name, value <= most)
        print(f"  {name:<36} {value:6.0f} {unit:<33} under {most:<8} {verdict}", flush=True)

    def _verdict(self, name, reached):
        if not reached:
            self.missed.append(name)
        return "reached" if reached else "NOT reached"

    def conclude(self):
        """The exit code is 0 either way: a figure that isn't reached is a finding, not a fault."""
        print()
        if self.missed:
            print("NOT reached: " + "; ".join(self.missed))
            print("docs/performance.md says why, and what would reach them.")
        else:
            print("All figures are reached.")
        return 0


def interleaved(rounds, *measures):
    """Runs each measure once a round; answers the medians, and of each later one the median of
    its ratios to the first within a round."""
    results = [[measure() for measure in measures] for _ in range(rounds)]
    medians = [statistics.median(row[i] for row in results) for i in range(len(measures))]
    ratios = [statistics.median(row[0] / row[i] for row in results)
              for i in range(1, len(measures))]
    return medians, ratios
