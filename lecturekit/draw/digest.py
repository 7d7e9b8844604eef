"""A figure in words and numbers: what was plotted, not which pixels came out.

The digest is stored beside every figure, where a plain-text client shows it. It is also
what lets a test compare figures between machines: the same data gives the same text,
whatever the fonts and the rendering, and a plotted value that moves by 0.1 % changes it.

Three things keep it calm where nothing has changed: numbers have four significant digits,
rounding noise around zero is zero (so is everything smaller than 1e-12; a figure of such
small numbers needs a logarithmic axis), and each number is nudged by a hair before it is
rounded, so that a tidy value such as 1.0625 never sits exactly between two roundings.
"""

import zlib

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.contour import ContourSet
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.path import Path
from matplotlib.quiver import Quiver
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter

MOST_LINES = 60  # longer digests are shortened panel by panel
MOST_OF_A_KIND = 6  # more artists of one kind than this share one line
MOST_VALUES = 6  # shorter arrays are written out instead of summarised
NUDGE = 1 + 3.7e-8
NOTHING = 1e-12  # anything this small is rounding error, even among other small numbers
KINDS = {  # the first class that fits decides
    Line2D: "line",
    ContourSet: "contours",
    Quiver: "arrows",
    Collection: "collection",
    AxesImage: "image",
    FancyArrowPatch: "arrow",
    Patch: "patch",
    Text: "text",
    Legend: "legend",
    Artist: "artist",
}
LISTS = "lines", "collections", "images", "patches", "artists", "texts", "tables", "legends"


def describe(figure):
    """Describe what a figure shows, in at most about sixty lines of text.

    First come its size and the number of panels; then, for each panel, its title, labels and
    limits and one line for each artist, with the count, mean, standard deviation and an
    order-sensitive projection of its numbers.
    """
    panels = [(f"Panel {i}", ax) for i, ax in enumerate(figure.axes, start=1)]
    insets = [(name, inset) for name, ax in panels for inset in ax.child_axes]
    panels += [(f"{name} inset", inset) for name, inset in insets if inset not in figure.axes]
    width, height = figure.get_size_inches()
    count = f"{len(panels)} panel" + ("" if len(panels) == 1 else "s")
    head = [f"Figure {width:g} × {height:g} in, {count}"]
    if figure.get_suptitle():
        head.append(f"Title {_quote(figure.get_suptitle())}")
    head += _artists(figure, None)
    blocks = [[_heading(name, ax), *_artists(ax, ax)] for name, ax in panels]
    return "\n".join(_shorten(head, blocks))


def _shorten(head, blocks):
    """Keep everything if it fits, else one line and a checksum for each panel, else fewer."""
    lines = [*head, *(line for block in blocks for line in block)]
    if len(lines) <= MOST_LINES:
        return lines
    lines = head[:10]
    lines += [f"{b[0]}; {len(b) - 1} more lines, checksum {_checksum(b)}" for b in blocks]
    if len(head) > 10:
        lines.insert(10, f"  … checksum {_checksum(head)}")
    if len(lines) <= MOST_LINES:
        return lines
    rest = lines[MOST_LINES - 1 :]
    return [*lines[: MOST_LINES - 1], f"… {len(rest)} more panels, checksum {_checksum(rest)}"]


# One panel


def _heading(name, ax):
    titles = [ax.get_title(loc=loc) for loc in ("left", "center", "right")]
    parts = [_quote(title) for title in titles if title]
    if ax.axison:
        parts += [_axis(ax.xaxis, ax.get_xlim()), _axis(ax.yaxis, ax.get_ylim())]
    else:
        parts.append(f"no axes, {_span(ax.get_xlim())} by {_span(ax.get_ylim())}")
    return f"{name}: {', '.join(parts)}"


def _axis(axis, limits):
    label = axis.get_label().get_text()
    words = [axis.axis_name, _quote(label) if label else "", _span(limits)]
    if axis.get_scale() != "linear":
        words.append(f"({axis.get_scale()})")
    locator, formatter = axis.get_major_locator(), axis.get_major_formatter()
    if isinstance(locator, FixedLocator) and isinstance(formatter, FixedFormatter | FuncFormatter):
        labels = [label for label in formatter.format_ticks(locator.locs) if label]
        if labels:
            words.append(f"ticks {_shorten_texts(labels)} at {_summary(locator.locs)}")
    return " ".join(word for word in words if word)


def _span(limits):
    low, high = (_number(limit, _scale(limits)) for limit in limits)
    return f"{low} to {high}"


