"""Opens a page with explorers offline, moves over them by mouse, keys and finger, and reports what they did as JSON."""

import argparse
import json
import pathlib
import time

import browser

PLACES = "[data-hourglass-explorer]"
SHOWN = """place => {
    const canvas = place.shadowRoot.querySelector('.picture');
    // Read from a copy: Chromium warns when a canvas that it keeps on the graphics card is read again and again.
    const copy = Object.assign(document.createElement('canvas'), {width: canvas.width, height: canvas.height});
    const pen = copy.getContext('2d', {willReadFrequently: true});
    pen.drawImage(canvas, 0, 0);
    const pixels = pen.getImageData(0, 0, canvas.width, canvas.height).data;
    return {
        code: place.explorer.code, picture: [...place.explorer.picture], pictures: place.explorer.pictures,
        grey: Array.from({length: pixels.length / 4}, (_, i) => pixels[4 * i]),
        said: place.shadowRoot.querySelector('.code').textContent,
        heard: place.shadowRoot.querySelector('.heard').textContent,
        drawn: place.shadowRoot.querySelector('.picture').getAttribute('aria-label'),
        mark: place.shadowRoot.querySelector('.mark').style.left
    };
}"""
OUTLINE = "plane => getComputedStyle(plane).outlineStyle"
# What a program on the page sees of the keys: JupyterLab listens at the document before anything below it.
KEYS = "() => { window.heardKeys = []; document.addEventListener('keydown', event => heardKeys.push(event.key), true); }"
# Two frames: the page draws in the first, and when the second begins, that is done.
FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
SECONDS = 2  # in which pictures are counted


def shown(page, place):
    page.evaluate(FRAMES)
    return place.evaluate(SHOWN)


