"""From notebooks to what readers get: canonical outputs, slides, handouts, a site.

``python -m lecturekit.publish`` lists what it can make. Nothing in the lectures or in the rest
of the package imports this part.
"""


class PublishError(Exception):
    """Something cannot be made; the message is one sentence that says why."""