def _artists(parent, ax):
    """Describe the visible artists that were added; the axes' own parts are left out."""
    found = [artist for name in LISTS for artist in getattr(parent, name, [])]
    found.append(getattr(parent, "legend_", None))
    suptitle, kinds = getattr(parent, "_suptitle", None), {}
    for artist in found:
        if artist is None or artist is suptitle or not artist.get_visible():
            continue
        kind = next(kind for types, kind in KINDS.items() if isinstance(artist, types))
        if kind != "text" or artist.get_text().strip():
            kinds.setdefault(kind, []).append(artist)
    lines = []
    for kind, members in kinds.items():
        together = kind == "text" or len(members) > MOST_OF_A_KIND
        groups = [members] if together else [[member] for member in members]
        lines += ["  " + _line(kind, group, ax, together) for group in groups]
    return lines


def _line(kind, artists, ax, together):
    """Describe one artist, or many of one kind with their numbers one after the other."""
    numbers, looks, labels = {}, [], []
    for artist in artists:
        values, look = _read(kind, artist, ax)
        looks += look
        label = str(artist.get_label() or "")
        labels += [label] if label and not label.startswith("_") else []
        for key, value in values.items():
            numbers.setdefault(key, []).append(_filled(value).ravel())
    parts = [f"{len(artists)} × {kind}" if together else kind]
    if labels:
        parts.append(_shorten_texts(labels) if together else _quote(*labels))
    if looks:
        parts.append(f"({_shorten_looks(looks) if together else ', '.join(looks)})")
    sums = [f"{key} {_summary(np.concatenate(values))}" for key, values in numbers.items()]
    return " ".join(parts) + (": " + "; ".join(sums) if sums else "")


# One artist


def _read(kind, artist, ax):
    """Return what an artist shows: a dict of named numbers, and words on its looks."""
    if kind == "line":
        return _on_scale(ax, *artist.get_data(orig=False)), _line_looks(artist)
    if kind == "contours":
        colours = artist.get_facecolor() if artist.filled else artist.get_edgecolor()
        looks = ["filled" if artist.filled else "lines", _colour_list(colours)]
        return {"levels": artist.levels} | _contours(artist.get_paths()), looks
    if kind == "arrows":
        return _coloured(artist, {"x": artist.X, "y": artist.Y, "u": artist.U, "v": artist.V})
    if kind == "collection":
        return _collection(artist, ax)
    if kind == "image":
        array = _filled(artist.get_array())
        values, looks = {"value": array}, [" × ".join(map(str, array.shape))]
        if array.ndim == 2:
            values["colour limits"] = [v for v in artist.get_clim() if v is not None]
            looks.append(artist.get_cmap().name)
        if hasattr(artist, "get_extent"):
            values["extent"] = artist.get_extent()
        return values, looks
    if kind in ("arrow", "patch"):
        filled = artist.get_fill() and artist.get_facecolor()[3] > 0
        colour = artist.get_facecolor() if filled else artist.get_edgecolor()
        looks = [type(artist).__name__, _colour(colour)]
        return _on_scale(ax, *_outline(artist).T), looks
    if kind == "text":
        noted = isinstance(artist, Annotation)
        at = [*(artist.xyann if noted else artist.get_position())]
        at += artist.xy if noted and artist.arrow_patch is not None else []
        return {"at": [*map(float, at)]}, [_quote(artist.get_text()), _colour(artist.get_color())]
    if kind == "legend":
        title = artist.get_title().get_text()
        words = [text.get_text() for text in artist.get_texts()]
        return {}, [_shorten_texts([title, *words] if title else words)]
    return {}, [type(artist).__name__]


def _line_looks(line):
    looks, marker = [_colour(line.get_color())], line.get_marker()
    if line.get_linestyle() not in ("-", "None"):
        looks.append(f"line {line.get_linestyle()}")
    if marker not in ("None", None, "", " "):
        looks.append(f"marker {marker}")
        if to_hex(line.get_markerfacecolor()) != to_hex(line.get_color()):
            looks.append(f"filled {_colour(line.get_markerfacecolor())}")
    return looks


def _collection(artist, ax):
    paths = [path.vertices for path in artist.get_paths()]
    shape, offsets = np.concatenate([np.empty((0, 2)), *paths]), _filled(artist.get_offsets())
    looks = [type(artist).__name__]
    if len(offsets) > 1 or offsets.any():  # a shape drawn in place has the one offset (0, 0)
        values = _on_scale(ax, *offsets.T)
        values["size"] = artist.get_sizes() if hasattr(artist, "get_sizes") else []
        looks.append(f"marker of {len(shape)} vertices")
    else:
        values = _on_scale(ax, *shape.T)
    values, colours = _coloured(artist, values)
    return values, looks + colours


