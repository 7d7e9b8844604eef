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
from lecturekit.exercises.part2.collapse import collapse
from lecturekit.exercises.part2.compose_shapes import compose_shapes
from lecturekit.exercises.part2.convolution_matrix import convolution_matrix
from lecturekit.exercises.part2.count_parameters import count_parameters
from lecturekit.exercises.part2.dense_layer import dense_layer
from lecturekit.exercises.part2.forward_pass import forward_pass
from lecturekit.exercises.part2.hinges import hinges
from lecturekit.exercises.part2.max_pool import max_pool
from lecturekit.exercises.part2.quizzes import (
    quiz_analogy,
    quiz_conv_parameters,
    quiz_digit_parameters,
    quiz_first_maps,
    quiz_folds,
    quiz_linear_depth,
    quiz_output_layer,
    quiz_output_price,
    quiz_random_hidden,
    quiz_shifted_digit,
    quiz_universal,
    quiz_xor_points,
)
from lecturekit.exercises.part2.softmax_batch import softmax_batch
from lecturekit.exercises.part2.xor_weights import xor_weights
from lecturekit.exercises.part3.backward_fork import backward_fork
from lecturekit.exercises.part3.backward_multiply import backward_multiply
from lecturekit.exercises.part3.backward_relu import backward_relu
from lecturekit.exercises.part3.dead_units import dead_units
from lecturekit.exercises.part3.dense_gradient import dense_gradient
from lecturekit.exercises.part3.graph_derivative import graph_derivative
from lecturekit.exercises.part3.hidden_delta import hidden_delta
from lecturekit.exercises.part3.numerical_gradient import numerical_gradient
from lecturekit.exercises.part3.planted_bugs import planted_bugs
from lecturekit.exercises.part3.quizzes import (
    quiz_backward_cost,
    quiz_fused,
    quiz_jacobian,
    quiz_kink,
    quiz_memory,
    quiz_reverse_cheap,
    quiz_small_h,
    quiz_step_size,
    quiz_two_paths,
    quiz_vanishing,
    quiz_wrong_but_learns,
    quiz_zero_init,
)
from lecturekit.exercises.part3.softmax_gradient import softmax_gradient
from lecturekit.exercises.part3.update_order import update_order
from lecturekit.exercises.part4.adam_step import adam_step
from lecturekit.exercises.part4.cosine_warm_up import cosine_warm_up
from lecturekit.exercises.part4.early_stop import early_stop
from lecturekit.exercises.part4.failing_runs import failing_runs
from lecturekit.exercises.part4.minibatch_iterator import minibatch_iterator
from lecturekit.exercises.part4.minibatch_variance import minibatch_variance
from lecturekit.exercises.part4.momentum_step import momentum_step
from lecturekit.exercises.part4.quizzes import (
    quiz_at_the_minimum,
    quiz_batch_of_one,
    quiz_copies,
    quiz_first_step,
    quiz_four_times,
    quiz_four_workers,
    quiz_halving,
    quiz_heavy_ball,
    quiz_one_example,
    quiz_random_labels,
    quiz_rising_loss,
    quiz_same_budget,
)
from lecturekit.exercises.part4.sgd_step import sgd_step
from lecturekit.exercises.part4.step_size_curves import step_size_curves
from lecturekit.exercises.part4.two_workers import two_workers

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
    xor_weights,
    dense_layer,
    count_parameters,
    compose_shapes,
    collapse,
    hinges,
    forward_pass,
    convolution_matrix,
    softmax_batch,
    max_pool,
    graph_derivative,
    backward_multiply,
    backward_relu,
    backward_fork,
    dense_gradient,
    hidden_delta,
    softmax_gradient,
    numerical_gradient,
    planted_bugs,
    update_order,
    dead_units,
    minibatch_iterator,
    minibatch_variance,
    sgd_step,
    step_size_curves,
    cosine_warm_up,
    momentum_step,
    adam_step,
    early_stop,
    two_workers,
    failing_runs,
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
    quiz_xor_points,
    quiz_digit_parameters,
    quiz_linear_depth,
    quiz_universal,
    quiz_folds,
    quiz_first_maps,
    quiz_random_hidden,
    quiz_output_layer,
    quiz_output_price,
    quiz_conv_parameters,
    quiz_shifted_digit,
    quiz_analogy,
    quiz_jacobian,
    quiz_step_size,
    quiz_two_paths,
    quiz_reverse_cheap,
    quiz_memory,
    quiz_backward_cost,
    quiz_fused,
    quiz_small_h,
    quiz_kink,
    quiz_wrong_but_learns,
    quiz_zero_init,
    quiz_vanishing,
    quiz_copies,
    quiz_one_example,
    quiz_four_times,
    quiz_same_budget,
    quiz_at_the_minimum,
    quiz_halving,
    quiz_batch_of_one,
    quiz_heavy_ball,
    quiz_first_step,
    quiz_rising_loss,
    quiz_four_workers,
    quiz_random_labels,
)

__all__ = ["EXERCISES", "QUIZZES", *(thing.name for thing in EXERCISES + QUIZZES)]
