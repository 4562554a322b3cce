"""Grades as files: JSON for a script, JUnit XML for what reads test results."""

import json
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from course.checks.progress import DONE
from course.visible import visible

from .submissions import Result, Submission


def plain(text: str) -> str:
    """Return the text in one line, without what XML refuses or a terminal would obey."""
    return visible(text).replace("\n", r"\x0a")


def as_json(submissions: list[Submission]) -> str:
    """Return the grades as JSON text."""
    learners = [
        {
            "name": plain(one.name),
            "complete": one.complete,
            "lessons": [lesson_data(result) for result in one.results],
        }
        for one in submissions
    ]
    return json.dumps({"learners": learners}, indent=2) + "\n"


def lesson_data(result: Result) -> dict:
    """Return one lesson's grade as plain data."""
    states = result.report.states
    return {
        "lesson": result.report.lesson.number,
        "title": result.report.lesson.title,
        "percent": result.percent,
        "core": {"done": result.done(), "of": len(result.of(extra=False))},
        "extra": {"done": result.done(extra=True), "of": len(result.of(extra=True))},
        "remark": plain(result.reason),
        "steps": [
            {
                "step": step.id,
                "title": step.title,
                "extra": step.extra,
                "state": states[step.id],
                "remark": plain(result.said(step)),
            }
            for step in [*result.of(extra=False), *result.of(extra=True)]
        ],
    }


def as_junit(submissions: list[Submission]) -> str:
    """Return the grades as JUnit XML: a suite for each lesson, a case for each step."""
    root = Element("testsuites", name="sessions-from-scratch")
    for one in submissions:
        for result in one.results:
            add_suite(root, plain(one.name), result)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "unicode") + "\n"


def add_suite(root: Element, name: str, result: Result) -> None:
    """Add a lesson. A core step that is not done is a failure, an extra one is skipped."""
    suite = SubElement(root, "testsuite", name=f"{name}.lesson{result.report.lesson.number}")
    failures = skipped = 0
    for step in [*result.of(extra=False), *result.of(extra=True)]:
        title = f"{step.id} {step.title}"
        case = SubElement(suite, "testcase", classname=suite.get("name"), name=title)
        state = result.report.states[step.id]
        if state == DONE:
            continue
        words = plain(result.said(step)) or state
        SubElement(case, "skipped" if step.extra else "failure", message=words)
        skipped += step.extra
        failures += not step.extra
    cases = len(suite)
    suite.attrib |= {"tests": str(cases), "failures": str(failures), "skipped": str(skipped)}
