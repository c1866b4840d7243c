"""Sentences for message ids, in the user's language, each with what to do next."""

from __future__ import annotations

from typing import Any

from ...errors import Message, RainforestAlertError
from . import (
    alerts,
    cadastre,
    common,
    community,
    documents,
    drafts,
    events,
    field,
    fixes,
    monitoring,
    net,
    overlay,
    plan,
    proposals,
    releases,
    rules,
    services,
    sources,
    title_files,
    titling,
    typed,
    waivers,
    workshops,
    workspace,
)
from .reasons import reworded
from .workspace_words import known_words

# Ends the id of a sentence that is said in place of another when its count is one.
_ONE = "_one"


def catalogue() -> dict[str, str]:
    """All sentences by message id, in the language QGIS runs in now; facts stand in braces."""
    sentences: dict[str, str] = {}
    for part in (
        common,
        net,
        events,
        sources,
        alerts,
        overlay,
        cadastre,
        titling,
        documents,
        title_files,
        workspace,
        field,
        community,
        proposals,
        monitoring,
        rules,
        drafts,
        releases,
        workshops,
        services,
        plan,
        fixes,
        waivers,
        typed,
    ):
        sentences.update(part.catalogue())
    return sentences


def describe(said: Message | RainforestAlertError) -> str:
    """Word a message or an error."""
    message = said.message if isinstance(said, RainforestAlertError) else said
    facts = {name: _worded(fact) for name, fact in message.facts.items()}
    if isinstance(facts.get("reason"), str):
        facts["reason"] = reworded(facts["reason"])
    facts.update(known_words(facts))
    facts.update(workshops.known_words(message))
    sentences = catalogue()
    for name, value in facts.items():
        if isinstance(value, str) and name in rules.WORDED:
            # a list of keys, or one; what is no key stays as it was written
            facts[name] = ", ".join(sentences.get(f"{rules.WORDED[name]}.{key}", key) for key in value.split(", "))
    one = f"{message.id}{_ONE}"
    return sentences[one if message.facts.get("count") == 1 and one in sentences else message.id].format(**facts)


def _worded(fact: Any) -> Any:
    """A fact that is a message, or several sentences, worded; any other as it is."""
    if isinstance(fact, Message):
        return describe(fact)
    if isinstance(fact, tuple):
        return " ".join(describe(each) if isinstance(each, Message) else str(each) for each in fact)
    return fact
