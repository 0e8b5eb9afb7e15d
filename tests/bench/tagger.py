"""What a trained tagger and underthesea's ``ner`` would add to the rules, and what they cost.

``make bench-tagger``; ``MORE="folder folder"`` takes more labelled articles, and the scores of the
last folder stand apart.  Labelled facts are aligned to the words of their text; a CRF of
underthesea learns the roles; what it finds in articles it has not seen (five folds, by article)
is handed to the reader as mentions where no rule sees any.  The "perfect" rows hand over the
aligned roles themselves: more than that no tagger can add.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random
from unittest import mock

from underthesea import ner
from underthesea_core import CRFFeaturizer, CRFTagger, CRFTrainer

from extract import find, split
from extract.canon import Canon
from extract.model import MEASURES, Mention, Sentence
from newsstand.paper import papers
from tests import helpers_sentences as labelled
from tests.bench import gate, read
from tests.bench.roles import NAMES, Piece, aligned, joined, judged, mention
from tests.helpers_sentences import Case, Outcome

FOLDS, ROUNDS, PASSES = 5, 60, 3
"""Parts of the articles, rounds of training, and how often the daily mix is read."""

SURE = 0.9
"""How likely each word of a careful proposal is."""

WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+|\S")
NAME = re.compile(r"[A-ZĐÀ-Ỹ]\w+(?: [A-ZĐÀ-Ỹ]\w+)+")
FEATURIZER = CRFFeaturizer(
    [
        *(f"T[{i}].{what}" for i in (-3, -2, -1, 0, 1, 2, 3) for what in ("lower", "istitle")),
        *(f"T[{i}][1]" for i in (-2, -1, 0, 1, 2)),
        *("T[-2,-1].lower", "T[-1,0].lower", "T[0,1].lower", "T[1,2].lower"),
        *("T[-1,0][1]", "T[0,1][1]"),
    ],
    set(),
)
RULES = find.mentions
Proposer = Callable[[Canon, Sentence, list[Mention]], list[Piece]]


def words_of(canon: Canon, sentence: Sentence) -> tuple[list[tuple[int, int]], list[list[str]]]:
    """Return where the words of a sentence stand, and their features."""
    words = list(WORD.finditer(canon.cased, sentence.start, sentence.end))
    rows = [
        [w.group(), re.sub(r"\d+", "9", w.group()) if w.group()[0].isdigit() else "-"]
        for w in words
    ]
    return [w.span() for w in words], FEATURIZER.process([rows])[0]


def train(cases: list[Case]) -> CRFTagger:
    """Train a tagger on the roles in ``cases``."""
    given, wanted = [], []
    for case in cases:
        canon, roles = Canon(case.text), aligned(case)
        for sentence in split.sentences(canon):
            if RULES(canon, sentence):
                spans, features = words_of(canon, sentence)
                pieces = roles[sentence.start]
                tag = {p: ("B-" if p == a else "I-") + r for a, b, r in pieces for p in range(a, b)}
                given.append(features)
                wanted.append([tag.get(start, "O") for start, _ in spans])
    trainer = CRFTrainer(l1_penalty=0.05, l2_penalty=0.01, max_iterations=ROUNDS, verbose=0)
    return CRFTagger.from_model(trainer.train(given, wanted))


def tagged(tagger: CRFTagger, sure: float = 0.0) -> Proposer:
    """Return what proposes the roles that ``tagger`` finds where a rule sees anything."""

    def propose(canon: Canon, sentence: Sentence, mentions: list[Mention]) -> list[Piece]:
        spans, features = words_of(canon, sentence) if mentions else ([], [])
        tags = tagger.tag(features) if mentions else []
        if sure and {*tags} - {"O"}:
            place, likely = tagger.labels().index, tagger.marginals(features)
            tags = [t if likely[i][place(t)] >= sure else "O" for i, t in enumerate(tags)]
        return joined((*span, tag) for span, tag in zip(spans, tags, strict=True))

    return propose


def entities(cost: Counter) -> Proposer:
    """Return what proposes the places and bodies that ``ner`` finds in candidate sentences.

    Those say a value and name no subject, or have a name in capitals that no rule sees.
    """

    def words(canon: Canon, sentence: Sentence) -> Iterator[tuple[int, int, str]]:
        place = sentence.start
        for word, _, _, tag in ner(canon.cased[sentence.start : sentence.end]):
            spot = canon.cased.find(word, place, sentence.end)
            if spot >= 0:
                place = spot + len(word)
                named = tag[2:] in ("LOC", "ORG")
                yield spot, place, f"{tag[0]}-subject" if named else "O"

    def propose(canon: Canon, sentence: Sentence, mentions: list[Mention]) -> list[Piece]:
        names = NAME.finditer(canon.cased, sentence.start, sentence.end)
        unknown = any(
            all(n.end() <= m.start or m.end <= n.start() for m in mentions) for n in names
        )
        kinds = {m.kind for m in mentions}
        if kinds.isdisjoint(MEASURES) or ("subject" in kinds and not unknown):
            return []
        begun = time.process_time()
        found = joined(words(canon, sentence))
        cost.update(sentences=1, ms=1000 * (time.process_time() - begun))
        return found

    return propose


def proposing(propose: Proposer, roles: tuple[str, ...], names: list[str]) -> object:
    """Let the reader see what is proposed in ``roles`` (none: in all) where no rule sees any."""

    def mentions(canon: Canon, sentence: Sentence) -> list[Mention]:
        known = RULES(canon, sentence)
        more = []
        for start, end, role in propose(canon, sentence, known):
            free = all(end <= m.start or m.end <= start for m in known)
            if free and (role in roles or not roles) and (one := mention(canon, start, end, role)):
                more.append(one)
        names.extend(canon.cased[m.start : m.end] for m in more if m.kind in NAMES)
        return sorted((*known, *more), key=lambda m: (m.start, m.kind != "plan"))

    return mock.patch.object(find, "mentions", mentions)


Run = tuple[str, Callable[[Case], Proposer], tuple[str, ...]]


def main(folders: list[str]) -> int:
    """Train, read, measure, print; always 0, since a benchmark judges nothing."""
    parts = [[*labelled.article_cases(), *labelled.stand_cases()]]
    parts += [list(labelled.article_cases(Path(folder))) for folder in folders]
    cases = [case for part in parts for case in part]
    newest = {case.text for case in parts[-1]}
    Random(0).shuffle(cases)  # noqa: S311
    taggers: dict[str, CRFTagger] = {}
    begun = time.process_time()
    for number in range(FOLDS):
        out = {case.text for case in cases[number::FOLDS]}
        known = [case for case in cases if case.text not in out]
        taggers |= dict.fromkeys(out, train([*known, *labelled.cases()]))
    taken = (time.process_time() - begun) / FOLDS
    print(f"{len(cases)} articles, {len(newest)} in the last folder; {taken:.0f} s to train a fold")
    alone(cases, taggers)
    cost: Counter = Counter()
    named = entities(cost)
    runs: list[Run] = [
        ("rules alone", lambda _: lambda *_: [], ()),
        ("and a tagger's names", lambda case: tagged(taggers[case.text]), NAMES),
        ("and all its roles", lambda case: tagged(taggers[case.text]), ()),
        ("and its roles, if sure", lambda case: tagged(taggers[case.text], SURE), ()),
        ("and perfect names", perfect, NAMES),
        ("and perfect roles", perfect, ()),
        ("and ner's names", lambda _: named, ()),
    ]
    print(f"{'precision, recall, F1':<24}{'all':<19}{'last folder':<19}names: missed, read, none")
    base: dict[str, Outcome] = {}
    for name, made, roles in runs:
        outcomes, names = {}, Counter()
        for case in cases:
            proposed: list[str] = []
            with proposing(made(case), roles, proposed):
                outcomes[case.text] = labelled.outcome(case)
            base.setdefault(case.text, outcomes[case.text])
            names.update(judged(one, case, base[case.text]) for one in set(proposed))
        shown = scored(outcomes.values()), scored(outcomes[text] for text in newest)
        kinds = "".join(f"{names[kind]:5}" for kind in ("missed", "read", "none"))
        print(f"{name:<24}{'  '.join(shown)}  {kinds}")
    each, article = cost["ms"] / cost["sentences"], cost["ms"] / len(cases)
    print(f"ner: {cost['sentences']} candidates, {each:.0f} ms each, {article:.0f} an article")
    clock(runs, cases[0])
    return 0


def scored(outcomes: Iterable[Outcome]) -> str:
    """Return precision, recall and F1 as they are printed."""
    counts = gate.counted(outcomes)
    return " ".join(f"{score:.3f}" for score in gate.scores({"all": counts["all"]})["all"].values())


def perfect(case: Case) -> Proposer:
    """Return what proposes exactly the roles of a labelled text."""
    roles = aligned(case)
    return lambda canon, sentence, _: (
        roles.get(sentence.start, []) if canon.text == case.text else []
    )


def alone(cases: list[Case], taggers: dict[str, CRFTagger]) -> None:
    """Print how well the taggers find the roles in articles they have not seen."""
    right, found, wanted = Counter(), Counter(), Counter()
    for case in cases:
        canon, propose, roles = Canon(case.text), tagged(taggers[case.text]), aligned(case)
        for sentence in split.sentences(canon):
            tags = {*propose(canon, sentence, RULES(canon, sentence))}
            labels = {*roles[sentence.start]}
            for count, pieces in ((right, tags & labels), (found, tags), (wanted, labels)):
                count.update(role for *_, role in pieces)
    for role, count in sorted(wanted.items()):
        precision, recall = right[role] / max(1, found[role]), right[role] / count
        print(f"  {role:<10} {precision:.2f} {recall:.2f} of {count} in text")


def clock(runs: list[Run], case: Case) -> None:
    """Print what the newsstand's articles cost in their daily mix: the best of the passes."""
    titles = {case.title for case in labelled.stand_cases()}
    every = [(paper, *one) for paper in papers().values() for one in read.pages(paper).items()]
    ranking = [(paper, page) for paper, title, page in every if title in titles]
    ordinary = [(paper, page) for paper, title, page in every if title not in titles]
    count = read.ORDINARY_PER_RANKING * len(ranking)
    mix = ranking + (ordinary * (1 + count // len(ordinary)))[:count]
    best = dict.fromkeys((runs[0], runs[2], runs[-1]), float("inf"))
    for run in [*best] * PASSES:
        begun = time.process_time()
        with proposing(run[1](case), run[2], []):
            read.timed(read.whole, mix)
        best[run] = min(best[run], 1000 * (time.process_time() - begun) / len(mix))
    for run, ms in best.items():
        print(f"daily mix, {run[0]:<18} {ms:.2f} ms an article, {ms / best[runs[0]]:.2f} x")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
