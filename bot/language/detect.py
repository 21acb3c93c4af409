"""Finds every mention of a normalised message, each character in at most one mention."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from bot.language.ages import find_ages
from bot.language.lexicon import load_table
from bot.language.measures import find_measures
from bot.language.mentions import Board, Mention, PersonWord, WordFinder
from bot.language.money import find_bare, find_ge, find_money
from bot.language.numerals import parse_number
from bot.language.words import inside_word

_N = r"(?:\d{1,2}|[一二两俩仨三四五六七八九十]{1,2})"
_COUNT = re.compile(
    rf"(?:一家|全家|家里|家中|我家|一共|总共|共|三代同堂|四世同堂|三代|同堂|全家人|我们家|屋里厢|屋里)?(?:一共|总共|有|共|上下|是|,|\s)*(?P<n>{_N})(?:口人?(?![子儿])|个人|口之家|口子人)"
)
_COUNT_CUE = re.compile(r"家|共|同堂|三代|屋|口")
_SELF = re.compile(
    r"(?<![自])(?P<own>(?:我们|咱们|俺们|我|俺|咱|偶|阿拉)(?:自己|本人)?(?P<home>家|屋头|屋里|屋里厢|们家)?(?P<link>里的?|的|那个|这个|那|这)?)|本人|自己(?!的?(?:房|车|家|钱|公司|店))|(?<!养)(?<!养活)全家人?|家里(?!人|老人|的?老)|家中|一家人|一家子|家里人"
)
_PRONOUN = re.compile(
    r"他们俩|她们俩|他俩|她俩|他们两个|他们|她们|俩老|二位老人|(?<![其])他(?!们)|(?<!其)她(?!们)|俩人|两人|两个人|俩个人|两个都|俩都|老人们"
)
_CHILDREN = re.compile(
    rf"(?P<n>{_N})(?:个|位|名|只|条)?(?:都)?(?:小|大|未成年|上学)?(?:的)?(?P<w>孩子|小孩儿?|娃娃?儿?|儿子|女儿|闺女|宝宝?|男孩子?|女孩子?|女娃|男娃|姑娘|丫头|宝贝|孙子|孙女|哥哥|姐姐|弟弟|妹妹|孩|细路|神兽|外孙女?|儿|女|老人|舅舅|姑姑|叔叔|阿姨|兄弟|姐妹|哥|弟|姐|妹)"
)
_MARRIED = re.compile(
    r"(?<=已婚|已育|结婚)(?:已育|有|了)?,?(?P<n>[一二两三123])个?(?:孩|娃|胎|宝)(?=[,。\s家]|$)"
)
_BARE_SEX = re.compile(
    r"(?:(?<=[年岁\d、,/\s:后])|^)(?P<w>男|女|儿|父|母|子|宝|夫|妻)(?:的|士|性)?(?=[\d、,/;。\s:和]|$|今年)"
)
_SEX_WORDS: Mapping[str, tuple[str, str | None]] = {
    "儿": ("son", "male"), "子": ("son", "male"), "父": ("father", "male"),
    "母": ("mother", "female"), "宝": ("child", None), "夫": ("spouse", "male"),
    "妻": ("spouse", "female"),
}  # fmt: skip


@lru_cache(maxsize=1)
def _kin() -> WordFinder:
    table = load_table("kinship")
    entries: dict[str, Any] = {}
    for term in table["terms"]:
        for word in term["words"]:
            entries[word] = PersonWord(
                "kin",
                ((term["relation"], term.get("sex")),),
                side=term.get("side"),
                inferred=term.get("inferred", False),
                owned=not term.get("bound", False),
                word=word,
            )
    sexes = {t["relation"]: t.get("sex") for t in table["terms"] if "inferred" not in t}
    for group in table["collective"]:
        for word in group["words"]:
            side = (
                "maternal"
                if any(c in word for c in "岳丈外姥老婆媳") and "公婆" not in word
                else "paternal"
            )
            targets = tuple((r, _group_sex(r, sexes)) for r in group["members"])
            entries[word] = PersonWord("kin", targets, side=side, owned=True, word=word)
    for group in table["children"]:
        for word in group["words"]:
            targets = tuple((r, _SON_SEX.get(r)) for r in group["members"])
            entries[word] = PersonWord("children", targets, count=len(targets), word=word)
    for word in table["outsiders"]:
        entries[word] = PersonWord("outsider", (("other", None),), owned=True, word=word)
    for ordinal in table["ordinals"]:
        for word in ordinal["words"]:
            entries[word] = PersonWord(
                "ordinal", index=ordinal["index"], sex=ordinal.get("sex"), word=word
            )
    return WordFinder(entries)


_SON_SEX = {"son": "male", "daughter": "female"}
_FIXED_SEX = {
    "father": "male", "mother": "female", "father_in_law": "male", "mother_in_law": "female",
    "grandfather": "male", "grandmother": "female", "son": "male", "daughter": "female",
    "brother": "male", "sister": "female", "nephew": "male", "niece": "female",
    "uncle": "male", "aunt": "female", "grandson": "male", "granddaughter": "female",
    "son_in_law": "male", "daughter_in_law": "female",
}  # fmt: skip


def _group_sex(relation: str, sexes: Mapping[str, str | None]) -> str | None:
    return _FIXED_SEX.get(relation)


@lru_cache(maxsize=1)
def _conditions() -> WordFinder:
    table = load_table("conditions")
    return WordFinder({w: c for c in table["conditions"] for w in c["words"]})


@lru_cache(maxsize=1)
def _occupations() -> WordFinder:
    table = load_table("occupations")
    return WordFinder({w: o for o in table["occupations"] for w in o["words"]})


@lru_cache(maxsize=1)
def _social() -> WordFinder:
    table = load_table("cover")
    return WordFinder({w: s for s in table["social_insurance"] for w in s["words"]})


@lru_cache(maxsize=1)
def _lines() -> WordFinder:
    table = load_table("cover")
    return WordFinder({w: line for line, words in table["lines"].items() for w in words})


@lru_cache(maxsize=1)
def _cities() -> WordFinder:
    return WordFinder(dict.fromkeys(load_table("cities")["cities"]))


def detect(text: str, as_of: date) -> tuple[Mention, ...]:
    """Every mention of a normalised text in order of place."""
    board = Board(len(text))
    _detect_health(board, text)
    _detect_cover(board, text)
    _detect_groups(board, text)
    _detect_ordinals(board, text)
    for span in find_ages(_masked(board, text, person="娃"), as_of):
        board.claim(Mention(span.start, span.end, "age", span.value))
    _detect_people(board, text)
    _detect_money(board, text)
    _detect_places(board, text)
    return board.sorted()


def _masked(board: Board, text: str, person: str = "□") -> str:
    """The text with claimed characters blotted out, so that no other rule reads them."""
    chars = ["□" if taken else c for taken, c in zip(board.taken, text, strict=True)]
    for mention in board.mentions:
        if mention.kind == "person" and mention.data.form == "ordinal":
            chars[mention.start : mention.end] = person * (mention.end - mention.start)
    return "".join(chars)


_ORDINAL = re.compile(
    r"老[大二三四](?=[,:\s\d一二三四五六七八九十是上读才今也男女刚在有叫都])|老幺"
)


def _detect_ordinals(board: Board, text: str) -> None:
    """老二八岁: the ordinal comes first, or 二八 would be read as a number."""
    for match in _ORDINAL.finditer(text):
        entry = _kin().entries.get(match[0])
        if entry is not None:
            board.claim(Mention(match.start(), match.end(), "person", entry))


def _detect_health(board: Board, text: str) -> None:
    words = [w for w in _conditions().find(text) if not _cover_context(text, w[0], w[1])]
    measures = find_measures(text)
    for start, end, word in words:
        if not any(
            m.start <= start and end <= m.end and end - start < m.end - m.start for m in measures
        ):
            board.claim(Mention(start, end, "condition", _conditions().entries[word]))
    for span in measures:
        if board.free(span.start, span.end):
            board.claim(Mention(span.start, span.end, "measure", span.measure))
            continue
        start = span.start
        while start < span.end and board.taken[start]:
            start += 1
        board.claim(Mention(start, span.end, "measure", span.measure))


def _cover_context(text: str, start: int, end: int) -> bool:
    """防癌险 and 高血压版 name products, not illnesses."""
    return (
        bool(re.match(r"险|版|保险|医疗险", text[end:])) or text[max(0, start - 1) : start] == "防"
    )


def _detect_cover(board: Board, text: str) -> None:
    for finder, kind in (
        (_social(), "social_insurance"),
        (_lines(), "line"),
        (_occupations(), "occupation"),
    ):
        for start, end, word in finder.find(text):
            if kind == "occupation" and not _is_job(text, start, end, word):
                continue
            data = finder.entries[word]
            if kind == "line" and word == "意外" and re.match(r"受伤|怀孕|发现|摔", text[end:]):
                continue
            board.claim(Mention(start, end, kind, (word, data) if kind == "occupation" else data))


def _is_job(text: str, start: int, end: int, word: str) -> bool:
    before, after = text[max(0, start - 3) : start], text[end : end + 3]
    if word in (
        "外卖",
        "银行",
        "工厂",
        "部队",
        "老板",
        "护理",
        "翻译",
        "运营",
        "中介",
        "策划",
        "编辑",
        "物业",
        "采购",
        "创业",
        "市场推广",
        "机关",
        "财务",
        "会计",
        "主播",
        "国企",
        "央企",
        "工地",
        "行政",
        "人事",
    ):
        return not re.search(r"比|存|点$|吃$|你们|叫$", before) and not re.match(
            r"险|卡|存|贷|利|理财|规划|保|年金|自由", after
        )
    if word in ("退休",):
        return not re.search(r"年$|等$|后$|想$|到$|快$", before) and not re.match(
            r"后|之后|以后|年龄|前|工资|还有|金", after
        )
    if word in ("学生",):
        return not re.match(r"医保|险|卡", after)
    if word == "全职":
        return not re.match(r"工作|上班|司机|的|外卖|员工|做", after)
    if word in ("没工作", "没上班", "不上班"):
        return not re.match(r"单位", after)
    if word in ("客服", "大夫", "医生", "律师", "保险代理人", "业务员", "销售"):
        return not re.search(r"说|找|问|转|你们|接$", before) and not re.match(
            r"说|让|建议|告诉|跟我|电话|号|推", after
        )
    return word != "it" or not re.search(r"[a-z]", before[-1:] + after[:1])


def _detect_groups(board: Board, text: str) -> None:
    for match in _COUNT.finditer(text):
        number = parse_number(match["n"])
        if not isinstance(number, int) or not 1 <= number <= 20:
            continue
        left, right = text[: match.start("n")], text[match.end() :]
        alone = re.search(r"[,。]$", left) and re.match(r"[,。]|$", right) and number >= 3
        if not (_COUNT_CUE.search(match[0]) or alone) or re.search(
            r"[两俩]口子|老[两俩]口", match[0] + text[: match.end()][-3:]
        ):
            continue
        board.claim(Mention(match.start(), match.end(), "count", number))


def _detect_people(board: Board, text: str) -> None:
    for match in _CHILDREN.finditer(text):
        number = parse_number(match["n"].replace("仨", "三"))
        word = _kin().entries.get(match["w"]) or _CHILD_WORD.get(match["w"])
        if match["n"] in "二三四五六" and not re.match(r"[个位名]", text[match.end("n") :]):
            continue
        if isinstance(number, int) and 1 <= number <= 6 and word is not None:
            if re.search(r"大人$", text[: match.start()]) and re.match(r"\d", text[match.end() :]):
                continue  # 大人3个小孩2个
            if text[match.end() : match.end() + 1] in "岁" and match["w"] in "儿女":
                continue
            target = (word.targets or (("child", None),))[0]
            form = "children" if target[0] in ("son", "daughter", "child") else "kin"
            board.claim(
                Mention(
                    match.start(),
                    match.end(),
                    "person",
                    PersonWord(
                        form,
                        (target,) * number,
                        side=word.side,
                        owned=True,
                        count=number,
                        word=match["w"],
                    ),
                )
            )
    for match in _MARRIED.finditer(text):
        count = parse_number(match["n"])
        if isinstance(count, int):
            targets = (("child", None),) * count
            board.claim(
                Mention(
                    *match.span(),
                    "person",
                    PersonWord("children", targets, count=count, word=match[0]),
                )
            )
    _detect_roles(board, text)
    i = 0
    while i < len(text):
        mention = None if board.taken[i] else _person_at(text, i)
        if mention is not None and board.claim(mention):
            i = mention.end
        else:
            i += 1
    for match in _BARE_SEX.finditer(text):
        board.claim(
            Mention(
                match.start(),
                match.end(),
                "sex" if match["w"] in "男女" else "person",
                _sex_word(match["w"]),
            )
        )
    if re.search(r"儿一女|女一儿|子一女|儿女|龙凤", text):
        for match in re.finditer(r"(?<=[,、\s岁])[儿女](?=[\d一二三四五六七八九十])", text):
            relation = ("son", "male") if match[0] == "儿" else ("daughter", "female")
            word = PersonWord("kin", (relation,), owned=True, word=match[0])
            board.claim(Mention(match.start(), match.end(), "person", word))
    _detect_sex(board, text)


_ROLE = re.compile(
    r"(?:我|俺)(?:这个)?(?:作为|当|做|是|就是)(?:一个|个|一名|家里的?|孩子|宝宝|娃|新手|二胎|单亲|全职|两个娃的?|孩子他?)*(?P<w>[\u4e00-\u9fff]{1,3}?)(?:的|一枚)?(?=[,。\s!?;]|能|想|今年|\d|$|可以|给|也|,)"
)
_ROLE_SEX = {
    **dict.fromkeys(
        (
            "爸爸",
            "爸",
            "爹",
            "宝爸",
            "奶爸",
            "父亲",
            "爷爷",
            "姥爷",
            "外公",
            "儿子",
            "男",
            "公公",
            "老公",
            "丈夫",
            "男的",
            "男生",
            "女婿",
            "独生子",
        ),
        "male",
    ),
    **dict.fromkeys(
        (
            "妈妈",
            "妈",
            "娘",
            "宝妈",
            "母亲",
            "奶奶",
            "姥姥",
            "外婆",
            "女儿",
            "女",
            "婆婆",
            "老婆",
            "妻子",
            "女的",
            "女生",
            "媳妇",
            "儿媳",
            "儿媳妇",
            "闺女",
            "独生女",
        ),
        "female",
    ),
}
_SINGLE_PARENT = re.compile(
    r"(?:我是?)?(?:一名|一个|一枚|个)?(?:单亲|离异|二胎|新手|职场|准)(?:的)?(?P<w>妈妈|宝妈|妈|爸爸|宝爸|奶爸|爸)"
)
_CARER = re.compile(
    r"(?:带|养|拉扯)(?:着)?[一两俩二三]个?(?:娃|孩子|宝宝?|小孩)的(?P<w>宝妈|妈妈|妈|奶爸|爸爸|爸)(?=[,。\s]|$)"
)
_VOCATIVE = re.compile(
    r"^(?:你好|您好|哈喽|hi|hello|那个|,|\s)*(?P<w>大妹子|大兄弟|大哥|大姐|妹子|小妹|姑娘|闺女|小伙子|美女|帅哥|小姐姐|小哥哥|老师|亲们?|兄弟|哥们儿?|老弟|师傅|阿姨|叔叔|大爷|大妈|老铁|家人们|宝子们?|姐妹们?|同志|小朋友)(?=[,\s!]|帮我|请问|你好|你帮|问)"
)
_PET = re.compile(r"(?:猫咪?|狗狗?|小狗|小猫|宠物|金毛|泰迪|毛孩子|仓鼠|兔子)(?!年|的|$)")
_NO_PERSON = re.compile(
    r"(?:没有?|无|还没有?|没要|不要|还没要|暂无|没得|要|生|想要|备孕|准备要|打算要|计划要|怀|再要一?个?|再生一?个?|生个)$"
)
_NO_PERSON_WORDS = frozenset(
    {
        "孩子", "娃", "小孩", "宝宝", "老公", "老婆", "对象", "男朋友", "女朋友", "二胎",
        "三胎", "二宝", "孩", "儿子", "女儿", "男友", "女友", "爱人", "媳妇", "二孩", "老人",
    }
)  # fmt: skip


def _detect_roles(board: Board, text: str) -> None:
    """我是宝妈, 我这个当奶奶的: the speaker's own role, no other person; forms of address."""
    for match in _ROLE.finditer(text):
        sex = _ROLE_SEX.get(match["w"])
        if sex is not None:
            board.claim(
                Mention(
                    match.start(), match.end(), "person", PersonWord("self", sex=sex, word=match[0])
                )
            )
    for match in _SINGLE_PARENT.finditer(text):
        sex = "female" if match["w"][-1] in "妈娘" else "male"
        board.claim(
            Mention(
                match.start(), match.end(), "person", PersonWord("self", sex=sex, word=match[0])
            )
        )
    for match in _CARER.finditer(text):
        sex = "female" if "妈" in match["w"] else "male"
        board.claim(
            Mention(*match.span("w"), "person", PersonWord("self", sex=sex, word=match["w"]))
        )
    address = _VOCATIVE.match(text)
    if address:
        board.claim(Mention(*address.span("w"), "vocative"))
    for match in _PET.finditer(text):
        board.claim(Mention(match.start(), match.end(), "person", PersonWord("pet", word=match[0])))


