"""Sentences of the room `net`."""

from __future__ import annotations

from ...i18n import translate


def catalogue() -> dict[str, str]:
    """Sentences by message id."""
    return {
        "net.offline": translate(
            "RainforestAlert",
            "There is no connection: {host} cannot be found. The data of the last download stays in use; try again when you are online.",
        ),
        "net.refused": translate(
            "RainforestAlert",
            "{host} does not accept connections at the moment. Try again later, or import a file instead.",
        ),
        "net.timeout": translate(
            "RainforestAlert", "{host} did not answer in time. Try again; a smaller area or a shorter period may help."
        ),
        "net.cut": translate(
            "RainforestAlert", "The connection to {host} broke off. Run again: a file goes on where it stopped."
        ),
        "net.changed": translate(
            "RainforestAlert", "{host} replaced the file while it was being read. Run again to get the new one."
        ),
        "net.certificate": translate(
            "RainforestAlert",
            "The certificate of {host} cannot be trusted ({reason}). Check the date of the computer; in an office network, "
            "ask for its certificate and add it in QGIS (Options, Authentication).",
        ),
        "net.proxy": translate(
            "RainforestAlert", "The proxy cannot be used ({reason}). Check it in QGIS (Options, Network)."
        ),
        "net.proxy_auth": translate(
            "RainforestAlert", "The proxy asks for a user name and password. Enter them in QGIS (Options, Network)."
        ),
        "net.key_refused": translate(
            "RainforestAlert",
            "{host} refused the key (status {status}: {detail}). Keys expire, often after a year: renew it, "
            "and test it with “Keys…” in the Alerts panel.",
        ),
        "net.not_found": translate(
            "RainforestAlert",
            "{host} does not have what was asked for: {url}. It may have moved: check the address in the options.",
        ),
        "net.too_many_requests": translate(
            "RainforestAlert", "{host} received too many requests. Run again in {wait_s} seconds."
        ),
        "net.server_failed": translate(
            "RainforestAlert", "{host} failed (status {status}: {detail}). Try again later; a smaller area may help."
        ),
        "net.status": translate("RainforestAlert", "{host} did not accept the request (status {status}: {detail})."),
        "net.html": translate(
            "RainforestAlert",
            "{host} sent a web page instead of data. The network probably wants you to sign in: open a page in the browser first.",
        ),
        "net.not_json": translate(
            "RainforestAlert",
            "{host} sent something that is not the expected data; it begins with “{start}”. Try again later.",
        ),
        "net.too_large": translate(
            "RainforestAlert", "{host} sends more than {most_mb} MB. Choose a smaller area or a shorter period."
        ),
        "net.no_ranges": translate(
            "RainforestAlert",
            "{host} sends whole files only, so that a part of the image cannot be read. Download the file instead.",
        ),
        "net.insecure_redirect": translate(
            "RainforestAlert",
            "{host} leads to {target} without encryption; the request was not sent there. Check the address.",
        ),
        "net.too_many_redirects": translate(
            "RainforestAlert", "{host} leads from one address to the next without end. Check the address."
        ),
        "net.bad_address": translate(
            "RainforestAlert", "“{url}” is not a web address. Correct it in the options; it begins with https://."
        ),
        "net.key_empty": translate("RainforestAlert", "There is no key of {title} yet. Paste the key you received."),
        "net.key_not_kept": translate(
            "RainforestAlert",
            "The key of {title} could not be kept: the QGIS password store is locked or missing. Open it with your master password "
            "(Options, Authentication) and try again.",
        ),
        "net.key_good": translate("RainforestAlert", "{title} accepts the key."),
        "net.no_credential": translate(
            "RainforestAlert",
            "The authentication configuration “{auth}” cannot be read. Choose another one, or unlock the QGIS password store "
            "(without a window: QGIS_AUTH_PASSWORD_FILE).",
        ),
    }
