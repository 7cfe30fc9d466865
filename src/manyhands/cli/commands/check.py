import argparse

import django
from django.core.exceptions import ImproperlyConfigured

from manyhands.cli.upkeep.readiness import Finding, list_errors, list_findings, list_findings_without_settings


def describe(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Ends with 0 when nothing is missing, else with 1."


def run(options: argparse.Namespace) -> int:
    try:
        django.setup()
    except ImproperlyConfigured as error:
        return _say(list_findings_without_settings(str(error)))
    return _say([*list_errors(), *list_findings()])


def _say(findings: list[Finding]) -> int:
    for finding in findings:
        print(f"{'MISSING' if finding.is_missing else 'ready  '}  {finding.subject}: {finding.advice}")
    missing = sum(finding.is_missing for finding in findings)
    print(
        "Ready for real use."
        if not missing
        else f"{missing} of {len(findings)} things are missing for real use."
    )
    return 1 if missing else 0
