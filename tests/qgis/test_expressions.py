"""Functions of expressions: dates and confidences as the producers document their codes."""

from __future__ import annotations

import datetime

import pytest
from qgis.core import NULL, QgsExpression, QgsExpressionContext
from qgis.PyQt.QtCore import QDate

from rainforest_alert_plugin.host.expressions import register_functions, unregister_functions


@pytest.fixture(autouse=True)
def functions(qgis_app):
    register_functions()
    yield
    unregister_functions()


def value(text):
    expression = QgsExpression(text)
    assert not expression.hasParserError(), expression.parserErrorString()
    found = expression.evaluate(QgsExpressionContext())
    assert not expression.hasEvalError(), expression.evalErrorString()
    return found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # Global Forest Watch: the digits behind the first are days since 2014-12-31.
        ("alert_date(20001, 'gfw_integrated')", datetime.date(2015, 1, 1)),
        ("alert_date(41234, 'gfw_integrated')", datetime.date(2014, 12, 31) + datetime.timedelta(days=1234)),
        ("alert_date('30060', 'radd')", datetime.date(2015, 3, 1)),
        # RADD at source writes year and day of the year; 2024 is a leap year.
        ("alert_date(24060, 'radd_producer')", datetime.date(2024, 2, 29)),
        # GLAD-L at source counts the days of its year.
        ("alert_date(60, 'glad_l_producer_2023')", datetime.date(2023, 3, 1)),
        # DIST-ALERT counts from 2020-12-31.
        ("alert_date(366, 'dist_alert_producer')", datetime.date(2022, 1, 1)),
    ],
)
def test_a_code_gives_its_day(text, day):
    assert value(text) == QDate(day.year, day.month, day.day)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("alert_confidence(21234, 'gfw_integrated')", "low"),
        ("alert_confidence(31234, 'gfw_integrated')", "high"),
        ("alert_confidence(41234, 'gfw_integrated')", "highest"),
        ("alert_confidence(2, 'radd_producer')", "low"),
        ("alert_confidence(3, 'RADD_producer ')", "high"),
        ("alert_confidence(4, 'glad_s2_producer')", "high"),
    ],
)
def test_a_code_gives_its_confidence(text, word):
    assert value(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "alert_date(NULL, 'radd')",
        "alert_date(41234, NULL)",
        "alert_date(0, 'gfw_integrated')",
        "alert_date(70000, 'gfw_integrated')",
        "alert_date(-1, 'gfw_integrated')",
        "alert_date(24366.5, 'radd_producer')",
        "alert_date(23366, 'radd_producer')",  # 2023 has 365 days
        "alert_confidence(NULL, 'radd')",
        "alert_confidence(0, 'radd')",
        "alert_confidence(41234, 'radd')",  # only the integrated alerts have a highest confidence
    ],
)
def test_what_is_no_alert_gives_null(text):
    assert value(text) in (None, NULL)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("alert_date(41234, 'landsat')", "The source “landsat” is not known. Known are: gfw_integrated, "),
        ("alert_date(41234, 'radd_producer_2024')", "is not known"),
        ("alert_confidence('many', 'radd')", "“many” is not the value of an alert pixel."),
    ],
)
def test_a_wrong_call_is_answered_with_a_sentence(text, part):
    expression = QgsExpression(text)
    expression.evaluate(QgsExpressionContext())
    assert part in expression.evalErrorString()


def test_the_help_names_both_forms_of_codes():
    mine = [function for function in QgsExpression.Functions() if function.group() == "Rainforest Alert"]
    assert sorted(function.name() for function in mine) == ["alert_confidence", "alert_date"]
    for function in mine:
        assert "gfw_integrated" in function.helpText()
        assert "radd_producer" in function.helpText()


def test_once_taken_away_the_functions_are_unknown():
    unregister_functions()
    assert not QgsExpression.isFunctionName("alert_date")
    assert not QgsExpression.isFunctionName("alert_confidence")
