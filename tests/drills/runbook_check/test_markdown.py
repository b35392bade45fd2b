"""What a runbook tells somebody to type: found in blocks and sentences, each with its lines and heading."""

from __future__ import annotations

from pathlib import Path

import pytest

from drills.runbook_check import markdown, refusal
from drills.runbook_check.passage import Passage, merged
from fixtures.errors import SetupError

RUNBOOK = """\
# Procédure

## 1.2 Vérifier les Logs

```bash
# Logs en temps réel
vercel logs --follow

vercel logs | grep "500"   # des erreurs
```

1. **Hotfix:**
   - Déployer: `vercel --prod`, voir `is:unresolved level:error` et `vercel`
   ```bash
   vercel logs --follow
   ```

## Données

```sql
-- Identifier
SELECT * FROM posts
  WHERE status = 'a;b';

-- Nettoyer
DELETE FROM posts;
```

```javascript
const x = 1;
```

```
$ vercel ls
Age  Deployment
```
"""


def found(text: str) -> list[Passage]:
    """All of them, as the check sees them."""
    return refusal.gathered(merged(list(markdown.passages(text))))


def test_blocks_and_sentences(tmp_path: Path) -> None:
    """Each command once, with every line that it stands on; code of another language is none."""
    path = tmp_path / "runbook.md"
    path.write_text(RUNBOOK, encoding="utf-8")

    told = [(each.lines, each.language, each.text) for each in markdown.read(path)]

    assert told == [
        ((7, 15), "shell", "vercel logs --follow"),
        ((9,), "shell", 'vercel logs | grep "500"   # des erreurs'),
        ((13,), "shell", "vercel --prod"),
        ((22,), "sql", "SELECT * FROM posts\n  WHERE status = 'a;b';"),
        ((26,), "sql", "DELETE FROM posts;"),
        ((34,), "shell", "vercel ls"),
    ]
    assert found(RUNBOOK)[0].section == "1.2 Vérifier les Logs"


def test_a_command_of_several_lines_is_one() -> None:
    """Continued, in a loop, with a here-document."""
    block = "vercel env add A \\\n  production\nfor i in 1 2; do\n  curl $i\ndone\npsql <<EOF\nSELECT 1;\nEOF"

    texts = [each.text for each in found(f"```sh\n{block}\n```")]

    assert texts == [
        "vercel env add A \\\n  production",
        "for i in 1 2; do\n  curl $i\ndone",
        "psql <<EOF\nSELECT 1;\nEOF",
    ]


def test_what_prepares_the_shell_goes_with_what_follows() -> None:
    """Within its block."""
    passages = found("```sh\nexport A=1\ncd app\nvercel ls\n```\n\n```sh\nvercel ls\n```")

    assert [(each.text, each.before) for each in passages] == [
        ("export A=1", ()),
        ("cd app", ("export A=1",)),
        ("vercel ls", ("export A=1", "cd app")),
        ("vercel ls", ()),
    ]


def test_lines_that_are_no_commands_are_one_step() -> None:
    """Steps for a person, and code in a block of shell."""
    steps = '1. Deployments → Trouver\n2. Cliquer "..."\n\nvercel ls\nconst a = f(b, {\n  db: { c: 1 }\n});'

    passages = found(f"```bash\n{steps}\n```")

    assert [(each.lines, each.text.count("\n")) for each in passages] == [((2,), 1), ((5,), 0), ((6,), 2)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds no command"),
        (b"# Seulement du texte, `vercel` et `npm run dev`\n", "holds no command"),
        (b"\xff\xfe\x00\x01", "no text in UTF-8"),
        (b"a\0b", "is no text"),
        (b"x" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_what_is_no_runbook_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    """With the file's name, and what was expected."""
    path = tmp_path / "runbook.md"
    path.write_bytes(content)

    with pytest.raises(SetupError, match=words) as told:
        markdown.read(path)

    assert str(path) in str(told.value)


def test_a_folder_and_nothing_are_told(tmp_path: Path) -> None:
    """Each by its own word."""
    with pytest.raises(SetupError, match="is a folder"):
        markdown.read(tmp_path)
    with pytest.raises(SetupError, match="No such file"):
        markdown.read(tmp_path / "none.md")
