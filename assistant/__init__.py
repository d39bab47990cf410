"""Record Rights: from plain answers to letters about what a council has written."""

__version__ = "0.1.0"
