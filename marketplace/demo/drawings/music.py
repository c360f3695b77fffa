"""Instruments: lutes of several bodies, the monochord, the zither, the fiddle."""

from __future__ import annotations

from marketplace.demo.drawings import vessels
from marketplace.demo.drawings.ink import (
    CHALK,
    CLAY,
    HOE,
    INK,
    MIST,
    SON,
    STRAW,
    TAN,
    Hand,
    arc,
    at,
    box,
    flat,
    lathe,
    oval,
    poly,
    printed,
    smooth,
    stroke,
)
from marketplace.demo.drawings.wood import WOODS

_BODIES = {
    "moon": oval(0, 0, 190),
    "pear": smooth(
        [
            (-30, -330),
            (30, -330),
            (60, -200),
            (150, -60),
            (170, 60),
            (110, 160),
            (0, 190),
            (-110, 160),
            (-170, 60),
            (-150, -60),
            (-60, -200),
        ]
    ),
    "trapeze": poly([(-130, -150), (130, -150), (170, 170), (-170, 170)]),
    "small": smooth([(-90, -120), (90, -120), (120, 0), (90, 120), (-90, 120), (-120, 0)]),
}


def lute(hand: Hand, body: str, *, neck: float = 420, strings: int = 2) -> str:
    """A lute with its sound box at the origin; `body` names its shape."""
    color, dark = hand.pick(*WOODS)
    face, top = hand.pick(STRAW, TAN, HOE), -140 - neck
    stem = printed(box(-22, top, 44, neck, 8), dark, 10) + "".join(
        printed(box(-36, y, 72, 13, 5), CHALK, 5) for y in range(int(top) + 130, -150, 58)
    )
    pegs = "".join(printed(box(x, top + y, 74, 18, 8), color, 7) for x, y in ((-94, 16), (20, 16), (-94, 64), (20, 64)))
    head = printed(smooth([(-28, top), (-40, top - 60), (0, top - 92), (40, top - 60), (28, top)]), dark)
    shape = _BODIES[body]
    box_ = printed(shape, color, 12) + at(printed(shape, face, 7), 0, 0, scale=0.84)
    pearl = "".join(at(flat(oval(0, 0, 8, 14), MIST), *arc(0, 0, 60, a, a + 1)[0], turn=a) for a in range(0, 360, 45))
    bridge = printed(box(-56, 70, 112, 24, 6), dark, 7)
    courses = "".join(f"M{(k - (strings - 1) / 2) * 14:.0f} 80V{top + 20:.0f}" for k in range(strings))
    return stem + pegs + head + box_ + at(pearl, 0, -20, scale=0.7) + bridge + stroke(courses, 4)


def _small_drum(hand: Hand) -> str:
    color, _ = hand.pick(*WOODS)
    return (
        printed(oval(0, 0, 120, 34), color)
        + printed(box(-120, -150, 240, 150, 10), SON)
        + flat(box(-110, -10, 220, 30), SON)
        + printed(oval(0, -150, 122, 36), STRAW)
        + stroke(smooth(arc(0, 4, 118, 0, 180, 0.28), closed=False), 9)
        + flat("".join(oval(x, -110, 8) + oval(x, -20, 8) for x in (-90, -45, 0, 45, 90)), HOE)
    )


def _flute() -> str:
    return (
        printed(box(-230, -16, 460, 32, 14), TAN)
        + flat("".join(oval(x, 0, 8, 6) for x in (-120, -20, 30, 80, 130)), INK)
        + printed(box(-190, -18, 22, 36, 4), SON, 5)
    )


def moon_lute(hand: Hand) -> str:
    """A moon lute with drum and flute."""
    return at(lute(hand, "moon"), 400, 690, turn=14) + at(_small_drum(hand), 720, 820) + at(_flute(), 540, 866, turn=-6)


