"""Send login codes by SMTP."""

from __future__ import annotations

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from fittingroom.errors import InvalidInput, NotSent
from fittingroom.server.settings import LOOPBACK, Settings
from fittingroom.store.logins import LASTS

PORTS = {"smtp": 587, "smtps": 465}
TIMEOUT_S = 15
log = logging.getLogger(__name__)

TEXT = """\
Your code for the fitting room: {code}
It works once, for {minutes} minutes. If you didn't ask for it, do nothing.

您的试衣间验证码：{code}
{minutes} 分钟内有效，仅可使用一次。如非本人操作，请忽略。
"""


def send_code(settings: Settings, address: str, code: str) -> None:
    """Send a login code.

    Raises:
        NotSent: the mail server didn't take it.
    """
    message = EmailMessage()
    message["From"], message["To"] = settings.smtp_from, address
    message["Subject"] = f"{code} – fitting room / 试衣间"
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="fittingroom.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(TEXT.format(code=code, minutes=int(LASTS.total_seconds() // 60)))
    url = settings.smtp_url.get_secret_value() if settings.smtp_url else ""
    try:
        _send(url, message)
    except (smtplib.SMTPException, OSError) as error:
        log.warning("the mail server took no code: %s", type(error).__name__)
        raise NotSent("the e-mail couldn't be sent: try again later") from None


def _send(url: str, message: EmailMessage) -> None:
    server = urlsplit(url)
    if server.scheme not in PORTS or not server.hostname:
        raise InvalidInput("smtp_url is smtp://host:587 or smtps://host:465", field="smtp_url")
    port = server.port or PORTS[server.scheme]
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.hostname, port, timeout=TIMEOUT_S, context=context
        )
    else:
        connection = smtplib.SMTP(server.hostname, port, timeout=TIMEOUT_S)
    with connection:
        connection.ehlo()
        if server.scheme == "smtp" and server.hostname not in LOOPBACK:
            connection.starttls(context=context)  # refused where the server can't: codes are secret
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)
