import argparse

import django


def describe(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Ends with 0 when nothing is missing, else with 1."


def run(options: argparse.Namespace) -> int:
    django.setup()
    from django.core.management import call_command

    from manyhands.cli.readiness import list_findings

    call_command("check", "--deploy", "--fail-level", "ERROR", verbosity=0)
    findings = list_findings()
    for finding in findings:
        print(f"{'MISSING' if finding.is_missing else 'ready  '}  {finding.subject}: {finding.advice}")
    missing = sum(finding.is_missing for finding in findings)
    print(
        "Ready for real use."
        if not missing
        else f"{missing} of {len(findings)} things are missing for real use."
    )
    return 1 if missing else 0
