"""Who gets what: every call of the contract, every role that may make it, every state.

A role that isn't named for a call gets 403 whatever the state. The statuses stand in the order of
`STATES`. `stranger` is a reviewer who isn't on the vacancy's team.
"""

UNKNOWN = "5a1ce000-0000-4000-8000-000000000000"
STATES = ["procedure", "ending", "locked", "pool", "employment", "hold", "erased"]
PDF = b"%PDF-1.4\n%%EOF\n"

_NOBODYS = "404 404 404 404 404 404 404"
_WORKED = "{0} 404 404 {0} {0} 404 404"
_OPENED = {
    "recruiter": _WORKED.format(200), "reviewer": "200 404 404 404 404 404 404",
    "stranger": _NOBODYS, "legal": "404 200 200 200 404 200 404",
    "privacyOfficer": "200 200 200 200 200 200 404",
}
_LATER = "422 422 422 422 422 422 422"

# Calls about one application.
APPLICATION = {
    ("GET", "/applications/{id}"): _OPENED,
    ("GET", "/applications/{id}/documents/{documentId}"): _OPENED,
    ("GET", "/applications/{id}/retention"): _OPENED,
    ("PATCH", "/applications/{id}/applicant"): {"recruiter": _WORKED.format(204)},
    ("POST", "/applications/{id}/documents"): {"recruiter": _WORKED.format(201)},
    ("DELETE", "/applications/{id}/documents/{documentId}"): {
        "recruiter": _WORKED.format(204), "privacyOfficer": "204 204 204 204 204 409 404"},
    ("POST", "/applications/{id}/notes"): {
        "recruiter": _WORKED.format(201), "reviewer": "201 404 404 404 404 404 404",
        "stranger": _NOBODYS},
    ("POST", "/applications/{id}/stage"): {"recruiter": "204 404 404 409 409 404 404"},
    ("POST", "/applications/{id}/move"): {"recruiter": "204 404 404 409 409 404 404"},
    ("POST", "/applications/{id}/outcome"): {"recruiter": "204 409 404 409 409 409 404"},
    ("POST", "/applications/{id}/outcome/correction"): {
        "recruiter": "409 204 404 204 204 204 404",
        "privacyOfficer": "409 204 204 204 204 204 404"},
    ("POST", "/applications/{id}/reopen"): {
        "recruiter": "409 204 404 204 204 204 404",
        "privacyOfficer": "409 204 204 204 204 204 404"},
    ("POST", "/applications/{id}/notice"): {
        "recruiter": "409 204 404 204 204 204 404",
        "privacyOfficer": "409 204 204 204 204 204 404"},
    ("GET", "/applications/{id}/paper"): {
        "recruiter": "404 404 404 404 404 404 404", "legal": "404 404 404 404 404 404 404",
        "privacyOfficer": "404 404 404 404 404 404 404"},
    ("PUT", "/applications/{id}/paper"): {"recruiter": "200 200 404 200 200 200 404"},
    ("POST", "/applications/{id}/paper/moved"): {"recruiter": "404 404 404 404 404 404 404"},
    ("POST", "/applications/{id}/paper/returned"): {"recruiter": "409 204 404 204 204 204 404"},
    ("POST", "/applications/{id}/paper/shredded"): {"recruiter": "204 204 404 204 204 409 404"},
    ("POST", "/applications/{id}/pool-invitation"): {"recruiter": "409 202 404 409 202 202 404"},
    ("POST", "/applications/{id}/proposals"): {"recruiter": "409 404 404 202 409 404 404"},
    ("POST", "/applications/{id}/pool-consent"): {
        "recruiter": "409 204 404 409 204 204 404",
        "privacyOfficer": "409 204 204 409 204 204 404"},
    ("POST", "/applications/{id}/pool-withdrawal"): {
        "recruiter": "409 409 404 204 409 409 404",
        "privacyOfficer": "409 409 409 204 409 409 404"},
    ("POST", "/applications/{id}/hand-over"): {"recruiter": "409 404 404 409 204 404 404"},
    ("GET", "/applications/{id}/hand-over.zip"): {"recruiter": "409 404 404 409 200 404 404"},
    ("POST", "/applications/{id}/holds"): {
        "recruiter": "201 201 201 201 201 201 404", "legal": "201 201 201 201 201 201 404"},
    ("POST", "/holds/{id}/release"): {"legal": "404 404 404 404 404 204 404"},
    ("POST", "/holds/{id}/review"): {"legal": "404 404 404 404 404 204 404"},
    ("POST", "/applications/{id}/legal-obligations"): {
        "legal": "201 201 201 201 201 201 404"},
    ("POST", "/applications/{id}/restriction"): {
        "privacyOfficer": "204 204 204 204 204 204 404"},
    ("POST", "/applications/{id}/restriction/announcement"): {
        "privacyOfficer": "409 409 409 409 409 409 404"},
    ("DELETE", "/applications/{id}/restriction"): {
        "privacyOfficer": "409 409 409 409 409 409 404"},
    ("POST", "/applications/{id}/longer-storage-invitation"): {
        "recruiter": "409 202 404 202 202 202 404"},
    ("POST", "/applications/{id}/longer-storage-consent"): {
        "recruiter": "409 204 404 204 204 204 404",
        "privacyOfficer": "409 204 204 204 204 204 404"},
    ("POST", "/applications/{id}/longer-storage-withdrawal"): {
        "recruiter": "409 409 404 409 409 409 404",
        "privacyOfficer": "409 409 409 409 409 409 404"},
    ("POST", "/applications/{id}/objections"): {
        "recruiter": "409 201 404 201 409 201 404",
        "privacyOfficer": "409 201 201 201 409 201 404"},
    ("POST", "/applications/{id}/erasure"): {
        "recruiter": _WORKED.format(204), "privacyOfficer": "204 204 204 204 204 409 404"},
}

