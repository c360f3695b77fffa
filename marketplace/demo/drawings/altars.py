"""What stands on altars and honors: incense cones and coils, candlesticks, gilded beasts, statues, silver."""

from __future__ import annotations

from marketplace.demo.drawings import crafts, paper, plants, vessels
from marketplace.demo.drawings.ink import (
    CHALK,
    CHAM,
    CLAY,
    EARTH,
    GOLD,
    HOE,
    INK,
    LEAF_DEEP,
    PLUM,
    SON,
    SON_DEEP,
    STRAW,
    Hand,
    arc,
    at,
    box,
    cut,
    filled,
    flat,
    lathe,
    oval,
    poly,
    printed,
    smooth,
    stroke,
)
from marketplace.demo.drawings.wood import WOODS


def incense_cones(hand: Hand) -> str:
    """Cones of incense on a dish, one smoking, their box behind."""
    color = hand.pick(EARTH, "#5d4a3a", CLAY, SON_DEEP)
    cone = printed(smooth([(-34, 0), (-16, -70), (0, -96), (16, -70), (34, 0), (0, 12)]), color, 7)
    smoke = cut([(0, 0), (36, -80), (-30, -170), (26, -270), (0, -360)], 22, CHALK)
    spots = ((380, 780), (470, 792), (560, 780), (424, 740), (516, 740), (470, 700))
    crate = vessels.carton(
        *hand.pick((SON, SON_DEEP), (CHAM, "#1f334d"), (LEAF_DEEP, "#1e4425")),
        width=230,
        tall=240,
        mark=vessels.lotus_mark(HOE, STRAW, 1.3),
    )
    return (
        at(crate, 730, 810)
        + at(smoke, 470, 600)
        + at(paper.plate(half=280), 470, 850)
        + "".join(at(cone, x, y) for x, y in reversed(spots))
    )


def incense_coil(hand: Hand) -> str:
    """Hanging coils of incense over a censer."""
    color = hand.pick(GOLD, CLAY, EARTH)
    rings = "".join(
        stroke(oval(0, -170 + r * 1.25, r, r * 0.26), 22) + stroke(oval(0, -172 + r * 1.25, r, r * 0.26), 12, color)
        for r in (40, 90, 140, 190, 240)
    )
    cords = stroke("M0 -280L-240 130M0 -280L240 130M0 -280V-330", 5, SON)
    censer = vessels.bowl(GOLD, "#e8dcc0", 130, painted=vessels.lotus_band(EARTH, 340, -16, 38))
    sticks = "".join(stroke(f"M{x} 0L{x * 1.3:.0f} -150", 7, SON) + flat(oval(x * 1.3, -152, 7), HOE) for x in (-24, 0, 24))
    return at(rings + cords, 500, 390) + at(sticks, 500, 746) + at(censer, 500, 850)


def candlesticks(hand: Hand) -> str:
    """A pair of turned candlesticks with flames."""
    color, dark = hand.pick(*WOODS, (GOLD, EARTH))
    shape = lathe([(74, -380), (40, -340), (30, -280), (70, -230), (36, -180), (30, -110), (90, -50), (120, -4)])
    stick = filled(shape, color, stroke("M-140 -230H140M-140 -170H140M-140 -60H140M-140 -330H140", 8, dark)) + printed(
        box(-24, -480, 48, 110, 6), SON, 8
    )
    flame = printed(smooth([(-22, -490), (0, -570), (22, -490), (0, -476)]), HOE, 6)
    middle = vessels.bowl(color, dark, 110, painted=vessels.lotus_band(dark, 300, -14, 36))
    return at(paper.shade(340), 500, 846) + at(stick + flame, 290, 830) + at(stick + flame, 710, 830) + at(middle, 500, 850)


def _gilded_base(width: float = 480) -> str:
    return printed(box(-width / 2, 0, width, 50, 10), SON_DEEP, 10) + flat(box(-width / 2 + 12, 14, width - 30, 9), HOE)


