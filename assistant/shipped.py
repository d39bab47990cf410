"""Where the templates that come with the program lie on this machine."""

from pathlib import Path


def shipped_templates() -> Path:
    """Return the folder of the shipped letter templates, styles and typefaces.

    An installed program has it inside the package; a checkout has it beside the package.
    """
    package = Path(__file__).resolve().parent
    inside = package / "letter_templates"
    return inside if inside.is_dir() else package.parent / "letter_templates"
