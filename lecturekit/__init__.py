"""lecturekit: the shared code of four lectures on neural networks.

The numbers live in modules that need NumPy alone; `lecturekit.draw` turns them into
pictures. Import what you need by name, as the lectures do::

    from lecturekit.activations import sigmoid
    from lecturekit.neuron import Neuron
"""

__version__ = "0.1.0"
