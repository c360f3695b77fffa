"""Silk, brocade, clothes, embroidery, bags and shoes."""

from __future__ import annotations

from marketplace.demo.drawings import paper, plants, vessels
from marketplace.demo.drawings.ink import (
    BARK,
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
    MIST,
    PLUM,
    ROSE,
    SON,
    SON_DEEP,
    SPROUT,
    STRAW,
    TAN,
    Hand,
    at,
    box,
    cut,
    filled,
    flat,
    oval,
    poly,
    printed,
    smooth,
    stroke,
)

DYES = ((SON, HOE), (CHAM, MIST), (LEAF_DEEP, SPROUT), (HOE, SON), (PLUM, ROSE), ("#e88f8a", SON_DEEP), (CHALK, CHAM), (CELADON, LEAF_DEEP))


def brocade(hand: Hand, color: str, width: float = 700, height: float = 700) -> str:
    """Cover a field around the origin with woven figures."""
    figure = hand.pick(vessels.lotus_mark(color, color, 0.9), vessels.star_mark(color, 0.7), _coin(color), _wave(color))
    drawn, row, y = "", 0, -height / 2
    while y < height / 2:
        x = -width / 2 + (row % 2) * 60
        while x < width / 2:
            drawn += at(figure, x, y)
            x += 120
        y, row = y + 96, row + 1
    return drawn


def _coin(color: str) -> str:
    return stroke(oval(0, 0, 34), 6, color) + stroke(box(-12, -12, 24, 24), 5, color)


def _wave(color: str) -> str:
    return stroke("M-40 8a40 40 0 0 1 80 0M-24 8a24 24 0 0 1 48 0M-8 8a8 8 0 0 1 16 0", 6, color)


def bolt(hand: Hand, color: str, figure: str, length: float = 360) -> str:
    """A bolt of cloth lying, its end to the right."""
    wall = box(-length / 2, -62, length, 124, 12)
    end = (
        printed(oval(length / 2, 0, 26, 62), figure)
        + stroke(oval(length / 2, 0, 14, 38), 6, color)
        + stroke(oval(length / 2, 0, 4, 16), 6, color)
    )
    return filled(wall, color, brocade(hand, figure, length + 100, 240)) + end


def silk(hand: Hand) -> str:
    """Bolts in a pile, or lengths flowing from a pole."""
    colors = hand.random.sample(DYES, 3)
    return hand.pick(bolts, hung)(hand, colors)


def bolts(hand: Hand, colors: list[tuple[str, str]]) -> str:
    """Bolts in a pile, a length flowing before them."""
    pile = "".join(
        at(bolt(hand, *color, length), x, y)
        for color, length, x, y in zip(colors, (420, 440, 380), (470, 480, 490), (760, 636, 512), strict=True)
    )
    color, figure = colors[0]
    flow = smooth([(300, 700), (520, 690), (640, 760), (760, 790), (860, 860), (700, 900), (520, 870), (340, 830), (280, 770)])
    folds = cut([(360, 720), (500, 790), (700, 850)], 12) + cut([(420, 710), (580, 770), (780, 830)], 10)
    return pile + at(filled(flow, color, at(brocade(hand, figure, 800, 500), 560, 780)), 0, 0) + folds


def hung(hand: Hand, colors: list[tuple[str, str]]) -> str:
    """Lengths of cloth over a pole."""
    drawn = ""
    for (color, figure), x, low in zip(colors, (180, 390, 600), (760, 830, 780), strict=True):
        sway = hand.near(0, 26)
        length = smooth(
            [
                (x, 226),
                (x + 200, 226),
                (x + 206 + sway, 480),
                (x + 196, low),
                (x + 140, low - 26),
                (x + 96, low + 14),
                (x + 44, low - 20),
                (x + 4, low),
                (x - 6 + sway, 480),
            ]
        )
        drawn += (
            filled(length, color, at(brocade(hand, figure, 420, 900), x + 100, 520))
            + cut([(x + 60, 250), (x + 70 + sway, 480), (x + 56, low - 50)], 12)
            + cut([(x + 140, 250), (x + 146 + sway, 500), (x + 136, low - 60)], 12)
        )
    return drawn + printed(box(110, 200, 780, 34, 16), CLAY, 11)


