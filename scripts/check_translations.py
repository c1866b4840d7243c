"""Hold the translations against the code: complete, nothing obsolete, the same placeholders, and extractable.

Checks every ``translate("RainforestAlert", "text")`` of the package against each ``i18n/*.ts``.
"""

from __future__ import annotations

import argparse
import ast
import string
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
CONTEXT = "RainforestAlert"


def placeholders(text: str) -> Counter[str]:
    """Names in braces that ``str.format`` fills, each with how often it stands there."""
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def marked(source: str) -> tuple[list[str], list[tuple[int, str]]]:
    """Texts that a module marks for translation, and the lines whose marks the extraction tools cannot read."""
    texts: list[str] = []
    wrong: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"tr", "trUtf8"}:
            wrong.append((node.lineno, f"{node.func.attr}() loses its context: use translate"))
        if not (isinstance(node.func, ast.Name) and node.func.id == "translate"):
            continue
        values = [argument.value if isinstance(argument, ast.Constant) else None for argument in node.args]
        if len(values) != 2 or values[0] != CONTEXT or not isinstance(values[1], str):
            wrong.append((node.lineno, f'write translate("{CONTEXT}", "text"), with literals; format afterwards'))
            continue
        try:
            placeholders(values[1])
        except ValueError as error:
            wrong.append((node.lineno, f"str.format cannot fill {values[1]!r}: {error}"))
            continue
        texts.append(values[1])
    return texts, wrong


def translated(content: str) -> tuple[dict[str, str], list[str]]:
    """Translations of a ``.ts`` file by their source text, and what is wrong in it."""
    found: dict[str, str] = {}
    problems: list[str] = []
    for context in ElementTree.fromstring(content).iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            source = message.findtext("source", "")
            translation = message.find("translation")
            text = "" if translation is None else "".join(translation.itertext())
            state = "" if translation is None else translation.get("type", "")
            if name != CONTEXT:
                problems.append(f"context {name}: {source!r}")
            elif state or not text.strip():
                problems.append(f"{state or 'empty'}: {source!r}")
            else:
                found[source] = text
                try:
                    equal = placeholders(source) == placeholders(text)
                except ValueError:
                    equal = False
                if not equal:
                    problems.append(f"placeholders differ: {source!r} -> {text!r}")
    return found, problems


def check(package: Path, files: list[Path]) -> list[str]:
    """All problems of the marks in `package` and of the translation files."""
    problems: list[str] = []
    texts: dict[str, str] = {}
    for path in sorted(package.rglob("*.py")):
        if "_vendor" in path.parts:
            continue
        found, wrong = marked(path.read_text(encoding="utf-8"))
        problems += [f"{path}:{line}: {complaint}" for line, complaint in wrong]
        for text in found:
            texts.setdefault(text, str(path))
    for path in files:
        translations, wrong_ones = translated(path.read_text(encoding="utf-8"))
        problems += [f"{path.name}: {complaint}" for complaint in wrong_ones]
        problems += [
            f"{path.name}: not there: {text!r} ({where})" for text, where in texts.items() if text not in translations
        ]
    return problems


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--package", type=Path, default=ROOT / "rainforest_alert_plugin")
    parser.add_argument("--translations", type=Path, default=ROOT / "i18n")
    options = parser.parse_args()
    files = sorted(options.translations.glob("*.ts"))
    problems = check(options.package, files)
    if not any(path.stem.endswith("_es") for path in files):
        problems.append("there is no Spanish translation")
    for problem in problems:
        print(problem)
    print(f"check_translations: {', '.join(path.name for path in files)}, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
