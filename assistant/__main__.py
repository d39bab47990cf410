"""Run the assistant as ``python -m assistant``."""

from assistant.cli import main
from assistant.command_line import typed_command

if __name__ == "__main__":
    main(prog_name=typed_command())
