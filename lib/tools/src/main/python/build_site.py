"""Makes a static site of the committed notebooks, the README and the results; nothing is run, and no page needs a network.

Every Markdown file of the project that the README leads to, over however many pages, is a page of the site; another file
that a page links to is copied beside it.

Why this is not nbconvert's HTMLExporter, whose Markdown parser it uses: measured on lesson 09 with nbconvert 7.17,
- the template "lab" makes a page of 2.5 MB and "basic" one of 2.2 MB; here the page has 0.8 MB, most of it the explorer, with
  its 16 figures as files beside it, of which those below the first are loaded when the reader comes near;
- "lab" loads MathJax and require.js from another host, so that formulas need a network and scripts; here the 46 formulas of
  that lesson are MathML, which formulas.py makes in 64 lines;
- "lab" gives every figure the alternative text "No description has been provided", here it is the figure's title with the
  numbers of the run, and what its author saw in it;
- links to other notebooks and to files of the project lead to the sources there, not to pages;
- a template of our own with filters for these four took 31 lines in the place of the 31 of lesson() and output_html(), and
  left all the rest of this file as it is: links, anchors, the front page, the table of records and the pages of Markdown.
mkdocs-jupyter 0.26 (mkdocs 1.6, theme "material"), tried on the same lesson, makes its pages by the same exporter: 3.0 MB,
the figures within, MathJax and require.js from another host, no formula without scripts, and the same "No description" for
all 16 figures.
"""

import argparse
import base64
import hashlib
import html
import json
import os
import pathlib
import re
import shutil
import struct
import sys
import urllib.parse
from dataclasses import dataclass, field

import bs4
import jinja2
import nbformat
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

import formulas

PROJECT_NAME = "Hourglass"
LONGEST_DESCRIPTION = 155  # characters, of which search engines show about as many
BUDGETS = ("quick", "standard", "full")
FIRST_PICTURES = 1  # Those above the fold are loaded at once, the others when the reader comes near.
ELSEWHERE = re.compile(r"^(https?:|mailto:|data:)")
PNG = b"\x89PNG\r\n\x1a\n"
GIF = b"GIF8"
OWN_TABLE = '<table style="border-collapse:collapse'


@dataclass
class Page:
    """One page of the site."""

    source: pathlib.PurePosixPath  # in the project
    name: str  # of the file in the site
    label: str  # in the navigation
    number: str = ""  # of a lesson
    title: str = ""
    description: str = ""
    body: str = ""
    recorded: bool = True
    headings: list = field(default_factory=list)  # (anchor, html) of the second level


class Site:
    """The pages and the files beside them."""

    def __init__(self, project: pathlib.Path, target: pathlib.Path):
        self.project = project
        self.target = target
        self.pages = {}  # by source
        self.linked = []  # Pages that only a link asked for, still to be made.

    def add(self, page: Page) -> Page:
        self.pages[str(page.source)] = page
        return page

    def url(self, page: Page, url: str) -> str:
        """Returns where a link of the page leads in the site; an empty text for a folder, which has no page.

        A Markdown file that has no page gets one, another file is copied.
        """
        if ELSEWHERE.match(url) or url.startswith("#"):
            return url
        path, _, anchor = url.partition("#")
        joined = os.path.normpath(page.source.parent / urllib.parse.unquote(path))
        place = pathlib.PurePosixPath(pathlib.Path(joined).as_posix())
        if str(place) in self.pages:
            return self.pages[str(place)].name + ("#" + anchor if anchor else "")
        if (self.project / place).is_dir():
            return ""
        if ".." in place.parts or not (self.project / place).is_file():
            raise SystemExit(f"{page.source} links to {url}, which is no file of the project: correct the link.")
        if place.suffix == ".md":
            page = self.add(Page(place, self.name(place), place.stem))
            self.linked.append(page)
            return page.name + ("#" + anchor if anchor else "")
        return self.copy(place)

    def name(self, place: pathlib.PurePosixPath) -> str:
        """Returns the name of a Markdown file's page: its own or, of a README, its folder's, with the folders if that is taken."""
        parts = place.with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "README" else parts
        taken = {page.name for page in self.pages.values()}
        short = parts[-1].lower() + ".html"
        return "-".join(parts).lower() + ".html" if short in taken else short

    def copy(self, place: pathlib.PurePosixPath) -> str:
        """Copies a file of the project; one without an extension is text."""
        kept = place if place.suffix else place.with_name(place.name + ".txt")
        if kept.parts[0] == "notebooks":
            kept = pathlib.PurePosixPath(*kept.parts[1:]) if kept.suffix == ".png" else kept
        self.write(str(kept), (self.project / place).read_bytes())
        return str(kept)

    def write(self, name: str, content: bytes) -> None:
        file = self.target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


