"""Run the assistant as ``python -m assistant``."""

from assistant.cli import main, typed_command

if __name__ == "__main__":
    main(prog_name=typed_command())
