"""What an exercise says: a few sentences, shown as Markdown on a page and as text elsewhere."""

import re

MARKS = {"right": "✓ Right.", "wrong": "✗ Not yet.", "not attempted yet": "○ Not attempted yet."}


class Note:
    """Something to read, in Markdown.

    Attributes
    ----------
    markdown : str
    """

    def __init__(self, markdown):
        self.markdown = markdown.strip()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/markdown": self.markdown, "text/plain": repr(self)}

    def __repr__(self):
        return plain(self.markdown)


class Solution(Note):
    """One right answer, as code that runs, with the reason why it is right.

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
    """What a check found out about an attempt. True where the attempt is right.

    Attributes
    ----------
    status : str
        "right", "wrong" or "not attempted yet".
    diagnosis : str
        What is wrong, in a sentence or two; for a right attempt, what was tried.
    facts : dict of str
        What was put in, what came out, what was expected; as code. May be empty.
    """

    def __init__(self, status, diagnosis, facts=None, advice=""):
        self.status, self.diagnosis, self.facts = status, diagnosis, dict(facts or {})
        lines = [f"**{MARKS[status]}** {diagnosis}"]
        lines += ["\n".join(f"- {name}: {code_span(value)}" for name, value in self.facts.items())]
        lines += [f"*{advice}*" if advice else ""]
        super().__init__("\n\n".join(filter(None, lines)))

    @property
    def ok(self):
        """Whether the attempt is right."""
        return self.status == "right"

    def __bool__(self):
        return self.ok


def unwrapped(text):
    """Return Markdown with every paragraph on one line; fenced code and tables stay as they are."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(
        paragraph.rstrip() if paragraph.startswith(("```", "|")) else " ".join(paragraph.split())
        for paragraph in paragraphs
    )


def code_span(text):
    """Return `text` as inline code in Markdown, whatever backticks are in it."""
    text = " ".join(str(text).split())
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def plain(markdown):
    """Return Markdown as a reader of plain text likes it: without the marks.

    What stands in code is left as it is.
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
