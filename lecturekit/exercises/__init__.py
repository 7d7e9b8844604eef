"""Exercises that answer, and quizzes to predict before a figure is seen.

Each exercise is one object::

    from lecturekit import exercises

    exercises.sigmoid                      # the task
    exercises.sigmoid.check(my_sigmoid)    # right, or what is wrong
    exercises.sigmoid.hint()               # a stronger one on each call
    exercises.sigmoid.solution()

and so is each quiz: ``exercises.quiz_no_bias`` as the last line of a cell shows it.
"""

from lecturekit.exercises.part1.activation_derivative import activation_derivative
from lecturekit.exercises.part1.boundary import boundary
from lecturekit.exercises.part1.gates import and_not, nand
from lecturekit.exercises.part1.logistic_gradient import logistic_gradient
from lecturekit.exercises.part1.neuron_batch import neuron_batch
from lecturekit.exercises.part1.perceptron_update import perceptron_update
from lecturekit.exercises.part1.quizzes import (
    quiz_dead_relu,
    quiz_inseparable,
    quiz_loss_slope,
    quiz_naive_sigmoid,
    quiz_no_bias,
    quiz_perceptron_orders,
    quiz_sepals,
    quiz_separability,
    quiz_separable_converges,
    quiz_staircase,
    quiz_start_loss,
    quiz_ten_sigmoids,
)
from lecturekit.exercises.part1.softmax_two import softmax_two
from lecturekit.exercises.part1.stable_sigmoid import sigmoid
from lecturekit.exercises.part1.threshold import threshold

EXERCISES = (
    boundary,
    sigmoid,
    threshold,
    neuron_batch,
    logistic_gradient,
    nand,
    and_not,
    perceptron_update,
    activation_derivative,
    softmax_two,
)
QUIZZES = (
    quiz_separability,
    quiz_naive_sigmoid,
    quiz_no_bias,
    quiz_loss_slope,
    quiz_start_loss,
    quiz_separable_converges,
    quiz_staircase,
    quiz_sepals,
    quiz_inseparable,
    quiz_perceptron_orders,
    quiz_ten_sigmoids,
    quiz_dead_relu,
)

__all__ = ["EXERCISES", "QUIZZES", *(thing.name for thing in EXERCISES + QUIZZES)]
