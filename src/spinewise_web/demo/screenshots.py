"""Which pages are pictured, and as whom: every page there is, or the reason why one is not."""

from __future__ import annotations

import datetime as dt

import msgspec

DAY = dt.datetime(2026, 11, 20, 9, 10, tzinfo=dt.UTC)
PHONE, TABLET, DESK = 390, 820, 1440
MOST_BYTES = 150_000
WIDTHS, SCHEMES = (PHONE, TABLET, DESK), ("light", "dark")


class Shot(msgspec.Struct, frozen=True, kw_only=True):
    """A page, by the name of its address, as somebody sees it.

    `by` and `about` are first names of the demo's people; `about` is whose page it is when that is somebody else.
    `more` fills other places of the address, `query` follows it. `told` are answers given in the check before, `fills`
    and `presses` what is done on the page; `opened` opens everything that can be opened; `prints` asks for paper too.
    """

    file: str
    page: str
    by: str = ""
    about: str = ""
    more: dict[str, str] = {}
    query: str = ""
    told: dict[str, str] | None = None
    fills: dict[str, str] = {}
    presses: str = ""
    opened: bool = False
    prints: bool = False


NUMB = {"saddle_numbness": "new"}
PASSWORD = "picture this 2026"  # noqa: S105  # of invented people in a folder that is thrown away
WRONG = {"#id_login": "therapist@demo.example", "#id_password": "not this one"}
RIGHT = WRONG | {"#id_password": PASSWORD}
SCREENS = (
    "about_you",
    "where_it_hurts",
    "nerves",
    "heart_and_belly",
    "legs_and_water",
    "illness",
    "injury_and_bones",
    "mood",
    "story",
    "how_much",
    "movement",
)

