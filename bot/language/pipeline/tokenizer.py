"""spaCy tokens from jieba with the words of our lexicons.

spaCy's own Chinese tokenizer cuts with the process-wide jieba, which others configure (Rasa's
JiebaTokenizer loads user dictionaries into it). This one cuts with a private jieba tokenizer, so
that neither changes the other. Unknown words stay single characters (no HMM): invented words
would run across the ends of facts.
"""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, get_words_and_spaces, registry
from spacy.vocab import Vocab

from bot.language.words import tokenizer

NAME = "jiabao.jieba_tokenizer.v1"


class JiebaTokenizer(DummyTokenizer):
    """Cuts a text into words; keeps every character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = [word for word in tokenizer().cut(text, HMM=False) if word]
        words, spaces = get_words_and_spaces(words, text)
        return Doc(self.vocab, words=words, spaces=spaces)


def create_tokenizer() -> Callable[[Language], JiebaTokenizer]:
    """What `[nlp.tokenizer]` in a config names."""

    def create(nlp: Language) -> JiebaTokenizer:
        return JiebaTokenizer(nlp.vocab)

    return create


registry.tokenizers.register(NAME, func=create_tokenizer)
