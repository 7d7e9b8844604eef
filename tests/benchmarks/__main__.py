"""Print all measurements as a table and keep them in build/benchmarks.json.

``python -m tests.benchmarks [row …]``, from the repository's root.
"""

import argparse
import json
import os
import platform
from importlib import metadata

from tests.benchmarks.data_parallel import data_parallel
from tests.benchmarks.page import page
from tests.benchmarks.rows import ROOT, network_gradient
from tests.benchmarks.training import training, training_with_adam


def main():
    all_rows = network_gradient, training, training_with_adam, data_parallel, page
    rows = {row.__name__: row for row in all_rows}
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"default: all of {', '.join(rows)}")
    chosen = parser.parse_args().rows or list(rows)
    if unknown := set(chosen) - set(rows):
        parser.error(f"no row is called {', '.join(sorted(unknown))}; there are {', '.join(rows)}")

    print(f"{'':<58}{'ours':>11}{'reference':>11}{'ratio':>10}  reference")
    measured = []
    for name in chosen:
        for measurement in rows[name]():
            measured.append(measurement)
            print(line(measurement), flush=True)

    report = {
        "machine": {
            "python": platform.python_version(),
            "numpy": metadata.version("numpy"),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
        },
        "measurements": [measurement._asdict() for measurement in measured],
    }
    target = ROOT / "build" / "benchmarks.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"\nThe same as numbers: {target.relative_to(ROOT)}")


def line(measurement):
    """Write one measurement as a line of the table."""
    what, seconds, against, reference, unit = measurement
    if unit:
        return f"{what:<58}{f'{seconds:.3g} {unit}':>11}"
    if reference is None:
        return f"{what:<58}{duration(seconds):>11}"
    ratio = f"{seconds / reference:.3g} ×"
    return f"{what:<58}{duration(seconds):>11}{duration(reference):>11}{ratio:>10}  {against}"


def duration(seconds):
    """Write a time in the unit that leaves one to three digits before the point."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e9:.3g} ns"


if __name__ == "__main__":
    main()
