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
from matplotlib.collections import Collection, QuadMesh
from matplotlib.colors import to_hex
from matplotlib.contour import ContourSet
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import ConnectionPatch, FancyArrowPatch, Patch
from matplotlib.path import Path
from matplotlib.quiver import Quiver
from matplotlib.text import Annotation, Text
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter

MOST_LINES = 60  # longer digests are shortened panel by panel
MOST_OF_A_KIND = 6  # more artists of one kind than this share one line
MOST_VALUES = 6  # shorter arrays are written out instead of summarised
NUDGE = 1 + 3.7e-8
NOTHING = 1e-12  # what is no larger is rounding, whatever stands beside it


def describe(figure):
    """Describe what a figure shows, in at most about sixty lines of text.

    Parameters
    ----------
    figure : matplotlib.figure.Figure

    Returns
    -------
    str
        First the size and the number of panels; then, for each panel, its title, labels and
        limits and one line for each artist, with the count, mean, standard deviation and
        an order-sensitive projection of its numbers.
    """
    panels = [(f"Panel {i}", ax) for i, ax in enumerate(figure.axes, start=1)]
    known = set(figure.axes)
    panels += [
        (f"{name} inset", inset)
        for name, ax in panels
        for inset in ax.child_axes
        if inset not in known
    ]
    width, height = figure.get_size_inches()
    count = f"{len(panels)} panel" + ("" if len(panels) == 1 else "s")
    head = [f"Figure {width:g} × {height:g} in, {count}"]
    if figure.get_suptitle():
        head.append(f"Title {_quote(figure.get_suptitle())}")
    head += _indent(_artists(_children(figure), None))
    blocks = [[_heading(name, ax), *_indent(_artists(_children(ax), ax))] for name, ax in panels]
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
    parts = [name]
    titles = [ax.get_title(loc=loc) for loc in ("left", "center", "right")]
    parts += [_quote(title) for title in titles if title]
    if ax.axison:
        parts += [_axis(ax.xaxis, ax.get_xlim()), _axis(ax.yaxis, ax.get_ylim())]
    else:
        parts.append(f"no axes, {_span(ax.get_xlim())} by {_span(ax.get_ylim())}")
    if getattr(ax, "name", "") == "3d":
        parts.append(_axis(ax.zaxis, ax.get_zlim()))
    return ": ".join([parts[0], ", ".join(parts[1:])])


def _axis(axis, limits):
    label = axis.get_label().get_text()
    words = [axis.axis_name, _quote(label) if label else "", _span(limits)]
    if axis.get_scale() != "linear":
        words.append(f"({axis.get_scale()})")
    locator, formatter = axis.get_major_locator(), axis.get_major_formatter()
    if isinstance(locator, FixedLocator) and isinstance(formatter, FixedFormatter | FuncFormatter):
        labels = [label for label in formatter.format_ticks(locator.locs) if label]
        if labels:
            places = _summary(locator.locs)
            words.append(f"ticks {_shorten_texts(labels)} at {places}")
    return " ".join(word for word in words if word)


def _span(limits):
    low, high = (_number(limit, _scale(limits)) for limit in limits)
    return f"{low} to {high}"


def _children(parent):
    """List the visible artists that somebody added; the axes' own furniture is left out."""
    lists = ["lines", "collections", "images", "patches", "artists", "texts", "tables", "legends"]
    found = [artist for name in lists for artist in getattr(parent, name, [])]
    if getattr(parent, "legend_", None) is not None:
        found.append(parent.legend_)
    suptitle = getattr(parent, "_suptitle", None)
    return [artist for artist in found if artist.get_visible() and artist is not suptitle]


def _artists(artists, ax):
    kinds = {}
    for artist in artists:
        kind, _ = _reader(artist)
        if kind == "text" and not artist.get_text().strip():
            continue
        kinds.setdefault(kind, []).append(artist)
    lines = []
    for kind, members in kinds.items():
        if kind == "text" or len(members) > MOST_OF_A_KIND:
            lines.append(_many(kind, members, ax))
        else:
            lines += [_one(kind, member, ax) for member in members]
    return lines


def _one(kind, artist, ax):
    _, read = _reader(artist)
    values, looks = read(artist, ax)
    label = str(artist.get_label() or "")
    name = "" if label.startswith("_") or not label else " " + _quote(label)
    look = f" ({', '.join(looks)})" if looks else ""
    numbers = "; ".join(f"{key} {_summary(value)}" for key, value in values.items())
    return f"{kind}{name}{look}" + (f": {numbers}" if numbers else "")


