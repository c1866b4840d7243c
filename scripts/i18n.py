"""Gather the texts marked in the code, lay the translations of ``i18n/<locale>/*.json`` beside them, and compile.

A translation is written where the text is: each part keeps its ``{"English": "translated"}`` in ``i18n/es/<part>.json``. From all of
them this makes ``i18n/rainforest_alert_es.ts``, the file that translation tools open, and the ``.qm`` that the plugin loads when it
runs from the checkout.
The JSON files are the source, the other two are made.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import build
import check_translations

ROOT = Path(__file__).resolve().parent.parent
CONTEXT = check_translations.CONTEXT


def marked_texts(package: Path) -> list[str]:
    """All texts that the package marks for translation, each once, in alphabetical order."""
    texts: set[str] = set()
    for path in sorted(package.rglob("*.py")):
        if "_vendor" not in path.parts:
            texts.update(check_translations.marked(path.read_text(encoding="utf-8"))[0])
    return sorted(texts)


def read_parts(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Translations of all parts, and the texts that two parts translate differently."""
    found: dict[str, tuple[str, str]] = {}
    contradictions = []
    for path in sorted(folder.glob("*.json")):
        for text, translation in json.loads(path.read_text(encoding="utf-8")).items():
            if text in found and found[text][0] != translation:
                contradictions.append(f"{path.name} and {found[text][1]} translate {text!r} differently")
            found.setdefault(text, (translation, path.name))
    return {text: translation for text, (translation, _) in found.items()}, contradictions


def write_ts(path: Path, locale: str, texts: list[str], translations: dict[str, str]) -> None:
    """Write a ``.ts`` file without places in the code, which would change with every edit."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{locale}" sourcelanguage="en">',
        "<context>",
        f"    <name>{CONTEXT}</name>",
    ]
    for text in texts:
        translation = translations.get(text, "")
        state = "" if translation else ' type="unfinished"'
        lines += [
            "    <message>",
            f"        <source>{escape(text)}</source>",
            f"        <translation{state}>{escape(translation)}</translation>",
            "    </message>",
        ]
    lines += ["</context>", "</TS>", ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--package", type=Path, default=ROOT / "rainforest_alert_plugin")
    parser.add_argument("--translations", type=Path, default=ROOT / "i18n")
    options = parser.parse_args()
    texts = marked_texts(options.package)
    problems = []
    for folder in sorted(path for path in options.translations.iterdir() if path.is_dir()):
        locale = folder.name
        target = options.translations / f"rainforest_alert_{locale}.ts"
        parts, contradictions = read_parts(folder)
        problems += contradictions
        write_ts(target, locale, texts, parts)
        missing = [text for text in texts if not parts.get(text)]
        problems += [f"{locale}: not translated: {text!r}" for text in missing]
        print(f"i18n: {locale}: {len(texts) - len(missing)} of {len(texts)} texts, into {target.name}")
    build.compile_translations(options.translations, options.translations)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
