"""The joined advice in Chinese, as someone in a shop would say it."""

from __future__ import annotations

from fittingroom.fit.advice_case import Case
from fittingroom.fit.advice_chinese import (
    beside,
    chances,
    elsewhere,
    headline,
    room_words,
    zone_word,
)
from fittingroom.learning.doubt import Worth
from fittingroom.learning.joint_advice import Findings
from fittingroom.learning.owned import HOWS, Owned, owned_piece
from fittingroom.learning.telling import counts, most, one_in, turning, worth_saying
from fittingroom.learning.telling import shown as _shown
from fittingroom.person.person import Ease
from fittingroom.person.terms import TERMS

_UNSAID = ("measurements_contradict", "clothes_contradict", "sources_disagree")
_HOW = dict(zip(HOWS, ("偏紧", "合身", "偏松"), strict=True))
_WISH: dict[Ease, str] = {"close": "修身", "regular": "合身", "loose": "宽松"}
_AT = {
    "neck": "领口", "shoulder": "肩部", "bust": "胸部", "waist": "腰部", "hip": "臀部",
    "thigh": "大腿", "upper_arm": "上臂", "sleeve_length": "袖长", "length": "衣长",
}  # fmt: skip


def chinese(found: Findings) -> tuple[str, ...]:
    """Return the reasons, the decisive one first."""
    case = found.case
    if found.abstains is not None:
        lines = [chinese_abstention(found), *chinese_helps(found), _similar(found), _chances(found)]
        return tuple(line for line in lines if line)
    if case.best != found.wanted:
        lines = [*_stock(found), beside(case), *elsewhere(case), chances(case)]
        return tuple(line for line in lines if line)
    lines = [
        headline(case), beside(case), *elsewhere(case), _owned(found), _learned(found),
        _similar(found), _one_more(found), _turns(found), _wish(case), _measure(found),
        chances(case),
    ]  # fmt: skip
    return tuple(line for line in lines if line)


def chinese_abstention(found: Findings) -> str:
    """Say why no size is named."""
    case, nearest = found.case, found.case.name(found.case.best)
    if found.abstains == "measurements_contradict" and found.odd_pair is not None:
        odd, other = (TERMS[term].label["zh"] for term in found.odd_pair)
        return f"暂时无法推荐尺码：您提供的{odd}和{other}很难同时属于一个人。"
    return {
        "measurements_contradict": "暂时无法推荐尺码：您提供的几项尺寸很难同时属于一个人。",
        "clothes_contradict": "暂时无法推荐尺码：您说的衣服和您提供的尺寸对不上。",
        "no_size_suits": f"这款没有适合推荐给您的尺码：最接近的是 {nearest} 码，"
        f"{_nearest_room(case)}，但多半也不合适。",
        "outside_survey": "暂时无法推荐尺码：与您年龄或身材相近的人我了解得太少，"
        "没法可靠地推算您没有提供的尺寸。",
        "sources_disagree": f"暂时无法推荐尺码：按您的尺寸应选 {_median(found, learned=False)} 码，"
        f"但穿过这款的人的反馈指向 {_median(found, learned=True)} 码。",
        "too_little_known": f"暂时无法推荐尺码：对您的了解太少，分不清哪一码更合适；{nearest}"
        " 码只是猜测。",
        "not_in_stock": f"您的尺码应是 {case.name(found.wanted)} 码，但目前无货；现货中最接近的是"
        f" {nearest} 码，多半不合适。",
    }[found.abstains or "too_little_known"]  # fmt: skip


def chinese_helps(found: Findings) -> tuple[str, ...]:
    """Say what would help."""
    why = found.abstains
    if why == "measurements_contradict":
        return ("请重新量一下这两项，并确认单位。",)
    if why == "clothes_contradict":
        one = found.owned[0]
        title = owned_piece(one.ref).words["zh"]
        what = f"{' ' if title[0].isascii() else ''}{title}（{one.size} 码）"
        what = "那几件衣服" if len(found.owned) > 1 else what
        return (f"请核对{what}标签上的尺码，再量一次身体尺寸。",)
    if why == "sources_disagree":
        return ("可以两个尺码都买来试，留下更合身的一件；或者告诉我您现有的衣服合不合身。",)
    said = _measure(found)
    if why in ("no_size_suits", "not_in_stock"):
        return (said,) if said else ()
    return (said or "告诉我一件您穿着合身的衣服，或者量一下身体尺寸，就能推荐得更准。",)


def _median(found: Findings, *, learned: bool) -> str:
    view = found.learned if learned and found.learned is not None else found.physical
    return found.case.name(view.median)


def _nearest_room(case: Case) -> str:
    return f"{zone_word(case, case.decisive)}{room_words(case, case.best, case.decisive)}"


def _stock(found: Findings) -> list[str]:
    case = found.case
    wanted, size = case.name(found.wanted), case.name(case.best)
    return [
        f"您的尺码应是 {wanted} 码，但目前无货。",
        f"现货中最接近的是 {size} 码：{_nearest_room(case)}。",
    ]


def _chances(found: Findings) -> str:
    case = found.case
    if found.abstains in _UNSAID:
        return ""
    if found.abstains == "no_size_suits":
        return f"有任一尺码适合您的概率约为 {case.per_cent(found.view.suits.sum())}%。"
    parts = [f"{case.name(size)} 码 {case.per_cent(found.view.suits[size])}%"
             for size in worth_saying(found)]  # fmt: skip
    return f"各尺码合适的概率：{'，'.join(parts)}。"


