"""The loop: next question, keep the answer, go back, change, review."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant import answers as typed_answers
from assistant import lists, questions
from assistant.body_search import settle
from assistant.conditions import Answers
from assistant.errors import InvalidAnswer
from assistant.questions import Choice, Kind, Question, Step
from assistant.screens import offered, show_part, show_step, show_why, words_for
from assistant.steering import Back, Interrupted, Stopped, is_word, unquoted

if TYPE_CHECKING:
    from datetime import date

    from assistant.terminal import Reading, Talk

Save: TypeAlias = Callable[[Answers], None]
READINGS: dict[str, Reading] = {"long-text": "text", "lines": "text", "address": "address"}


@dataclass
class Wizard:
    """Walks the questions of one case.

    *answers* is the case as plain values, changed in place; *save* is called after every answer
    and before the next question; *on* is today.
    """

    answers: Answers
    talk: Talk
    save: Save
    on: date
    part_shown: str = ""
    item_shown: str = ""

    def run(self) -> None:
        """Ask what is not answered yet, then go through the answers until they are right.

        Raises Stopped where the person leaves, and EndOfInput where there is nothing to read.
        """
        self._resume()
        while True:
            while step := questions.next_step(self.answers):
                self._visit(step)
            if self._review():
                return

    def _resume(self) -> None:
        step = questions.next_step(self.answers)
        begun = any(one.passed(self.answers) for one in questions.walk(self.answers))
        if begun and step:
            self.talk.tell()
            self.talk.tell(f"Welcome back. You are at: {step.part.title}.")

    def _visit(self, step: Step) -> None:
        """Ask one step; on *back* go on to the one before until something is answered."""
        at: Step | None = step
        while at:
            try:
                self._ask(at)
            except Back:
                at = self._before(at)
            else:
                return

    def _before(self, step: Step) -> Step:
        """Return the step before *step*; a list item begun without an answer is given up."""
        path = list(questions.walk(self.answers))
        place = [one.path for one in path].index(step.path)
        if place == 0:
            self.talk.tell("This is the first question. There is nothing before it.")
            return step
        if lists.give_up_empty(self.answers, step):
            self.save(self.answers)
            return Step(step.part, step.part.menu)
        return path[place - 1]

    def _ask(self, step: Step) -> None:
        self._show_part(step)
        if step.question.type == "list":
            lists.menu(self, step)
            return
        try:
            self.put(step, self.answer(step))
        except Interrupted as broken_off:
            with suppress(InvalidAnswer):
                options = offered(step, self.answers)
                self.put(step, self._understand(step, broken_off.typed, options))
            raise

    def _show_part(self, step: Step) -> None:
        """Show the title of a part when it begins, and which item of a list is meant."""
        if step.part.key != self.part_shown:
            self.part_shown = step.part.key
            keys = list(dict.fromkeys(one.part.key for one in questions.walk(self.answers)))
            show_part(self.talk, step.part, keys.index(step.part.key) + 1, len(keys))
        if step.item_id not in ("", self.item_shown):
            self.talk.tell()
            self.talk.tell(f"{lists.numbered(step, self.answers)}:")
        self.item_shown = step.item_id

    def answer(self, step: Step) -> Any:
        """Ask the question of *step* until it has an answer that fits; return its stored form.

        An answer given before is offered and kept by an empty one. Raises Back and Stopped.
        """
        options = offered(step, self.answers)
        show_step(self.talk, step, self.answers, options, self.on)
        while True:
            typed = self.read(
                READINGS.get(step.question.type, "line"),
                lambda: show_why(self.talk, step, self.answers),
            )
            before = step.value(self.answers)
            if typed == "skip":
                return None
            if not typed.strip() and before is not None:
                return before
            try:
                return self._understand(step, "" if typed == "empty" else typed, options)
            except InvalidAnswer as problem:
                self._tell_problem(problem)
                if step.question.optional:
                    self.talk.tell("Or type  empty  to leave it empty.")
            except Back:
                if step.question.type != "body":
                    raise
                show_step(self.talk, step, self.answers, options, self.on)

    def _understand(self, step: Step, typed: str, options: list[Choice]) -> Any:
        value = typed_answers.parse(step.question, unquoted(typed), options, self.on)
        self._warn_unprintable(typed)
        return settle(self, value) if step.question.type == "body" else value

    def _warn_unprintable(self, typed: str) -> None:
        from assistant import characters

        if found := characters.unprintable(typed):
            for sentence in characters.cannot_print(found):
                self.talk.tell(sentence)

    def read(self, reading: Reading, explain: Callable[[], None]) -> str:
        """Return what is typed, after dealing with ``?``, *back* and *stop*."""
        from assistant.characters import clean

        while True:
            typed = clean(self.talk.ask("> ", reading))
            word = typed.strip().lower()
            if not is_word(typed):
                return typed
            if word == "stop":
                raise Stopped
            if word == "back":
                raise Back
            if word in ("skip", "empty"):
                return word
            explain()

    def choose(self, ask: str, options: list[Choice], why: str = "", default: str = "") -> str:
        """Ask a question outside the data, with numbered answers; return the value chosen."""
        chosen: str = self._choose("choice", ask, options, why, default)
        return chosen

    def choose_several(
        self, ask: str, options: list[Choice], hint: str, default: list[str]
    ) -> list[str]:
        """Ask a question outside the data with several answers; an empty one is *default*."""
        chosen: list[str] = self._choose("choices", ask, options, hint, default)
        return chosen

    def _choose(self, kind: Kind, ask: str, options: list[Choice], why: str, default: Any) -> Any:
        question = Question(key="", ask=ask, type=kind, label="")
        self.talk.tell()
        for line in (ask, *(f"  {number}. {one.says}" for number, one in enumerate(options, 1))):
            self.talk.tell(line)
        if kind == "choices":
            self.talk.tell(f"({why})")
        while True:
            typed = self.read("line", lambda: self.talk.tell(why or "Type a number."))
            if not typed.strip() and (default or kind == "choices"):
                return default
            try:
                return typed_answers.parse(question, typed, options, self.on)
            except InvalidAnswer as problem:
                self._tell_problem(problem)

    def _tell_problem(self, problem: InvalidAnswer) -> None:
        self.talk.tell(problem.message)
        self.talk.tell(problem.hint)

    def put(self, step: Step, value: Any) -> None:
        """Keep *value* as the answer to *step*, None meaning that it is put off, and save."""
        progress = self.answers.setdefault("progress", {})
        put_off = [path for path in progress.get("not_now", []) if path != step.path]
        if value is None:
            put_off.append(step.path)
        else:
            self._reopen(step, value)
            lists.place(self.answers, step, value)
        progress["not_now"] = put_off
        self.save(self.answers)

    def _reopen(self, step: Step, value: Any) -> None:
        """Forget empty answers that were given in view of another answer to *step*."""
        if value == step.value(self.answers):
            return
        for key in step.question.reopens:
            *tables, name = key.split(".")
            table = self.answers
            for one in tables:
                table = table.get(one, {})
            if not table.get(name, True):
                del table[name]

    def _review(self) -> bool:
        """Show every answer, numbered; return True where the person is content with them."""
        self.talk.tell()
        self.talk.tell("--- Check your answers ---")
        self.review(list(questions.walk(self.answers)))
        while questions.next_step(self.answers) is None:
            steps = list(questions.walk(self.answers))
            self.talk.tell()
            self._tell_left(steps)
            self.talk.tell("Type a number to change that answer, or press Enter if all is right.")
            try:
                step = self.pick(steps)
            except Back:
                step = steps[-1]
            if step is None:
                return True
            self.change(step)
            if len(list(questions.walk(self.answers))) != len(steps):
                return False
            number = [one.path for one in steps].index(step.path) + 1
            self.talk.tell(f"{number}. {words_for(step, self.answers)}", "  ")
        return False

    def _tell_left(self, steps: list[Step]) -> None:
        left = [str(n) for n, one in enumerate(steps, 1) if one.value(self.answers) is None]
        if left:
            self.talk.tell(f"Left for later: {', '.join(left)}.")

    def review(self, steps: list[Step]) -> None:
        """Show the answers to *steps*, numbered, under the titles of their parts."""
        title = ""
        for number, step in enumerate(steps, 1):
            heading = lists.heading(step, self.answers)
            if heading != title:
                title = heading
                self.talk.tell()
                self.talk.tell(title)
            self.talk.tell(f"{number}. {words_for(step, self.answers)}", "  ")

    def pick(self, steps: list[Step]) -> Step | None:
        """Return the step whose number is typed, or None for an empty line."""
        numbers = [str(number) for number in range(1, len(steps) + 1)]
        while True:
            typed = self.read(
                "line",
                lambda: self.talk.tell("Each answer has a number. Type it to change the answer."),
            )
            text = typed.strip().rstrip(".")
            if not text or text == "skip":
                return None
            if text in numbers:
                return steps[numbers.index(text)]
            self.talk.tell(f"Type a number from 1 to {len(steps)}, or press Enter.")

    def change(self, step: Step) -> None:
        """Ask *step* again; *back* leaves the answer as it was."""
        try:
            self._ask(step)
        except Back:
            self.talk.tell("Nothing was changed.")
