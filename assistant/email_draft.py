"""A letter as a draft e-mail: a file that mail programs open, ready to be checked and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from assistant import characters
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from email.policy import EmailPolicy

    from assistant.wording import Letter

BOUNDARY = "=_letter"
"""What parts text and attachment. Encoded text never holds "=_", so it cannot occur in one."""
LONGEST_WORD = 60
"""Letters of a word that still go into one line of a header with everything around them."""
LONGEST_ADDRESS = 254
"""Source: RFC 5321, 4.5.3.1.3, less the two angle brackets."""


def to_eml(
    letter: Letter, text: str, pdf: bytes | None, recipient_email: str = "", sender_email: str = ""
) -> bytes:
    """Return *letter* as an RFC 5322 draft with *text* as its body and *pdf* attached, if any.

    Each address may be empty and is then left out, for the mail program to fill in. There is no
    date either: the mail program writes it on sending. The same input gives the same bytes. Raises
    AssistantError where an e-mail address is not one.
    """
    from email.message import EmailMessage
    from email.policy import SMTP

    draft = EmailMessage(SMTP)
    draft["Subject"] = _Header("Subject", letter.subject)
    if sender_email.strip():
        draft["From"] = _Header("From", letter.signatory, _address(sender_email))
    if recipient_email.strip():
        draft["To"] = _Header("To", next(iter(letter.recipient), ""), _address(recipient_email))
    draft["X-Unsent"] = "1"  # makes Outlook open the file as something still to be sent
    draft.set_content(text, cte="quoted-printable")
    if pdf is not None:
        draft.add_attachment(
            pdf, maintype="application", subtype="pdf", filename=f"{letter.name}.pdf"
        )
        draft.set_boundary(BOUNDARY)
    return draft.as_bytes()


class _Header(str):
    """A header that is ready to be written, which the policy takes as it is.

    Left to itself the policy would read what looks like an encoded word ("=?utf-8?q?…?=") in a
    typed title, and so let that title begin headers of its own.
    """

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, words: str, address: str = "") -> Self:
        from email.header import Header
        from email.utils import formataddr

        words = _in_one_line(words)
        short = all(len(word) <= LONGEST_WORD for word in words.split())
        if words.isascii() and short and "=?" not in words:
            plain = formataddr((words, address)) if address else words
            header = Header(plain, "us-ascii", header_name=name)
        else:
            header = Header(words, "utf-8", header_name=name)
            if address:
                header.append(f"<{address}>", "us-ascii")
        made = super().__new__(cls, header.encode(linesep="\r\n"))
        made.name = name
        return made

    def fold(self, *, policy: EmailPolicy) -> str:
        """Return the whole header with its line ending, as the policy asks for it."""
        return f"{self.name}: {self}{policy.linesep}"


def _address(email: str) -> str:
    """Return *email* if it is an e-mail address that every mail program understands."""
    from email.errors import MessageError
    from email.headerregistry import Address

    address = _in_one_line(email)
    try:
        fits = address.isascii() and len(address) <= LONGEST_ADDRESS
        if fits and Address(addr_spec=address).domain:
            return address
    except (ValueError, LookupError, MessageError):
        pass
    raise AssistantError(
        f"“{address}” cannot be used as an e-mail address.",
        "Correct it in the case, or leave it out: you can fill it in before you send the e-mail.",
    )


def _in_one_line(text: str) -> str:
    """Return *text* as a header can hold it, so that nothing in it can begin another header."""
    return " ".join(characters.clean(text).split())
