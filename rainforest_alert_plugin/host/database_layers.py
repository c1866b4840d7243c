"""Layers over a database in which a workspace lies: which are its tables, by which connection, and which read it another way."""

from __future__ import annotations

import json
import re
from string import Template
from typing import Any, Iterator

from qgis.core import (
    QgsAbstractDatabaseProviderConnection,
    QgsDataSourceUri,
    QgsProviderConnectionException,
    QgsProviderRegistry,
    QgsVectorLayer,
)

from ..workspace.schema import TABLES
from ..workspace.sql import quoted_any

SCHEMAS = (
    "SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p') AND c.relname IN ('schema_version', 'replica', 'audit_log') "
    "GROUP BY n.nspname HAVING count(*) = 3"
)
_TABLES = frozenset(table.name for table in TABLES)
_NAMED = Template(
    "SELECT n.nspname, c.relkind::text, pg_get_viewdef(c.oid) FROM pg_catalog.pg_class c "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass($name)"
)
_STORED_VIEWS = (
    "SELECT n.nspname, c.relname, pg_get_viewdef(c.oid) FROM pg_catalog.pg_class c "
    "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'm'"
)
_FUNCTIONS = (
    "SELECT DISTINCT p.proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace "
    "WHERE n.nspname <> 'pg_catalog' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d "
    "JOIN pg_catalog.pg_extension e ON d.refclassid = 'pg_catalog.pg_extension'::regclass AND e.oid = d.refobjid "
    "WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e' "
    "AND e.extname IN ('postgis', 'postgis_sfcgal'))"
)
_PLAN = Template("EXPLAIN (VERBOSE, FORMAT JSON) SELECT * FROM $source WHERE $condition")
# Functions of the server and of PostGIS that read the tables, or run the queries, that their words name.
_READING = re.compile(
    r"\b(?:(?:query|table|schema|database|cursor)_to_xml\w*|ts_stat|ts_rewrite|st_estimatedextent)\"?\s*\(",
    re.IGNORECASE,
)
_ELSEWHERE = ("Foreign Scan", "Custom Scan")
_BASE_TABLES = ("r", "p")
_DEFAULT_PORT = "5432"
_THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")


def table_of_database(layer: QgsVectorLayer) -> tuple[str, str] | None:
    """Workspace (``connection/schema``) and table that a layer of PostgreSQL shows; None when it shows no table of a workspace.

    The workspace is empty where QGIS has no stored connection to the database.
    """
    uri = QgsDataSourceUri(layer.source())
    name = uri.table()
    if name not in _TABLES:
        return None
    try:
        connection = _connected(uri)
        found = connection.executeSql(_NAMED.substitute(name=_literal(_address(uri))))
        if not found or str(found[0][1]) not in _BASE_TABLES or str(found[0][0]) not in _schemas(connection):
            return None
    except QgsProviderConnectionException:
        return "", name
    stored = _stored_connection(uri)
    return (f"{stored}/{found[0][0]}" if stored else ""), name


def reads_workspace(layer: QgsVectorLayer) -> bool:
    """Whether a layer of PostgreSQL that shows no table of a workspace reads one all the same, or may do so by a function.

    The plan that the server makes of it names what it reads. Where none is made, or it reads another server, it counts as reading.
    """
    if table_of_database(layer) is not None:
        return False
    uri = QgsDataSourceUri(layer.source())
    try:
        connection = _connected(uri)
        schemas = _schemas(connection)
        if not schemas:
            return False
    except QgsProviderConnectionException:
        # Where nobody can be asked, no row can be read either.
        return False
    try:
        return _reads(connection, uri, schemas)
    except (QgsProviderConnectionException, ValueError, LookupError):
        return True


def _reads(connection: QgsAbstractDatabaseProviderConnection, uri: QgsDataSourceUri, schemas: set[str]) -> bool:
    texts = [uri.sql(), uri.table()]
    source = _address(uri)
    if uri.table().lstrip().startswith("("):
        source = f"{uri.table()} AS shown"
    else:
        texts += [str(row[2] or "") for row in connection.executeSql(_NAMED.substitute(name=_literal(source)))]
    stored_views = {(str(row[0]), str(row[1])): str(row[2]) for row in connection.executeSql(_STORED_VIEWS)}
    waiting = [(source, uri.sql() or "TRUE")]
    seen: set[tuple[str, str]] = set()
    while waiting:
        given, condition = waiting.pop()
        plan = _plan(connection, given, condition)
        texts.append(json.dumps(plan, ensure_ascii=False).replace('\\"', '"'))
        for node in _nodes(plan):
            place = (str(node.get("Schema", "")), str(node.get("Relation Name", "")))
            if place[0] in schemas or node.get("Node Type") in _ELSEWHERE:
                return True
            if place in stored_views and place not in seen:
                seen.add(place)
                texts.append(stored_views[place])
                waiting.append((f"({stored_views[place].rstrip().rstrip(';')}) AS shown", "TRUE"))
    functions = [str(row[0]) for row in connection.executeSql(_FUNCTIONS)]
    return any(_READING.search(text) or _calls(text, functions) for text in texts)


def _plan(connection: QgsAbstractDatabaseProviderConnection, source: str, condition: str) -> Any:
    answer = connection.executeSql(_PLAN.substitute(source=source, condition=f"({condition})"))[0][0]
    return json.loads(answer) if isinstance(answer, str) else answer


def _nodes(plan: Any) -> Iterator[dict[str, Any]]:
    """Steps of a plan, those of its parts too."""
    if isinstance(plan, dict):
        if "Node Type" in plan:
            yield plan
        plan = list(plan.values())
    if isinstance(plan, list):
        for part in plan:
            yield from _nodes(part)


def _calls(text: str, functions: list[str]) -> bool:
    return any(
        name in text and re.search(r"(?<![\w$])" + re.escape(name) + r'"?\s*\(', text) is not None for name in functions
    )


def _schemas(connection: QgsAbstractDatabaseProviderConnection) -> set[str]:
    """Schemas in which a workspace lies."""
    return {str(row[0]) for row in connection.executeSql(SCHEMAS)}


def _connected(uri: QgsDataSourceUri) -> QgsAbstractDatabaseProviderConnection:
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    return metadata.createConnection(uri.connectionInfo(True), {})


def _address(uri: QgsDataSourceUri) -> str:
    """Name of the table of an address as SQL has it; without a schema the server looks it up."""
    return ".".join(quoted_any(part) for part in (uri.schema(), uri.table()) if part)


def _literal(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _stored_connection(uri: QgsDataSourceUri) -> str:
    """Name of a stored connection to the database of an address, that of the same login first; empty when there is none."""
    stored = QgsProviderRegistry.instance().providerMetadata("postgres").connections()
    fitting = {
        name: QgsDataSourceUri(stored[name].uri())
        for name in sorted(stored)
        if _server(QgsDataSourceUri(stored[name].uri())) == _server(uri)
    }
    login = _login(uri)
    return next((name for name, other in fitting.items() if _login(other) == login), next(iter(fitting), ""))


def _server(uri: QgsDataSourceUri) -> tuple[str, str, str, str]:
    """What tells one database from another in an address: the service, or computer, port and name."""
    host = uri.host().lower()
    if uri.service():
        return uri.service(), host, uri.port(), uri.database()
    return "", _THIS_COMPUTER[0] if host in _THIS_COMPUTER else host, uri.port() or _DEFAULT_PORT, uri.database()


def _login(uri: QgsDataSourceUri) -> str:
    return str(uri.username() or QgsDataSourceUri(uri.connectionInfo(True)).username())