def _many(kind, artists, ax):
    """Describe many artists of one kind in one line: their numbers one after the other."""
    together, looks, labels = {}, [], []
    for artist in artists:
        _, read = _reader(artist)
        values, look = read(artist, ax)
        looks += look
        label = str(artist.get_label() or "")
        labels += [label] if label and not label.startswith("_") else []
        for key, value in values.items():
            together.setdefault(key, []).append(np.ravel(value))
    parts = [f"{len(artists)} × {kind}"]
    if labels:
        parts.append(_shorten_texts(labels))
    if looks:
        parts.append(f"({_shorten_looks(looks)})")
    numbers = [f"{key} {_summary(np.concatenate(value))}" for key, value in together.items()]
    return " ".join(parts) + (": " + "; ".join(numbers) if numbers else "")


# What each kind of artist shows: a dict of named numbers, and a list of words on its looks


def _read_line(line, ax):
    x, y = line.get_data(orig=False)
    looks = [_colour(line.get_color())]
    if line.get_linestyle() not in ("-", "None"):
        looks.append(f"line {line.get_linestyle()}")
    if line.get_marker() not in ("None", None, "", " "):
        looks.append(f"marker {line.get_marker()}")
        if to_hex(line.get_markerfacecolor()) != to_hex(line.get_color()):
            looks.append(f"filled {_colour(line.get_markerfacecolor())}")
    return _on_scale(ax, x, y), looks


def _on_scale(ax, x, y):
    """Take logarithms where the axis is logarithmic, else the largest values alone would count."""
    values = {}
    for key, data in (("x", x), ("y", y)):
        data = np.ma.filled(np.ma.asarray(data, float), np.nan)
        if ax is not None and getattr(ax, f"get_{key}scale")() == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                key, data = f"log10 {key}", np.log10(data)
        values[key] = data
    return values


def _read_collection(collection, ax):
    looks = [type(collection).__name__]
    paths = [path.vertices for path in collection.get_paths()]
    shape = np.concatenate(paths) if paths else np.empty((0, 2))
    values = {}
    offsets = np.ma.filled(np.ma.asarray(collection.get_offsets(), float), np.nan)
    if len(offsets) > 1 or offsets.any():  # a shape drawn in place has the one offset (0, 0)
        values |= _on_scale(ax, *offsets.T)
        values["size"] = collection.get_sizes() if hasattr(collection, "get_sizes") else []
        looks.append(f"marker of {len(shape)} vertices")
    else:
        values |= _on_scale(ax, *shape.T)
    colour, words = _colouring(collection)
    return values | colour, looks + words


def _colouring(artist):
    """Numbers if a colour map is at work, else the colours themselves."""
    array = artist.get_array()
    if array is not None:
        values = {"value": array, "colour limits": [v for v in artist.get_clim() if v is not None]}
        return values, [artist.get_cmap().name]
    faces, edges = np.asarray(artist.get_facecolor()), np.asarray(artist.get_edgecolor())
    return {}, [_colour_list(faces if len(faces) else edges)]


def _read_contours(contours, ax):
    """Length and centre of the contours: the same however the curve is cut into pieces."""
    levels = np.asarray(contours.levels, float)
    start, end = [np.empty((0, 2))], [np.empty((0, 2))]
    for path in contours.get_paths():
        joined = path.codes[1:] != Path.MOVETO
        start.append(path.vertices[:-1][joined])
        end.append(path.vertices[1:][joined])
    start, end = np.concatenate(start), np.concatenate(end)
    length = np.hypot(*(end - start).T)
    centre = length @ (start + end) / 2 / length.sum() if length.sum() > 0 else [np.nan, np.nan]
    looks = ["filled" if contours.filled else "lines"]
    looks.append(
        _colour_list(contours.get_facecolor() if contours.filled else contours.get_edgecolor())
    )
    return {"levels": levels, "length": length.sum(), "centre": centre}, looks


def _read_mesh(mesh, ax):
    x, y = np.moveaxis(np.asarray(mesh.get_coordinates(), float), -1, 0)
    colour, looks = _colouring(mesh)
    return {"x": x, "y": y} | colour, looks


def _read_quiver(arrows, ax):
    values = {"x": arrows.X, "y": arrows.Y, "u": arrows.U, "v": arrows.V}
    colour, looks = _colouring(arrows)
    return values | colour, looks


