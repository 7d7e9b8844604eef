"""lecturekit: the shared code of four lectures on neural networks.

The modules here are what the lectures teach, in NumPy; scikit-learn only brings data, tqdm a
progress bar. `experiments` has the numbers behind single figures, `draw` pictures, `explore` live
figures, `exercises` tasks and quizzes::

    from lecturekit import Network, SGD, datasets, fit
    from lecturekit.activations import sigmoid

Names are loaded on first use, so importing the package costs next to nothing.
"""

import sys
from functools import partial
from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

HOMES = {  # module -> its names that can be imported from here
    "callbacks": ["EarlyStopping"],
    "gradcheck": ["check_gradient", "numerical_gradient"],
    "graph": ["Value"],
    "layers": ["Layer"],
    "logistic": ["fit_logistic"],
    "network": ["Network"],
    "neuron": ["Neuron"],
    "optimizers": ["AdaGrad", "Adam", "AdamW", "RMSProp", "SGD"],
    "perceptron": ["fit_perceptron"],
    "training": ["accuracy", "evaluate", "fit"],
}
NAMES = {name: home for home, names in HOMES.items() for name in names}
MODULES = ("activations", "datasets", "draw", "exercises", "explore", "losses", "schedules")


class Package(ModuleType):
    """A package whose modules list only what they define, not what they import.

    Tab completion then shows what is meant for users. Python sets every module it loads as an
    attribute of its package; this is where the module gets its ``__dir__``. A module's own
    ``__all__`` or ``__dir__`` is respected, and subpackages are treated in the same way.
    """

    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if not isinstance(value, ModuleType) or value.__name__ != f"{self.__name__}.{name}":
            return
        if not hasattr(value, "__path__"):
            vars(value).setdefault("__dir__", partial(own_names, value))
        elif type(value) is ModuleType:
            value.__class__ = Package
            for loaded in list(vars(value).items()):
                setattr(value, *loaded)


def own_names(module):
    """List the public names of a module: its ``__all__``, or what it defines itself."""
    import ast
    import inspect

    body = ast.parse(inspect.getsource(module)).body
    imports = [node for node in body if isinstance(node, (ast.Import, ast.ImportFrom))]
    others = {(a.asname or a.name).split(".")[0] for node in imports for a in node.names}
    own = [name for name in vars(module) if name not in others and not name.startswith("_")]
    return getattr(module, "__all__", own)


def __getattr__(name):
    if name in NAMES:
        return getattr(import_module(f"lecturekit.{NAMES[name]}"), name)
    if name in MODULES:
        return import_module(f"lecturekit.{name}")
    raise AttributeError(f"module 'lecturekit' has no attribute {name!r}; see dir(lecturekit)")


def __dir__():
    return sorted([*NAMES, *MODULES])


sys.modules[__name__].__class__ = Package
