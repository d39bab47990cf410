"""What can go wrong that the person should hear about, in words for that person."""


class AssistantError(Exception):
    """Something the person can put right: what happened, and what to do next.

    *message* says what happened; *hint* says what to do. Both are whole sentences and either may
    span several lines. The command line prints them on stderr and ends with exit code 1.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return "\n".join(filter(None, [self.message, self.hint]))


class InvalidAnswer(AssistantError):
    """What was typed does not fit the question; the question is asked again."""


class BadCase(AssistantError):
    """A case file that cannot be used as it stands."""


class NoRule(AssistantError):
    """The law data has no rule of that key for that day or nation."""


class NoDeadline(AssistantError):
    """The law gives no date for this, or the calendar does not reach that far."""


class NotReady(AssistantError):
    """A letter that this case cannot send yet."""


class CannotPrint(AssistantError):
    """This machine cannot make the PDF; the other forms of the letter still work."""


class TemplateError(AssistantError):
    """A template that cannot be found, read or filled in.

    *file* and *line* say where, as far as that is known; the message says so too.
    """

    def __init__(self, message: str, hint: str = "", file: str = "", line: int = 0) -> None:
        super().__init__(message, hint)
        self.file = file
        self.line = line
