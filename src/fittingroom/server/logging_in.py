"""Log in by e-mail: send a code, and go on as the shopper it was sent to."""

from __future__ import annotations

from fittingroom.errors import InvalidInput, NotFound
from fittingroom.server import mail
from fittingroom.server.ground import Ground
from fittingroom.server.security.rates import Rates
from fittingroom.store import logins
from fittingroom.store.erasing import erase_body, erase_photo
from fittingroom.store.shoppers import consents_of


def send_code(ground: Ground, rates: Rates | None, email: str) -> None:
    """Send a code to an address, known or not.

    Raises:
        NotFound: there's no e-mail login here.
        InvalidInput: not an address.
        TooMuch: the address got enough letters.
        NotSent: the mail server didn't take it.
    """
    _check_on(ground)
    address = logins.read_address(email)
    if rates is not None:
        rates.check_letter(logins.digest_of(ground.keyring, address))
    with ground.database.write() as session:
        code = logins.make_code(session, ground.keyring, address)
    mail.send_code(ground.settings, address, code)


def log_in(ground: Ground, visitor_id: str, email: str, code: str) -> str:
    """Return the id of the shopper whom a visitor turned out to be.

    Raises:
        NotFound: there's no e-mail login here.
        InvalidInput: not the code that was sent, or it is over.
    """
    _check_on(ground)
    address = logins.read_address(email)
    with ground.database.write() as session:
        right = logins.check_code(session, ground.keyring, address, code)
        known = logins.log_in(session, ground.keyring, visitor_id, address) if right else None
        answers = consents_of(session, known) if known else {}
    if known is None:
        raise InvalidInput(
            "that isn't the code, or its time is over: ask for a new one", field="code"
        )
    for purpose, erase in (("body", erase_body), ("photo", erase_photo)):
        if purpose in answers and not answers[purpose].granted:  # taken back in this visit
            erase(ground.database, ground.files, known)
    return known


def _check_on(ground: Ground) -> None:
    if ground.settings.smtp_url is None:
        raise NotFound("login here: the service has no mail server")
