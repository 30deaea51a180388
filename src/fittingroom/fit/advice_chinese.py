"""The advice in Chinese, as someone in a shop would say it."""

from __future__ import annotations

from fittingroom.fit.advice_case import WORTH_SAYING, Case
from fittingroom.person.person import Ease
from fittingroom.units import CENTIMETRE

_ZONES = {
    "neck": "领围", "shoulder": "肩宽", "bust": "胸围", "waist": "腰围", "hip": "臀围",
    "thigh": "大腿围", "upper_arm": "上臂围",
}  # fmt: skip
_WISH: dict[Ease, str] = {"close": "修身", "regular": "合身", "loose": "宽松"}
_LENGTHS = {
    "length": {
        "too_tight": "{size} 码的衣长对您来说太短。",
        "tight": "{size} 码的衣长对您来说略短。",
        "loose": "{size} 码的衣长对您来说偏长。",
        "too_loose": "{size} 码的衣长对您来说太长。",
    },
    "sleeve_length": {
        "too_tight": "袖子太短。",
        "tight": "袖子略短。",
        "loose": "袖子偏长。",
        "too_loose": "袖子太长。",
    },
    "shoulder": {
        "too_tight": "肩部太窄。",
        "tight": "肩部略窄。",
        "loose": "肩线会略微落到手臂上。",
        "too_loose": "肩线会明显落到手臂上。",
    },
}
_LENGTH_WORD = {"straight-trousers": "裤长", "a-line-skirt": "裙长", "shift-dress": "裙长"}


def chinese(case: Case) -> tuple[str, ...]:
    """Return the reasons, the decisive one first."""
    reasons = [headline(case), beside(case), *elsewhere(case)]
    if not case.suits:
        return tuple(line for line in (*reasons, chances(case)) if line)
    rest = [*_turns(case), _wish(case), _measure(case)]
    if case.guess:
        rest = [_measure(case), _wish(case)]
    return tuple(line for line in (*reasons, *rest, chances(case)) if line)


def zone_word(case: Case, zone: int) -> str:
    """Return what a shopper calls a zone."""
    return _ZONES[case.sizes.zones[zone].name]


def room_words(case: Case, size: int, zone: int) -> str:
    """Return how much room a size leaves at a zone."""
    ease = case.ease_cm(size, zone)
    if ease < 0:
        return f"比您的身体小 {-ease} 厘米"
    return f"有 {ease} 厘米松量" if ease else "没有松量"


def headline(case: Case) -> str:
    """Say which size, and how it sits where it matters most."""
    size, word = case.name(case.best), case.verdict(case.best, case.decisive)
    at, room = zone_word(case, case.decisive), room_words(case, case.best, case.decisive)
    if not case.suits:
        if word in ("too_tight", "too_loose"):
            how = "太紧" if word == "too_tight" else "太松"
            return f"这款没有真正适合您的尺码：最接近的是 {size} 码，但{at}{room}，{how}了。"
        return f"这款没有哪个尺码对您完全有把握：最接近的是 {size} 码，{at}{room}。"
    judged = {
        "too_tight": "太紧", "tight": "比较贴身",
        "regular": f"正好是{_WISH[case.person.preferences.ease]}的穿法",
        "loose": "比较宽松", "too_loose": "太松",
    }[word]  # fmt: skip
    if case.as_asked(word):
        judged += "，正合您的喜好"
    start = f"信息有限，暂且推荐 {size} 码" if case.guess else f"建议选 {size} 码"
    return f"{start}：{at}{room}，{judged}。"


def beside(case: Case) -> str:
    """Say what the next sizes would do at the same place."""
    parts = [f"{case.name(n)} 码{room_words(case, n, case.decisive)}" for n in case.neighbours]
    return f"同一部位，{'，'.join(parts)}。" if parts else ""


def elsewhere(case: Case) -> list[str]:
    """Say where else the size is remarkable, two places at most."""
    return [_remark(case, zone) for zone in case.remarkable()[:2]]


def _remark(case: Case, zone: int) -> str:
    name, word = case.sizes.zones[zone].name, case.verdict(case.best, zone)
    size = case.name(case.best)
    if name in _LENGTHS:
        line = _LENGTHS[name][word].format(size=size)
        return line.replace("衣长", _LENGTH_WORD.get(case.sizes.style, "衣长"))
    if word == "tight" and case.ease_cm(case.best, zone) < 0:
        smaller = -case.ease_cm(case.best, zone)
        at = zone_word(case, zone)
        return f"{size} 码的{at}比较贴身：比您的身体小 {smaller} 厘米，靠面料弹性贴合。"
    how = {"too_tight": "太紧", "tight": "比较贴身", "loose": "比较宽松", "too_loose": "很宽大"}
    return f"{size} 码的{zone_word(case, zone)}{how[word]}：{room_words(case, case.best, zone)}。"


def _turns(case: Case) -> list[str]:
    at, zone = zone_word(case, case.decisive), case.decisive
    lines = []
    for turn in case.turns:
        girth = round((float(case.body[zone]) + turn.shift) / CENTIMETRE)
        edge = "以上" if turn.shift > 0 else "以下"
        lines.append(f"如果您的{at}在 {girth} 厘米{edge}，选 {case.name(turn.size)} 码更合适。")
    return lines


def _wish(case: Case) -> str:
    parts = [
        f"想穿得{'或'.join(_WISH[wish] for wish in wishes)}些，可选 {case.name(size)} 码"
        for size, wishes in case.other_wishes().items()
    ]
    return f"{'；'.join(parts)}。" if parts else ""


def _measure(case: Case) -> str:
    zone = case.worth_measuring()
    if zone is None:
        return ""
    body, spread = (round(float(x[zone]) / CENTIMETRE) for x in (case.body, case.body_sd))
    at = zone_word(case, zone)
    return f"您没有提供{at}，我按 {body} 厘米（误差约 {spread} 厘米）估算；实测后会更准。"


def chances(case: Case) -> str:
    """Say how probable it is that a size suits."""
    chance = case.odds.suits
    if not case.suits:
        return f"有任一尺码适合您的概率约为 {case.per_cent(chance.sum())}%。"
    line = f"{case.name(case.best)} 码合适的概率为 {case.per_cent(chance[case.best])}%"
    second = case.odds.runner_up
    if second is not None and chance[second] >= WORTH_SAYING:
        line += f"，{case.name(second)} 码为 {case.per_cent(chance[second])}%"
    none = 1.0 - float(chance.sum())
    return line + (f"；都不合适的概率为 {case.per_cent(none)}%。" if none >= WORTH_SAYING else "。")
