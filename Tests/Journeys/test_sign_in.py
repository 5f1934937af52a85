"""Signing in on the running program: what is told, what is kept, and what can't be repeated."""

import re

import pytest
from desk_visitor import PASSWORD, DeskVisitor, app_code, own


@pytest.fixture(scope="module")
def service():
    from lethe import Installation
    installation = Installation()
    try:
        installation.serve()
        yield installation
    finally:
        installation.close()


def test_the_first_administrator_comes_from_the_first_start(installations):
    installation = installations()
    first = installation.serve()
    assert first.out.read_text().count("\n") == 1
    link, = re.findall(r"http\S+/set-up/\S+", first.err.read_text())
    assert link.startswith(first.address)
    assert first.stop() == 0
    second = installation.serve()
    newer, = re.findall(r"http\S+/set-up/\S+", second.err.read_text())
    visitor = DeskVisitor(installation.web)
    path = link.removeprefix(first.address)
    assert visitor.ask("GET", path).status == 404
    path = newer.removeprefix(second.address)
    page = visitor.get(path)
    assert 'autocomplete="new-password"' in page.text
    for fields in ({"name": "", "email": "first@example.org", "password": PASSWORD},
                   {"name": "First", "email": "nobody", "password": PASSWORD},
                   {"name": "First", "email": "first@example.org", "password": "xk93bv7"}):
        refused = visitor.send(path, **fields)
        assert refused.status == 422 and "Error:" in refused.text
        assert fields["password"] not in refused.text
    visitor.set_up(path, name="First Person", email="first@example.org")
    assert "First Person" in visitor.get("/staff").text
    assert visitor.ask("GET", path).status == 404
    assert second.stop() == 0
    third = installation.serve()
    assert "/set-up/" not in third.err.read_text()


def test_a_set_up_link_opens_the_desk_once(service):
    made = service.json(
        "staff", "add", "once@example.org", "--name", "Once", "--role", "recruiter")
    assert made["setupLink"].startswith(service.services[-1].address + "/set-up/")
    visitor = DeskVisitor(service.web).set_up(made["setupLink"])
    assert visitor.is_in()
    again = DeskVisitor(service.web)
    path = made["setupLink"].removeprefix(service.services[-1].address)
    assert again.ask("GET", path).status == 404
    assert again.send(path, password=PASSWORD).status == 404
    visitor.send("/sign-out")
    assert not visitor.is_in()


def test_every_no_is_the_same(service):
    own(service, "known@example.org", "recruiter")
    gone = own(service, "gone@example.org", "recruiter")
    administrator = own(service, "boss@example.org", "administrator")
    assert administrator.send(f"/staff/{gone.id}/disable").status == 303
    assert not gone.is_in()
    answers = []
    for email, password in [("known@example.org", "wrong"), ("gone@example.org", PASSWORD),
                            ("nobody@example.org", PASSWORD), ("", "")]:
        visitor = DeskVisitor(service.web)
        answer = visitor.sign_in(email, password)
        assert visitor.set_cookie is None
        # The address that was typed comes back; all else is alike.
        text = answer.text.replace(f'value="{email}"', 'value=""')
        answers.append((answer.status, sorted(answer.headers.keys()), text))
    assert answers[0][0] == 422 and "E-mail, password or code is wrong." in answers[0][2]
    assert all(answer == answers[0] for answer in answers)


