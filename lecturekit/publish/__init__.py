"""From notebooks to what readers get: canonical outputs now, slides and pages from them.

Nothing in the lectures or in the rest of the package imports this part.
"""
