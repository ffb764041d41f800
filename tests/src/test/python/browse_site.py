"""Walks a site in a real browser without a network, wide and light and as narrow and dark as a telephone, and reports as JSON."""

import argparse
import json
import pathlib

import browser
from browse_explorer import PLACES, shown

SHAPES = {"wide": {"width": 1280, "height": 900, "scheme": "light"}, "narrow": {"width": 390, "height": 844, "scheme": "dark"}}
PICTURED = ["index.html", "results.html"]
PATIENCE = 120_000  # Milliseconds: other builds may share the machine.
LOOK = """async () => {
    const report = {broken: [], unreadable: [], raw: [], flat: []};
    for (const image of document.images) {
        image.loading = 'eager';
        try { await image.decode(); } catch (error) { report.broken.push(image.currentSrc || image.alt); }
        if (!image.naturalWidth || !image.naturalHeight) report.broken.push(image.src);
    }
    const number = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => {
        const [r, g, b] = number(colour).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
        for (let at = element; at; at = at.parentElement) {
            const colour = getComputedStyle(at).backgroundColor;
            if ((number(colour)[3] ?? 1) === 1) return colour;
        }
        return 'rgb(255, 255, 255)';
    };
    const seen = new Map();
    report.lowest = 21;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode.data.trim(), element = texts.currentNode.parentElement;
        if (!text || element.closest('script, style') || !element.checkVisibility()) continue;
        if (!element.closest('pre, code, math') && /\\$|\\\\[a-zA-Z]{2,}/.test(text)) report.raw.push(text);
        const colours = getComputedStyle(element).color + ' on ' + behind(element);
        if (!seen.has(colours)) {
            const [one, other] = colours.split(' on ').map(light);
            seen.set(colours, (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05));
        }
        report.lowest = Math.min(report.lowest, seen.get(colours));
        if (seen.get(colours) < 4.5) report.unreadable.push(colours + ': ' + text.slice(0, 40));
    }
    const formulas = [...document.querySelectorAll('math')].filter(math => math.checkVisibility());
    report.formulas = formulas.length;
    for (const math of formulas) {
        const box = math.getBoundingClientRect();
        if (box.width < 4 || box.height < 4) report.flat.push(math.getAttribute('alttext'));
    }
    report.wider = document.documentElement.scrollWidth - innerWidth;
    report.images = document.images.length;
    return report;
}"""
SKIPPED = """() => { const at = document.activeElement, box = at.getBoundingClientRect();
    return {name: at.textContent.trim(), target: at.getAttribute('href'), inView: box.top >= 0 && box.bottom <= innerHeight}; }"""


def drag(page):
    """Presses on the explorer's plane and moves; returns what it shows before and after."""
    page.wait_for_function("() => document.querySelector('%s')?.explorer" % PLACES)
    place = page.locator(PLACES).first
    plane = place.locator(".plane")
    plane.scroll_into_view_if_needed()
    before = shown(page, place)
    box = plane.bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 0.3 * box["height"], steps=4)
    page.mouse.up()
    after = shown(page, place)
    return {"moved": before["code"] != after["code"], "drawn": before["grey"] != after["grey"], "said": after["said"]}


def walk(page, front):
    """Clicks from the front page through the lessons and back, as a reader does."""
    page.goto(front)
    page.keyboard.press("Tab")
    skip = page.evaluate(SKIPPED)
    page.keyboard.press("Enter")
    skip["focus"] = page.evaluate("() => document.activeElement.id")
    visited = []
    page.locator(".begin > a").click()
    while True:
        page.wait_for_load_state()
        visited.append(page.url.rsplit("/", 1)[1].partition("#")[0])
        following = page.locator("a[rel=next]")
        if following.count() == 0:
            break
        following.click()
    page.locator("header .name").click()
    page.wait_for_load_state()
    return {"skip": skip, "visited": visited, "end": page.url.rsplit("/", 1)[1]}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("chromium")
    arguments.add_argument("site", type=pathlib.Path)
    arguments.add_argument("screenshots", type=pathlib.Path)
    options = arguments.parse_args()
    options.screenshots.mkdir(parents=True, exist_ok=True)
    pages = sorted(options.site.absolute().glob("*.html"))
    report = {"pages": {}, "requests": [], "errors": []}

    with browser.started(options.chromium) as chromium:
        for shape, size in SHAPES.items():
            context = chromium.new_context(
                viewport={"width": size["width"], "height": size["height"]}, color_scheme=size["scheme"])
            context.set_default_timeout(PATIENCE)
            context.set_offline(True)
            context.route(lambda url: not browser.own(url, ()), lambda route: route.abort())
            page = context.new_page()
            requests, errors = browser.listened(page)
            for file in pages:
                page.goto(file.as_uri())
                looked = page.evaluate(LOOK)
                if page.locator(PLACES).count():
                    looked["explorer"] = drag(page)
                    page.screenshot(path=options.screenshots / f"{shape}-explorer.png")
                if file.name in PICTURED or file.name.startswith("01"):
                    page.evaluate("() => scrollTo(0, 0)")
                    page.screenshot(path=options.screenshots / f"{shape}-{file.stem}.png")
                report["pages"][f"{shape} {file.name}"] = looked
            front = options.site.absolute() / "index.html"
            if shape == "wide" and front in pages:
                report["walk"] = walk(page, front.as_uri())
            report["requests"] += requests
            report["errors"] += errors
            context.close()
    print(json.dumps(report))


if __name__ == "__main__":
    main()
