"""Numbers short enough for a drawing, and honest about the effect of rounding on a sum."""

import numpy as np

RESIDUE = 1e-9  # of the largest of several numbers
UNITS = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))


def minus(text):
    """Replace each hyphen by a typeset minus sign."""
    return text.replace("-", "−")


def rounded(value, digits=3):
    """Write `value` to about three significant digits, and with at most three decimals.

    Returns
    -------
    str
        Such as ``−0.25``, ``0.667``, ``1234``, ``1.2e-7``, ``∞``. Whole numbers below 100,000
        keep all their digits; scientific notation has at most one decimal.
    """
    if np.isnan(value):
        return "undefined"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    largest = 99_999.5 if digits > 1 else 999.5
    if size != 0 and not 0.0005 <= size < largest:
        mantissa, exponent = f"{value:.{min(digits - 1, 1)}e}".split("e")
        text = f"{mantissa.removesuffix('.0')}e{int(exponent)}"
    else:
        leading = int(np.floor(np.log10(size))) if size > 0 else 0
        text = f"{value:.{min(max(digits - 1 - leading, 0), digits)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    text = "0" if text == "-0" else text
    return "−" + text[1:] if text.startswith("-") else text


def duration(seconds):
    """Write a time as 3 µs or 1.5 s: two digits, at least one of them before the point."""
    for unit, size in UNITS:
        if seconds >= 0.9995 * size or unit == "ns":
            value = seconds / size
            return f"{value:.0f} {unit}" if value >= 9.95 else f"{value:.2g} {unit}"


def without_residue(values):
    """Replace by 0 what is below a billionth of the largest: the rounding error of a sum."""
    values = np.asarray(values, float)
    return np.where(np.abs(values) < RESIDUE * np.abs(values).max(initial=0), 0.0, values)


def as_shown(value):
    """Return the number that a reader sees for `value`."""
    text = rounded(value).replace("−", "-").replace("∞", "inf")
    return float("nan") if text == "undefined" else float(text)


def relation(shown, result):
    """Return "=" if `shown`, computed from displayed digits, has the digits of `result`."""
    return "=" if np.isclose(shown, as_shown(result), rtol=1e-9, atol=1e-12) else "≈"
