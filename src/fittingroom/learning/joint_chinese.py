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
from fittingroom.learning.joint_advice import Findings
from fittingroom.learning.joint_chinese_causes import (
    learned,
    measure,
    one_more,
    owned,
    similar,
    turns,
    wish,
)
from fittingroom.learning.owned import owned_piece
from fittingroom.learning.telling import worth_saying
from fittingroom.person.terms import TERMS

_UNSAID = ("measurements_contradict", "clothes_contradict", "sources_disagree")


def chinese(found: Findings) -> tuple[str, ...]:
    """Return the reasons, the decisive one first."""
    case = found.case
    if found.abstains is not None:
        lines = [chinese_abstention(found), *chinese_helps(found), similar(found), _chances(found)]
        return tuple(line for line in lines if line)
    if case.best != found.wanted:
        lines = [*_stock(found), beside(case), *elsewhere(case), chances(case)]
        return tuple(line for line in lines if line)
    lines = [
        headline(case), beside(case), *elsewhere(case), owned(found), learned(found),
        similar(found), one_more(found), turns(found), wish(case), measure(found),
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
        "sources_disagree": f"暂时无法推荐尺码：按您的尺寸应选 {_median(found, people=False)} 码，"
        f"但穿过这款的人的反馈指向 {_median(found, people=True)} 码。",
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
    said = measure(found)
    if why in ("no_size_suits", "not_in_stock"):
        return (said,) if said else ()
    return (said or "告诉我一件您穿着合身的衣服，或者量一下身体尺寸，就能推荐得更准。",)


def _median(found: Findings, *, people: bool) -> str:
    view = found.learned if people and found.learned is not None else found.physical
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
