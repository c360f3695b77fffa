"""People of the village, their faces under their hats: they are nobody in particular."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.demo.drawings import vessels
from marketplace.demo.drawings.ink import BARK, CLAY, GOLD, INK, SON, STRAW, TAN, Point, at, cut, flat, oval, poly, printed, smooth, stroke

SKIN = "#e3b088"


def hat(size: float = 1) -> str:
    """A conical hat, the middle of its rim at the origin."""
    cone = smooth([(-100, 2), (-84, -12), (-8, -88), (0, -94), (8, -88), (84, -12), (100, 2), (60, 20), (0, 26), (-60, 20)])
    rings = stroke("M-72 -14Q0 6 72 -14M-46 -38Q0 -22 46 -38M-22 -62Q0 -54 22 -62", 3.5, GOLD)
    return at(printed(cone, STRAW, 8) + rings, 0, 0, scale=size)


def _arm(shoulder: Point, hand_at: Point, color: str) -> str:
    middle = ((shoulder[0] + hand_at[0]) / 2 + (hand_at[1] - shoulder[1]) * 0.14, (shoulder[1] + hand_at[1]) / 2 + 16)
    path = smooth([shoulder, middle, hand_at], closed=False)
    return stroke(path, 37) + stroke(path, 26, color) + printed(oval(hand_at[0], hand_at[1], 15), SKIN, 6)


def _head(hair_bun: bool, hatted: bool) -> str:
    head = printed(oval(0, -306, 33, 39), SKIN, 7)
    if hatted:
        return head + stroke("M-26 -276Q0 -250 26 -276", 5, SON) + at(hat(), 0, -318)
    hair = printed(smooth([(-36, -300), (-34, -340), (0, -356), (34, -340), (36, -300), (20, -326), (-20, -326)]), INK, 4)
    face = (
        stroke("M-22 -306q8 7 16 0M6 -306q8 7 16 0", 4)
        + stroke("M-8 -284q8 7 16 0", 4, SON)
        + flat(oval(-21, -292, 7, 5), "#d98a6a")
        + flat(oval(21, -292, 7, 5), "#d98a6a")
    )
    return head + face + hair + (printed(oval(34, -334, 18), INK, 4) if hair_bun else "")


def standing(shirt: str, sash: str, hands: Sequence[Point] = ((-84, -130), (84, -130)), *, hatted: bool = True, skirt: str = BARK) -> str:
    """A person from the feet at the origin upward, about 400 high; `hands` says where the hands are."""
    legs = printed(smooth([(-44, -150), (44, -150), (54, -40), (58, -4), (8, -4), (0, -80), (-8, -4), (-58, -4), (-54, -40)]), skirt)
    feet = printed(oval(-34, 0, 26, 9), SKIN, 5) + printed(oval(34, 0, 26, 9), SKIN, 5)
    tunic = printed(
        smooth([(-34, -264), (0, -270), (34, -264), (54, -230), (50, -160), (70, -84), (0, -72), (-70, -84), (-50, -160), (-54, -230)]),
        shirt,
    )
    band = printed(smooth([(-50, -172), (50, -172), (52, -144), (-52, -144)]), sash, 6) + cut([(20, -150), (30, -110), (22, -70)], 17, sash)
    return feet + legs + tunic + band + _head(True, hatted) + _arm((-42, -238), hands[0], shirt) + _arm((42, -238), hands[1], shirt)


def seated(shirt: str, lap: str, hands: Sequence[Point] = ((-60, -70), (60, -70)), *, hatted: bool = True) -> str:
    """A person sitting low, about 300 high."""
    body = printed(smooth([(-36, -196), (0, -204), (36, -196), (60, -150), (66, -40), (0, -20), (-66, -40), (-60, -150)]), shirt)
    knees = printed(smooth([(-110, -10), (-96, -84), (-30, -92), (0, -60), (30, -92), (96, -84), (110, -10), (0, 8)]), lap)
    return body + knees + at(_head(True, hatted), 0, 68) + _arm((-44, -168), hands[0], shirt) + _arm((44, -168), hands[1], shirt)


def carrying(shirt: str, sash: str, load: str, other: str | None = None) -> str:
    """A person with a pole over the shoulder and a basket at either end; `load` lies in the baskets."""
    cords = stroke("M-210 -226L-260 -66M-210 -226L-160 -66M210 -226L160 -66M210 -226L260 -66", 6)
    baskets = "".join(
        at(vessels.basket(TAN, CLAY, half=74, tall=54, fill=content), x, -10) for x, content in ((-210, load), (210, other or load))
    )
    pole = smooth([(-226, -228), (-110, -262), (0, -270), (110, -262), (226, -228)], closed=False)
    return baskets + cords + standing(shirt, sash, ((-96, -250), (88, -140))) + stroke(pole, 20) + stroke(pole, 11, CLAY)


def bicycle(load: str) -> str:
    """A bicycle laden high, standing on its wheels at the origin."""
    wheels = "".join(
        stroke(oval(x, -70, 66), 12) + stroke(oval(x, -70, 66), 4, TAN) + stroke(f"M{x - 60} -70h120M{x} -130v120", 3) for x in (-120, 120)
    )
    frame = stroke("M-120 -70L-40 -170L90 -170L120 -70M-40 -170L0 -70L-120 -70M0 -70L90 -170M90 -170L96 -214h-34M-46 -190h-40", 11, SON)
    return wheels + frame + at(load, -110, -160) + flat(oval(0, -70, 14), INK)


def child(shirt: str) -> str:
    """A small child with a tuft of hair and a pinwheel, as on the prints."""
    legs = printed(poly([(-34, -70), (34, -70), (38, -4), (6, -4), (0, -40), (-6, -4), (-38, -4)]), BARK, 7)
    body = printed(smooth([(-28, -150), (28, -150), (46, -60), (0, -50), (-46, -60)]), shirt, 8)
    head = (
        printed(oval(0, -186, 36), SKIN, 7)
        + printed(oval(0, -222, 15), INK, 4)
        + flat(oval(-12, -184, 4), INK)
        + flat(oval(12, -184, 4), INK)
        + stroke("M-8 -168q8 8 16 0", 4)
    )
    wheel = "".join(
        at(printed(smooth([(0, 0), (34, -10), (40, -40), (10, -34)]), color, 5), 76, -200, turn=90 * step)
        for step, color in enumerate((SON, STRAW, SON, STRAW))
    )
    return legs + body + head + _arm((24, -138), (64, -130), shirt) + stroke("M64 -126L76 -200", 7) + wheel