def textile(hand: Hand) -> str:
    """Folded cloths with fringes, or lengths on a pole."""
    if hand.pick(True, False):
        return silk(hand)
    drawn = ""
    for (color, figure), y in zip(hand.random.sample(DYES, 4), (796, 712, 628, 544), strict=True):
        wide = hand.near(500, 20)
        stripes = stroke("".join(f"M{x} -80V90" for x in range(-240, 260, 60)), 13, figure) if y % 8 else brocade(hand, figure, 600, 200)
        fold = filled(box(-wide / 2, -42, wide, 84, 36), color, stripes)
        drawn += at(fold + stroke(f"M{-wide / 2 + 30:.0f} 0H{wide / 2 - 8:.0f}", 7), 500, y)
    return at(paper.shade(330), 500, 846) + drawn + at(plants.blossom(ROSE), 660, 500, scale=1.3)


def apparel(hand: Hand) -> str:
    """An áo dài on its bar, or a buttoned blouse."""
    color, figure = hand.pick(*DYES)
    other, _ = hand.pick(*DYES)
    sleeves = printed(smooth([(-74, 90), (-150, 120), (-250, 380), (-190, 410), (-90, 240)]), color) + printed(
        smooth([(74, 90), (150, 120), (250, 380), (190, 410), (90, 240)]), color
    )
    trousers = printed(poly([(-110, 420), (110, 420), (150, 650), (24, 650), (0, 540), (-24, 650), (-150, 650)]), other)
    gown = smooth(
        [
            (-50, 60),
            (-80, 90),
            (-96, 240),
            (-80, 330),
            (-130, 470),
            (-150, 640),
            (0, 662),
            (150, 640),
            (130, 470),
            (80, 330),
            (96, 240),
            (80, 90),
            (50, 60),
        ]
    )
    dress = (
        filled(gown, color, at(brocade(hand, figure, 500, 800), 0, 350))
        + printed(box(-44, 36, 88, 44, 14), color, 8)
        + stroke("M0 80Q46 110 74 200", 6)
        + "".join(printed(oval(x, y, 8), HOE, 4) for x, y in ((10, 92), (40, 124), (64, 174)))
    )
    bar = stroke("M0 -30q30 -40 0 -60t-30 30", 11) + printed(smooth([(-110, 70), (0, -10), (110, 70), (0, 26)]), CLAY, 8)
    return printed(box(120, 130, 760, 28, 13), EARTH) + at(bar + trousers + sleeves + dress, 500, 200)


def embroidery(hand: Hand) -> str:
    """A hoop with lotus, crane or carp in stitches, and thread."""
    ground = hand.pick(CHALK, MIST, STRAW, CHAM, "#f0c7b8")
    scene = (
        at(plants.lotus_leaf(), 60, 90, scale=0.7)
        + at(plants.lotus(hand), -40, 60, scale=1.05)
        + at(plants.lotus(hand), 110, -30, scale=0.6, turn=16)
    )
    if hand.pick(True, False):
        scene = cut([(-180, 120), (-40, 0), (160, -90)], 20, BARK) + "".join(
            at(plants.blossom(hand.pick(SON, ROSE)), x, y, scale=1.3)
            for x, y in ((-130, 70), (-50, -10), (40, -30), (120, -90), (20, 60), (-110, -60))
        )
        scene += at(vessels.fish_mark(SON, 1.1), 60, 130)
    hoop = printed(oval(0, 0, 286), CLAY, 10) + filled(oval(0, 0, 252), ground, scene, 8)
    threads = "".join(
        at(
            printed(box(-34, -70, 68, 120, 8), color, 8)
            + stroke("M-30 -40h60M-30 -16h60M-30 8h60M-30 30h60", 5, CHALK, 0.6)
            + printed(box(-42, -84, 84, 22, 8), TAN, 6)
            + printed(box(-42, 44, 84, 22, 8), TAN, 6),
            x,
            y,
        )
        for color, x, y in zip(hand.random.sample((SON, HOE, CHAM, LEAF, PLUM), 2), (756, 850), (800, 826), strict=True)
    )
    return at(hoop + printed(box(-26, -322, 52, 56, 12), CLAY), 450, 520) + threads


