"""What grows: flowers, herbs, potted plants."""

from __future__ import annotations

from marketplace.demo.drawings import paper, vessels
from marketplace.demo.drawings.ink import (
    CELADON,
    CHALK,
    CHAM,
    CLAY,
    CORAL,
    EARTH,
    HOE,
    INK,
    LEAF,
    LEAF_DEEP,
    PLUM,
    ROSE,
    SON,
    SON_DEEP,
    SPROUT,
    STRAW,
    TAN,
    Hand,
    arc,
    at,
    cut,
    flat,
    oval,
    printed,
    smooth,
    stroke,
)


def leaf(color: str = LEAF, vein: str = LEAF_DEEP, length: float = 120, half: float = 34) -> str:
    """A leaf from its stalk at the origin to the right."""
    shape = smooth(
        [(0, 0), (length * 0.3, -half), (length * 0.7, -half * 0.8), (length, 0), (length * 0.7, half * 0.7), (length * 0.3, half * 0.9)]
    )
    return printed(shape, color, 7) + cut([(0, 0), (length * 0.5, -3), (length * 0.92, 0)], 7, vein)


def blossom(color: str, heart: str = HOE) -> str:
    """A five-petaled blossom."""
    centers = [arc(0, 0, 24, -90 + 72 * step, -89 + 72 * step)[0] for step in range(5)]
    petals = "".join(printed(oval(x, y, 20), color, 5) for x, y in centers)
    return petals + flat(oval(0, 0, 17), color) + flat(oval(0, 0, 9), heart)


def lotus(hand: Hand, color: str = "#e88f8a") -> str:
    """A lotus flower, opening."""
    petal = smooth([(0, 0), (-38, -50), (-26, -112), (0, -150), (26, -112), (38, -50)])
    back = "".join(at(printed(petal, ROSE, 8), 0, 0, turn=turn, scale=0.94) for turn in (-52, 52, -26, 26))
    front = "".join(
        at(printed(petal, color, 8) + cut([(0, -20), (0, -70), (0, -122)], 6, SON), 0, 6, turn=turn, scale=size)
        for turn, size in ((-78, 0.78), (78, 0.78), (-38, 0.86), (38, 0.86), (0, 0.95))
    )
    return back + front + printed(smooth([(-30, 0), (0, -16), (30, 0), (0, 22)]), SPROUT, 6)


def lotus_leaf(color: str = LEAF) -> str:
    """A lotus leaf seen from the side of its bowl."""
    shape = smooth([(-170, 0), (-120, -44), (0, -62), (124, -42), (170, 4), (96, 40), (0, 30), (-96, 44)])
    ribs = "".join(
        cut([(0, -8), (x * 0.5, y * 0.5 - 4), (x, y)], 7, LEAF_DEEP)
        for x, y in ((-140, 0), (-90, -36), (0, -54), (92, -34), (142, 4), (80, 30), (-80, 34), (0, 24))
    )
    return printed(shape, color) + ribs


def _pot(hand: Hand, half: float = 170) -> str:
    color, line = hand.pick((CLAY, EARTH), (CHALK, CHAM), (CELADON, "#4e7a5e"), ("#9a5a3a", HOE))
    return vessels.bowl(
        color, EARTH, half, painted=vessels.lotus_band(line, 420, -22, 42) + stroke(f"M-240 {-half * 0.62:.0f}H240", 7, line)
    )


def bonsai(hand: Hand) -> str:
    """An old little tree in a shallow pot."""
    trunk = (
        cut([(20, 20), (-40, -90), (40, -200), (-20, -330)], 76)
        + cut([(10, -190), (100, -230), (170, -230)], 40)
        + cut([(-10, -120), (-110, -170), (-170, -180)], 38)
    )
    pads = ""
    for x, y, size in ((-180, -200, 0.9), (180, -256, 0.95), (-20, -360, 1.15)):
        pad = smooth([(-120, 20), (-126, -30), (-70, -66), (-10, -54), (40, -78), (104, -50), (128, 2), (70, 34), (-40, 26)])
        dabs = "".join(
            cut([(dx - 22, dy), (dx, dy - 12), (dx + 22, dy)], 9, SPROUT)
            for dx, dy in ((-70, -14), (-10, -30), (60, -26), (20, 4), (-40, 10), (84, 2))
        )
        pads += at(printed(pad, hand.pick(LEAF, LEAF_DEEP)) + dabs, x, y, scale=size)
    return at(paper.low_table(), 500, 770) + at(trunk + pads, 500, 650) + at(_pot(hand, 190), 500, 772, squash=0.8)