_UNBORN = re.compile(r"怀(?:着|了|上|的是|上了)?(?:一对|对)?$")
_SELF_PARENT = re.compile(r"(?:^|[后岁名枚是本]|全职|二胎|职场|一个|(?:你好|您好)[,。!\s]?)$")


def _absent(text: str, i: int, word: str) -> bool:
    """没孩子, 准备要孩子: nobody is there (yet)."""
    if word not in _NO_PERSON_WORDS or not _NO_PERSON.search(text[max(0, i - 5) : i]):
        return False
    verb = _NO_PERSON.search(text[max(0, i - 5) : i])
    assert verb is not None
    if verb[0] in ("要", "生", "怀"):
        return (
            not re.match(r"了|过", text[i - 1 + 1 : i + 1])
            and re.search(r"准备|打算|计划|想|明年|后年|备孕|再|还没|不", text[max(0, i - 8) : i])
            is not None
        )
    return not re.match(
        r"(?:都|也)?(?:买|上过|配|投|有(?:保险|社保|医保)|交|参加)", text[i + len(word) :]
    )


_CHILD_WORD = {w: PersonWord("kin", (("child", None),), word=w) for w in ("娃儿", "小孩儿", "宝")}
_SEX_OF_SELF = re.compile(
    r"(?<![子孙小女男儿没无])(?P<w>男|女)(?:的|士|性|生|同胞)?(?![儿孩朋友娃婿宝人方主高票的同工士生装性])"
)


