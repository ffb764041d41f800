"""Reads notebooks in JupyterLab as a newcomer does, through its menus, and reports what was seen as JSON.

HOURGLASS_LAB names the address of an open JupyterLab, with its token: in the environment, since other users of the machine
can read a command line. The first notebook trains until somebody stops it, and shows an explorer; the second is a lesson.
"""

import argparse
import json
import os
import pathlib
import sys
import time
from urllib.parse import urlsplit

import browser

LONGEST = 120_000  # milliseconds for any single step, as other work may share the machine
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"  # the others are tabs behind it
CELLS = PANEL + " .jp-CodeCell"
CHARTS = PANEL + " .jp-OutputArea-output > img"
PLACE = PANEL + " [data-hourglass-explorer]"
# Collects each line that the page shows, in order: asking for it from outside would be too slow to see them all.
WATCH = """cell => {
    window.lines = [];
    new MutationObserver(() => {
        const line = cell.querySelector('.jp-OutputArea-output pre')?.textContent.trim();
        if (line && line !== lines.at(-1)) {
            lines.push(line);
        }
    }).observe(cell, {subtree: true, childList: true, characterData: true});
}"""
# Whether an image is there, whole, and shows more than one colour.
LOOK = """image => {
    const canvas = Object.assign(document.createElement('canvas'), {width: image.naturalWidth, height: image.naturalHeight});
    const pen = canvas.getContext('2d', {willReadFrequently: true});
    if (!image.naturalWidth) {
        return {width: 0, colours: 0};
    }
    pen.drawImage(image, 0, 0);
    const colours = new Set(new Uint32Array(pen.getImageData(0, 0, canvas.width, canvas.height).data.buffer));
    const area = image.closest('.jp-OutputArea-output, .jp-MarkdownOutput');
    return {
        width: image.naturalWidth, shown: image.getBoundingClientRect().width, colours: colours.size,
        hidden: area.scrollWidth - area.clientWidth
    };
}"""
EXPLORER = """place => {
    const canvas = place.shadowRoot.querySelector('.picture');
    return {
        code: place.explorer.code, picture: canvas.toDataURL(), heard: place.shadowRoot.querySelector('.heard').textContent,
        focused: document.activeElement === place,
        cell: [...place.closest('.jp-Notebook').querySelectorAll('.jp-Cell')].findIndex(
            cell => cell.classList.contains('jp-mod-active')),
        scrolled: place.closest('.jp-WindowedPanel-outer').scrollTop
    };
}"""
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Lab:
    def __init__(self, page, address, screenshots):
        self.page, self.address, self.screenshots = page, urlsplit(address), screenshots

    def open(self, notebook):
        url = self.address._replace(path=self.address.path + "/tree/" + notebook).geturl()
        # Who runs a cell before the notebook is joined to its kernel is asked for one. The state that JupyterLab shows is
        # no sign of it: it is "Unknown" until the Java kernel has run something.
        with self.page.expect_websocket(lambda socket: "/channels" in socket.url, timeout=LONGEST):
            self.page.goto(url, wait_until="load", timeout=LONGEST)
        self.page.locator(PANEL + " .jp-Cell").first.wait_for(timeout=LONGEST)

    def choose(self, menu, *items):
        """Clicks through a menu of the bar at the top."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text=menu).first.click()
        for item in items:
            self.page.locator(".lm-Menu-itemLabel").get_by_text(item, exact=True).last.click()

    def run_all(self):
        self.choose("Run", "Run All Cells")

    def cell(self, index):
        return self.page.locator(CELLS).nth(index)

    def prompt(self, index):
        return self.cell(index).locator(".jp-InputPrompt").text_content()

    def wait_ended(self, index):
        deadline = time.monotonic() + LONGEST / 1000
        while not any(letter.isdigit() for letter in self.prompt(index)):
            if time.monotonic() > deadline:
                raise TimeoutError("cell %d shows %s" % (index, self.prompt(index)))
            self.page.wait_for_timeout(50)

    def text(self, index):
        return self.cell(index).locator(".jp-OutputArea-output pre").all_inner_texts()

    def images(self, least=1):
        """Looks at all charts, once there are so many: JupyterLab draws the cells of a notebook one after the other."""
        self.page.locator(CHARTS).nth(least - 1).wait_for(state="attached", timeout=LONGEST)
        return [self.look(image) for image in self.page.locator(CHARTS).all()]

    def look(self, image):
        image.scroll_into_view_if_needed()
        return image.evaluate(LOOK)

    def problems(self):
        """Returns the texts that JupyterLab shows in red: standard error and errors."""
        kinds = ["application/vnd.jupyter.stderr", "application/vnd.jupyter.error"]
        red = ", ".join(PANEL + " [data-mime-type='%s']" % kind for kind in kinds)
        return self.page.locator(red).all_inner_texts()

    def questions(self):
        """Returns the texts of dialogs and notifications, which lie over the page and want an answer."""
        return self.page.locator(".jp-Dialog, .Toastify__toast").all_inner_texts()

    def keep(self, name):
        self.page.evaluate(FRAMES)
        self.page.screenshot(path=self.screenshots / (name + ".png"))

    def explorer(self):
        self.page.wait_for_function("() => document.querySelector('%s')?.explorer" % PLACE, timeout=LONGEST)
        place = self.page.locator(PLACE)
        place.scroll_into_view_if_needed()
        self.page.wait_for_timeout(500)
        return place

    def shown(self, place):
        self.page.evaluate(FRAMES)
        return place.evaluate(EXPLORER)

    def drag(self, place):
        """Presses on the plane and drags; returns what was shown before, on the way and after."""
        box = place.locator(".plane").bounding_box()
        at = lambda x, y: (box["x"] + x * box["width"], box["y"] + y * box["height"])
        seen = [self.shown(place)]
        self.page.mouse.move(*at(0.25, 0.3))
        self.page.mouse.down()
        seen.append(self.shown(place))
        self.page.mouse.move(*at(0.75, 0.7), steps=5)
        self.page.mouse.up()
        return seen + [self.shown(place)]


def watch_and_stop(lab):
    """Runs all, watches the bar of the training, stops it, and sees the cells after it."""
    training = 3
    lab.cell(training).evaluate(WATCH)
    lab.run_all()
    lab.page.wait_for_function("() => lines.filter(line => line.startsWith('epoch')).length >= 4", timeout=LONGEST)
    lab.cell(training).scroll_into_view_if_needed()
    clipped = lab.cell(training).locator(".jp-OutputArea-output").evaluate("area => area.scrollWidth - area.clientWidth")
    lab.keep("training")
    lab.choose("Kernel", "Interrupt Kernel")
    start = time.monotonic()
    lab.wait_ended(training)
    seconds = time.monotonic() - start
    lab.wait_ended(6)
    return {
        "secondsToStop": seconds, "clipped": clipped, "lines": lab.page.evaluate("() => lines"),
        "texts": [lab.text(i) for i in range(7)], "images": lab.images(), "problems": lab.problems(),
        "questions": lab.questions()}


def press(lab, place):
    """Goes into the explorer and out of it by keys."""
    keys = {}
    for key in ["Home", "ArrowRight", "ArrowUp", "Shift+ArrowLeft", "ArrowDown"]:
        lab.page.keyboard.press(key)
        keys[key] = lab.shown(place)
    lab.page.wait_for_timeout(500)
    keys["heard"] = lab.shown(place)
    lab.keep("explorer")
    lab.page.keyboard.press("Escape")
    keys["Escape"] = lab.shown(place)
    lab.page.keyboard.press("ArrowUp")
    lab.page.wait_for_timeout(300)
    keys["outside"] = lab.shown(place)
    return keys


def explore(lab):
    place = lab.explorer()
    report = {"drag": lab.drag(place), "keys": press(lab, place)}
    lab.choose("File", "Save Notebook")
    lab.page.wait_for_selector(".lm-TabBar-tab.lm-mod-current:not(.jp-mod-dirty)", timeout=LONGEST)
    return report


def explore_again(lab, notebook):
    """Opens the saved notebook anew, in the dark."""
    lab.choose("Settings", "Theme", "JupyterLab Dark")
    lab.page.wait_for_selector("body[data-jp-theme-light='false']", state="attached", timeout=LONGEST)
    lab.open(notebook)
    images = lab.images(2)
    lab.keep("dark")
    place = lab.explorer()
    report = {"drag": lab.drag(place), "images": images}
    report["background"] = place.locator(".card").evaluate("card => getComputedStyle(card).backgroundColor")
    lab.keep("explorer-dark")
    return report


def mistrust(lab, folder, notebook):
    """Opens a copy of the notebook that JupyterLab does not trust, as it was not run on this machine."""
    stranger = json.loads((folder / notebook).read_text(encoding="utf-8"))
    stranger["cells"][0]["source"] = ["# Not from this machine"]
    (folder / "stranger.ipynb").write_text(json.dumps(stranger), encoding="utf-8")
    lab.open("stranger.ipynb")
    still = lab.page.locator(PANEL + " .jp-OutputArea-output img[alt^='The codes of']")
    still.wait_for(timeout=LONGEST)
    report = {
        "still": lab.look(still),
        "programs": lab.page.locator(PANEL).evaluate(
            "panel => [...panel.querySelectorAll('*')].some(part => part.shadowRoot?.querySelector('.plane'))")}
    lab.keep("untrusted")
    return report


def read_lesson(lab, folder, notebook):
    lab.choose("Settings", "Theme", "JupyterLab Light")
    lab.open(notebook)
    cells = json.loads((folder / notebook).read_text(encoding="utf-8"))["cells"]
    last = sum(cell["cell_type"] == "code" for cell in cells) - 1
    lab.cell(last).wait_for(state="attached", timeout=LONGEST)
    lab.run_all()
    lab.wait_ended(last)
    report = {
        "prompts": [lab.prompt(i) for i in range(last + 1)], "problems": lab.problems(), "images": lab.images(),
        "last": lab.text(last), "hero": [lab.look(lab.page.locator(PANEL + " .jp-MarkdownCell img").first)]}
    lab.keep("lesson-top")
    for name, image in [("lesson-first-chart", "first"), ("lesson-last-chart", "last")]:
        getattr(lab.page.locator(CHARTS), image).scroll_into_view_if_needed()
        lab.keep(name)
    lab.cell(last).scroll_into_view_if_needed()
    lab.keep("lesson-end")
    return report


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("chromium")
    arguments.add_argument("folder", type=pathlib.Path, help="of the notebooks")
    arguments.add_argument("training")
    arguments.add_argument("lesson")
    arguments.add_argument("screenshots", type=pathlib.Path, help="a folder")
    options = arguments.parse_args()
    options.screenshots.mkdir(parents=True, exist_ok=True)
    address = os.environ["HOURGLASS_LAB"]

    report, seconds = {}, {}
    with browser.started(options.chromium) as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        requests, errors = browser.listened(page, "http://%s/" % urlsplit(address).netloc)
        lab = Lab(page, address, options.screenshots)
        try:
            lab.open(options.training)
            for name, work in [
                    ("training", lambda: watch_and_stop(lab)),
                    ("explorer", lambda: explore(lab)),
                    ("again", lambda: explore_again(lab, options.training)),
                    ("untrusted", lambda: mistrust(lab, options.folder, options.training)),
                    ("lesson", lambda: read_lesson(lab, options.folder, options.lesson))]:
                start = time.monotonic()
                report[name] = work()
                seconds[name] = round(time.monotonic() - start, 1)
        except Exception:
            lab.keep("failed")
            print(json.dumps(report), file=sys.stderr)
            raise
    report["seconds"], report["requests"], report["errors"] = seconds, requests, errors
    print(json.dumps(report))


if __name__ == "__main__":
    main()
