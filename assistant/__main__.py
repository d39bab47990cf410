"""Run the assistant as ``python -m assistant``."""

from assistant.cli import main

if __name__ == "__main__":
    main(prog_name="record-rights")