def textile_craft(hand: Hand) -> str:
    """A patchwork ball, fish and fan of cloth scraps."""
    drawn = stroke("M300 120V360M520 120V550M730 120V400", 6, SON)
    for x, y in ((300, 440), (730, 490)):
        wedges = "".join(
            at(flat(smooth([(0, 0), (40, -60), (0, -104), (-40, -60)]), color), 0, 0, turn=60 * k)
            for k, color in enumerate(hand.random.sample((SON, HOE, CHAM, LEAF, PLUM, CORAL), 6))
        )
        drawn += at(filled(oval(0, 0, 100), STRAW, wedges) + stroke("M0 100v110M-16 110v90M16 110v90", 7, SON), x, y)
    body, fins = hand.pick((SON, HOE), (CHAM, CORAL), (LEAF, HOE))
    patches = "".join(flat(box(x, -120, 44, 260), color) for x, color in ((-150, fins), (-66, STRAW), (20, fins), (100, CHALK)))
    fish = (
        filled(smooth([(-190, 0), (-120, -92), (40, -100), (150, -20), (150, 20), (40, 100), (-120, 92)]), body, patches)
        + printed(smooth([(140, 0), (250, -100), (236, 0), (250, 100)]), fins)
        + printed(oval(-130, -20, 20), CHALK, 7)
        + flat(oval(-132, -20, 8), INK)
    )
    return drawn + at(fish, 500, 640, scale=1.05) + printed(box(150, 108, 700, 26, 12), EARTH)


def bags(hand: Hand) -> str:
    """A hand-made bag with a flap and a small purse."""
    color, figure = hand.pick(*DYES[:6], (CLAY, STRAW))
    handle = stroke("M-150 -260C-150 -470 150 -470 150 -260", 36) + stroke("M-150 -262C-150 -472 150 -472 150 -262", 18, color)
    body = filled(
        smooth([(-220, -270), (0, -282), (220, -270), (256, -120), (240, -10), (0, 6), (-240, -10), (-256, -120)]),
        color,
        at(brocade(hand, figure, 640, 420), 0, -140),
    )
    flap = printed(smooth([(-226, -272), (0, -284), (226, -272), (200, -170), (0, -110), (-200, -170)]), figure) + printed(
        oval(0, -136, 26), HOE, 8
    )
    purse = filled(
        smooth([(-90, -120), (90, -120), (104, -30), (70, 0), (-70, 0), (-104, -30)]), figure, at(_wave(color), 0, -40)
    ) + printed(box(-96, -140, 192, 34, 14), HOE, 8)
    return at(paper.shade(320), 480, 832) + at(handle + body + flap, 430, 820) + at(purse, 770, 842)


def shoes(hand: Hand) -> str:
    """A pair of leather shoes on their box."""
    color, lining = hand.pick((CLAY, STRAW), (BARK, TAN), (SON_DEEP, STRAW), (EARTH, HOE))
    outline = [
        (-222, -20),
        (-222, -20),
        (-226, -100),
        (-206, -184),
        (-112, -180),
        (-58, -132),
        (60, -84),
        (180, -72),
        (234, -20),
        (234, -20),
        (0, -16),
    ]
    sole = printed(box(-232, -26, 474, 26, 10), BARK, 8) + printed(box(-232, -6, 120, 44, 6), BARK, 8)
    toe = cut([(96, -82), (120, -52), (116, -24)], 9) + cut([(-96, -170), (-84, -90), (-96, -24)], 9)
    laces = "".join(stroke(f"M{x} {y}l46 -26", 9, lining) for x, y in ((-70, -112), (-34, -96), (4, -80)))
    shoe = sole + printed(smooth(outline), color) + printed(oval(-160, -182, 50, 14), lining, 7) + toe + laces
    crate = vessels.carton(STRAW, TAN, width=420, tall=130)
    return at(crate, 420, 846) + at(shoe, 470, 680) + at(shoe, 600, 812, scale=1.05)