def test_the_cookie_is_of_this_host_alone_and_new_with_every_step(service):
    visitor = own(service, "steps@example.org", "legal")
    visitor.send("/sign-out")
    assert visitor.cookie is None and "Max-Age=0" in visitor.set_cookie
    # A token somebody else planted isn't taken over.
    visitor.cookie = "lethe_" + "A" * 43
    planted = visitor.cookie
    half = visitor.sign_in("steps@example.org")
    assert half.status == 303 and half.headers["Location"] == "/sign-in/code"
    parts = set(visitor.set_cookie.split("; ")[1:])
    assert parts == {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"}
    first = visitor.cookie
    assert first != planted and not visitor.is_in()
    visitor.get("/sign-in/code")
    done = visitor.send("/sign-in/recovery", code=visitor.codes[0])
    assert done.status == 303 and visitor.cookie != first
    second, visitor.cookie = visitor.cookie, first
    assert not visitor.is_in()
    visitor.cookie = second
    assert visitor.is_in()


def test_codes_are_taken_once(service):
    owner = own(service, "codes@example.org", "privacyOfficer")
    taken = app_code(owner.secret, 1)

    def try_code(path, code):
        visitor = DeskVisitor(service.web)
        assert visitor.sign_in("codes@example.org").status == 303
        return visitor.send(path, code=code).status, visitor.is_in()
    assert try_code("/sign-in/code", taken) == (303, True)
    assert try_code("/sign-in/code", taken) == (422, False)
    assert try_code("/sign-in/recovery", owner.codes[3]) == (303, True)
    assert try_code("/sign-in/recovery", owner.codes[3]) == (422, False)


def test_no_form_is_taken_from_another_site(service):
    visitor = own(service, "forms@example.org", "recruiter")
    for path in ["/sign-in", "/sign-out", "/account/password", "/role", "/language",
                 "/account/sign-out-everywhere", "/second-factor", "/second-factor/begin"]:
        for origin in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
                       {"Sec-Fetch-Site": "none"}, {"Origin": "https://elsewhere.example"},
                       {"Origin": "null"}):
            answer = visitor.send(path, origin=origin, email="forms@example.org",
                                  password=PASSWORD)
            assert answer.status == 403, (path, origin)
    assert visitor.is_in()
    own_origin = {"Origin": service.services[-1].address}
    assert visitor.send("/language", origin=own_origin, language="de").status == 303
    assert 'lang="de"' in visitor.get("/account").text


def test_the_api_takes_the_cookie_from_pages_of_its_own(service):
    visitor = own(service, "api@example.org", "recruiter", "reviewer")
    assert visitor.get("/api/v1/vacancies").headers["Content-Type"] == "application/json"
    body = '{"title": "Gardener"}'
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        answer = visitor.ask("POST", "/api/v1/vacancies", body, headers)
        assert answer.status == 403 and answer.code == "cross-site"
    assert visitor.ask("GET", "/api/v1/vacancies",
                       headers={"Sec-Fetch-Site": "cross-site"}).status == 403
    here = {"Sec-Fetch-Site": "same-origin"}
    assert visitor.ask("POST", "/api/v1/vacancies", body, here).status == 201
    # The role that was chosen on the page counts, unless another one is named.
    assert visitor.send("/role", role="reviewer").status == 303
    assert visitor.ask("POST", "/api/v1/vacancies", body, here).code == "role-never-may"
    named = {**here, "Lethe-Role": "recruiter"}
    assert visitor.ask("POST", "/api/v1/vacancies", body, named).status == 201
    visitor.cookie = "lethe_" + "A" * 43
    assert visitor.ask("GET", "/api/v1/vacancies").status == 401


def test_what_cant_be_taken_back_asks_again(house):
    officer = own(house.installation, "officer@example.org", "privacyOfficer")
    id = house.recruiter.receive()
    erase = ("POST", f"/api/v1/applications/{id}/erasure",
             f'{{"confirm": "{id}", "reason": "asked"}}',
             {"Sec-Fetch-Site": "same-origin", "Lethe-Reason": "asked"})
    # The second factor was proven when it was enrolled: the clock of the database says when.
    house.installation.sql("UPDATE session SET confirmed_at = now() - interval '6 minutes'")
    assert officer.ask(*erase).code == "second-factor-needed"
    page = officer.get("/confirm?next=/account").text
    assert 'autocomplete="one-time-code"' in page
    assert officer.send("/confirm?next=/account", code="000000").status == 422
    before = officer.cookie
    answer = officer.send("/confirm?next=/account", code=app_code(officer.secret, 1))
    assert answer.status == 303 and answer.headers["Location"] == "/account"
    assert officer.cookie != before
    assert officer.ask(*erase).status == 204


