"""Books in five scripts to measure with, made by chance with a fixed seed: every machine sets the same pages.

The words are common ones of each language, the likelier the nearer they stand to the front of their list (Zipf), and
one in nine is a name that hardly comes again: a book of 100,000 words then has thousands of different words, as real
ones do, so that remembering how a word is shaped helps no more than it would there. What is said makes no sense; its
letters, punctuation and lengths of words and sentences do.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from works import tale

_PARAGRAPH = 100  # words
_RARE = 1 / 9
_NUMBER = 0.02


class Part(NamedTuple):
    """What stands under one heading."""

    level: int
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A work without any markup: what every contender is given. `words` is how many words it has."""

    language: str
    title: str
    words: int
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """Return all that stands in its parts."""
        return "\n".join("\n".join((part.heading, *part.paragraphs)) for part in self.parts)

    def save(self, file: Path) -> None:
        """Write it as JSON."""
        file.write_text(json.dumps(asdict(self)), "utf-8")

    @classmethod
    def load(cls, file: Path) -> Manuscript:
        """Return what was saved."""
        found = json.loads(file.read_text("utf-8"))
        found["parts"] = tuple(Part(level, heading, tuple(rest)) for level, heading, rest in found["parts"])
        return cls(**found)


class Script(NamedTuple):
    """How a language is written: its words, what makes names, and what stands between words, clauses and sentences."""

    name: str
    title: str
    words: str
    rare: Callable[[random.Random], str]
    forms: Callable[[random.Random, str], str] = lambda _, word: word
    space: str = " "
    comma: str = ", "
    stops: tuple[str, ...] = (". ", "? ", "! ")
    quotes: str = "“”"


