"""Stands in for tqdm in the page, which says itself that code is running."""


class tqdm:
    def __init__(self, iterable=(), **options):
        self.iterable = iterable

    def __iter__(self):
        return iter(self.iterable)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def update(self, steps=1):
        pass
