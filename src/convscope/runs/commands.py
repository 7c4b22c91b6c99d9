"""The command that trains with given settings, written out so that it can be typed."""

import shlex
from collections.abc import Collection, Mapping
from typing import Any

from convscope.runs.settings import TrainSettings
from convscope.texts import quoted


def train_command(
    settings: Mapping[str, Any], always: Collection[str] = (), never: Collection[str] = ()
) -> str:
    """Returns the command that trains with settings; those with their defaults are left out.

    Args:
        settings: Fields of `TrainSettings` by name.
        always: Fields that are named even where they have their defaults.
        never: Fields that are left out.

    Example:
        >>> train_command({"data": "my fruits/", "epochs": 5, "size": (96, 96), "auc": True})
        "convscope train 'my fruits/' --epochs 5 --size 96x96 --auc"
    """
    defaults = TrainSettings(data="").to_json()
    words = ["convscope", "train", quoted(settings["data"])]
    for name, value in settings.items():
        is_named = name in always or value != defaults.get(name)
        if name == "data" or name in never or not is_named or value is None or value is False:
            continue
        words.append("--" + name.replace("_", "-"))
        if value is not True:
            text = "x".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
            words.append(shlex.quote(text))
    return " ".join(words)