def _coloured(artist, values):
    """Add numbers if a colour map is at work, else name the colours themselves."""
    array = artist.get_array()
    if array is not None:
        limits = [v for v in artist.get_clim() if v is not None]
        return values | {"value": array, "colour limits": limits}, [artist.get_cmap().name]
    faces, edges = np.asarray(artist.get_facecolor()), np.asarray(artist.get_edgecolor())
    return values, [_colour_list(faces if len(faces) else edges)]


def _contours(paths):
    """Length and centre of the contours: the same however the curve is cut into pieces."""
    ends = [np.empty((0, 2, 2))]
    for path in paths:
        pieces = np.stack([path.vertices[:-1], path.vertices[1:]], axis=1)
        ends.append(pieces[path.codes[1:] != Path.MOVETO])
    start, end = np.moveaxis(np.concatenate(ends), 1, 0)
    length = np.hypot(*(end - start).T)
    centre = length @ (start + end) / 2 / length.sum() if length.sum() > 0 else [np.nan, np.nan]
    return {"length": length.sum(), "centre": centre}


def _outline(patch):
    """Corners in the patch's own coordinates, free of pixels and layout."""
    if isinstance(patch, FancyArrowPatch):
        ends = getattr(patch, "_posA_posB", None)
        return np.array(ends, float) if ends is not None else patch._path_original.vertices
    return patch.get_patch_transform().transform(patch.get_path().vertices)


def _on_scale(ax, x, y):
    """Take logarithms where the axis is logarithmic, else the largest values alone would count."""
    values = {}
    for key, data in (("x", x), ("y", y)):
        data = _filled(data)
        if ax is not None and getattr(ax, f"get_{key}scale")() == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                key, data = f"log10 {key}", np.log10(data)
        values[key] = data
    return values


# Words and colours


def _quote(text):
    return '"' + " ".join(str(text).split()) + '"'


def _shorten_texts(texts):
    together = ", ".join(_quote(text) for text in texts)
    return together if len(together) <= 300 else f"{together[:270]}… checksum {_checksum(texts)}"


def _shorten_looks(looks):
    """List each look once, in order; a checksum encodes which artist has which."""
    once = list(dict.fromkeys(looks))
    together = ", ".join(once)
    together = together if len(together) <= 400 else f"{together[:370]}…"
    varied = 1 < len(once) < len(looks) or len(together) > 370
    return together + (f", checksum {_checksum(looks)}" if varied else "")


def _colour(colour):
    # Opacity is a look, not a datum: it stays out.
    return "no colour" if colour is None or str(colour).lower() == "none" else to_hex(colour)


def _colour_list(colours):
    names = [to_hex(colour) for colour in np.atleast_2d(colours)] if len(colours) else ["no colour"]
    return _shorten_looks(names)


# Numbers


def _filled(values):
    return np.ma.filled(np.ma.asarray(values, float), np.nan)


def _summary(values):
    """Summarise a row so that a changed value or a changed order shows."""
    values = np.asarray(values, float)
    good = np.isfinite(values)
    scale = _scale(values)
    if values.size <= MOST_VALUES:
        return "[" + ", ".join(_number(value, scale) for value in values) + "]"
    missing = f", {np.sum(~good)} not finite" if not good.all() else ""
    if not good.any():
        return f"n={values.size}{missing}"
    unit = np.where(good, values, 0) / (scale or 1)  # sums of 1e308 must not overflow
    # Fixed weights of irregular sign and a size between 1 and 2: no place goes unseen.
    wave = np.cos(np.arange(1, unit.size + 1))
    weights = np.sign(wave) * (1 + np.abs(wave))
    parts = ("mean", unit[good].mean()), ("std", unit[good].std()), ("proj", np.sum(unit * weights))
    numbers = " ".join(f"{key}={_number(value * scale, scale)}" for key, value in parts)
    return f"n={values.size} {numbers}{missing}"


def _scale(values):
    values = np.abs(np.asarray(values, float))
    return float(values[np.isfinite(values)].max(initial=0))


def _number(value, scale):
    if not np.isfinite(value):
        return str(float(value))
    if abs(value) <= max(1e-9 * scale, NOTHING):
        return "0"
    nudged = value * NUDGE
    return f"{nudged if np.isfinite(nudged) else value:.4g}"


def _checksum(words):
    return f"{zlib.crc32(repr(words).encode()):08x}"