def gilded_carp(hand: Hand) -> str:
    """A carp turning to a dragon, covered in gold leaf."""
    body = smooth([(-260, 20), (-190, -90), (-40, -130), (120, -90), (200, 0), (120, 80), (-40, 110), (-190, 90)])
    scales = stroke(
        "".join(
            f"M{x} {y}a24 24 0 0 0 0 48" for column, x in enumerate(range(-150, 180, 36)) for y in range(-140 + (column % 2) * 24, 130, 48)
        ),
        6,
        EARTH,
    )
    tail = printed(smooth([(180, 0), (300, -130), (290, -20), (330, 90), (230, 60)]), GOLD, 11)
    fins = printed(smooth([(-90, -120), (0, -220), (110, -180), (80, -100)]), GOLD) + printed(
        smooth([(-60, 100), (20, 170), (70, 100)]), GOLD
    )
    face = (
        printed(oval(-190, -20, 26), CHALK, 7)
        + flat(oval(-194, -20, 10), INK)
        + stroke("M-262 30q-60 10 -70 60M-256 16q-70 -20 -90 10", 8)
        + cut([(-130, -90), (-110, 0), (-130, 80)], 12, EARTH)
    )
    waves = "".join(
        printed(smooth([(x - 70, 190), (x - 40, 130), (x + 10, 110), (x + 40, 150), (x + 70, 190)]), HOE, 7) for x in (-160, -50, 60, 170)
    )
    return at(tail + fins + filled(body, HOE, scales, 11) + face + waves + at(_gilded_base(), 0, 186), 500, 600, turn=0)


def gilded_toad(hand: Hand) -> str:
    """The three-legged toad of good fortune, on coins."""
    body = printed(
        smooth([(-220, 40), (-200, -80), (-110, -160), (0, -180), (110, -160), (200, -80), (220, 40), (0, 90)]), HOE, 12
    ) + "".join(
        printed(oval(x, y, r), GOLD, 6)
        for x, y, r in ((-80, -80, 18), (0, -110, 22), (80, -80, 18), (-120, -20, 14), (120, -20, 14), (-30, -50, 14), (40, -40, 14))
    )
    head = (
        printed(smooth([(-190, -60), (-210, -150), (-130, -200), (-50, -180), (-40, -80), (-110, -30)]), HOE, 11)
        + printed(oval(-150, -176, 28), CHALK, 8)
        + flat(oval(-156, -176, 11), INK)
        + stroke("M-204 -104q60 44 140 6", 8)
    )
    legs = printed(smooth([(-180, 20), (-240, 60), (-250, 100), (-130, 100), (-110, 40)]), GOLD) + printed(
        smooth([(110, 40), (230, 10), (270, 60), (260, 100), (120, 100)]), GOLD
    )
    coins = "".join(
        printed(oval(x, y, 56, 20), HOE, 7) + printed(box(x - 10, y - 6, 20, 12), EARTH, 4)
        for x, y in ((-190, 140), (-70, 150), (60, 150), (190, 140), (-130, 118), (0, 122), (130, 118))
    )
    return at(coins + legs + body + head + printed(oval(-196, -70, 34, 12), HOE, 6) + at(_gilded_base(560), 0, 166), 510, 640)


def gilded_orchid(hand: Hand) -> str:
    """An orchid of gold in a red pot."""
    leaves = "".join(at(plants.leaf(GOLD, EARTH, 270, 34), 0, 10, turn=turn) for turn in (-150, -28, -168, -12, -126, -54))
    sprays = ""
    for side in (1, -1):
        sprays += cut([(0, 0), (20 * side, -180), (90 * side, -330), (220 * side, -370)], 14, EARTH)
        sprays += "".join(
            at(plants.blossom(HOE, SON), x * side, y, scale=1.4) for x, y in ((60, -280), (110, -344), (170, -366), (230, -368), (34, -216))
        )
    return at(leaves + sprays, 500, 650) + at(
        vessels.bowl(SON, EARTH, 170, painted=vessels.lotus_band(HOE, 420, -22, 42) + stroke("M-240 -106H240", 8, HOE)), 500, 810
    )


def gilded_drum(hand: Hand) -> str:
    """A bronze drum under gold leaf."""
    drum = filled(
        lathe([(230, -360), (250, -310), (150, -220), (150, -120), (210, -4)]),
        HOE,
        stroke("M-300 -300H300M-300 -214H300M-300 -196H300M-300 -60H300M-300 -40H300", 7, EARTH)
        + at(vessels.lotus_band(EARTH, 460, -220, 40), 0, -10),
    )
    face = (
        printed(oval(0, -366, 232, 60), HOE, 9)
        + stroke(oval(0, -368, 180, 44), 6, EARTH)
        + at(vessels.star_mark(EARTH, 1.2), 0, -368, squash=0.3)
    )
    return at(paper.shade(250), 500, 826) + at(drum + face + at(_gilded_base(), 0, 4), 500, 790)