PUBLIC = (
    Shot(file="check", page="public:start", prints=True),
    *(Shot(file=f"check-{one}", page="public:screen", more={"screen": one}, told={}) for one in SCREENS),
    Shot(file="check-nothing-ticked", page="public:screen", more={"screen": "nerves"}, told={}, presses=".ask button"),
    Shot(file="check-result", page="public:result", told={}, opened=True, prints=True),
    Shot(file="check-emergency", page="public:result", told=NUMB, prints=True),
    Shot(file="check-agree", page="public:agree", told={}),
    Shot(file="first-visit", page="public:first_visit", prints=True),
    Shot(file="may-i", page="public:may_i", told={}),
    Shot(file="move", page="public:move", more={"exercise": "lumbar/bird_dog"}),
    Shot(file="components", page="design:components", prints=True),
)
PATIENT = (
    Shot(file="patient-today", page="portal:day", by="Luca", opened=True, prints=True),
    Shot(file="patient-today-nearly-well", page="portal:day", by="Sam"),
    Shot(file="patient-today-leg-pain", page="portal:day", by="Tom"),
    Shot(file="patient-today-silent", page="portal:day", by="Priya"),
    Shot(file="patient-today-waits", page="portal:day", by="Maya"),
    Shot(file="patient-today-discharged", page="portal:day", by="Henry"),
    Shot(file="patient-today-half", page="portal:day", by="Nora"),
    Shot(file="patient-emergency", page="portal:day", by="Elena", prints=True),
    Shot(file="patient-do", page="portal:do", by="Luca", more={"exercise": "hip/bridge"}, prints=True),
    Shot(file="patient-do-opened", page="portal:do", by="Tom", opened=True),
    Shot(file="patient-log", page="portal:log", by="Sam"),
    Shot(file="patient-questions", page="portal:questions", by="Nora", more={"which": "open"}),
    Shot(file="patient-questions-week", page="portal:questions", by="Priya", more={"which": "week"}),
    Shot(file="patient-times", page="portal:questions", by="Sam", more={"which": "times"}),
    Shot(file="patient-flare-up", page="portal:flare_up", by="Sam"),
    Shot(file="patient-progress", page="portal:progress", by="Ruth", opened=True, prints=True),
    Shot(file="patient-progress-discharged", page="portal:progress", by="Henry"),
    Shot(file="patient-learn", page="portal:learn", by="Sam"),
    Shot(file="patient-lesson", page="portal:lesson", by="Sam", more={"lesson": "lessons/sleep"}, prints=True),
    Shot(file="patient-messages", page="portal:messages", by="Aisha"),
    Shot(file="patient-messages-none", page="portal:messages", by="Tom"),
    Shot(file="patient-settings", page="portal:settings", by="Ruth", opened=True),
    Shot(file="patient-also", page="portal:also", by="Sam"),
    Shot(file="patient-erase", page="portal:erase", by="Sam"),
    Shot(file="carer-today", page="portal:day", by="Lea", about="Ruth"),
    Shot(file="carer-flare-up", page="portal:flare_up", by="Lea", about="Ruth"),
    Shot(file="carer-progress", page="portal:progress", by="Lea", about="Ruth"),
    Shot(file="not-yours", page="portal:day", by="Sam", about="Tom"),
    Shot(file="administrator-is-no-patient", page="portal:today", by="Robin"),
)
CLINIC = (
    Shot(file="clinic-today", page="clinic:today", by="Jo", prints=True),
    Shot(file="clinic-today-administrator", page="clinic:today", by="Robin"),
    Shot(file="clinic-patient", page="clinic:patient", by="Jo", about="Tom", prints=True),
    Shot(file="clinic-patient-opened", page="clinic:patient", by="Jo", about="Ruth", opened=True),
    Shot(file="clinic-patient-locked", page="clinic:patient", by="Jo", about="Elena"),
    Shot(file="clinic-patient-referred", page="clinic:patient", by="Jo", about="George"),
    Shot(file="clinic-patient-new", page="clinic:patient", by="Jo", about="Nora"),
    Shot(file="clinic-assess", page="clinic:assess", by="Jo", about="Tom"),
    Shot(file="clinic-assess-opened", page="clinic:assess", by="Jo", about="Maya", opened=True),
    Shot(file="clinic-plan", page="clinic:plan", by="Jo", about="Luca", prints=True),
    Shot(file="clinic-plan-general", page="clinic:plan", by="Jo", about="Ruth"),
    Shot(file="clinic-plan-opened", page="clinic:plan", by="Jo", about="Tom", opened=True),
    Shot(file="clinic-plan-waits", page="clinic:plan", by="Jo", about="Maya"),
    Shot(file="clinic-plan-locked", page="clinic:plan", by="Jo", about="Elena"),
)
DESK_PAGES = ("consents", "details", "discharge", "letter", "letters", "session", "treatments", "visit")
CLINIC_MORE = (
    *(Shot(file=f"clinic-{one}", page=f"clinic:{one}", by="Jo", about="Tom") for one in DESK_PAGES),
    *(Shot(file=f"clinic-{one}", page=f"clinic:{one}", by="Jo") for one in ("library", "own", "register")),
    Shot(file="clinic-own-exercise", page="clinic:own_exercise", by="Jo"),
    Shot(file="clinic-entry", page="clinic:entry", by="Jo", query="?kind=exercises&of=lumbar/bird_dog"),
)
OFFICE = (
    *(
        Shot(file=f"office-{one}", page=f"office:{one}", by="Robin")
        for one in ("customs", "data", "patients", "people", "register")
    ),
    Shot(file="office-person", page="office:person", by="Robin", about="Tom"),
    Shot(file="office-record", page="office:record", by="Kim"),
)
ACCOUNT = (
    Shot(file="demo", page="demo:sign_in"),
    Shot(file="link", page="ask_for_link"),
    Shot(file="link-no-address", page="ask_for_link", presses="main form button"),
    Shot(file="link-sent", page="sign_in_link_sent"),
    Shot(file="link-used", page="sign_in_by_link", more={"token": "@link"}),
    Shot(file="link-old", page="sign_in_by_link", more={"token": "gone"}),
    Shot(file="join-staff", page="join", more={"token": "@staff"}),
    Shot(file="join-staff-short", page="join", more={"token": "@staff"}, presses="main form button"),
    Shot(file="join-patient", page="join", more={"token": "@patient"}),
    Shot(file="join-old", page="join", more={"token": "gone"}),
    Shot(file="login", page="account_login"),
    Shot(file="login-wrong", page="account_login", fills=WRONG, presses="main form button[type=submit]"),
    Shot(file="login-code", page="account_login", fills=RIGHT, presses="main form button[type=submit]"),
    Shot(file="signup-closed", page="account_signup"),
    Shot(file="inactive", page="account_inactive"),
    Shot(file="password-reset", page="account_reset_password"),
    Shot(file="password-reset-sent", page="account_reset_password_done"),
    Shot(file="password-reset-new", page="account_reset_password_from_key", more={"uidb36": "@uid", "key": "@key"}),
    Shot(file="password-reset-old", page="account_reset_password_from_key", more={"uidb36": "1", "key": "gone"}),
    Shot(file="password-reset-done", page="account_reset_password_from_key_done"),
    Shot(file="confirm-email", page="account_confirm_email", more={"key": "@email"}),
    Shot(file="confirm-email-old", page="account_confirm_email", more={"key": "gone"}),
    Shot(file="confirm-email-sent", page="account_email_verification_sent"),
    Shot(file="email", page="account_email", by="Jo"),
    Shot(file="password-change", page="account_change_password", by="Jo"),
    Shot(file="password-set", page="account_set_password", by="Noah"),
    Shot(file="logout", page="account_logout", by="Jo"),
    Shot(file="reauthenticate", page="account_reauthenticate", by="Jo"),
    Shot(file="reauthenticate-code", page="mfa_reauthenticate", by="Jo"),
    Shot(file="reauthenticate-passkey", page="mfa_reauthenticate_webauthn", by="Kim"),
    Shot(file="factors", page="mfa_index", by="Jo"),
    Shot(file="factors-none", page="mfa_index", by="Noa"),
    Shot(file="factors-passkey", page="mfa_index", by="Kim"),
    Shot(file="code-set-up", page="mfa_activate_totp", by="Noa"),
    Shot(file="code-set-up-wrong", page="mfa_activate_totp", by="Noa", presses="main form button[type=submit]"),
    Shot(file="code-remove", page="mfa_deactivate_totp", by="Jo"),
    Shot(file="recovery-codes", page="mfa_view_recovery_codes", by="Kim"),
    Shot(file="recovery-codes-new", page="mfa_generate_recovery_codes", by="Kim"),
    Shot(file="passkeys", page="mfa_list_webauthn", by="Kim"),
    Shot(file="passkeys-none", page="mfa_list_webauthn", by="Jo"),
    Shot(file="passkey-add", page="mfa_add_webauthn", by="Jo"),
    Shot(file="passkey-name", page="mfa_edit_webauthn", by="Kim", more={"pk": "@passkey"}),
    Shot(file="passkey-remove", page="mfa_remove_webauthn", by="Kim", more={"pk": "@passkey"}),
)
SHOTS = PUBLIC + PATIENT + CLINIC + CLINIC_MORE + OFFICE + ACCOUNT