def pear_lute(hand: Hand) -> str:
    """A pear-shaped lute."""
    return at(lute(hand, "pear", neck=360, strings=4), 470, 670, turn=20) + at(_flute(), 620, 866, turn=-5)


def long_lute(hand: Hand) -> str:
    """The long-necked lute of ca trù with its trapeze body."""
    return at(lute(hand, "trapeze", neck=560, strings=3), 420, 680, turn=26, scale=0.9) + at(_small_drum(hand), 760, 830, scale=0.8)


def three_strings(hand: Hand) -> str:
    """A small-bodied lute of three strings."""
    return at(lute(hand, "small", neck=500, strings=3), 440, 700, turn=18) + at(_flute(), 600, 860, turn=-8)


def monochord(hand: Hand) -> str:
    """The đàn bầu: one string, a gourd, a bending rod."""
    color, dark = hand.pick(*WOODS)
    sound_box = printed(poly([(-390, 0), (360, -40), (390, 40), (-360, 110)]), color, 12) + "".join(
        at(flat(oval(0, 0, 9, 16), MIST), x, 30 - x * 0.06, turn=40) for x in range(-300, 320, 60)
    )
    rod = stroke("M-330 20C-330 -220 -300 -360 -200 -420", 22) + stroke("M-330 20C-330 -220 -300 -360 -200 -420", 10, CLAY)
    gourd = printed(lathe([(20, -250), (46, -220), (40, -190), (84, -130), (70, -70), (30, -60)]), HOE)
    return at(
        sound_box + rod + at(gourd, -330, 80) + stroke("M-322 -110L340 -20", 4) + printed(box(330, -40, 40, 46, 6), dark, 7), 500, 740
    )


def zither(hand: Hand) -> str:
    """The đàn tranh: sixteen strings over little bridges."""
    color, dark = hand.pick(*WOODS)
    board = printed(
        smooth([(-400, 40), (-380, -40), (0, -110), (330, -120), (400, -60), (400, 60), (330, 110), (0, 120), (-380, 110)]), color, 12
    )
    strings = stroke("".join(f"M-370 {y * 0.5 + 34:.0f}L370 {y:.0f}" for y in range(-90, 91, 18)), 4, STRAW)
    bridges = "".join(
        flat(poly([(x, y + 12), (x + 9, y - 16), (x + 18, y + 12)]), dark)
        for x, y in zip(range(-200, 260, 46), range(60, -80, -14), strict=False)
    )
    feet = "".join(printed(box(x, 96, 46, 70, 6), dark) for x in (-300, 260))
    return at(
        feet + board + strings + bridges + "".join(at(flat(oval(0, 0, 9, 14), MIST), x, 96, turn=30) for x in range(-280, 300, 70)),
        500,
        680,
        turn=-6,
    )


def fiddle(hand: Hand) -> str:
    """The two-stringed fiddle and its bow."""
    color, dark = hand.pick(*WOODS)
    stick = printed(box(-13, -560, 26, 620, 8), dark) + "".join(printed(box(-90, y, 100, 22, 9), color, 7) for y in (-500, -430))
    drum = printed(smooth([(-76, -70), (76, -70), (60, 0), (90, 80), (-90, 80), (-60, 0)]), color) + printed(oval(0, -70, 78, 22), STRAW, 7)
    bow = stroke("M-260 60Q40 -140 300 -60", 20) + stroke("M-260 60Q40 -140 300 -60", 9, TAN) + stroke("M-250 70L296 -46", 7, CHALK)
    return (
        at(stick + drum + stroke("M-4 -76V-480M5 -76V-420", 4), 430, 720, turn=10, scale=1.05)
        + at(bow, 560, 760)
        + at(vessels.cup(CHALK, HOE, 60), 800, 860)
    )


def instruments(hand: Hand) -> str:
    """One of the old instruments."""
    return hand.pick(moon_lute, pear_lute, monochord, zither, fiddle, three_strings)(hand)
