"""The numbers that the quizzes and exercises of Part 3 quote match the code."""

import numpy as np


def slopes(f, x, h=1e-6):
    """Return the Jacobian of f at x by central differences, one row for each output."""
    return np.transpose([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])