def _sex_word(word: str) -> Any:
    if word in "男女":
        return "male" if word == "男" else "female"
    return PersonWord("kin", (_SEX_WORDS[word],), owned=True, word=word)


def _detect_sex(board: Board, text: str) -> None:
    for match in _SEX_OF_SELF.finditer(text):
        sex = "male" if match["w"] == "男" else "female"
        board.claim(Mention(match.start(), match.end(), "sex", sex))


def _person_at(text: str, i: int) -> Mention | None:
    word = _kin().at(text, i)
    if word is not None and _UNBORN.search(text[:i]) and _kin().entries[word].form == "children":
        return Mention(i, i + len(word), "absent")
    if word is not None and _absent(text, i, word):
        return Mention(i, i + len(word), "absent")
    if word in ("宝妈", "宝爸") and _SELF_PARENT.search(text[:i]):
        sex = "female" if word == "宝妈" else "male"
        return Mention(i, i + 2, "person", PersonWord("self", sex=sex, word=word))
    if word is not None and _kin_allowed(text, i, word, owned=False):
        return Mention(i, i + len(word), "person", _kin().entries[word])
    match = _SELF.match(text, i)
    if match:
        return _self_at(text, match)
    pronoun = _PRONOUN.match(text, i)
    if pronoun and not _links_kin(text, i):
        return Mention(i, pronoun.end(), "person", PersonWord("pronoun", word=pronoun[0]))
    return None


