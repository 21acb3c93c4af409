"""Domain, rules, training data and actions agree.

Rasa's own validation exits 0 on duplicated responses, unused intents, unused responses,
declared actions without code and code without declaration; here they fail.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from scripts.train import quiet_environment

ROOT = Path(__file__).resolve().parents[2]
# Sent by the gateway or by a button; nobody types them.
NEVER_TYPED = {"start_conversation"}
# Intents that Rasa itself brings.
BUILT_IN = {"nlu_fallback", "restart", "back", "session_start"}
RESPONSE = re.compile(r"utter_[a-z0-9_/]+")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NEAR = 0.9
NEAR_DUPLICATES_ALLOWED = 0.02


class _StrictLoader(yaml.SafeLoader):
    """YAML that refuses a key written twice."""


def _no_duplicates(loader: _StrictLoader, node: yaml.MappingNode, deep: bool = False) -> Any:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise AssertionError(f"{node.start_mark.name}: written twice: {twice}")
    return loader.construct_mapping(node, deep)


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _no_duplicates)


@cache
def read(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as handle:
        return dict(yaml.load(handle, _StrictLoader))


def domain() -> dict[str, Any]:
    return read(ROOT / "domain.yml")


def data_files() -> list[Path]:
    return sorted((ROOT / "data").rglob("*.yml"))


def intents() -> list[str]:
    return [next(iter(i)) if isinstance(i, dict) else i for i in domain()["intents"]]


def responses() -> set[str]:
    named = set(domain().get("responses") or {})
    for path in data_files():
        named |= set(read(path).get("responses") or {})
    return named


def dialogues() -> Iterator[tuple[str, dict[str, Any]]]:
    """File and step of every rule and story."""
    for path in data_files():
        for kind in ("rules", "stories"):
            for entry in read(path).get(kind) or ():
                for step in [*(entry.get("condition") or ()), *entry["steps"]]:
                    branches = step.get("or", [step])
                    yield from ((path.name, branch) for branch in branches)


@lru_cache(maxsize=1)
def examples() -> tuple[tuple[str, str], ...]:
    """Intent and sentence of every training example, without annotations."""
    found = []
    for path in data_files():
        for entry in read(path).get("nlu") or ():
            for line in (entry.get("examples") or "").splitlines() if "intent" in entry else ():
                sentence = re.sub(r"\[([^]]*)](\([^)]*\)|\{[^}]*})", r"\1", line.strip()[1:])
                if sentence.strip():
                    found.append((entry["intent"], sentence.strip()))
    return tuple(found)


def python_files() -> list[Path]:
    return [path for folder in ("actions", "bot") for path in sorted((ROOT / folder).rglob("*.py"))]


@lru_cache(maxsize=1)
def mentioned_responses() -> tuple[set[str], set[str]]:
    """Response names, and prefixes of computed names, that Python mentions."""
    full, prefixes = set(), set()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                first = node.values[0] if node.values else None
                text = getattr(first, "value", None)
                if isinstance(text, str) and text.startswith("utter_"):
                    prefixes.add(text)
            elif isinstance(node, ast.Constant) and RESPONSE.fullmatch(str(node.value)):
                full.add(str(node.value))
    return full - prefixes - {"utter_message"}, prefixes


def test_registered_actions_are_the_declared_ones() -> None:
    executor = ActionExecutor()
    try:
        executor.register_package("actions")
    except SystemExit:
        pytest.fail("a module of actions/ cannot be imported; the error is in the log above")
    assert executor.actions, "no action is registered: the package actions/ is empty"
    declared = domain()["actions"]
    assert sorted(executor.actions) == sorted(declared)
    assert len(declared) == len(set(declared)), "an action is declared twice"


def test_two_actions_never_share_a_name() -> None:
    names = Counter()
    for path in sorted((ROOT / "actions").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "name":
                for end in ast.walk(node):
                    if isinstance(end, ast.Return) and isinstance(end.value, ast.Constant):
                        names[end.value.value] += 1
    assert names, "no action names itself"
    assert not [name for name, count in names.items() if count > 1]


def test_every_response_that_python_names_exists() -> None:
    full, prefixes = mentioned_responses()
    assert full, "no Python file names a response"
    assert not sorted(full - responses())
    nowhere = [p for p in prefixes if not any(r.startswith(p) for r in responses())]
    assert not nowhere, f"no response begins with {nowhere}"


def test_dialogue_steps_name_what_exists() -> None:
    known = set(domain()["actions"]) | responses() | set(domain().get("forms") or {})
    wrong = []
    for file, step in dialogues():
        action, intent = step.get("action"), step.get("intent")
        built_in = str(action).startswith(("action_listen", "action_restart", "action_session"))
        if action and action not in known and not built_in:
            wrong.append(f"{file}: action {action}")
        if intent and intent.split("/")[0] not in {*intents(), *BUILT_IN}:
            wrong.append(f"{file}: intent {intent}")
    assert not wrong, wrong


def test_every_intent_is_used_in_a_rule_or_a_story() -> None:
    used = {step["intent"].split("/")[0] for _, step in dialogues() if step.get("intent")}
    assert len(intents()) == len(set(intents())), "an intent is declared twice"
    assert not sorted(set(intents()) - used)


def test_every_intent_has_examples() -> None:
    taught = {intent.split("/")[0] for intent, _ in examples()}
    assert not sorted(set(intents()) - taught - NEVER_TYPED), "intents without examples"
    assert not sorted(taught - set(intents())), "examples of undeclared intents"


def test_every_response_is_used() -> None:
    full, prefixes = mentioned_responses()
    in_rules = {str(step.get("action")) for _, step in dialogues()}
    retrieval = {f"utter_{intent}" for intent, _ in examples() if "/" in intent}
    by_data = {
        name
        for path in sorted((ROOT / "bot").rglob("*.yml"))
        for name in RESPONSE.findall(path.read_text(encoding="utf-8"))
    }
    used = full | in_rules | retrieval | by_data
    idle = [r for r in responses() - used if not any(r.startswith(p) for p in prefixes)]
    assert not sorted(idle), "responses that nothing says"


def test_every_retrieval_intent_has_its_answer() -> None:
    asked = {f"utter_{intent}" for intent, _ in examples() if "/" in intent}
    assert not sorted(asked - responses())
    answered = {name for name in responses() if "/" in name}
    assert not sorted(answered - asked), "answers that no question reaches"


def test_responses_are_sentences() -> None:
    """Every response has a text or a custom payload, and no text stands under two names."""
    texts: dict[str, list[str]] = defaultdict(list)
    files = [domain(), *(read(path) for path in data_files())]
    for name, variants in ((n, v) for f in files for n, v in (f.get("responses") or {}).items()):
        assert variants, f"{name} is empty"
        for variant in variants:
            assert variant.get("text") or variant.get("custom"), f"{name} says nothing"
            if CHINESE.search(variant.get("text") or ""):
                texts[variant["text"].strip()].append(name)
    assert not [names for names in texts.values() if len(set(names)) > 1]


def test_data_is_json() -> None:
    """Rasa stores the domain as JSON in the model: a bare YAML date stops the training."""
    for path in [ROOT / "domain.yml", ROOT / "config.yml", *data_files()]:
        try:
            json.dumps(read(path))
        except TypeError as error:
            pytest.fail(f"{path.relative_to(ROOT)}: {error}; put the value in quotes")


def test_no_chinese_literal_in_utter_message() -> None:
    wrong = []
    for path in sorted((ROOT / "actions").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if not isinstance(called, ast.Attribute) or called.attr not in ("utter_message", "say"):
                continue
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and CHINESE.search(str(part.value)):
                    wrong.append(f"{path.relative_to(ROOT)}:{part.lineno} {part.value!r}")
    assert not wrong, "sentences belong to the domain:\n" + "\n".join(wrong)


def normalised(sentence: str) -> str:
    return re.sub(r"[\W_]+", "", sentence).lower()


def similar_pairs(sentences: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs whose character pairs agree almost wholly (Dice), found by an inverted index."""
    grams = [
        Counter(s[i : i + 2] for i in range(len(s) - 1)) if len(s) > 1 else Counter([s])
        for s in sentences
    ]
    index: dict[str, list[int]] = defaultdict(list)
    for at, mine in enumerate(grams):
        shared: Counter[int] = Counter()
        for gram, count in mine.items():
            for other in index[gram]:
                shared[other] += min(count, grams[other][gram])
            index[gram].append(at)
        for other, common in shared.items():
            total = mine.total() + grams[other].total()
            if 2 * common / total >= NEAR:
                yield other, at


def test_training_examples_are_not_copies_of_each_other() -> None:
    sentences = [normalised(sentence) for _, sentence in examples()]
    assert len(sentences) > 100, "data/nlu holds too few examples"
    pairs = list(similar_pairs(sentences))
    repeated = {late for _, late in pairs}
    shown = [(examples()[a][1], examples()[b][1]) for a, b in pairs[:20]]
    assert len(repeated) / len(sentences) < NEAR_DUPLICATES_ALLOWED, shown


def test_no_sentence_belongs_to_two_intents() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for intent, sentence in examples():
        owners[normalised(sentence)].add(intent)
    assert not {text: who for text, who in owners.items() if len(who) > 1}


@pytest.mark.slow
def test_rasa_validates_the_data() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings"],
        cwd=ROOT,
        env=quiet_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-4000:]