def orchid(hand: Hand) -> str:
    """An orchid with arching sprays in a glazed pot."""
    color, heart = hand.pick((PLUM, HOE), (HOE, SON), (CHALK, PLUM), ("#e88f8a", HOE))
    leaves = "".join(at(leaf(length=290, half=34), 0, 10, turn=turn) for turn in (-150, -28, -166, -12, -128, -52))
    drawn = ""
    for side in (1, -1):
        stem = [(0, 0), (20 * side, -180), (90 * side, -330), (220 * side, -370)]
        flowers = [(60 * side, -280), (110 * side, -344), (170 * side, -366), (230 * side, -368), (34 * side, -216)]
        drawn += cut(stem, 14, LEAF_DEEP) + "".join(
            at(blossom(color, heart), x, y, scale=hand.near(1.45, 0.15), turn=hand.near(0, 30)) for x, y in flowers
        )
    return at(leaves + drawn, 500, 650) + at(_pot(hand), 500, 800)


def ornamental_plant(hand: Hand) -> str:
    """A kumquat, a bonsai, an orchid, a blossoming tree."""
    return hand.pick(bonsai, orchid, kumquat)(hand)


def kumquat(hand: Hand) -> str:
    """A kumquat tree full of fruit, as for Tết."""
    crown = printed(
        smooth(
            [(0, -470), (90, -400), (150, -270), (190, -120), (120, -40), (0, -20), (-120, -40), (-190, -120), (-150, -270), (-90, -400)]
        ),
        LEAF_DEEP,
    )
    strokes, fruit = "", ""
    for row in range(6):
        half = 36 + row * 26
        for step in range(row + 2):
            x, y = -half + 2 * half * step / (row + 1), -400 + row * 66
            strokes += at(
                flat(smooth([(0, 0), (20, -14), (52, -2), (24, 12)]), LEAF), hand.near(x, 16), hand.near(y, 18), turn=hand.near(0, 60)
            )
            fruit += at(
                printed(oval(0, 0, 21), CORAL if row % 2 else HOE, 6) + flat(oval(-7, -7, 5), CHALK),
                hand.near(x, 15),
                hand.near(y + 22, 15),
            )
    return at(cut([(0, 60), (6, 0), (0, -80)], 44) + crown + strokes + fruit, 500, 660) + at(_pot(hand), 500, 812)


def cut_flowers(hand: Hand) -> str:
    """An armful of flowers wrapped in paper."""
    color = hand.pick(SON, "#e88f8a", HOE, PLUM, CHALK)
    drawn = ""
    for turn in (-44, -28, -12, 4, 20, 36, -36, -20, 12, 28):
        length = hand.near(430, 60)
        head = rose(color) if turn % 8 else at(rose(hand.pick(color, ROSE, STRAW)), 0, 0, scale=0.9)
        drawn += at(
            stroke(f"M0 0V{-length:.0f}", 11, LEAF_DEEP)
            + at(leaf(SPROUT, LEAF_DEEP, 80, 22), 0, -length * 0.7, turn=-40)
            + at(head, 0, -length),
            500,
            770,
            turn=turn,
        )
    wrap = printed(
        smooth([(-30, 60), (-150, -190), (-60, -150), (0, -210), (70, -150), (160, -190), (36, 60)]), hand.pick(STRAW, TAN, CELADON)
    )
    tie = printed(smooth([(0, 0), (-74, -34), (-90, 20), (0, 6), (74, -34), (90, 20)]), SON, 7)
    return drawn + at(wrap + at(tie, 0, 30), 500, 770)


def rose(color: str) -> str:
    """A full flower with a spiral heart."""
    petals = "".join(printed(oval(*arc(0, 0, 38, 60 * step, 60 * step + 1)[0], 32), color, 6) for step in range(6))
    return (
        petals
        + printed(oval(0, 0, 34), color, 6)
        + stroke("M-12 6a14 14 0 1 1 20 8a22 22 0 0 1 -34 -14", 6, SON_DEEP if color != SON else INK)
    )
