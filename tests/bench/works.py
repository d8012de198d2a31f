"""Works to measure with, written by chance from own words with a fixed seed: every machine measures the same."""

from __future__ import annotations

import random
from dataclasses import dataclass

_SYLLABLES = "ba ce di fo gu la me ni ro su ta ve li no par ter men con sol mar".split()


def book(words: int) -> str:
    """Return a Markdown book of about `words` words: 40 chapters with emphasis, links, lists, notes and tables."""
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(6000)]
    parts = ["---\ntitle: A long book\nauthor: Polyfolio contributors\nlang: en\n---\n"]
    for chapter in range(40):
        parts.append(f"\n# Chapter {chapter + 1} {chance.choice(vocabulary)}\n")
        written = 0
        while written < words // 40:
            sentences = [_made_up(chance, vocabulary) for _ in range(6)]
            written += sum(len(sentence.split()) for sentence in sentences)
            parts.append("\n" + " ".join(sentences) + "\n")
        parts.append(f"\n- one\n- two *three*\n\n| a | b |\n|---|--:|\n| {chapter} | 2 |\n\nA note.[^{chapter}]\n")
        parts.append(f"\n[^{chapter}]: What the note says, with a [link](https://example.org/{chapter}).\n")
    return "".join(parts)


def _made_up(chance: random.Random, vocabulary: list[str]) -> str:
    words = chance.choices(vocabulary, k=chance.randint(8, 24))
    if chance.random() < 0.3:
        words[2] = f"*{words[2]}*"
    if chance.random() < 0.1:
        words[4] = f"**{words[4]}**"
    return " ".join(words).capitalize() + "."