def try_one(page, place):
    plane = place.locator(".plane")
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    at = lambda x, y: (box["x"] + x * box["width"], box["y"] + y * box["height"])
    report = {"start": shown(page, place), "pointer": [], "keys": {}, "finger": []}

    for x, y in [(0.3, 0.3), (0.52, 0.47), (0.8, 0.7), (0.2, 0.82), (0.95, 0.1)]:
        page.mouse.move(*at(x, y))
        report["pointer"].append(shown(page, place))

    page.mouse.move(2, 2)
    page.locator("body").evaluate("() => document.activeElement.blur()")
    plane.evaluate("plane => plane.focus()")
    page.keyboard.press("Home")
    report["keys"]["Home"] = shown(page, place)
    for key in ["ArrowRight", "ArrowUp", "Shift+ArrowLeft", "ArrowDown"]:
        page.keyboard.press(key)
        report["keys"][key] = shown(page, place)
    page.wait_for_timeout(500)
    report["heard"], report["drawn"] = shown(page, place)["heard"], shown(page, place)["drawn"]
    report["outline"] = plane.evaluate(OUTLINE)
    report["roles"] = place.aria_snapshot()
    report["ways"] = ways_out(page, place, plane)
    for _ in range(9):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(500)
    report["edge"] = shown(page, place)["heard"]

    finger = page.context.new_cdp_session(page)
    scrolled = page.evaluate("() => scrollY")
    touch = lambda kind, *points: finger.send(
        "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})
    touch("touchStart", at(0.5, 0.3))
    report["finger"].append(shown(page, place))
    for step in range(1, 7):
        touch("touchMove", at(0.5 - 0.02 * step, 0.3 + 0.09 * step))
    report["finger"].append(shown(page, place))
    touch("touchEnd")
    report["scrolled"] = page.evaluate("() => scrollY") - scrolled

    before, start, turn = shown(page, place)["pictures"], time.monotonic(), 0
    while time.monotonic() - start < SECONDS:
        turn += 1
        page.mouse.move(*at(0.2 + 0.6 * (turn % 40) / 40, 0.2 + 0.6 * (turn % 23) / 23))
    seconds = time.monotonic() - start
    page.mouse.move(2, 2)
    report["end"] = shown(page, place)["code"]
    report["picturesPerSecond"] = (place.evaluate(SHOWN)["pictures"] - before) / seconds
    report["millisecondsToDecode"] = place.evaluate("""place => {
        const start = performance.now();
        for (let i = 0; i < 40; i++) {
            place.explorer.decode(i / 20 - 1, 1 - i / 20);
        }
        return (performance.now() - start) / 40;
    }""")
    report["still"] = place.locator("img").is_visible()
    return report


def ways_out(page, place, plane):
    """Returns whether the focus stays in the explorer after each key that should lead out, and what it left to others."""
    focused = lambda: place.evaluate("place => document.activeElement === place")
    before = shown(page, place)["code"]
    page.evaluate("() => heardKeys.length = 0")
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("x")
    ways = {"others": page.evaluate("() => heardKeys"), "moved": shown(page, place)["code"] != before}
    for key in ["Tab", "Shift+Tab", "Escape"]:
        plane.evaluate("plane => plane.focus()")
        page.keyboard.press(key)
        ways[key] = focused()
    page.evaluate("() => heardKeys.length = 0")
    page.keyboard.press("ArrowRight")
    ways["outside"] = page.evaluate("() => heardKeys")
    plane.click()
    page.keyboard.press("Home")
    ways["clicked"] = plane.evaluate(OUTLINE)
    return ways


def zoomed(chromium, url, zoom):
    """A browser that magnifies has fewer, larger pixels for its page."""
    page = chromium.new_context(viewport={"width": 1000 // zoom, "height": 720 // zoom}, device_scale_factor=zoom).new_page()
    page.goto(url, wait_until="load")
    place = page.locator(PLACES).first
    plane = place.locator(".plane")
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.3 * box["height"])
    return {
        "code": shown(page, place)["code"],
        "beyond": page.evaluate("() => document.documentElement.scrollWidth - innerWidth"),
        "cut": place.evaluate("""place => Math.max(...[...place.shadowRoot.querySelectorAll('.card *:not(.heard)')]
            .map(part => part.getBoundingClientRect().right)) - innerWidth""")}


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("chromium")
    arguments.add_argument("page")
    arguments.add_argument("screenshots", help="a folder")
    options = arguments.parse_args()
    url = pathlib.Path(options.page).absolute().as_uri()
    pictures = pathlib.Path(options.screenshots)
    pictures.mkdir(parents=True, exist_ok=True)

    with browser.started(options.chromium) as chromium:
        context = chromium.new_context(viewport={"width": 1000, "height": 720}, has_touch=True)
        context.set_offline(True)
        page = context.new_page()
        requests, errors = browser.listened(page)
        page.goto(url, wait_until="load")
        places = page.locator(PLACES)
        page.wait_for_function("() => document.querySelector('%s').explorer" % PLACES)
        page.evaluate(FRAMES)
        page.evaluate(KEYS)
        report = {"globals": page.evaluate("() => ['exploreAll', 'explore', 'decoder'].filter(name => name in window)")}
        report["explorers"] = [try_one(page, places.nth(i)) for i in range(places.count())]
        report["others"] = [shown(page, places.nth(i))["code"] for i in range(places.count())]
        report["last"] = [explorer["end"] for explorer in report["explorers"]]
        report["requests"], report["errors"] = requests, errors
        page.screenshot(path=pictures / "explorers.png", full_page=True)

        report["zoomed"] = [zoomed(chromium, url, zoom) for zoom in (1, 2, 3)]

        still = chromium.new_context(viewport={"width": 1000, "height": 720}, java_script_enabled=False).new_page()
        still.goto(url, wait_until="load")
        report["withoutScripts"] = [
            still.locator(PLACES).nth(i).locator("img").bounding_box() for i in range(places.count())]
        still.screenshot(path=pictures / "without-scripts.png", full_page=True)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
