"""The causes of a joined advice in Chinese, each with what would be otherwise."""

from __future__ import annotations

from fittingroom.fit.advice_case import Case
from fittingroom.fit.advice_chinese import zone_word
from fittingroom.learning.doubt import Worth
from fittingroom.learning.joint_advice import Findings
from fittingroom.learning.owned import HOWS, Owned, owned_piece
from fittingroom.learning.telling import counts, most, one_in, turning
from fittingroom.learning.telling import shown as _shown
from fittingroom.person.person import Ease
from fittingroom.person.terms import TERMS

_HOW = dict(zip(HOWS, ("偏紧", "合身", "偏松"), strict=True))
_WISH: dict[Ease, str] = {"close": "修身", "regular": "合身", "loose": "宽松"}
_AT = {
    "neck": "领口", "shoulder": "肩部", "bust": "胸部", "waist": "腰部", "hip": "臀部",
    "thigh": "大腿", "upper_arm": "上臂", "sleeve_length": "袖长", "length": "衣长",
}  # fmt: skip


def one_more(found: Findings) -> str:
    """Say what one centimetre more where the fit is decided would change."""
    case, more = found.case, found.one_more
    at, size = zone_word(case, case.decisive), case.name(case.best)
    if more.size != case.best:
        return f"如果您的{at}再大 1 厘米，就该选 {case.name(more.size)} 码了。"
    now, then = (case.per_cent(p) for p in (case.odds.suits[case.best], more.probability))
    if abs(now - then) < 2:
        return f"{at}差 1 厘米影响不大。"
    return f"如果您的{at}再大 1 厘米，{size} 码合适的概率会从 {now}% 变为 {then}%。"


def turns(found: Findings) -> str:
    """Say from which girths on it would be another size."""
    case = found.case
    parts = [
        f"{girth} 厘米{'以上' if larger else '以下'}选 {case.name(size)} 码"
        for size, girth, larger in turning(found)
    ]
    return f"{zone_word(case, case.decisive)}在 {'，'.join(parts)}更合适。" if parts else ""


def wish(case: Case) -> str:
    """Say which sizes other wishes would lead to."""
    parts = [
        f"想穿得{'或'.join(_WISH[wish] for wish in wishes)}些，可选 {case.name(size)} 码"
        for size, wishes in case.other_wishes().items()
    ]
    return f"{'；'.join(parts)}。" if parts else ""


def measure(found: Findings) -> str:
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
        where = f"{ends[0]}{'以下' if low is None else '以上'}"
        if len(ends) == 2:
            where = f"{ends[0].split()[0]}–{ends[1]}"
        parts.append(f"{where}选 {case.name(size)} 码")
    return f"（{'，'.join(parts)}）"


def owned(found: Findings) -> str:
    """Say what owned clothes changed."""
    if not found.owned or found.without_owned is None:
        return ""
    case, (size, chance) = found.case, found.without_owned
    told = f"您说{piece(found.owned[0])}{_where(found.owned[0])}"
    if len(found.owned) > 1:
        told = f"我参考了您提到的 {len(found.owned)} 件衣服"
    if size != found.view.median:
        return f"{told}；如果没有这一点，我会推荐 {case.name(size)} 码。"
    before, now = (case.per_cent(p) for p in (chance, found.view.suits[size]))
    if abs(before - now) < 2:
        return f"{told}，对结果影响不大，仍以 {case.name(size)} 码为佳。"
    surer = "更有把握" if now > before else "把握小了些"
    return f"{told}，因此对 {case.name(size)} 码{surer}：概率从 {before}% 变为 {now}%。"


def _where(one: Owned) -> str:
    return ("" if one.zone is None else _AT.get(one.zone, "")) + _HOW[one.how]


def piece(one: Owned) -> str:
    """Return what to call a garment that is owned, with its size."""
    title = owned_piece(one.ref).words["zh"]
    return f"{' ' if title[0].isascii() else ''}{title}的 {one.size} 码"


def learned(found: Findings) -> str:
    """Say what people said, and what it would be without them."""
    if found.learned is None or found.weight < 0.02:
        return ""
    case, size = found.case, found.view.median
    physical, theirs = found.physical.median, found.learned.median
    who = _who(found)
    if physical == size == theirs:
        return f"{who}也指向 {case.name(size)} 码。"
    if physical == size:
        return f"{who}更倾向 {case.name(theirs)} 码，但这里您的尺寸更说明问题。"
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


def similar(found: Findings) -> str:
    """Say what similar people kept."""
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
