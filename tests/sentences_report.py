"""How much of the sentences and articles is read: ``python -m tests.sentences_report``."""

from itertools import groupby

import click

from tests.helpers_sentences import Outcome, article_cases, cases, outcome


def line(name: str, outcomes: list[Outcome]) -> str:
    """Return a row: cases read without fault, precision, recall and F1 of the measures."""
    good = sum(not (o.wrong or o.missed) for o in outcomes)
    right, wrong = sum(len(o.right) for o in outcomes), sum(len(o.wrong) for o in outcomes)
    found, missed = sum(o.found for o in outcomes), sum(len(o.missed) for o in outcomes)
    precision, recall = right / ((right + wrong) or 1), found / ((found + missed) or 1)
    f1 = 2 * precision * recall / ((precision + recall) or 1)
    return (
        f"{name:<10} cases {good:>3}/{len(outcomes):<3}  precision {precision:.3f}"
        f"  recall {recall:.3f}  F1 {f1:.3f}"
    )


@click.command()
@click.option("--failing", is_flag=True, help="Also print each case with a fault.")
def report(*, failing: bool) -> None:
    """Print one row per table of sentences, one for the articles and one for all."""
    every = [(case, outcome(case)) for case in (*cases(), *article_cases())]
    for file, rows in groupby(every, key=lambda row: row[0].file):
        click.echo(line(file, [result for _, result in rows]))
    click.echo(line("all", [result for _, result in every]))
    for case, result in every:
        if case.todo and not str(result):
            click.echo(f"read now, its `todo` can go: {case.id}")
    for case, result in every if failing else ():
        if str(result):
            click.echo(f"\n{case.id}: {case.title} {case.text}\n{result}")


if __name__ == "__main__":
    report()
