"""Driving a live figure as a reader does, without drawing its pixels."""


def driver(figure):
    """Return a function of control values that moves `figure` and returns what it then says.

    Controls that are not named stay at their start; the words are the figure's alt text.
    """
    scene = figure.scene()

    def drive(**values):
        values = figure.start | values
        scene.update(**values)
        return scene.describe(**values)

    return drive
