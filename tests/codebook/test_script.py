"""A text in another script is told from one that English could be."""

from __future__ import annotations

import pytest

from reattune.app.check import check
from reattune.codebook.script import in_another_script
from reattune.core.errors import BadOption
from tests.stories import ScriptedCoder


@pytest.mark.parametrize("text", ["أنا آسف لأنني صرخت", "Мне жаль, что я кричал", "怒鳴ってごめん", "σε πλήγωσα ok"])
def test_another_script_is_known(text: str) -> None:
    assert in_another_script(text)
    with pytest.raises(BadOption, match="English alone"):
        check(text, ScriptedCoder())


@pytest.mark.parametrize("text", ["I am sorry", "désolé, ça m'a échappé", "👍", "", "18:30 ok", "habibi حبيبي I was wrong about it"])
def test_what_could_be_english_is_read(text: str) -> None:
    assert not in_another_script(text)
