"""Attempts that once got through, or were misled, in one table: how they were meant to fool us.

Each is an expression of the exercise's arguments, which may use NumPy, the activations and the
exercise's own right answer, `right`; each has a piece of what is said about it, or `RIGHT`.
"""

RIGHT = "It was tried on"

TABLE = {
    "sigmoid": [
        ("unheard(lambda: 1 / (1 + np.exp(-z)))", "overflows here"),
        ("unheard(lambda: 1 / (1 + np.e ** -z))", "overflows here"),
        ("unheard(lambda: np.nan_to_num(np.exp(z) / (1 + np.exp(z)), nan=1))", "overflows here"),
        ("1 / (1 + np.exp(-np.clip(z, -19, 19)))", "right for"),
        ("1 / (1 + np.exp(-z.astype(np.longdouble)))", "overflows here"),
        ("1 + np.exp(z)", "not right"),
        ("1 / (1 + np.exp(-np.clip(z, -500, 500)))", RIGHT),
        ("activations.sigmoid(z) * 1.0001", "1.0001 times"),
        ("np.round(right(z), 3)", "rounded to 3 decimals"),
        ("right(z).astype(int)", "after the decimal point"),
        ("right(z)[::-1]", "order is reversed"),
        ("0 * z + 0.5", "Every number is 0.5"),
        ("np.array([0.5])", "the same for every input"),
    ],
    "boundary": [
        ("[right(x_1, w, b)]", RIGHT),
        ("-(w[0] * x_1 + b) / w[2]", "counts from 0"),
        ("-(w[0] * x_1 + b) ^ -1", "write `**`"),
    ],
    "threshold": [("[right(false_alarm, miss)]", RIGHT), ("miss / 2", "`false_alarm` plays no part")],
    "neuron_batch": [
        ("activation(X[0] @ w + b)", "Only the first example"),
        ("activation((X * w).sum() + b)", "single number"),
        ("activation(X @ w + b).mean()", "single number"),
        ("activations.sigmoid(X @ w + b)", "always `sigmoid`"),
        ("activations.relu(X @ w + b)", "always `relu`"),
        ("activation(sum(w[j] * X[:, j] + b for j in range(len(w))))", "once for every feature"),
        ("[activation(X[i] @ w + b) for i in range(len(X))][0]", "Only the first example"),
        ("activation(X @ w + b)[::-1]", "order is reversed"),
    ],
    "logistic_gradient": [
        ("right(X, y, w, b)[::-1]", "in another order: `db`, `dw` came"),
        ("right(X, y, w, b)[0]", "two results are needed: `dw` and `db`"),
        ("np.append(*right(X, y, w, b))", RIGHT),
        ("(right(X, y, w, b)[0], [right(X, y, w, b)[1]])", RIGHT),
        ("(-right(X, y, w, b)[0], right(X, y, w, b)[1])", "`db` is right, but `dw` is not"),
        ("scaled(right(X, y, w, b), len(X) / len(w), len(X) / len(w))", "divided by $d$"),
        ("(w - right(X, y, w, b)[0], b - right(X, y, w, b)[1])", "new parameters"),
        ("last_example(X, y, w, b)", "`=` stands where `+=`"),
    ],
    "perceptron_update": [
        ("(theta[:-1], theta[-1])", "one array of numbers is expected"),
        ("theta + 0.1 * (right(theta, x, y) - theta)", "learning rate"),
        ("moved(lambda z, y: (2 * y - 1) * ((2 * y - 1) * z <= 0))(theta, x, y)", "0 or 1"),
        ("moved(lambda z, y: y - np.sign(z))(theta, x, y)", "`np.sign`"),
        ("right(np.append(theta[:-1], -theta[-1]), x, y) + [*0 * x, 2 * theta[-1]]", "subtracted"),
    ],
    "activation_derivative": [
        ("(1 - activations.sigmoid(z)) ** 2", "here σ is softsign"),
        ("z / (1 + np.abs(z)) ** 2", "in the numerator is too many"),
        ("activations.sigmoid.derivative(z)", "derivative of the sigmoid"),
        ("np.where(z == 0, 0, right(z))", "no number in `z` is 0"),
    ],
    "softmax_two": [
        ("activations.softmax(Z)", "without softmax"),
        ("(lambda e: e / e.sum(1, keepdims=True))(np.exp(Z - Z.max(1, keepdims=True)))", "of your own"),
        ("np.column_stack([sigmoid(Z[:, 0] - Z[:, 1]), sigmoid(Z[:, 1] - Z[:, 0])])", RIGHT),
    ],
    "dense_layer": [
        ("activation(X @ W.T + b)[0]", "Only the first example"),
        ("activations.tanh(X @ W.T + b)", "always `tanh`"),
        ("activation(X @ W.reshape(X.shape[1], -1) + b)", "reshape"),
        ("activation(X @ W.T + X.shape[1] * b)", "once for every feature"),
    ],
    "collapse": [
        ("in_loops(W_1, b_1, W_2, b_2)", "right where"),
        ("right(W_1, b_1, W_2, b_2)[::-1]", "in another order"),
        ("(W_2 @ W_1, (W_2 @ b_1)[: len(b_1)] + b_2)", "right for"),
    ],
    "compose_shapes": [('"(3, 2)"', "text")],
    "hinges": [
        ("first_change(t, v)", "from the *first* slope"),
        ("right(t, v).astype(int)", "after the decimal point"),
        ("running_weights(t, v)", "*weight* just before"),
    ],
    "forward_pass": [
        ("right(X[:1], layers)[0]", "Only the first example"),
        ("right(X, [(W, b, activations.relu) for W, b, _ in layers])", "always `relu`"),
    ],
    "convolution_matrix": [
        ("right(kernel, h, w).astype(int)", "after the decimal point"),
        ("right(kernel[:, : len(kernel)], h, w) ", "shape (2, 3)"),
    ],
    "softmax_batch": [
        ("shifted(Z, np.abs(Z).max(axis=1, keepdims=True))", "`nan`"),
        ("shifted(Z, Z.min(axis=1, keepdims=True))", "smallest score"),
        ("shifted(Z, Z.mean(axis=1, keepdims=True))", "mean"),
        ("activations.softmax(Z)", RIGHT),
    ],
    "max_pool": [
        ("np.floor(right(image))", "after the decimal point"),
        ("tall(image)", "right for"),
        ("np.array([[image[i:i + 2, j:j + 2].max() for j in range(0, len(image.T), 2)]"
         " for i in range(len(image) // 2)])", "moves down by 1"),
    ],
    "count_parameters": [
        ("sum(sizes[i] * sizes[i + 1] + sizes[i + 1] for i in range(len(sizes)))", "counts from 0"),
        ("[a * b + b + b * c + c for a, b, c in [sizes]][0]", "depends on the input"),
    ],
    "graph_derivative": [("np.array(right(a, b))", RIGHT), ("right(a, b)[::-1]", "swapped")],
    "softmax_gradient": [
        ("minus_one_in_columns(Z, y)", "in *every* row"),
        ("(softmax(Z) - np.eye(Z.shape[1])[y - 1]) / len(Z)", "labels were counted from 1"),
        ("(softmax(Z) - np.eye(max(y) + 1)[y]) / len(Z)", "`max(y) + 1`"),
    ],
    "hidden_delta": [
        ("((delta_2 * sigma_2.derivative(Z_2)) @ W_2) * sigma_1.derivative(Z_1)", "once more"),
        ("(delta_2 * sigma_2.derivative(Z_2)) @ W_2", "instead of that of layer 1"),
        ("(delta_2 @ W_2) * sigma_1(Z_1) * (1 - sigma_1(Z_1))", "sigmoid alone"),
        ("(delta_2 @ W_2) * (1 - sigma_1(Z_1) ** 2)", "tanh alone"),
    ],
    "dense_gradient": [
        ("(lambda dW, db, dX: (dX, dW, db))(*right(X, W, delta))", "`dX`, `dW`, `db` came"),
        ("(X.T @ delta, delta.mean(axis=0), delta @ W)", "And then `db`"),
        ("0 * X", "three results are needed"),
    ],
    "numerical_gradient": [
        ("right(f, theta, 0.01)", "`h` plays no part"),
        ("right(f, theta, h / 2)", "half the step"),
        ("never_reset(f, theta, h)", "stay moved"),
        ("there_and_back(f, theta, h)", RIGHT),
    ],
    "update_order": [
        ("np.array(right(W_1, b_1, W_2, b_2, X, y, step_size), object)[[2, 3, 0, 1]].tolist()",
         "in another order"),
        ("right(W_1, b_1, W_2, b_2, X, y, 0.1)", "`step_size` plays no part"),
    ],
    "dead_units": [("np.zeros(Z.shape[1])", "Every number is 0"), ("right(Z)[::-1]", "reversed")],
    "momentum_step": [
        ("np.stack(right(theta, v, gradient, step_size, momentum))", RIGHT),
        ("right(theta, v, gradient, step_size, momentum)[::-1]", "`v`, `theta` came"),
        ("right(theta, v, gradient, step_size, 0.9)", "`momentum` plays no part"),
        ("right(theta, v, gradient, 0.1, momentum)", "`step_size` plays no part"),
    ],
    "adam_step": [
        ("right(theta, m, v, gradient, t, step_size, beta1, beta2, 1e-8)", "`epsilon` plays no part"),
        ("right(theta, m, v, gradient, t, step_size, 0.9, beta2, epsilon)", "`beta1` plays no part"),
        ("right(theta, m, v, gradient, t, step_size, beta1, beta2, epsilon)[::-1]", "another order"),
    ],
    "early_stop": [
        ("stops(losses, patience, lambda best, n: (n, n))", "returned as the best"),
        ("stops(losses, patience, lambda best, n: (best, best))", "returned as the last"),
        ("stops(losses, patience, lambda best, n: (n, best))", "exchanged"),
        ("by_the_loss_before(losses, patience)", "`patience` epochs before"),
        ("right(losses, max(patience - 1, 1))", "one epoch early"),
        ("stops(losses, patience, lambda best, n: None)", "`None`"),
        ("stops(losses, patience, lambda best, n: (best, 0))", "returned as 0"),
    ],
    "cosine_warm_up": [
        ("peak * (t + 1) / ramp if t + 1 < ramp else peak * wave(t / steps)", "*then*"),
        ("peak * (wave(t / steps) + min(1, (t + 1) / ramp))", "added"),
    ],
    "sgd_step": [
        ("first_targets(theta, X, y, batch, step_size)", "`y[:len(batch)]`"),
        ("theta - step_size * np.mean(X[batch] @ theta - y[batch]) * X[batch].mean(axis=0)",
         "mean error"),
    ],
    "two_workers": [
        ("right(gradient_1, n_1, gradient_2, n_2)[::-1]", "order is reversed"),
        ("0.25 * gradient_1 + 0.75 * gradient_2", "`n_1` plays no part"),
    ],
}
