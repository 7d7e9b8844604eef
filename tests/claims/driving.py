"""Operate a live figure as a reader would, without drawing it."""


def driver(figure):
    """Return a function that sets the controls of `figure` and returns its new alt text.

    Controls that are not named are set to their initial values.
    """
    scene = figure.scene()

    def drive(**values):
        values = figure.start | values
        scene.update(**values)
        return scene.describe(**values)

    return drive
