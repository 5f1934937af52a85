"""One application in a real browser: five files with progress, a cancel and a retry; keys that move
and open; the screen on a wide and a narrow window, light and dark, in both languages."""

import pytest

from browser import DESK, PHONE
from desk import Desk
from lethe import until

MORNING = "2026-05-04T09:00:00+02:00"


@pytest.fixture(scope="module")
def mika(house):
    return Desk(house.installation, "Mikael", "recruiter")


@pytest.fixture(scope="module")
def vacancy(house):
    house.installation.clock(MORNING)
    return house.recruiter.vacancy("Weaver")


def signed_in(browser, desk, **options):
    """A window in which somebody is signed in already."""
    window = browser.window(desk.installation.web.address, **options)
    window.carry(desk.cookie.partition("=")[2])
    return window


def chosen(name, content, media="application/pdf"):
    return {"name": name, "mimeType": media, "buffer": content}


def slowed(window, rate):
    """So many bytes a second go up from now on."""
    session = window.context.new_cdp_session(window.page)
    session.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": rate})


def states(window):
    """What each file's line says."""
    return {row.locator(".upload-name").inner_text(): row.locator(".upload-state").inner_text()
            for row in window.page.locator(".uploads > li").all()}


def heard(window):
    """Notes what is announced from now on."""
    window.page.evaluate("""() => {
      window.heard = [];
      const status = document.getElementById('status');
      new MutationObserver(() => window.heard.push(status.textContent))
        .observe(status, { childList: true, characterData: true, subtree: true });
    }""")


def test_five_files_with_progress_a_cancel_and_a_retry(house, papers, browser, mika, vacancy):
    id = house.recruiter.receive(vacancy, "Five", "Files")
    large = papers.pdf + b"\n%" + b"x" * 1_500_000
    with signed_in(browser, mika) as window:
        window.open(f"/applications/{id}/upload")
        window.look("upload-empty")
        heard(window)
        slowed(window, 400_000)
        lost = "**/documents?*name=portfolio.pdf"
        window.page.route(lost, lambda route: route.abort("connectionreset"))
        window.page.set_input_files("#file", [
            chosen("cv.pdf", papers.pdf), chosen("large.pdf", large),
            chosen("portfolio.pdf", large), chosen("picture.png", papers.png, "image/png"),
            chosen("drawing.svg", b"<svg/>", "image/svg+xml")])
        assert states(window)["drawing.svg"].startswith("not allowed")
        for name, kind in (("cv.pdf", "cv"), ("portfolio.pdf", "portfolio")):
            assert window.page.get_by_label(f"Kind of {name}").input_value() == kind
        window.page.get_by_label("Kind of picture.png").select_option("photo")
        assert states(window)["cv.pdf"] == "not uploaded yet"
        window.look("upload-chosen")
        window.page.get_by_role("button", name="Upload files").click()
        assert until(lambda: states(window)["large.pdf"].endswith("%"))
        window.look("upload-running")
        window.page.get_by_role("button", name="Cancel large.pdf").click()
        assert states(window)["large.pdf"] == "cancelled"
        assert until(lambda: "connection was lost" in states(window)["portfolio.pdf"])
        window.page.unroute(lost)
        for name in ("large.pdf", "portfolio.pdf"):
            window.page.get_by_role("button", name=f"Retry {name}").click()
        stored = ("cv.pdf", "large.pdf", "portfolio.pdf", "picture.png")
        assert until(lambda: all(states(window)[name] == "stored" for name in stored)), (
            states(window))
        window.page.get_by_role("button", name="Remove drawing.svg").click()
        window.look("upload-done")
        said = window.page.evaluate("window.heard")
        assert "cv.pdf: upload started." in said and "large.pdf is stored." in said
        assert any("percent" in text for text in said)
        window.page.get_by_role("link", name="Done").click()
        assert window.page.locator("h1").inner_text() == "Five Files"
        window.broken = [text for text in window.broken if "ERR_" not in text]
    documents = house.recruiter.get(f"/applications/{id}")["documents"]
    assert sorted((one["name"], one["bytes"]) for one in documents) == sorted([
        ("cv.pdf", len(papers.pdf)), ("large.pdf", len(large)), ("portfolio.pdf", len(large)),
        ("picture.png", len(papers.png))])
    assert {one["kind"] for one in documents if one["name"] == "picture.png"} == {"photo"}


def test_keys_move_and_open_and_never_decide(house, browser, mika):
    house.installation.clock(MORNING)
    vacancy = house.recruiter.vacancy("Spinner")
    older = house.recruiter.receive(vacancy, "Older", "One")
    house.installation.clock("2026-05-04T10:00:00+02:00")
    newer = house.recruiter.receive(vacancy, "Newer", "One")
    with signed_in(browser, mika) as window:
        page = window.page

        def heading():
            return page.locator("h1").inner_text()
        window.open(f"/applications/{newer}")
        page.keyboard.press("j")
        page.wait_for_url(f"**/applications/{older}")
        page.keyboard.press("k")
        page.wait_for_url(f"**/applications/{newer}")
        page.keyboard.press("n")
        assert page.evaluate("document.activeElement.id") == "text"
        page.keyboard.type("jko?")
        assert page.input_value("#text") == "jko?" and heading() == "Newer One"
        page.locator("h1").click()
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("d")
        assert page.evaluate("document.activeElement.id") == "documents"
        page.keyboard.press("?")
        assert page.locator("details.keys").get_attribute("open") is not None
        page.keyboard.press("o")
        page.wait_for_url("**/outcome*")
        window.open(f"/applications/{newer}")
        page.locator("details.keys summary").click()
        page.get_by_role("button", name="Switch keys off").click()
        page.keyboard.press("j")
        assert page.url.endswith(f"/applications/{newer}")
    for id in (older, newer):
        assert house.recruiter.get(f"/applications/{id}")["outcome"] is None


def test_the_screen_is_looked_at(house, papers, browser, mika, vacancy):
    name = "Bartholomäus-Maximilian"
    id = house.recruiter.receive(vacancy, name, "Wolfeschlegelsteinhausenbergerdorff")
    house.recruiter.store(id, papers.pdf)
    house.recruiter.post(f"/applications/{id}/notes", 201, kind="interview",
                         text="Asked about looms.\nKnows them well.")
    pages = {"application": "", "application-move": "/move", "application-person": "/person",
             "application-upload": "/upload"}
    for label, options in {
            "wide": {"size": DESK}, "dark": {"size": DESK, "dark": True},
            "narrow": {"size": PHONE}, "zoomed": {"size": DESK, "zoom": 2}}.items():
        with signed_in(browser, mika, **options) as window:
            for page, path in pages.items():
                window.open(f"/applications/{id}{path}")
                window.look(f"{page}-{label}")
    with signed_in(browser, mika) as window:
        window.open("/applications/new")
        window.look("application-new")
        window.page.get_by_role("button", name="Add application").click()
        assert window.page.title().startswith("Error:")
        assert window.page.evaluate("document.activeElement.className") == "problems"
        window.look("application-new-refused")
    with signed_in(browser, mika, scripts=False) as window:
        window.open(f"/applications/{id}")
        window.look("application-plain")
