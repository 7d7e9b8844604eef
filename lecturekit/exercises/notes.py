"""What an exercise says: a few sentences, as Markdown in a notebook, as plain text elsewhere."""

import re
import sys

# Functions that get each note that is shown: where there is no IPython, they display it.
LISTENERS = []
MARKS = {"right": "✓ Right.", "wrong": "✗ Not yet.", "not attempted yet": "○ Not attempted yet."}


class Note:
    """A message in Markdown.

    Attributes
    ----------
    markdown : str
    """

    _shown_in = None  # execution count of the cell

    def __init__(self, markdown):
        self.markdown = markdown.strip()

    def show(self):
        """Display the note at once if IPython is running or somebody listens, and return it.

        This works from any line of a cell. If it is the last one, the cell would display the
        note again as its value; that repeat is suppressed.
        """
        for listener in LISTENERS:
            listener(self)
        if _shell() is not None:
            self._ipython_display_()
        return self

    def _ipython_display_(self):
        shell = _shell()
        if self._shown_in != shell.execution_count:
            self._shown_in = shell.execution_count
            shell.display_pub.publish(self._repr_mimebundle_())

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/markdown": self.markdown, "text/plain": repr(self)}

    def __repr__(self):
        return plain(self.markdown)


class Solution(Note):
    """A right answer as runnable code, with the reason why it is right.

    Attributes
    ----------
    code : str
    explanation : str
        In Markdown.
    """

    def __init__(self, code, explanation):
        self.code, self.explanation = code.strip(), unwrapped(explanation)
        super().__init__(f"```python\n{self.code}\n```\n\n{self.explanation}")


class Feedback(Note):
    """What a check found out about an attempt. Truthy if the attempt is right.

    Parameters
    ----------
    status : str
        "right", "wrong" or "not attempted yet".
    diagnosis : str
        What is wrong, in a sentence or two; for a right attempt, what was tried. A second
        paragraph may say what to write instead.
    facts : dict of str, optional
        The input, the output and the expected output, as code.
    advice : str, optional
        What to do next.
    where : str, optional
        A sentence that says where the attempt goes wrong, but not why.

    Attributes
    ----------
    status, diagnosis, facts, advice, where
        As above; `diagnosis` without its second paragraph, however much has been shown.
    line : str
        The second paragraph, or "".
    """

    def __init__(self, status, diagnosis, facts=None, advice="", where=""):
        self.status, self.facts = status, dict(facts or {})
        self.diagnosis, _, self.line = diagnosis.partition("\n\n")
        self.where, self.advice = where, advice
        if "expected value" in self.facts:
            self.where = where or "It is wrong for this input."
        self.tell(self.diagnosis, self.line)

    def tell(self, sentence, *more, facts=True, advice=None):
        """Set the text: the verdict with a sentence, facts, more paragraphs, advice."""
        found = "\n".join(f"- {name}: {code_span(value)}" for name, value in self.facts.items())
        advice = self.advice if advice is None else advice
        said = [f"**{MARKS[self.status]}** {sentence}", found if facts else "", *more]
        self.markdown = "\n\n".join(filter(None, [*said, f"*{advice}*" if advice else ""]))

    @property
    def ok(self):
        """Whether the attempt is right."""
        return self.status == "right"

    def __bool__(self):
        return self.ok


def _shell():
    """Return the running IPython shell, or None. (If IPython is not imported, none is running.)"""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def unwrapped(text):
    """Return Markdown with each paragraph on one line; fenced code and tables are kept."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(
        paragraph.rstrip() if paragraph.startswith(("```", "|")) else " ".join(paragraph.split())
        for paragraph in paragraphs
    )


def code_span(text):
    """Return `text` as inline code in Markdown, even if it contains backticks."""
    text = " ".join(str(text).split())
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def plain(markdown):
    """Return Markdown as plain text, without its markup.

    The contents of code are left as they are.
    """
    codes = []

    def set_aside(match):
        codes.append((match["lines"] or "").rstrip("\n") or match["code"].strip())
        return f"\0{len(codes) - 1}\0"

    text = re.sub(
        r"```python\n(?P<lines>.*?)```"
        r"|(?<!`)(?P<fence>`+)(?!`)(?P<code>.+?)(?<!`)(?P=fence)(?!`)",
        set_aside,
        markdown,
        flags=re.S,
    )
    text = re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"\1", text, flags=re.S)
    text = re.sub(r"(?<!\w)\*(?=\S)(.+?)(?<=\S)\*(?!\w)", r"\1", text, flags=re.S)
    return re.sub("\0(\\d+)\0", lambda match: codes[int(match[1])], text)