_ARABIC = """
من في على إلى أن هذا التي الذي كان لا عن مع هذه ما كل بعد قد بين ذلك أو حتى عند كانت لم قبل ثم يكون غير أي هو هي نحن
كما منذ حيث لكن إذا يوم سنة عام رجل امرأة بيت مدينة طريق كتاب مدرسة باب نهر جبل بحر شمس قمر ليل صباح مساء سوق خبز ماء
نار شجرة حديقة ولد بنت أم أب أخ أخت صديق معلم طبيب كاتب ملك شعب دولة حكومة قانون حرب سلام تاريخ لغة كلمة رسالة سؤال
جواب فكرة عمل مال وقت ساعة حياة موت حب خوف أمل قلب يد عين رأس صوت نور لون أبيض أسود كبير صغير جديد قديم جميل طويل قصير
بعيد قريب قوي ضعيف كتب قرأ ذهب جاء رأى سمع قال عرف فهم أخذ ترك وجد فتح خرج دخل جلس وقف شرب أكل نام مشى عاش مات بدأ
انتهى سأل أجاب يستطيع يريد ينظر يتكلم يعمل يسافر يرجع مشكلة حقيقة قرية شارع جسر سفينة قطار مطار مستشفى مكتبة جريدة
صورة حجر ذهب حديد ملح سماء أرض ريح مطر ربيع صيف خريف شتاء أسبوع شهر
"""
_HINDI = """
के में है की और से का को ने यह पर एक नहीं कि ही वह तो हैं भी था हो कर थे जो थी लिए साथ अपने बाद कुछ तक सब जब फिर बहुत
आज कल दिन साल समय घर गाँव शहर रास्ता किताब पाठशाला दरवाज़ा नदी पहाड़ समुद्र सूरज चाँद रात सुबह शाम बाज़ार रोटी पानी आग
पेड़ बगीचा लड़का लड़की माँ पिता भाई बहन मित्र शिक्षक चिकित्सक लेखक राजा जनता राज्य सरकार नियम युद्ध शांति इतिहास भाषा
शब्द चिट्ठी प्रश्न उत्तर विचार काम पैसा घंटा जीवन मृत्यु प्रेम डर आशा हृदय हाथ आँख सिर आवाज़ प्रकाश रंग सफ़ेद काला
बड़ा छोटा नया पुराना सुंदर लंबा दूर पास शक्तिशाली कमज़ोर लिखा पढ़ा गया आया देखा सुना कहा जाना समझा लिया छोड़ा मिला
खोला निकला बैठा खड़ा पिया खाया सोया चला मरा आरंभ समाप्त पूछा चाहता बोलता करता लौटता समस्या सच्चाई सड़क पुल नाव
रेलगाड़ी अस्पताल पुस्तकालय अख़बार तस्वीर पत्थर सोना लोहा नमक आकाश धरती हवा वर्षा वसंत ग्रीष्म सर्दी सप्ताह महीना
स्वतंत्रता संस्कृति विद्यार्थी
"""
_THAI = """
ที่ เป็น และ ของ ใน การ ได้ มี ไม่ ว่า จะ ให้ ไป มา แล้ว ก็ กับ จาก อยู่ นี้ คน หรือ ต้อง ความ โดย เขา เธอ เรา แต่
เมื่อ ถ้า เพราะ วัน ปี เวลา บ้าน เมือง ถนน หนังสือ โรงเรียน ประตู แม่น้ำ ภูเขา ทะเล พระอาทิตย์ พระจันทร์ กลางคืน เช้า
เย็น ตลาด ข้าว น้ำ ไฟ ต้นไม้ สวน เด็ก ผู้หญิง ผู้ชาย แม่ พ่อ พี่ น้อง เพื่อน ครู หมอ นักเขียน กษัตริย์ ประชาชน ประเทศ
รัฐบาล กฎหมาย สงคราม สันติภาพ ประวัติศาสตร์ ภาษา คำ จดหมาย คำถาม คำตอบ ความคิด งาน เงิน ชั่วโมง ชีวิต ความตาย ความรัก
กลัว ความหวัง หัวใจ มือ ตา หัว เสียง แสง สี ขาว ดำ ใหญ่ เล็ก ใหม่ เก่า สวย ยาว สั้น ไกล ใกล้ แข็งแรง อ่อนแอ เขียน อ่าน
เห็น ฟัง พูด รู้ เข้าใจ เอา ทิ้ง พบ เปิด ออก เข้า นั่ง ยืน ดื่ม กิน นอน เดิน ตาย เริ่ม จบ ถาม ตอบ สามารถ อยาก มอง
ทำงาน เดินทาง กลับ ปัญหา ความจริง หมู่บ้าน สะพาน เรือ รถไฟ สนามบิน โรงพยาบาล ห้องสมุด หนังสือพิมพ์ รูปภาพ หิน ทอง
เหล็ก เกลือ ท้องฟ้า แผ่นดิน ลม ฝน ฤดูร้อน ฤดูหนาว สัปดาห์ เดือน วัฒนธรรม นักเรียน เสรีภาพ
"""
_CHINESE = """
的 是 在 了 不 和 有 我 他 这 中 人 上 们 来 到 说 就 去 也 会 着 要 自己 没有 我们 他们 一个 因为 所以 但是 如果 时候
已经 可以 知道 现在 什么 今天 昨天 早上 晚上 年 月 家 城市 道路 书 学校 门 河 山 海 太阳 月亮 夜里 市场 面包 水 火 树
花园 孩子 女人 男人 母亲 父亲 哥哥 妹妹 朋友 老师 医生 作家 国王 人民 国家 政府 法律 战争 和平 历史 语言 词 信 问题
回答 想法 工作 钱 小时 生活 死亡 爱 害怕 希望 心 手 眼睛 头 声音 光 颜色 白 黑 大 小 新 旧 美丽 长 短 远 近 强 弱 写
读 看见 听 认识 明白 拿 留下 找到 打开 出去 进来 坐 站 喝 吃 睡 走 开始 结束 问 能够 愿意 旅行 回来 真理 村庄 桥 船
火车 机场 医院 图书馆 报纸 图画 石头 金子 铁 盐 天空 土地 风 雨 春天 夏天 秋天 冬天 星期 文化 学生 自由 第一 非常 一起
以前 以后 虽然 而且 或者 只有 每天 慢慢
"""
_ENGLISH_NAMES = "ba ce di fo gu la me ni ro su ta ve li no par ter men con sol mar".split()


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_ENGLISH_NAMES, k=chance.randint(2, 4))).capitalize()


def _arabic_name(chance: random.Random) -> str:
    """Return a root of three letters in one of the patterns of Arabic."""
    root = chance.choices("بتجحخدرزسشصضطعغفقكلمنهي", k=3)
    pattern = chance.choice(
        ("{}ا{}{}", "م{}{}و{}", "ت{}{}ي{}", "{}{}{}ة", "است{}{}{}", "م{}ا{}{}ة", "{}{}ي{}", "{}{}ا{}")
    )
    return _arabic_form(chance, pattern.format(*root))


def _arabic_form(chance: random.Random, word: str) -> str:
    """Return a word with what Arabic writes together with it: article, conjunction, preposition, pronoun."""
    if len(word) < 4 or word.startswith("ال"):
        return word
    before = chance.choice(("", "", "ال", "ال", "و", "وال", "ب", "بال", "لل", "ف"))
    after = "" if "ل" in before else chance.choice(("", "", "ها", "هم", "نا"))
    return before + (word[:-1] + "ت" if after and word.endswith("ة") else word) + after