_CHAIN_START = re.compile(
    r"(?:孩儿?|孩子|娃儿?|宝宝|儿子|女儿|闺女|老公|老婆|媳妇|爱人|先生|哥|弟|姐|妹)$"
)


def _links_kin(text: str, i: int) -> bool:
    """孩儿他爷爷: 他 only links two family words."""
    return (
        bool(_CHAIN_START.search(text[:i]))
        and i + 1 < len(text)
        and _kin().at(text, i + 1) is not None
    )


def _self_at(text: str, match: re.Match[str]) -> Mention | None:
    i, end = match.start(), match.end()
    if match["own"]:
        for stop in range(end, i, -1):
            word = _kin().at(text, stop) if stop < len(text) else None
            if word and _kin_allowed(text, stop, word, owned=True):
                entry: PersonWord = _kin().entries[word]
                if entry.form in ("kin", "outsider", "ordinal", "children"):
                    return Mention(
                        i, stop + len(word), "person", replace(entry, owned=True, word=word)
                    )
    link = match["link"] if match["own"] else None
    if link and (link.startswith("里") or link in ("那个", "这个", "那", "这", "的")):
        end -= len(link)
    whole = match[0][: end - i]
    if match["own"] is None:
        form = "self" if whole in ("本人", "自己") else "household"
        return Mention(i, end, "person", PersonWord(form, word=whole))
    household = bool(match["home"]) or (whole in ("我们", "咱们", "俺们", "阿拉"))
    return Mention(i, end, "person", PersonWord("household" if household else "self", word=whole))