class Renderer(IPythonRenderer):
    """Markdown as the site shows it."""

    def __init__(self, site: Site, page: Page):
        super().__init__(escape=False)
        self.site = site
        self.page = page
        self.anchors = set()
        self.pictures = 0

    def heading(self, text, level, **attributes):
        anchor = self.anchor(text)
        if level == 1 and not self.page.title:
            self.page.title = text
            return ""  # The template writes the title.
        level = max(level, 2)
        if level == 2:
            self.page.headings.append((anchor, text))
        return f'<h{level} id="{anchor}"><a class="anchor" href="#{anchor}">{text}</a></h{level}>\n'

    def anchor(self, text):
        """Returns the anchor of a heading as GitHub makes it, so that a link to it works in both places."""
        words = re.sub(r"[^\w\- ]", "", html.unescape(re.sub(r"<[^>]+>", "", text)).strip().lower())
        anchor = wanted = words.replace(" ", "-")
        count = 0
        while anchor in self.anchors:
            count += 1
            anchor = f"{wanted}-{count}"
        self.anchors.add(anchor)
        return anchor

    def link(self, text, url, title=None):
        shown = html.escape(self.site.url(self.page, url))
        return f'<a href="{shown}">{text}</a>' if shown else text

    def image(self, text, url, title=None):
        if ELSEWHERE.match(url):
            return html.escape(html.unescape(text))  # Such as a badge: no page loads what is not in the site.
        if not self.page.recorded and not (self.site.project / self.page.source.parent / url).is_file():
            return ""  # The picture appears when the lesson is recorded.
        place = self.site.url(self.page, url)
        return picture(self, place, (self.site.target / place).read_bytes(), html.unescape(text))

    def paragraph(self, text):
        if text.startswith("<figure"):
            return text + "\n"  # No figure lies in a paragraph.
        if not self.page.description and not text.startswith(("<strong>", "<em>")):
            self.page.description = shortened(text)
        return f"<p>{text}</p>\n"

    def block_code(self, code, info=None):
        return code_block(code, (info or "").strip())

    def block_html(self, text):
        return "" if text.strip().startswith("<!--") else super().block_html(text)

    def block_math(self, body):
        return formulas.mathml(body, display=True)

    def inline_math(self, body):
        return formulas.mathml(body, display=False)


def picture(renderer, place, content, words):
    shape = ' width="{}" height="{}"'.format(*size(content)) if content.startswith((PNG, GIF)) else ""
    renderer.pictures += 1
    lazy = "" if renderer.pictures <= FIRST_PICTURES else ' loading="lazy"'
    # A link to itself: on a telephone it opens at its full size.
    place = html.escape(place)
    return (f'<figure class="card"><a href="{place}"><img src="{place}" alt="{html.escape(words)}"'
            f'{shape}{lazy}></a></figure>')


def size(picture):
    """Width and height of a PNG or GIF file."""
    return struct.unpack("<HH", picture[6:10]) if picture.startswith(GIF) else struct.unpack(">II", picture[16:24])


def code_block(code, language):
    try:
        lexer = get_lexer_by_name(language) if language else None
    except ClassNotFound:
        lexer = None
    inner = highlight(code, lexer, HtmlFormatter(nowrap=True)) if lexer else html.escape(code)
    return f'<pre class="code"><code>{inner.rstrip()}</code></pre>\n'


