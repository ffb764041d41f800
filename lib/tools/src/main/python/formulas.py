"""LaTeX formulas as MathML, which browsers draw without a script and screen readers read."""

import html
import xml.etree.ElementTree as ElementTree

from latex2mathml.converter import convert_to_element

# The converter writes the characters of the keyboard, which are drawn smaller or higher than the mathematical signs.
SIGNS = {"~": "\u223c", "^": "\u02c6"}
# TeX sets these signs without space around them, where MathML would put some.
PLAIN = ("|", "/", "\u2202", "\u2207")
UNDER_BRACE = "\u23df"
# TeX sets space around this relation, where MathML would put none.
RELATIONS = ("\u223c",)
THIN, THICK = "0.167em", "0.278em"  # 3/18 and 5/18 of an em, as in TeX
# Elements that stand for a quantity, to which the name of a function keeps a thin space.
QUANTITIES = ("mi", "mn", "msub", "msup", "msubsup", "mfrac", "msqrt", "mover", "munder", "mrow", "mstyle")


def mathml(latex: str, display: bool) -> str:
    """Returns a formula as a ``math`` element that carries its LaTeX as alternative text."""
    math = convert_to_element(latex.strip(), display="block" if display else "inline")
    math.set("alttext", " ".join(latex.split()))
    for element in math.iter():
        element.text = html.unescape(element.text) if element.text else None  # The converter writes entities by hand.
        if element.tag == "mo":
            correct(element)
    for element in list(math.iter()):
        space_functions(element)
        draw_brace(element)
    return ElementTree.tostring(math, encoding="unicode")


def correct(operator: ElementTree.Element) -> None:
    """Gives an operator the sign and the space that TeX gives it."""
    operator.text = SIGNS.get(operator.text, operator.text)
    if operator.text in PLAIN:
        operator.attrib.update(lspace="0", rspace="0")
    elif operator.text in RELATIONS:
        operator.attrib.update(lspace=THICK, rspace=THICK)
    elif operator.text and len(operator.text) > 1 and operator.text.isalpha():
        operator.tag = "mi"  # "max" is the name of a function.


def space_functions(parent: ElementTree.Element) -> None:
    """Puts the thin space around the names of functions, as in "x ln y", that TeX puts there and the converter does not."""
    children = list(parent)
    if parent.tag not in ("mrow", "math", "mstyle", "mtd"):
        return
    for left, right in zip(children, children[1:]):
        after = is_function(left) and right.tag in QUANTITIES
        before = is_function(right) and (left.tag in QUANTITIES or left.text in (")", "]"))
        if after or before:
            parent.insert(list(parent).index(right), ElementTree.Element("mspace", width=THIN))


def is_function(element: ElementTree.Element) -> bool:
    base = element[0] if element.tag in ("msub", "msup", "msubsup") and len(element) else element
    return base.tag == "mi" and len(base.text or "") > 1


def draw_brace(element: ElementTree.Element) -> None:
    """Gives a brace under a term to the style sheet: many systems have no font whose brace grows with the term."""
    if element.tag == "munder" and len(element) == 2 and element[1].text == UNDER_BRACE:
        element.remove(element[1])
        element.tag = "mrow"
        element.set("class", "brace")