def gilded_vase(hand: Hand) -> str:
    """A pair of vases in gold leaf with painted scenes."""
    ground = hand.pick(SON, CHAM, "#33231c", LEAF_DEEP)
    one = vessels.stoneware(
        HOE,
        GOLD,
        half=130,
        tall=330,
        painted=printed(oval(0, -170, 92, 84), ground, 7)
        + at(vessels.lotus_mark(HOE, STRAW, 1.2), 0, -172)
        + at(vessels.lotus_band(EARTH, 340, -16, 40), 0, 0),
    )
    return at(paper.shade(320), 500, 850) + at(one, 320, 820) + at(one, 680, 820) + at(vessels.bowl(HOE, GOLD, 84), 500, 860)


def gilded_sign(hand: Hand) -> str:
    """A lacquered board with a gold emblem, for a word of blessing."""
    board = printed(box(-330, -230, 660, 460, 20), SON_DEEP, 13) + stroke(box(-300, -200, 600, 400, 12), 11, HOE)
    emblem = printed(oval(0, 0, 150), HOE, 10) + at(vessels.lotus_mark(SON_DEEP, SON_DEEP, 2.6), 0, 6)
    clouds = "".join(at(paper.cloud(HOE, 0.5), x, y, flip=x > 0) for x, y in ((-220, -120), (220, -120), (-220, 140), (220, 140)))
    return at(board + clouds + emblem, 500, 470)


def statue(hand: Hand) -> str:
    """A seated figure in carved wood on a lotus throne, a halo behind."""
    color, dark = hand.pick(*WOODS, (HOE, GOLD))
    halo = (
        printed(oval(0, -330, 190), dark, 10)
        + printed(oval(0, -330, 150), color, 7)
        + stroke("".join(f"M0 -330L{x:.0f} {y:.0f}" for x, y in arc(0, -330, 146, 0, 342)), 5, dark)
    )
    robe = printed(
        smooth([(-70, -300), (70, -300), (130, -180), (220, -60), (180, 10), (-180, 10), (-220, -60), (-130, -180)]), color, 12
    ) + "".join(cut([(x, -250), (x * 1.6, -130), (x * 2.2, -20)], 11, dark) for x in (-60, -24, 24, 60))
    hands = printed(smooth([(-50, -90), (0, -130), (50, -90), (30, -50), (-30, -50)]), color)
    head = (
        printed(smooth([(-60, -340), (-54, -420), (0, -446), (54, -420), (60, -340), (0, -290)]), color)
        + printed(smooth([(-60, -400), (-40, -460), (0, -500), (40, -460), (60, -400), (0, -420)]), dark)
        + stroke("M-34 -366q12 9 24 0M10 -366q12 9 24 0M-10 -330q10 8 20 0", 6)
    )
    throne = "".join(
        printed(smooth([(x - 50, 70), (x - 40, 10), (x, -30), (x + 40, 10), (x + 50, 70)]), color if k % 2 else dark, 8)
        for k, x in enumerate((-200, 200, -130, 130, -60, 60, 0))
    )
    return at(halo + robe + hands + head + throne + printed(box(-260, 70, 520, 50, 12), dark, 10), 500, 720)


def hairpin(hand: Hand) -> str:
    """A silver hairpin with a phoenix head on red silk, a comb beside."""
    silver, dark = "#e6e3da", "#a7a399"
    cushion = crafts.jewelry_cushion(*hand.pick((SON, SON_DEEP), (CHAM, "#1f334d"), (PLUM, "#5a2a3c")))
    pin = (
        printed(poly([(-260, 12), (60, -14), (60, 14)]), silver, 8)
        + at(plants.blossom(silver, dark), 90, 0, scale=2)
        + "".join(stroke(f"M{x} 30v{y}", 4) + printed(oval(x, 40 + y, 12), HOE, 5) for x, y in ((60, 60), (92, 84), (124, 60)))
    )
    comb = (
        printed(smooth([(-110, 0), (-90, -70), (0, -96), (90, -70), (110, 0)]), silver, 8)
        + stroke("".join(f"M{x} 4v64" for x in range(-96, 100, 16)), 9)
        + stroke("".join(f"M{x} 4v60" for x in range(-96, 100, 16)), 4, silver)
        + at(vessels.lotus_mark(dark, dark, 0.8), 0, -46)
    )
    return at(cushion, 500, 760) + at(pin, 520, 620, turn=-14) + at(comb, 500, 830)
