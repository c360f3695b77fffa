"""Greens, roots and mushrooms."""

from __future__ import annotations

from marketplace.demo.drawings import paper, plants, vessels
from marketplace.demo.drawings.ink import (
    CHALK,
    CLAY,
    CORAL,
    EARTH,
    HOE,
    INK,
    LEAF,
    LEAF_DEEP,
    PLUM,
    SON_DEEP,
    SPROUT,
    STRAW,
    TAN,
    Hand,
    at,
    box,
    cut,
    flat,
    oval,
    printed,
    smooth,
    stroke,
)


def greens(hand: Hand) -> str:
    """A bundle of leafy greens tied with a straw."""
    color, rib = hand.pick((LEAF, SPROUT), (SPROUT, CHALK), (LEAF_DEEP, SPROUT))
    blade = smooth([(0, 0), (20, -110), (84, -190), (96, -300), (30, -380), (-36, -372), (-96, -290), (-80, -180), (-18, -110)])
    leaves = "".join(
        at(printed(blade, color) + cut([(0, -20), (4, -190), (0, -350)], 17, rib) + _ribs(rib), 0, 0, turn=turn, scale=size)
        for turn, size in ((-46, 0.9), (46, 0.9), (-24, 1), (24, 1), (0, 1.1))
    )
    stems = printed(smooth([(-62, -80), (62, -80), (50, 60), (0, 74), (-50, 60)]), CHALK if rib == CHALK else SPROUT)
    return leaves + stems + printed(box(-74, -56, 148, 36, 14), TAN, 7)


def _ribs(color: str) -> str:
    return "".join(cut([(0, y), (side * 34, y - 36), (side * 66, y - 50)], 7, color) for y in (-180, -240, -300) for side in (1, -1))


def carrot(color: str = CORAL) -> str:
    """A carrot pointing down, leaves up."""
    tops = "".join(cut([(0, -10), (x * 0.6, -80), (x, -150)], 15, LEAF) for x in (-56, -20, 18, 54))
    return (
        tops
        + printed(smooth([(-44, -6), (0, -22), (44, -6), (34, 110), (0, 250), (-34, 110)]), color)
        + stroke("M-30 40h26M6 86h20M-22 132h18", 6, SON_DEEP)
    )


def pumpkin(color: str = HOE) -> str:
    """A ribbed pumpkin."""
    lobes = "".join(printed(oval(x, 0, 74, 96), color) for x in (-104, 104, -56, 56, 0))
    return lobes + printed(smooth([(-18, -84), (18, -84), (30, -130), (56, -146), (48, -164), (4, -146)]), LEAF, 7)


def eggplant() -> str:
    """An eggplant lying down."""
    body = printed(smooth([(-130, 0), (-70, -46), (20, -56), (110, -36), (130, 10), (90, 46), (0, 44), (-80, 30)]), PLUM)
    return (
        body
        + cut([(-60, -22), (20, -36), (90, -20)], 11, CHALK)
        + printed(smooth([(-160, -8), (-112, -40), (-92, 0), (-112, 34)]), LEAF, 7)
    )


def vegetables(hand: Hand) -> str:
    """Greens and roots of the day in a basket or on a mat."""
    if hand.pick(True, False):
        fill = (
            at(greens(hand), -120, 40, scale=0.72, turn=-14)
            + at(greens(hand), 130, 40, scale=0.7, turn=16)
            + at(carrot(), 10, -190, scale=0.9, turn=6)
            + at(carrot(), 76, -170, scale=0.8, turn=24)
        )
        return (
            at(paper.shade(320), 500, 820)
            + at(vessels.basket(TAN, CLAY, half=270, tall=190, fill=fill), 480, 820)
            + at(eggplant(), 790, 812, scale=0.8)
        )
    left = at(greens(hand), 370, 760, scale=1.12, turn=-8)
    return (
        at(paper.leaf_mat(hand, 390), 500, 836)
        + left
        + at(pumpkin(hand.pick(HOE, CORAL, LEAF)), 660, 716, scale=1.1)
        + at(carrot(), 520, 680, turn=58, scale=0.9)
        + at(eggplant(), 560, 812)
    )


def tubers(hand: Hand) -> str:
    """Sweet potatoes or yams heaped on a flat basket."""
    color = hand.pick(PLUM, CLAY, EARTH)
    shape = smooth([(-130, 6), (-84, -40), (10, -54), (96, -30), (136, 10), (80, 42), (-30, 46)])
    one = printed(shape, color) + stroke("M-60 -10q16 -8 30 0M10 14q18 -8 34 0M50 -20q14 -6 26 0", 6, INK)
    spots = ((360, 690, -10), (620, 690, 14), (500, 730, 4), (400, 610, 12), (590, 606, -16), (500, 540, 6))
    return (
        at(vessels.flat_basket(half=380), 500, 850)
        + "".join(at(one, x, y, turn=t, scale=1.05) for x, y, t in reversed(spots))
        + at(plants.leaf(length=150, half=60), 700, 560, turn=-30)
    )


def mushrooms(hand: Hand) -> str:
    """A cluster of mushrooms and a log."""
    cap, spot = hand.pick((EARTH, TAN), (STRAW, CHALK), (CLAY, STRAW), ("#8d7760", CHALK))
    drawn = printed(box(190, 716, 620, 110, 54), EARTH) + printed(oval(800, 771, 34, 54), TAN) + stroke(oval(798, 770, 16, 28), 5, EARTH)
    for x, y, size in ((300, 740, 0.86), (690, 744, 0.94), (410, 746, 1.2), (580, 750, 1.36)):
        stem = printed(smooth([(-28, 0), (-22, -110), (22, -110), (30, 0), (0, 10)]), CHALK)
        head = printed(smooth([(-122, -96), (-92, -170), (0, -210), (92, -170), (122, -96), (0, -76)]), cap)
        dots = "".join(flat(oval(dx, dy, 13, 9), spot) for dx, dy in ((-54, -140), (0, -172), (50, -138), (-10, -118)))
        drawn += at(stem + head + dots, x, y, scale=size)
    return drawn