NO_PICTURE = {
    "home": "sends everybody to their own first page",
    "health": "a line for machines",
    "design:look": "keeps a choice and goes back",
    "demo:be": "signs in and goes on",
    "public:forget": "forgets and goes to the start",
    "public:answers_file": "a file",
    "public:from_file": "reads a file and goes on",
    "portal:data": "a file",
    "portal:reminders": "keeps and goes back",
    "clinic:take_up": "keeps and goes back",
    "clinic:message": "keeps and goes back",
    "portal:went": "keeps and goes back",
    "clinic:went": "keeps and goes back",
    "clinic:figure": "a drawing that other pages show",
    "clinic:cleared": "keeps and goes back; typed in wrongly it shows the patient",
    "mfa_authenticate": "comes after the password: the picture login-code",
    "mfa_login_webauthn": "a line for scripts",
    "mfa_download_recovery_codes": "a file",
    "account_confirm_login_code": "staff sign in with a password, patients by a link",
}

README = {
    "patient-today": PHONE,
    "patient-do": PHONE,
    "check-nerves": PHONE,
    "check-emergency": PHONE,
    "clinic-today": DESK,
    "clinic-plan": DESK,
}
PAPERS = (
    Shot(file="check-on-paper", page="public:paper", told={}),
    Shot(file="check-note", page="public:note", told=NUMB),
    Shot(file="clinic-handout", page="clinic:handout", by="Jo", about="Tom"),
    Shot(file="clinic-letter-on-paper", page="clinic:letter_pdf", by="Jo", about="Tom"),
    Shot(file="patient-note", page="portal:note", by="Elena"),
)
