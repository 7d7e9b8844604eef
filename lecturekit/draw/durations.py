"""Seconds, as people say them: 3 µs, 12 ms, 1.5 s. For pictures of measured times (Part 4)."""

from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

UNITS = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))


def duration(seconds):
    """Write a time with two digits, in the unit that leaves at least one before the point."""
    for unit, size in UNITS:
        if seconds >= 0.9995 * size or unit == "ns":
            value = seconds / size
            return f"{value:.0f} {unit}" if value >= 9.95 else f"{value:.2g} {unit}"


def seconds_axis(axis):
    """Label the ticks of a logarithmic axis of seconds with their units; its limits must be set."""
    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 60 * low else (1,)))
    axis.set_major_formatter(FuncFormatter(lambda seconds, place: duration(seconds)))
    axis.set_minor_formatter(NullFormatter())
