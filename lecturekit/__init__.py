"""lecturekit: the shared code of four lectures on neural networks.

What the lectures teach lies here and needs NumPy alone. `experiments` computes what single
figures show, `draw` makes pictures, `explore` live figures, `exercises` tasks and quizzes::

    from lecturekit import Network, SGD, datasets, fit
    from lecturekit.activations import sigmoid

Names are loaded when they are first touched, so importing the package costs next to nothing.
"""

from importlib import import_module

__version__ = "0.1.0"

# name -> the module that holds it
NAMES = {
    "AdaGrad": "optimizers",
    "Adam": "optimizers",
    "AdamW": "optimizers",
    "EarlyStopping": "callbacks",
    "Layer": "layers",
    "Network": "network",
    "Neuron": "neuron",
    "RMSProp": "optimizers",
    "SGD": "optimizers",
    "Value": "graph",
    "accuracy": "training",
    "check_gradient": "gradcheck",
    "evaluate": "training",
    "fit": "training",
    "fit_logistic": "logistic",
    "fit_perceptron": "perceptron",
    "numerical_gradient": "gradcheck",
}
MODULES = ("activations", "datasets", "draw", "exercises", "explore", "losses", "schedules")


def __getattr__(name):
    if name in NAMES:
        return getattr(import_module(f"lecturekit.{NAMES[name]}"), name)
    if name in MODULES:
        return import_module(f"lecturekit.{name}")
    raise AttributeError(f"module 'lecturekit' has no attribute {name!r}; see dir(lecturekit)")


def __dir__():
    return sorted([*NAMES, *MODULES])