def _read_image(image, ax):
    array = np.ma.filled(np.ma.asarray(image.get_array(), float), np.nan)
    looks = [" × ".join(map(str, array.shape))]
    values = {"value": array}
    if array.ndim == 2:
        looks.append(image.get_cmap().name)
        values["colour limits"] = [v for v in image.get_clim() if v is not None]
    if hasattr(image, "get_extent"):
        values["extent"] = image.get_extent()
    return values, looks


def _read_patch(patch, ax):
    values = _on_scale(ax, *_outline(patch).T)
    filled = patch.get_fill() and patch.get_facecolor()[3] > 0
    looks = [
        type(patch).__name__,
        _colour(patch.get_facecolor() if filled else patch.get_edgecolor()),
    ]
    if patch.get_hatch():
        looks.append(f"hatch {patch.get_hatch()}")
    return values, looks


def _outline(patch):
    """Corners in the patch's own coordinates, free of pixels and layout."""
    if isinstance(patch, ConnectionPatch):
        return np.array([patch.xy1, patch.xy2], float)
    if isinstance(patch, FancyArrowPatch):
        ends = getattr(patch, "_posA_posB", None)
        return np.array(ends, float) if ends is not None else patch._path_original.vertices
    return patch.get_patch_transform().transform(patch.get_path().vertices)


def _read_text(text, ax):
    place = text.xyann if isinstance(text, Annotation) else text.get_position()
    at = [*map(float, place)]
    if isinstance(text, Annotation) and text.arrow_patch is not None:
        at += map(float, text.xy)
    values = {"at": np.array(at)}
    return values, [_quote(text.get_text()), _colour(text.get_color())]


def _read_legend(legend, ax):
    words = [text.get_text() for text in legend.get_texts()]
    title = legend.get_title().get_text()
    return {}, [_shorten_texts([title, *words] if title else words)]


def _read_nothing(artist, ax):
    return {}, [type(artist).__name__]


READERS = (  # the first class that fits decides
    (Line2D, "line", _read_line),
    (ContourSet, "contours", _read_contours),
    (QuadMesh, "mesh", _read_mesh),
    (Quiver, "arrows", _read_quiver),
    (Collection, "collection", _read_collection),
    (AxesImage, "image", _read_image),
    (FancyArrowPatch, "arrow", _read_patch),
    (Patch, "patch", _read_patch),
    (Text, "text", _read_text),
    (Legend, "legend", _read_legend),
    (Artist, "artist", _read_nothing),
)


def _reader(artist):
    return next((kind, read) for types, kind, read in READERS if isinstance(artist, types))


# Words and colours


def _quote(text):
    return '"' + " ".join(str(text).split()) + '"'


def _shorten_texts(texts):
    together = ", ".join(_quote(text) for text in texts)
    return together if len(together) <= 300 else f"{together[:270]}… checksum {_checksum(texts)}"


def _shorten_looks(looks):
    """Say each look once, in order; a checksum stands for who has which."""
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


def _summary(values):
    """Summarise an array so that a changed value or a changed order shows."""
    values = np.ma.filled(np.ma.asarray(values, float), np.nan).ravel()
    good = np.isfinite(values)
    missing = f", {np.sum(~good)} not finite" if not good.all() else ""
    scale = _scale(values[good])
    if values.size <= MOST_VALUES:
        return _numbers(values, scale)
    if not good.any():
        return f"n={values.size}{missing}"
    unit = np.where(good, values, 0) / (scale or 1)  # sums of 1e308 must not overflow
    mean = unit[good].mean()
    std = unit[good].std()
    parts = [("mean", mean), ("std", std), ("proj", np.sum(unit * _weights(unit.size)))]
    numbers = " ".join(f"{key}={_number(value * scale, scale)}" for key, value in parts)
    return f"n={values.size} {numbers}{missing}"


def _weights(n):
    """Fixed weights of irregular sign and a size between 1 and 2: no place goes unseen."""
    wave = np.cos(np.arange(1, n + 1))
    return np.sign(wave) * (1 + np.abs(wave))


def _scale(values):
    values = np.abs(np.asarray(values, float))
    values = values[np.isfinite(values)]
    return float(values.max()) if values.size else 0.0


def _numbers(values, scale):
    return "[" + ", ".join(_number(value, scale) for value in np.ravel(values)) + "]"


def _number(value, scale):
    if not np.isfinite(value):
        return str(float(value))
    if abs(value) <= max(1e-9 * scale, NOTHING):
        return "0"
    nudged = value * NUDGE
    return f"{nudged if np.isfinite(nudged) else value:.4g}"


def _checksum(words):
    return f"{zlib.crc32(repr(words).encode()):08x}"


def _indent(lines):
    return ["  " + line for line in lines]