_NOT_AFTER = {
    "妈": "的呀", "爸": "", "孩": "子", "娘": "家", "女": "性生士方",
    "儿": "童科歌", "宝": "马险贵",
    "娃": "哈", "先生": "", "姑": "且息", "叔": "", "姨": "", "舅": "", "仔": "细", "崽": "",
}  # fmt: skip
_WEAK = frozenset("儿女宝姑姨叔婶舅侄仔囡爹娘孩崽")
_SERVICE = re.compile(r"老师$|医生$|您好|你好")


def _kin_allowed(text: str, i: int, word: str, *, owned: bool) -> bool:
    entry: PersonWord = _kin().entries[word]
    after, before = text[i + len(word) : i + len(word) + 1], text[max(0, i - 1) : i]
    if after and after in _NOT_AFTER.get(word, ""):
        return False
    if word == "女" or (len(word) == 1 and word in "儿宝" and not owned):
        return False
    if not entry.owned and entry.form == "kin" and not owned:
        return bool(re.match(r"[\d一二三四五六七八九十]", after)) and before not in "小老大表堂"
    if (
        word == "先生"
        and not owned
        and before
        not in (
            "",
            ",",
            "。",
            " ",
            "、",
            "和",
            "跟",
            "与",
            "给",
            "了",
            "娃",
            "子",
            "岁",
            ":",
            "(",
            ";",
        )
        and not (before.isdigit() and re.match(r"[\d,]|今年|也|比", text[i + 2 :]))
    ):
        return False
    if (
        word
        in (
            "大爷",
            "大娘",
            "大妈",
            "阿姨",
            "叔叔",
            "男人",
            "女人",
            "大大",
            "姑娘",
            "兄弟",
            "毛毛",
            "丫头",
            "老板",
            "师傅",
            "阿公",
        )
        and not owned
    ):
        return word in ("姑娘", "丫头") and not re.match(r",|我", text[i + len(word) :] or ",")
    if (
        entry.form == "ordinal"
        and word.endswith("的")
        and re.search(r"(?:带|养|拉扯|照顾|长|教)$", text[max(0, i - 2) : i])
    ):
        return False
    if word in ("小儿", "二子"):
        return bool(re.match(r"[\d,一二三四五六七八九十]|今年|才", text[i + 2 :]))
    if word in ("二胎", "三胎", "一胎", "头胎", "二孩"):
        return bool(re.match(r"[是今才刚也在上男女\d]", after))
    if word == "对象" and not owned:
        return not re.search(
            r"(?:保障|投保|服务|适用|承保|核保|被保|人群|什么)的?$", text[max(0, i - 3) : i]
        )
    if len(word) <= 2 and not owned and inside_word(text, i, i + len(word)):
        return False
    return not (word == "闺女" and text[i + 2 : i + 4] in (" 我", ",我", ",你", " 你"))


def _detect_money(board: Board, text: str) -> None:
    for span in find_money(_masked(board, text)):
        start = span.start
        while start < span.end and text[start] == " ":
            start += 1
        board.claim(Mention(start, span.end, "money", span.amount))
    for span in find_ge(text):
        board.claim(Mention(span.start, span.end, "ge", span.amount))
    for span in find_bare(text):
        board.claim(Mention(span.start, span.end, "bare_money", span.amount))


_PLACE_BEFORE = re.compile(r"(?:在|住|坐标|人在|定居|来自|我们|我是|是|家|搬到|落户|,|。|\s|^)$")
_PLACE_NOT = re.compile(r"(?:去|飞|出差|旅游|到|回|从)$")
_ALIAS = {"魔都": "上海", "帝都": "北京", "鹏城": "深圳", "羊城": "广州"}


def _detect_places(board: Board, text: str) -> None:
    for start, end, word in _cities().find(text):
        if _PLACE_NOT.search(text[max(0, start - 2) : start]):
            continue
        board.claim(Mention(start, end, "city", _ALIAS.get(word, word)))