def shortened(text):
    """The beginning of a text, for search engines and previews."""
    words = " ".join(html.unescape(re.sub(r"<math.*?</math>|<[^>]+>", "", text, flags=re.S)).split())
    if len(words) <= LONGEST_DESCRIPTION:
        return words
    return words[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def scrolling_tables(text):
    """A wide table scrolls by itself and leaves the page where it is."""
    return re.sub(r"<table.*?</table>", lambda match: f'<div class="wide">{match[0]}</div>', text, flags=re.S)


def markdown(site, page):
    renderer = Renderer(site, page)
    parser = MarkdownWithMath(renderer=renderer)
    return renderer, lambda source: scrolling_tables(parser.render(source))


def alternative_text(cell, output):
    """What the figure's own description says, with the figures of this run, and then what its author saw in it."""
    described = re.fullmatch(r"Figure: (.*) \(\d+ × \d+ pixels\)", "".join(output.data.get("text/plain", "")), re.S)
    title = described[1].strip().rstrip(".") + "." if described else ""
    seen = cell.metadata.get("alt", "").strip()
    return " ".join(part for part in (title, seen) if part) or "A figure without a description"


def output_html(site, renderer, cell, output, number):
    if output.output_type == "stream":
        return f'<pre class="said">{html.escape(output.text.rstrip())}</pre>\n'
    if output.output_type == "error":
        raise SystemExit(f"Cell {number} of {renderer.page.source} ended in an error: record the notebook again.")
    data = output.data
    if "image/png" in data:
        png = base64.b64decode("".join(data["image/png"]))
        place = f"figures/{renderer.page.number}-{number:02}.png"
        site.write(place, png)
        return picture(renderer, place, png, alternative_text(cell, output)) + "\n"
    if "text/html" in data:
        text = "".join(data["text/html"])
        if text.startswith(OWN_TABLE):  # Its colours and spaces are the site's.
            text = re.sub(r' style="text-align:right[^"]*"', ' class="number"', text)
            text = re.sub(r' style="[^"]*"', "", text)
            return f'<div class="wide">{text}</div>\n'
        return f'<div class="card live">{text}</div>\n'
    return f'<pre class="said">{html.escape("".join(data["text/plain"]).rstrip())}</pre>\n'


def lesson(site, page):
    notebook = nbformat.read(site.project / page.source, as_version=4)
    page.recorded = "code_sha256" in notebook.metadata.get("hourglass", {})
    renderer, render = markdown(site, page)
    parts = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            parts.append(render(cell.source))
        elif cell.cell_type == "code":
            parts.append('<div class="cell">\n' + code_block(cell.source, "java"))
            parts.extend(output_html(site, renderer, cell, output, number) for output in cell.outputs)
            parts.append("</div>\n")
    page.title = re.sub(r"^\d+ · ", "", page.title)
    page.body = "".join(parts)
    question = page.title.partition(":")[2].strip()
    if question:
        plain = shortened(question[0].upper() + question[1:])
        page.description = plain + (" " + goals(page.body) if goals(page.body) else "")
        page.description = shortened(page.description)


def goals(body):
    first = re.search(r"<ol>\s*<li>(.*?)</li>", body, re.S)
    return "You learn: " + re.sub(r"<math.*?</math>|<[^>]+>", "", first[1], flags=re.S).strip() if first else ""


def document(site, page):
    _, render = markdown(site, page)
    page.body = render((site.project / page.source).read_text(encoding="utf-8"))
    page.title = page.title or page.label
    page.description = page.description or f"{page.title}: from the documentation of {PROJECT_NAME}, autoencoders in Java."


def front(site, page, lessons):
    """The README, with cards in the place of its table of lessons."""
    document(site, page)
    soup = bs4.BeautifulSoup(page.body, "html.parser")
    table = next(table for table in soup.find_all("table") if table.th.get_text() == "lesson")
    cards = soup.new_tag("ol", attrs={"class": "lessons"})
    for row in table.tbody.find_all("tr"):
        name, question, data, result, minutes = (cell.decode_contents() for cell in row.find_all("td"))
        cards.append(bs4.BeautifulSoup(card(site, page, lessons, name, question, data, result, minutes), "html.parser"))
    table.parent.replace_with(cards)
    page.body = str(soup)


def card(site, page, lessons, name, question, data, result, minutes):
    words = bs4.BeautifulSoup(name, "html.parser")
    number, _, title = words.get_text().partition(" ")
    mine = next((lesson for lesson in lessons if lesson.number == number), None)
    hero = mine and pathlib.PurePosixPath("notebooks/images", mine.source.stem + ".png")
    shown = ""
    if words.a and hero and (site.project / hero).is_file():
        # The link beside it says where it leads.
        width, height = size((site.project / hero).read_bytes())
        whole = ' class="whole"' if width > 1.9 * height else ""  # Of a tall one the upper part is enough.
        shown = f'<img src="{site.copy(hero)}" alt="" width="400" height="200" loading="lazy"{whole}>'
    heading = f'<a href="{mine.name}">{html.escape(title)}</a>' if words.a and mine else html.escape(title)
    details = [f"<dt>Data</dt><dd>{data}</dd>"]
    if result.strip():
        details.append(f"<dt>Result</dt><dd>{result}</dd>")
    if minutes.strip():
        details.append(f"<dt>Time</dt><dd>{minutes} min</dd>")
    return (f'<li>{shown}<div><p class="lesson-number">Lesson {number}</p><h3>{heading}</h3><p>{question}</p>'
            f'<dl>{"".join(details)}</dl></div></li>')


def results(page, lessons, records):
    """One table for each lesson: what was measured, at each budget."""
    titles = {lesson.number: lesson.label for lesson in lessons}
    parts = [
        "<p>Every figure that a lesson recorded, at each budget; written by the runs themselves, with the number of epochs"
        " and the seconds of training at the largest budget in the row. The same records are in"
        ' <a href="notebooks/results.json">results.json</a>.</p>\n']
    for number in sorted({record["lesson"] for record in records}):
        anchor = "lesson-" + number
        label = html.escape(f"{number} · {titles.get(number, 'Lesson ' + number)}")
        page.headings.append((anchor, label))
        rows = {}
        for record in records:
            if record["lesson"] == number:
                key = (record["data"], record["metric"], record["model"])
                rows.setdefault(key, {})[record["budget"]] = record
        parts.append(
            f'<h2 id="{anchor}"><a class="anchor" href="#{anchor}">{label}</a></h2>\n<div class="wide records"><table><thead><tr>'
            '<th scope="col">data</th><th scope="col">metric</th><th scope="col">model</th>'
            + "".join(f'<th scope="col" class="number">{budget}</th>' for budget in BUDGETS)
            + '<th scope="col" class="number">epochs</th><th scope="col" class="number">seconds</th></tr></thead><tbody>')
        for key, found in sorted(rows.items()):
            data, metric, model = map(html.escape, key)
            largest = next(found[budget] for budget in reversed(BUDGETS) if budget in found)
            cells = [f'{found[budget]["value"]:.5g}' if budget in found else "" for budget in BUDGETS]
            cells += [str(largest["epochs"]), f'{largest["seconds"]:.0f}']
            parts.append(
                f"<tr><td>{data}</td><td>{metric}</td><td>{model}</td>"
                + "".join(f'<td class="number">{text}</td>' for text in cells) + "</tr>\n")
        parts.append("</tbody></table></div>\n")
    page.body = "".join(parts)


def lessons_of(project):
    """The notebooks in their order, named by what stands before the colon of their titles."""
    for file in sorted((project / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        first = nbformat.read(file, as_version=4).cells[0].source
        title = re.search(r"^# (\d+) · ([^:\n]+)", first, re.M)
        if not title:
            raise SystemExit(f'{file.name} does not begin with a title such as "# 01 · Undercomplete: …".')
        yield Page(pathlib.PurePosixPath("notebooks", file.name), file.stem + ".html", title[2].strip(), title[1])


def build(project: pathlib.Path, target: pathlib.Path) -> list:
    site = Site(project, target)
    lessons = [site.add(page) for page in lessons_of(project)]
    home = site.add(Page(pathlib.PurePosixPath("README.md"), "index.html", "Start"))
    figures = site.add(Page(pathlib.PurePosixPath("notebooks/results.json"), "results.html", "Results", title="Results"))

    front(site, home, lessons)
    others = list(site.linked)
    for page in lessons:
        lesson(site, page)
        site.copy(page.source)
    for page in site.linked:  # Grows while its pages are made.
        document(site, page)
    results(figures, lessons, json.loads((project / figures.source).read_text(encoding="utf-8")))
    figures.description = "Every figure that the lessons of Hourglass recorded, at each budget, written by the runs themselves."
    site.copy(figures.source)
    site.copy(pathlib.PurePosixPath("LICENSE"))

    design = project / "lib" / "tools" / "src" / "main" / "site"
    style = (design / "site.css").read_bytes()
    for file in design.glob("*.*"):
        if file.suffix != ".jinja":
            site.write(file.name, file.read_bytes())
    template = jinja2.Environment(
        loader=jinja2.FileSystemLoader(design), trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    ).get_template("page.html.jinja")
    for page in site.pages.values():
        place = lessons.index(page) if page in lessons else None
        text = template.render(
            project=PROJECT_NAME,
            page=page,
            home=home,
            lessons=lessons,
            results=figures,
            others=others,
            before=lessons[place - 1] if place else None,
            after=lessons[place + 1] if place is not None and place + 1 < len(lessons) else None,
            plain=lambda text: html.escape(html.unescape(re.sub(r"<[^>]+>", "", text))),
            style=hashlib.sha256(style).hexdigest()[:8],
        )
        site.write(page.name, text.encode("utf-8"))
    return [page for page in lessons if not page.recorded]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("project", type=pathlib.Path)
    arguments.add_argument("target", type=pathlib.Path, help="the folder of the site, replaced as a whole")
    options = arguments.parse_args()
    target = options.target.absolute()
    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    unrecorded = build(options.project.absolute(), part)
    if target.exists():
        shutil.rmtree(target)
    part.rename(target)
    for page in unrecorded:
        print(f"{page.source} has no recorded outputs; its page says so.")


if __name__ == "__main__":
    sys.exit(main())