def _hindi_name(chance: random.Random) -> str:
    """Return some syllables, one in four of them with a conjunct."""
    parts = []
    for _ in range(chance.randint(2, 3)):
        first = chance.choice(("", "", "", chance.choice("कगतदनपबमलसश") + "्"))
        parts.append(
            first + chance.choice("कखगचजटडतथदधनपबभमयरलवशसह") + chance.choice(("", "ा", "ि", "ी", "ु", "े", "ो", "ं"))
        )
    return "".join(parts)


def _thai_name(chance: random.Random) -> str:
    """Return some syllables, half of them with a tone mark."""
    parts = []
    for _ in range(chance.randint(2, 3)):
        vowel, mark, end = chance.choice("าิีุู"), chance.choice(("", "", "่", "้")), chance.choice(("", "ก", "น", "ม", "ง"))
        above = mark + vowel if vowel == "า" else vowel + mark
        parts.append(chance.choice("กขคจชดตทนบปพมยรลวสห") + above + end)
    return "".join(parts)


def _chinese_name(chance: random.Random) -> str:
    """Return two of the 3755 characters of level 1 in GB 2312, the most used ones."""
    place = (divmod(chance.randrange(3755), 94) for _ in range(2))
    return "".join(bytes((0xB0 + row, 0xA1 + cell)).decode("gb2312") for row, cell in place)


SCRIPTS = {
    "en": Script("English", "A tale of the valley", "", _name),
    "ar": Script(
        "Arabic", "حكاية الوادي", _ARABIC, _arabic_name, _arabic_form, comma="، ", stops=(". ", "؟ ", "! "), quotes="«»"
    ),
    "hi": Script("Hindi", "घाटी की कहानी", _HINDI, _hindi_name, stops=("। ", "? ", "! ")),
    "th": Script("Thai", "เรื่องเล่าแห่งหุบเขา", _THAI, _thai_name, space="", comma=" ", stops=(" ",)),
    "zh": Script(
        "Chinese", "山谷的故事", _CHINESE, _chinese_name, space="", comma="，", stops=("。", "？", "！"), quotes="「」"
    ),
}


def manuscript(language: str, words: int) -> Manuscript:
    """Return a work of about `words` words: paragraphs of some 100, and before every ten a heading."""
    chance = random.Random(17)
    script = SCRIPTS[language]
    sentences = _told(chance, words) if language == "en" else _made(chance, script)
    parts: list[Part] = []
    written = 0
    while written < words:
        filled = [_paragraph(sentences) for _ in range(10)]
        written += sum(count for count, _ in filled)
        heading = script.space.join(_name_or(chance, script, script.words.split()) for _ in range(3))
        parts.append(Part(2 if len(parts) % 5 else 1, heading, tuple(text for _, text in filled)))
    return Manuscript(language, script.title, written, tuple(parts))


def _paragraph(sentences: Iterator[tuple[int, str]]) -> tuple[int, str]:
    """Return the next sentences, and how many words they have."""
    written, parts = 0, []
    while written < _PARAGRAPH:
        count, sentence = next(sentences)
        written += count
        parts.append(sentence)
    return written, "".join(parts).strip()


def _told(chance: random.Random, words: int) -> Iterator[tuple[int, str]]:
    """Yield the sentences of an English tale, some words in them replaced by names."""
    for sentence in tale(words + 10 * _PARAGRAPH).sentences:
        written = sentence.split()
        for at, word in enumerate(written):
            if chance.random() < _RARE:
                written[at] = _name(chance) + word[len(word.rstrip(".,?!")) :]
        yield len(written), " ".join(written) + " "


def _made(chance: random.Random, script: Script) -> Iterator[tuple[int, str]]:
    """Yield sentences without end: one to three clauses, one clause in twelve in quotation marks."""
    words = script.words.split()
    weights = list(accumulate(1 / rank for rank in range(3, len(words) + 3)))
    while True:
        clauses, count = [], 0
        for _ in range(chance.randint(1, 3)):
            clause = [_name_or(chance, script, words, weights) for _ in range(chance.randint(4, 9))]
            count += len(clause)
            text = script.space.join(clause)
            clauses.append(script.quotes[0] + text + script.quotes[1] if chance.random() < 1 / 12 else text)
        stop = script.stops[0] if chance.random() < 0.9 else chance.choice(script.stops)
        yield count, script.comma.join(clauses) + stop


def _name_or(chance: random.Random, script: Script, words: list[str], weights: list[float] | None = None) -> str:
    """Return a name, a number or one of `words`."""
    drawn = chance.random()
    if drawn < _RARE or not words:
        return script.rare(chance)
    if drawn < _RARE + _NUMBER:
        return str(chance.randint(2, 2026))
    return script.forms(chance, chance.choices(words, cum_weights=weights)[0])