def test_signing_out_everywhere_and_a_new_password_end_the_others(service):
    here = own(service, "many@example.org", "recruiter")
    there = DeskVisitor(service.web)
    assert there.sign_in("many@example.org").status == 303 and there.is_in()
    new = "another sentence, just as long"
    for fields, word in [({"currentPassword": "wrong", "newPassword": new}, "wrong"),
                         ({"currentPassword": PASSWORD, "newPassword": "short"}, "short")]:
        refused = here.send("/account/password", **fields)
        assert refused.status == 422 and word in refused.text
    before = here.cookie
    assert here.send(
        "/account/password", currentPassword=PASSWORD, newPassword=new).status == 303
    assert here.cookie != before and here.is_in() and not there.is_in()
    assert there.sign_in("many@example.org").status == 422
    assert there.sign_in("many@example.org", new).status == 303 and there.is_in()
    assert here.send("/account/sign-out-everywhere").status == 303
    assert not here.is_in() and not there.is_in()


def test_too_many_tries_wait_and_a_restart_forgets_nothing(installations):
    installation = installations()
    service = installation.serve()
    own(installation, "slow@example.org", "recruiter")
    visitor = DeskVisitor(installation.web)
    for _ in range(8):
        answer = visitor.sign_in("slow@example.org", "wrong")
        if answer.status == 429:
            break
    # Counted for somebody who isn't there as for somebody who is.
    installation.sql("UPDATE attempt SET failures = 40, tried_at = now()")
    answer = visitor.sign_in("slow@example.org")
    assert answer.status == 429 and int(answer.headers["Retry-After"]) > 600
    assert service.stop() == 0
    installation.serve()
    assert DeskVisitor(installation.web).sign_in("slow@example.org").status == 429


def test_an_administrator_keeps_the_staff(service):
    boss = own(service, "chief@example.org", "administrator", "recruiter")
    assert boss.send("/role", role="administrator").status == 303
    assert boss.send("/staff/new", name="Lee", email="", roles=[]).status == 422
    made = boss.send("/staff/new", name="Lee <b>", email="lee@example.org",
                     roles=["recruiter", "reviewer"])
    assert made.status == 200 and "<b>" not in made.text
    link = re.search(r"http[^<\s]+/set-up/[^<\s]+", made.text)[0]
    twice = boss.send("/staff/new", name="Lee", email="LEE@example.org", roles=["reviewer"])
    assert twice.status == 422 and "already" in twice.text
    lee = DeskVisitor(service.web).set_up(link)
    assert lee.is_in() and lee.ask("GET", "/staff").status == 403
    page = boss.get("/staff").text
    address = re.search(r'href="(/staff/[0-9a-f-]{36})">Lee', page)[1]
    assert boss.send(f"{address}/roles", roles=["reviewer"]).status == 303
    assert "Reviewer" in lee.get("/account").text
    assert boss.send(f"{address}/sign-out").status == 303 and not lee.is_in()
    renewed = boss.send(f"{address}/set-up-link")
    assert "/set-up/" in renewed.text
    assert boss.send(f"{address}/disable").status == 303
    assert lee.sign_in("lee@example.org").status == 422
    assert boss.send(f"{address}/enable").status == 303
    assert lee.sign_in("lee@example.org").status == 303


def test_nothing_secret_is_in_the_log(service):
    visitor = own(service, "quiet@example.org", "recruiter")
    log = service.services[-1].err.read_text()
    assert "/set-up/{token}" in log
    # The one line for whoever starts an empty installation is the only link there is.
    assert len(re.findall(r"lethe_[A-Za-z0-9_-]{43}", log)) <= 1
    for word in ["quiet@example.org", PASSWORD, visitor.cookie]:
        assert word not in log