# Who holds an application though its processing is restricted (Art. 18(2): for legal claims).
HELD_ALL_THE_SAME = {
    ("POST", "/applications/{id}/holds"): ["recruiter", "legal"],
    ("POST", "/applications/{id}/legal-obligations"): ["legal"],
}
# What the privacy officer gets of an application whose processing is restricted while its
# applicant is in the pool, where it isn't 409; everybody else who may make a call gets 404.
RESTRICTED = {
    ("GET", "/applications/{id}"): 200,
    ("GET", "/applications/{id}/documents/{documentId}"): 200,
    ("GET", "/applications/{id}/retention"): 200,
    # None is recorded.
    ("GET", "/applications/{id}/paper"): 404,
    ("POST", "/applications/{id}/pool-withdrawal"): 204,
    ("POST", "/applications/{id}/objections"): 201,
    ("POST", "/applications/{id}/restriction/announcement"): 204,
    ("DELETE", "/applications/{id}/restriction"): 204,
}

# Calls about nothing or a vacancy: one status for each role.
OTHER = {
    ("POST", "/vacancies"): {"recruiter": 201},
    ("GET", "/vacancies"): {"recruiter": 200, "reviewer": 200, "stranger": 200,
                            "administrator": 200},
    ("POST", "/vacancies/{id}/close"): {"recruiter": 204},
    ("PUT", "/vacancies/{id}/team/{staffId}"): {"recruiter": 204},
    ("DELETE", "/vacancies/{id}/team/{staffId}"): {"recruiter": 204},
    ("POST", "/vacancies/{id}/holds"): {"recruiter": 201, "legal": 201},
    ("GET", "/holds"): {"legal": 200, "privacyOfficer": 200},
    ("GET", "/matters"): {"legal": 200, "privacyOfficer": 200},
    ("POST", "/legal-obligations/{id}/end"): {"legal": 404},
    ("POST", "/applications"): {"recruiter": 201},
    ("GET", "/applications"): {"recruiter": 200, "reviewer": 200, "stranger": 200, "legal": 200},
    ("GET", "/endings"): {"recruiter": 200},
    ("GET", "/pool"): {"recruiter": 200},
    ("GET", "/restrictions"): {"privacyOfficer": 200},
    ("GET", "/objections"): {"privacyOfficer": 200},
    ("POST", "/objections/{id}/decision"): {"privacyOfficer": 404},
    ("GET", "/retention-rules"): {"privacyOfficer": 200, "recruiter": 200, "legal": 200},
    ("POST", "/retention-rules/what-if"): {"privacyOfficer": 200},
    ("POST", "/retention-rules"): {"privacyOfficer": 409},
    ("GET", "/alarms"): {"recruiter": 200, "privacyOfficer": 200, "administrator": 200},
    ("GET", "/deadlines/next"): {"recruiter": 200, "privacyOfficer": 200},
    ("GET", "/figures"): {"recruiter": 200, "privacyOfficer": 200},
    ("GET", "/paper"): {"recruiter": 200, "privacyOfficer": 200},
    ("POST", "/papers/{id}/destroyed"): {"recruiter": 404, "privacyOfficer": 404},
    ("POST", "/matters/export"): {"legal": 404},
    ("DELETE", "/staff/{id}/tokens"): {"administrator": 404},
    ("GET", "/ledger"): {"auditor": 200, "privacyOfficer": 200},
    ("GET", "/ledger/checkpoint"): {"auditor": 200, "privacyOfficer": 200},
    ("GET", "/erasures"): {"auditor": 200, "privacyOfficer": 200},
    ("GET", "/erasures/{id}/receipt"): {"auditor": 404, "privacyOfficer": 404},
    ("GET", "/ledger/key"): {"auditor": 200, "privacyOfficer": 200},
}

