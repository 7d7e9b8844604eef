"""Make what readers get out of the lectures as they are stored, in the repository's root."""

import argparse
import sys
from pathlib import Path

import nbformat

from lecturekit.publish import PublishError, write

COVER = Path(".github/neuron.png")
README = Path("README.md")


def main(arguments=None):
    """Make one thing; return the exit status."""
    options = _parser().parse_args(arguments)
    if "paths" in options and not options.paths:
        options.paths = sorted(Path("notebooks").glob("*.ipynb"))
    try:
        return options.make(options) or 0
    except PublishError as error:
        print(error, file=sys.stderr)
        return 1


def notebooks(options):
    """run notebooks afresh and rewrite their outputs"""
    from lecturekit.publish.notebooks import NotebookError, changed_cells, execute, text, tidy

    status = 0
    for path in options.paths:
        try:
            new = text(tidy(nbformat.read(path, as_version=4))) if options.tidy else execute(path)
        except NotebookError as error:
            print(error, file=sys.stderr)
            status = 1
            continue
        changed = changed_cells(path.read_text(encoding="utf-8"), new)
        if changed and options.check:
            status = 1
            print(f"{path.name} would change in: {', '.join(changed)}", file=sys.stderr)
        elif changed:
            write(path, new)
            print(f"{path.name}: rewritten ({', '.join(changed)})")
        else:
            print(f"{path.name}: unchanged")
    return status


def readme(options):
    """write into the README what it shows of the lectures: an opening figure, and their times"""
    from lecturekit.publish.clock import clock, write_readme
    from lecturekit.publish.notebooks import cover

    write(COVER, cover(options.paths[0]))
    times = {path.stem[0]: clock(nbformat.read(path, as_version=4)) for path in options.paths}
    write(README, write_readme(README.read_text(encoding="utf-8"), times))


def decks(options):
    """make slides of each lecture, one file each"""
    from lecturekit.publish.decks import deck

    for path in options.paths:
        _write(options.to / f"{path.stem}.html", deck(_told(path, options)))


def handouts(options):
    """print slides with the notes under them, and each lecture as a text"""
    from lecturekit.publish.decks import deck
    from lecturekit.publish.handouts import browser, handout, texts

    with browser() as chromium:
        for path in options.paths:
            _write(
                options.to / f"{path.stem}-slides.pdf",
                handout(chromium, deck(_told(path, options))),
            )
        for name, pdf in texts(chromium, options.paths):
            _write(options.to / f"{name}.pdf", pdf)


def site(options):
    """write the site"""
    from lecturekit.publish.live import bytes_to_start
    from lecturekit.publish.site import build

    build(options.to, options.paths, options.decks, options.handouts, options.lite)
    size = bytes_to_start(options.to) / 1e6
    print(
        f"{options.to / 'index.html'} (until its first figure is live, a page loads {size:.1f} MB)"
    )


def browser(options):
    """succeed where handouts can be printed; else say what is missing"""
    from lecturekit.publish.handouts import NO_BROWSER, browser_found

    if not browser_found():
        raise PublishError(f"Handouts are not made: {NO_BROWSER}.")


def packages(options):
    """fetch what decks and pages carry inside, unless it is there"""
    from lecturekit.publish import packages, packs

    packages.installed()
    packs.build()


def _told(path, options):
    """Return the lecture as a class hears it: its core, or all of it."""
    from lecturekit.publish.cells import core
    from lecturekit.publish.films import lecture

    return lecture(path) if options.deeper else core(lecture(path))


def _write(target, content):
    write(target, content)
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB)")


def _parser():
    parser = argparse.ArgumentParser(prog="python -m lecturekit.publish", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="WHAT")

    def command(make, to=None):
        added = commands.add_parser(make.__name__, help=make.__doc__, description=make.__doc__)
        added.set_defaults(make=make)
        if make not in (browser, packages):
            added.add_argument("paths", nargs="*", type=Path, help="default: all in notebooks/")
        if to:
            added.add_argument("--to", type=Path, default=Path(to), help=f"default: {to}/")
        return added

    rewriting = command(notebooks)
    rewriting.add_argument("--tidy", action="store_true", help="keep the outputs, run nothing")
    rewriting.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 and name what would change"
    )
    command(readme)
    for slides in (command(decks, "build/decks"), command(handouts, "build/handouts")):
        slides.add_argument("--deeper", action="store_true", help="slides of all, not of the core")
    page = command(site, "build/site")
    page.add_argument("--decks", type=Path, default=Path("build/decks"), help="of slides")
    page.add_argument("--handouts", type=Path, default=Path("build/handouts"), help="of PDFs")
    page.add_argument("--lite", action="store_true", help="with notebooks that run in the page")
    command(browser)
    command(packages)
    return parser


if __name__ == "__main__":
    sys.exit(main())