@dataclass(frozen=True, slots=True)
class Tale:
    """An English work: paragraphs of sentences, each once as plain text and once as Markdown."""

    paragraphs: tuple[tuple[tuple[str, str], ...], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return all sentences as plain text; no two are the same."""
        return tuple(plain for paragraph in self.paragraphs for plain, _ in paragraph)

    @property
    def words(self) -> int:
        """Return how many words it has."""
        return sum(len(sentence.split()) for sentence in self.sentences)

    @property
    def text(self) -> str:
        """Return it as plain text, a paragraph on each line: what Argos takes."""
        return "\n".join(" ".join(plain for plain, _ in paragraph) for paragraph in self.paragraphs)

    @property
    def markdown(self) -> str:
        """Return it as Markdown, with a heading before every tenth paragraph."""
        parts = ["---\ntitle: A tale of the valley\nauthor: Polyfolio contributors\nlang: en\n---\n"]
        for number, paragraph in enumerate(self.paragraphs):
            if number % 10 == 0:
                parts.append(f"\n## Part {number // 10 + 1}\n")
            parts.append("\n" + " ".join(marked for _, marked in paragraph) + "\n")
        return "".join(parts)

    def part(self, sentences: int) -> Tale:
        """Return some paragraphs from all over it, of about so many sentences."""
        step = max(1, len(self.sentences) // sentences)
        return Tale(self.paragraphs[::step])


_PEOPLE = (
    "the old teacher,my youngest sister,a young doctor,the captain of the ship,our neighbour,the woman with the red "
    "hat,the two brothers,a tired farmer,the children of the village,his father,an honest lawyer,the new student,the "
    "king,a group of workers,her best friend,the man at the door,the committee,a famous writer,the engineer,everyone "
    "in the house,the mayor,a friendly nurse,the baker and his wife,three soldiers,the owner of the hotel,your cousin"
).split(",")
_DEEDS = (
    "had lost,wanted to buy,was looking for,could not find,has never seen,will bring back,often talked about,decided "
    "to sell,remembered,was waiting for,took away,had already forgotten,was afraid of,wrote a long letter about,asked "
    "for,would like to keep,finally understood,paid too much for,left behind,refused to give up,was proud of,began to "
    "repair,cannot live without,found,still needs,sent us a picture of"
).split(",")
_THINGS = (
    "the key of the garden,a large glass of cold water,the last train to the city,an important book about history,the "
    "road between the mountains,his grandmother's house,the results of the election,a better answer,all the money in "
    "the bank,the bridge over the river,a small black dog,the letter from the government,two tickets for the concert,"
    "the price of bread,a map of the island,the church and its tower,her first computer,the green boat,a simple rule,"
    "the language of the country,an empty room on the second floor,the names of the flowers,the horses,a warm coat for "
    "the winter,the newspaper of the day before,some bread and cheese,a good reason,the rights of every citizen"
).split(",")
_TIMES = (
    "yesterday,before the war,every morning,after a long silence,in the summer of 1968,at half past seven,two weeks "
    "later,when the rain stopped,on Sundays,during the meeting,for more than 20 years,late in the evening,as soon as "
    "possible,many years ago,next Monday,at the end of the month,until the doors were closed,once again"
).split(",")
_PLACES = (
    "in the kitchen,near the station,behind the school,on the other side of the lake,at the market,in a foreign "
    "country,under the table,far from home,in the middle of the street,close to the sea,on the roof,in the library,at "
    "the foot of the hill,outside the hospital,along the river,in front of everybody"
).split(",")
_LINKS = (
    "because,although,and then,but,so that,while,even if,since,until,and therefore,although nobody had asked why,"
    "because it is well known that,and it seems that,but most people believe that"
).split(",")
_OPENINGS = (
    "In my opinion;To tell the truth;On the other hand;As a matter of fact;If I remember well;Without any doubt;In "
    "spite of everything;For this reason;According to the law;Sooner or later;In the end;Strange as it may seem"
).split(";")


def tale(words: int, seed: int = 11) -> Tale:
    """Return an English work of about `words` words in sentences of 5 to 45 words, 18 on average, in paragraphs."""
    chance = random.Random(seed)
    seen: set[str] = set()
    paragraphs: list[tuple[tuple[str, str], ...]] = []
    written = 0
    while written < words:
        paragraph = []
        for _ in range(chance.randint(2, 8)):
            sentence = _sentence(chance)
            while sentence[0] in seen:
                sentence = _sentence(chance)
            seen.add(sentence[0])
            paragraph.append(sentence)
            written += len(sentence[0].split())
        paragraphs.append(tuple(paragraph))
    return Tale(tuple(paragraphs))


def _sentence(chance: random.Random) -> tuple[str, str]:
    """Return a sentence as plain text and as Markdown; one in five has a word or phrase in a mark."""
    clauses = [_clause(chance) for _ in range(chance.choices((1, 2, 3), (70, 27, 3))[0])]
    parts = clauses[0]
    for clause in clauses[1:]:
        parts = [*parts[:-1], parts[-1] + ",", chance.choice(_LINKS), *clause]
    if chance.random() < 0.15:
        parts = [chance.choice(_OPENINGS) + ",", *parts]
    stop = chance.choices((".", "!", "?"), (92, 4, 4))[0]
    plain = _ended(parts, stop)
    if chance.random() > 0.2:
        return plain, plain
    at = chance.randrange(1, len(parts))
    bare = parts[at].rstrip(",")
    mark = chance.choice((("**", "**"), ("*", "*"), ("[", "](https://example.org/more)")))
    marked = mark[0] + bare + mark[1] + parts[at][len(bare) :]
    return plain, _ended([*parts[:at], marked, *parts[at + 1 :]], stop)


def _clause(chance: random.Random) -> list[str]:
    parts = [chance.choice(_PEOPLE), chance.choice(_DEEDS), chance.choice(_THINGS)]
    if chance.random() < 0.4:
        parts.append(chance.choice(_PLACES))
    if chance.random() < 0.3:
        parts.insert(chance.choice((0, len(parts))), chance.choice(_TIMES))
    return parts


def _ended(parts: list[str], stop: str) -> str:
    text = " ".join(parts)
    return text[0].upper() + text[1:] + stop


def lengths(work: Tale) -> str:
    """Say in a line how long a work and its sentences are."""
    counts = sorted(len(sentence.split()) for sentence in work.sentences)
    middle = counts[len(counts) // 2]
    return (
        f"{work.words} words, {len(counts)} sentences of {counts[0]} to {counts[-1]} words, half of them above {middle}"
    )
