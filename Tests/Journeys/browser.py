"""A real browser: Chromium, driven by Playwright.

A `Window` is somebody's browser of its own: size, colours, language, with or without scripts. It
notes whatever breaks the rules of every page: a request that leaves the origin, a violation of
the content security policy, an error of a script. `look` keeps a screenshot and asks axe-core.
"""

import os
import pathlib
import shutil
import urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

SCREENS = pathlib.Path(__file__).resolve().parents[2] / "artefacts" / "screens"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
# Told to the console, where the window listens.
WATCH = """addEventListener('securitypolicyviolation', event =>
  console.error('POLICY ' + event.violatedDirective + ' ' + event.blockedURI));"""
# Whether every image that can be seen has come; the others wait until somebody scrolls to them.
SEEN = """() => [...document.images].every(image =>
  image.complete || image.getBoundingClientRect().top > innerHeight)"""


class Browser:
    """Chromium, started once for all journeys."""

    def __init__(self):
        self.driver = sync_playwright().start()
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.chromium = self.driver.chromium.launch(executable_path=program, args=root)
        self.axe = Axe()

    def window(self, address, **options):
        return Window(self, address, **options)

    def close(self):
        self.chromium.close()
        self.driver.stop()


class Window:
    """One person's browser, its cookies its own."""

    def __init__(self, browser, address, size=DESK, dark=False, language="en", scripts=True,
                 zoom=1):
        self.browser, self.address, self.scripts = browser, address, scripts
        self.broken = []
        self.context = browser.chromium.new_context(
            viewport={name: length // zoom for name, length in size.items()},
            color_scheme="dark" if dark else "light", locale=language, java_script_enabled=scripts,
            device_scale_factor=zoom, ignore_https_errors=True)
        if scripts:
            self.context.add_init_script(WATCH)
        self.context.on("request", self._request)
        self.context.on("weberror", lambda error: self.broken.append(f"script: {error.error}"))
        self.context.on("console", self._console)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        broken = self.close()
        if kind is None:
            assert not broken, broken

    def _request(self, request):
        if not request.url.startswith((self.address, "data:", "about:", "blob:")):
            self.broken.append(f"left the origin: {request.url.split('?')[0]}")

    def _console(self, message):
        if message.text.startswith("POLICY") or "Content Security Policy" in message.text:
            self.broken.append(message.text)

    def carry(self, session):
        """Somebody is signed in already: the value of their cookie."""
        host = urllib.parse.urlsplit(self.address).hostname
        self.context.add_cookies([{
            "name": "__Host-lethe", "value": session, "domain": host, "path": "/", "secure": True,
            "httpOnly": True, "sameSite": "Lax"}])

    def open(self, path):
        """Opens a page of the service, or a link as a mail has it."""
        return self.page.goto(path if path.startswith("http") else self.address + path)

    def look(self, name):
        """Keeps a screenshot and finds nothing that shuts anybody out."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        if self.scripts:
            self.page.wait_for_function(SEEN)
        self.page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
        assert self.fits(), f"{name} scrolls sideways"
        if self.scripts:
            found = self.browser.axe.run(self.page).response["violations"]
            assert not found, [(rule["id"], [node["html"] for node in rule["nodes"]])
                               for rule in found]

    def fits(self):
        """Whether nothing has to be scrolled sideways."""
        if not self.scripts:
            return True
        return self.page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    @property
    def text(self):
        return self.page.locator("main").inner_text()

    def close(self):
        self.context.close()
        return self.broken
