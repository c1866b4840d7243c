"""How old what the workspace holds of each source is, and under which licence, in words."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtCore import QLocale

from ..alerts.sources.catalogue import services
from ..i18n import translate
from ..workspace.news import SourceStatus


def source_lines(statuses: Sequence[SourceStatus]) -> tuple[list[str], str]:
    """A line for each source, and the attributions as a tooltip."""
    catalogue = {service.alerts: service for service in reversed(list(services().values()))}
    lines = []
    tips = []
    for status in statuses:
        service = catalogue.get(status.source)
        title = service.title.partition(" (")[0] if service else status.source
        licence = status.licence or (service.licence if service else "")
        line = translate("RainforestAlert", "{source}: {age}, {count} alerts").format(
            source=title, age=age_words(status.age_days), count=QLocale().toString(status.alert_count)
        )
        if status.withdrawn_count:
            line += ", " + translate("RainforestAlert", "{count} withdrawn").format(
                count=QLocale().toString(status.withdrawn_count)
            )
        lines.append(f"{line} · {licence}" if licence else line)
        if service:
            tips.append(service.attribution.format(date=status.fetched_at[:10]))
    return lines, "\n".join(tips)


def age_words(days: float) -> str:
    """An age as a person says it."""
    whole = int(days)
    if whole <= 0:
        return translate("RainforestAlert", "less than a day ago")
    if whole == 1:
        return translate("RainforestAlert", "1 day ago")
    return translate("RainforestAlert", "{days} days ago").format(days=whole)