def _one_more(found: Findings) -> str:
    case, more = found.case, found.one_more
    at, size = zone_word(case, case.decisive), case.name(case.best)
    if more.size != case.best:
        return f"如果您的{at}再大 1 厘米，就该选 {case.name(more.size)} 码了。"
    now, then = (case.per_cent(p) for p in (case.odds.suits[case.best], more.probability))
    if abs(now - then) < 2:
        return f"{at}差 1 厘米影响不大。"
    return f"如果您的{at}再大 1 厘米，{size} 码合适的概率会从 {now}% 变为 {then}%。"


def _turns(found: Findings) -> str:
    case = found.case
    parts = [
        f"{girth} 厘米{'以上' if larger else '以下'}选 {case.name(size)} 码"
        for size, girth, larger in turning(found)
    ]
    return f"{zone_word(case, case.decisive)}在 {'，'.join(parts)}更合适。" if parts else ""


def _wish(case: Case) -> str:
    parts = [
        f"想穿得{'或'.join(_WISH[wish] for wish in wishes)}些，可选 {case.name(size)} 码"
        for size, wishes in case.other_wishes().items()
    ]
    return f"{'；'.join(parts)}。" if parts else ""


def _measure(found: Findings) -> str:
    """Say which measurement would settle the doubt, and what would follow from it."""
    worth = found.worths[0] if found.worths else None
    case = found.case
    if worth is None or worth.gain < 0.03:
        return ""
    what = TERMS[worth.term].label["zh"]
    value, spread = shown(worth.term, worth.estimate), shown(worth.term, worth.sd)
    return (f"您没有提供{what}，我按 {value}（误差约 {spread}）估算。最值得补充的就是{what}："
            f"选对尺码的概率可从 {case.per_cent(worth.now)}% 提高到约"
            f" {case.per_cent(worth.then)}%{_answers(case, worth)}。")  # fmt: skip


def _answers(case: Case, worth: Worth) -> str:
    if len(worth.answers) < 2:
        return ""
    parts = []
    for size, low, high in worth.answers:
        ends = [shown(worth.term, end) for end in (low, high) if end is not None]
        where = (
            "到 ".join(ends) if len(ends) == 2 else f"{ends[0]}{'以下' if low is None else '以上'}"
        )
        parts.append(f"{where}选 {case.name(size)} 码")
    return f"（{'，'.join(parts)}）"


def _owned(found: Findings) -> str:
    if not found.owned or found.without_owned is None:
        return ""
    case, (size, chance) = found.case, found.without_owned
    told = f"您说{_piece(found.owned[0])}{_where(found.owned[0])}"
    if len(found.owned) > 1:
        told = f"我参考了您提到的 {len(found.owned)} 件衣服"
    if size != found.view.median:
        return f"{told}；如果没有这一点，我会推荐 {case.name(size)} 码。"
    before, now = (case.per_cent(p) for p in (chance, found.view.suits[size]))
    if abs(before - now) < 2:
        return f"{told}，这与 {case.name(size)} 码相符。"
    surer = "更有把握" if now > before else "把握小了些"
    return f"{told}，因此对 {case.name(size)} 码{surer}：概率从 {before}% 变为 {now}%。"


def _where(owned: Owned) -> str:
    return ("" if owned.zone is None else _AT.get(owned.zone, "")) + _HOW[owned.how]


def _piece(owned: Owned) -> str:
    title = owned_piece(owned.ref).words["zh"]
    return f"{' ' if title[0].isascii() else ''}{title}的 {owned.size} 码"


def _learned(found: Findings) -> str:
    """Say what people said, and what it would be without them."""
    if found.learned is None or found.weight < 0.02:
        return ""
    case, size = found.case, found.view.median
    physical, learned = found.physical.median, found.learned.median
    who = _who(found)
    if physical == size == learned:
        return f"{who}也指向 {case.name(size)} 码。"
    if physical == size:
        return f"{who}更倾向 {case.name(learned)} 码，但这里您的尺寸更说明问题。"
    larger = size > physical
    share = found.learned.small[physical] if larger else found.learned.large[physical]
    complaint = f"约有 {one_in(float(share), 'zh')}与您相似的人会觉得 {case.name(physical)} 码"
    return (
        f"只看尺寸我会推荐 {case.name(physical)} 码；但{who}指向 {case.name(size)} 码："
        f"{complaint}{'偏小' if larger else '偏大'}。"
    )


def _who(found: Findings) -> str:
    wearer, item = counts(found)
    if wearer and item:
        return f"您以往的 {wearer} 次购买和这款的 {item} 条穿着反馈"
    if wearer:
        return f"您以往的 {wearer} 次购买"
    return f"这款的 {item} 条穿着反馈" if item else "同类衣服的穿着反馈"


def _similar(found: Findings) -> str:
    parts = []
    for one in found.similar:
        said = f"{most(one.fits, 'zh')}觉得合身"
        if one.fits < max(one.small, one.large):
            word = "偏小" if one.small >= one.large else "偏大"
            said = f"{most(max(one.small, one.large), 'zh')}觉得{word}"
        parts.append(f"{one.people} 人买了 {one.size} 码，{said}")
    return f"与您身材相近的人中，{'；'.join(parts)}。" if parts else ""


def shown(term: str, value: float) -> str:
    """Return a measure [m] or [kg] as people say it: "98 厘米", "62 公斤"."""
    return _shown(term, value).replace("cm", "厘米").replace("kg", "公斤")