# What anybody may read.
OPEN = {("GET", "/openapi.yaml")}

# Calls for which these roles name a reason.
NEEDS_REASON = {
    ("GET", "/applications/{id}"): ["legal", "privacyOfficer"],
    ("GET", "/applications/{id}/documents/{documentId}"): ["legal", "privacyOfficer"],
    ("GET", "/applications"): ["legal"],
    ("POST", "/matters/export"): ["legal"],
    ("GET", "/applications/{id}/paper"): ["legal", "privacyOfficer"],
    ("GET", "/holds"): ["legal", "privacyOfficer"],
    ("GET", "/matters"): ["legal", "privacyOfficer"],
}

_MONTHS = {"hiredMonths": 6, "rejectedMonths": 6, "withdrawnMonths": 6,
           "offerDeclinedMonths": 6, "poolMonths": 24}

# A body that each call takes.
BODIES = {
    ("PATCH", "/applications/{id}/applicant"): {"phone": "1"},
    ("POST", "/applications/{id}/notes"): {"kind": "general", "text": "a"},
    ("POST", "/applications/{id}/stage"): {"stage": "offer"},
    ("POST", "/applications/{id}/move"): {"vacancyId": "{vacancy}"},
    ("POST", "/applications/{id}/outcome"): {"outcome": "rejected", "endedOn": "2026-03-20"},
    ("POST", "/applications/{id}/outcome/correction"): {
        "outcome": "withdrawn", "endedOn": "2026-03-20", "reason": "a"},
    ("POST", "/applications/{id}/reopen"): {"reason": "a"},
    ("POST", "/applications/{id}/notice"): {"channel": "phone", "sentOn": "2026-03-20"},
    ("PUT", "/applications/{id}/paper"): {"location": "a", "plan": "shred", "class": "P-5"},
    ("POST", "/applications/{id}/paper/moved"): {"location": "b"},
    ("POST", "/applications/{id}/paper/returned"): {"on": "2026-03-20"},
    ("POST", "/applications/{id}/paper/shredded"): {"on": "2026-03-20"},
    ("POST", "/papers/{id}/destroyed"): {"how": "shredded", "on": "2026-03-20"},
    ("POST", "/applications/{id}/pool-invitation"): {"language": "de"},
    ("POST", "/applications/{id}/proposals"): {"vacancyId": "{vacancy}"},
    ("POST", "/applications/{id}/pool-consent"): {
        "channel": "post", "givenOn": "2026-03-20", "textVersion": "1"},
    ("POST", "/applications/{id}/pool-withdrawal"): {
        "channel": "phone", "receivedAt": "2026-03-20T08:00:00+01:00"},
    ("POST", "/applications/{id}/hand-over"): {"documents": []},
    ("POST", "/applications/{id}/holds"): {
        "matter": "a", "reason": "b", "reviewOn": "2026-06-01"},
    ("POST", "/holds/{id}/release"): {"reason": "a"},
    ("POST", "/holds/{id}/review"): {"reviewOn": "2026-06-01"},
    ("POST", "/applications/{id}/legal-obligations"): {"law": "a", "until": "2026-06-01"},
    ("POST", "/legal-obligations/{id}/end"): {"reason": "a"},
    ("POST", "/applications/{id}/restriction"): {"reason": "a"},
    ("POST", "/applications/{id}/restriction/announcement"): {},
    ("POST", "/applications/{id}/longer-storage-invitation"): {
        "until": "2027-03-20", "language": "de"},
    ("POST", "/applications/{id}/longer-storage-consent"): {
        "channel": "post", "givenOn": "2026-03-20", "textVersion": "1", "until": "2027-03-20"},
    ("POST", "/applications/{id}/longer-storage-withdrawal"): {
        "channel": "phone", "receivedAt": "2026-03-20T08:00:00+01:00"},
    ("POST", "/applications/{id}/objections"): {
        "against": "evidence", "receivedOn": "2026-03-20", "channel": "phone"},
    ("POST", "/objections/{id}/decision"): {"decision": "upheld", "reason": "a"},
    ("POST", "/applications/{id}/erasure"): {"confirm": "{id}", "reason": "a"},
    ("POST", "/matters/export"): {"applications": [UNKNOWN]},
    ("POST", "/retention-rules/what-if"): _MONTHS,
    ("POST", "/retention-rules"): {**_MONTHS, "reason": "a", "confirmDue": 99},
    ("POST", "/vacancies"): {"title": "a"},
    ("POST", "/vacancies/{id}/holds"): {"matter": "a", "reason": "b", "reviewOn": "2026-06-01"},
    ("PUT", "/vacancies/{id}/team/{staffId}"): {"part": "interviewer"},
    ("POST", "/applications"): {
        "channel": "form", "applicant": {"givenName": "A", "familyName": "B"}},
}
