"""`python -m actions`: the action server, on loopback, warmed up before it reports ready.

The action server answers anybody who can reach its port with the whole tracker, so it never
listens on another interface. What the actions share is loaded first: a broken knowledge file
stops the process with its message instead of failing every turn.
"""

from __future__ import annotations

import gc
import os

from rasa_sdk.__main__ import main_from_args
from rasa_sdk.endpoint import create_argument_parser

from actions.services import services
from bot.language import parse
from bot.settings import get_settings


def main() -> None:
    settings = get_settings()
    os.environ["SANIC_HOST"] = "127.0.0.1"
    services()
    parse("我36", settings.today)  # builds the segmenter and the lexicons
    gc.collect()
    gc.freeze()  # the catalogue and the lexicons stay: collections need not walk through them
    arguments = ["--actions", "actions", "--port", str(settings.actions_port)]
    main_from_args(create_argument_parser().parse_args(arguments))


if __name__ == "__main__":
    main()
