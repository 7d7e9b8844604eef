"""Every colour of the project, once, with what it means: figures, slides, site, quiz buttons.

The first eight keep their meaning through all four lectures. They stay apart for readers who
see few colours and on a black-and-white printout, and text is readable on its ground: tests
measure all of it. No other file names a colour by its numbers.
"""

NEGATIVE = "#1B4F8F"  # class 0, inhibition, values below zero: dark blue
POSITIVE = "#EE8A12"  # class 1, excitation, values above zero: light orange
GRADIENT = "#BF26BE"  # derivatives and gradients: magenta
HIGHLIGHT = "#00806A"  # what the text talks about right now: green
INK = "#1F2430"  # lines and text
MUTED = "#667085"  # the background: axes, guides, secondary text
FAINT = "#D5DAE3"  # grids, outlines of the passive
PAPER = "#FFFFFF"  # opaque white, so that a figure is readable on a dark page too

# The same four for text, dark enough for small type and for code on SHADE.
POSITIVE_TEXT = "#9A4F00"  # a word or number about class 1 in a figure
MUTED_TEXT = "#5B6478"  # second-rank lines of a slide, comments in code
HIGHLIGHT_TEXT = "#00705C"  # strings in code
GRADIENT_TEXT = "#9A1F99"  # the name that code defines
NUMBER_TEXT = "#8F4B00"  # numbers in code

# Curves
RUST, TEAL = "#C2410C", "#0B7BA8"
CURVES = (INK, HIGHLIGHT, RUST, GRADIENT, NEGATIVE, MUTED, TEAL)  # several side by side
PALE = "#AEB6C4"  # a curve or bar that others are compared with
HIGHLIGHT_PALE = "#8FC7BC"  # the noisy curve of which HIGHLIGHT is the mean
NEGATIVE_PALE = "#7D9BC7"  # beside darker marks
WAITING = "#B4BCC8"  # what is still to come in a computation that goes step by step
SHEARED = "#8E99AB"  # grid lines that a matrix moves
MEASURED = "#C3CAD6"  # bars of what was counted, behind the curve of what was expected
MISTAKE = "#B4380A"  # an example that is classified wrongly

# Neurons of one layer; white numbers would be hard to read on the light ones.
NEURON_COLOURS = (
    "#882255",
    "#7FB069",
    "#6CB6DE",
    "#6F4A2F",
    "#D98BA6",
    "#5C7A29",
    "#822BD9",
    "#40150D",
)
LIGHT_NEURONS = tuple(NEURON_COLOURS[k] for k in (1, 2, 4))

# The five parts that a biological and an artificial neuron have in common, in the
# order in which a signal meets them: (filling, outline). Numbers accompany the colours
# wherever the two neurons are compared, so nothing depends on colour alone.
PART_COLOURS = {
    "dendrites": ("#BFDDCB", "#3C7A57"),
    "synapse": ("#D9CDEE", "#67519F"),
    "soma": ("#F6E4B4", "#8A6A1C"),
    "hillock": ("#F3C4B3", "#AD4A2B"),
    "axon": ("#C3D3EA", "#44608F"),
}
OTHER_CELL = ("#E4E7EC", "#8A93A5")  # a neighbour: present, but not the subject
NUCLEUS = "#E3C577"
MYELIN = ("#EEF2F8", "#7F93B5")
HILLOCK_PALE = "#C98F7B"  # the small curve of the activation inside a neuron

# Grounds, and the ends of scales that begin at PAPER
MIDDLE = "#F7F7F5"  # of the scale from NEGATIVE to POSITIVE
HALF_PLANE_COLOURS = ("#D6E0EC", "#FCE7CF")  # where a step neuron outputs 0 or 1
NUMBERED = "#949494"  # neutral grey of a cell with a number: hue means sign elsewhere
BOWL = "#B9C2D1"  # the height of a loss under paths
VALLEYS = "#8592AA"  # darker than BOWL: here the valleys themselves are what matters
ROW = "#F7F8FA"  # the band behind one input of a neuron
HIGHLIGHT_GROUND = "#E0EFED"  # the box that HIGHLIGHT frames

# Slides and site
ACCENT = NEGATIVE  # links, buttons, progress, focus
ACCENT_DARK = "#9CC3F0"  # the same on a dark page
SHADE = "#F4F6F9"  # ground of code and of buttons
SELECTION = "#CFE0F5"  # ground of text that is selected
EXERCISE = "#B26A00"  # the edge of an exercise
EXERCISE_DARK = "#E0A458"  # the same on a dark page
PAPER_DARK = "#E6E6E6"  # a figure's paper on a dark page: a little less light
SIGNAL = "#D0021B"  # the red curve in the site's icon


def custom_properties(selector=":root"):
    """Return all that is one colour as CSS: ``:root { --ink: #1F2430; --muted-text: … }``."""
    found = {name: colour for name, colour in globals().items() if str(colour).startswith("#")}
    lines = [f"--{name.lower().replace('_', '-')}: {colour};" for name, colour in found.items()]
    return f"{selector} {{ {' '.join(lines)} }}\n"
