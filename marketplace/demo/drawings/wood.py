"""Carved, turned and inlaid wood, instruments, stone and puppets."""

from __future__ import annotations

from marketplace.demo.drawings import paper, plants, vessels
from marketplace.demo.drawings.ink import (
    BARK,
    CHALK,
    CHAM,
    CLAY,
    CORAL,
    EARTH,
    HOE,
    INK,
    LEAF,
    SKY,
    SON,
    SON_DEEP,
    STRAW,
    TAN,
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

WOODS = ((CLAY, EARTH), (EARTH, BARK), ("#9c5a34", "#6b3820"), (TAN, CLAY))


def wood_carving(hand: Hand) -> str:
    """A carved buffalo or a lotus panel."""
    return hand.pick(buffalo, panel)(hand)


def buffalo(hand: Hand) -> str:
    """A carved buffalo."""
    color, dark = hand.pick(*WOODS)
    body = smooth(
        [(-210, -190), (-120, -246), (20, -230), (150, -246), (230, -190), (244, -90), (200, -40), (0, -30), (-170, -40), (-226, -100)]
    )
    legs = "".join(
        printed(poly([(x, -60), (x + 62, -60), (x + 54, 60), (x + 4, 60)]), color) + flat(box(x + 6, 44, 48, 16), INK)
        for x in (-186, -110, 90, 164)
    )
    head = printed(smooth([(-200, -220), (-270, -240), (-350, -160), (-372, -90), (-320, -70), (-240, -110), (-190, -160)]), color, 11)
    horns = printed(smooth([(-236, -228), (-250, -310), (-170, -372), (-90, -350), (-160, -334), (-206, -280), (-206, -222)]), dark)
    rings = "".join(cut([(x, -200), (x + 24, -130), (x + 6, -70)], 10, dark) for x in (-110, -30, 60, 140))
    tail = stroke(smooth([(236, -180), (290, -120), (270, -40)], closed=False), 12) + printed(oval(268, -28, 14, 26), dark, 6)
    base = printed(box(-310, 58, 620, 52, 14), dark, 11) + "".join(
        cut([(x, 84), (x + 30, 74), (x + 60, 84)], 8, color) for x in range(-280, 260, 80)
    )
    return at(
        tail
        + legs
        + printed(body, color, 11)
        + rings
        + horns
        + head
        + flat(oval(-282, -182, 9), INK)
        + stroke("M-352 -98h20", 7)
        + printed(smooth([(-206, -216), (-150, -232), (-140, -196)]), dark, 7)
        + base,
        510,
        730,
    )


def panel(hand: Hand) -> str:
    """A carved panel of lotus."""
    color, dark = hand.pick(*WOODS)
    scene = (
        at(plants.lotus_leaf(color), 70, 150, scale=0.9)
        + at(plants.lotus(hand, color), -60, 110, scale=1.2)
        + at(plants.lotus(hand, color), 110, -20, scale=0.8, turn=14)
    )
    scene = (
        cut([(-60, 100), (-70, 170), (-50, 260)], 18, dark)
        + cut([(110, -20), (90, 120), (70, 260)], 16, dark)
        + scene
        + at(paper.cloud(dark, 0.8), -90, -170)
    )
    frame = printed(box(-300, -300, 600, 600, 16), color, 12) + filled(box(-246, -246, 492, 492, 8), hand.pick(TAN, STRAW, dark), scene, 9)
    corners = "".join(stroke(f"M{x * 290} {y * 230}v{y * 50}h{-x * 50}", 8, dark) for x in (1, -1) for y in (1, -1))
    return at(frame + corners, 500, 500)


def turned_wood(hand: Hand) -> str:
    """Bowls, a vase and a pestle from the lathe."""
    pieces = ""
    for (color, ring), x, size in zip(hand.random.sample(WOODS, 3), (300, 540, 740), (0.95, 1.15, 0.8), strict=True):
        wall = stroke("M-200 -60H200M-200 -130H200M-200 -200H200M-200 -270H200", 8, ring)
        profile = hand.pick(
            [(60, -330), (40, -280), (120, -180), (100, -60), (70, -4)],
            [(90, -250), (130, -160), (80, -60), (90, -4)],
            [(40, -360), (70, -300), (44, -220), (126, -110), (80, -4)],
        )
        half, top = profile[0]
        mouth = printed(oval(0, top, half, half * 0.24), ring, 7)
        pieces += at(paper.shade(130) + filled(lathe(profile), color, wall) + mouth, x, 820, scale=size)
    return pieces + at(vessels.bowl(TAN, CLAY, 110, painted=stroke("M-200 -30H200M-200 -60H200", 7, CLAY)), 430, 858)


def furniture(hand: Hand) -> str:
    """A carved chair by a table with a vase."""
    color, dark = hand.pick(*WOODS)
    back = (
        printed(box(-130, -430, 260, 250, 20), color, 11)
        + printed(box(-96, -396, 192, 182, 10), dark, 8)
        + at(vessels.lotus_mark(color, color, 1.7), 0, -300)
        + printed(smooth([(-150, -430), (-80, -476), (0, -490), (80, -476), (150, -430), (0, -412)]), color)
    )
    arms = printed(smooth([(-200, -280), (-130, -270), (-130, -240), (-190, -240), (-190, -180), (-214, -180)]), color, 8) + printed(
        smooth([(200, -280), (130, -270), (130, -240), (190, -240), (190, -180), (214, -180)]), color, 8
    )
    seat = printed(box(-200, -190, 400, 44, 12), color, 11) + printed(
        smooth([(-180, -146), (180, -146), (130, -112), (0, -128), (-130, -112)]), dark, 8
    )
    legs = "".join(
        printed(smooth([(x, -146), (x + 40, -146), (x + 34, -40), (x + 46, 10), (x - 8, 10), (x + 6, -40)]), color) for x in (-190, 146)
    )
    chair = legs + back + seat + arms
    table = at(paper.low_table(color, 130), 0, 0, scale=1.1) + at(
        vessels.teapot(CHALK, at(vessels.lotus_mark(CHAM, CHAM), 0, -110), 0.5), 0, -6
    )
    return at(paper.shade(240), 380, 836) + at(chair, 380, 830, scale=1.2) + at(table, 730, 680)


def mother_of_pearl(hand: Hand) -> str:
    """A black lacquered box or screen with shell flowers."""
    shells = ("#bfe0dc", "#f3d3dc", "#e9e3b8", "#c9d4f0")
    flowers = "".join(
        at(plants.blossom(hand.pick(*shells), hand.pick(*shells)), x, y, scale=s)
        for x, y, s in ((-150, -40, 1.2), (-40, -90, 0.9), (60, -20, 1.3), (170, -80, 1), (-90, 60, 0.8), (140, 60, 0.9))
    )
    twigs = (
        cut([(-230, 110), (-100, 20), (60, -30), (220, -110)], 13, shells[0])
        + cut([(-100, 20), (-40, -80), (-20, -130)], 9, shells[2])
        + "".join(
            at(flat(smooth([(0, 0), (18, -10), (44, 0), (18, 10)]), hand.pick(*shells)), x, y, turn=t)
            for x, y, t in ((-180, 60, 40), (-20, 20, 70), (110, -60, -60), (190, -20, 30), (0, -110, -30), (-120, -100, 200))
        )
    )
    ground, rim = hand.pick((INK, SON_DEEP), ("#33231c", BARK), (SON_DEEP, INK))
    if hand.pick(True, False):
        panel = "".join(
            at(
                filled(box(-88, -280, 176, 560, 6), ground, at(twigs + flowers, 0, y, scale=0.9, turn=-60), 10)
                + stroke(box(-72, -264, 144, 528, 4), 5, HOE),
                x,
                510,
            )
            for x, y in ((220, -60), (406, 60), (592, -30), (778, 40))
        )
        return panel + "".join(printed(box(x - 8, 790, 40, 50, 4), rim) for x in (140, 300, 486, 672, 830))
    lid = filled(
        poly([(-300, -190), (-210, -330), (210, -330), (300, -190)]), ground, at(twigs + flowers, 0, -260, scale=0.82, squash=0.66), 11
    )
    front = (
        filled(box(-300, -190, 600, 190, 6), ground, at(twigs + flowers, 0, -90), 11)
        + stroke(box(-280, -170, 560, 150, 4), 6, HOE)
        + printed(oval(0, -186, 34, 30), HOE, 8)
    )
    feet = "".join(printed(box(x, -6, 70, 34, 8), rim) for x in (-290, 220))
    return at(paper.shade(330), 500, 838) + at(feet + front + lid, 500, 812)


def stone_carving(hand: Hand) -> str:
    """A stone guardian dog on its plinth with a lantern."""
    color, dark = hand.pick(("#a9a08f", "#7c7466"), ("#8f9d92", "#67756b"), ("#b7a68a", "#8a785c"))
    body = printed(smooth([(-150, 0), (-140, -160), (-80, -260), (30, -280), (120, -200), (150, -90), (150, 0)]), color, 12)
    head = printed(
        smooth([(-190, -300), (-180, -400), (-90, -450), (10, -430), (60, -350), (20, -270), (-80, -240), (-170, -250)]), color, 12
    )
    curls = "".join(
        stroke(smooth(arc(x, y, 22, 0, 400), closed=False), 8, dark)
        for x, y in ((20, -330), (40, -270), (0, -390), (70, -210), (100, -150), (-30, -260))
    )
    face = (
        printed(oval(-120, -360, 24), CHALK, 8)
        + flat(oval(-124, -360, 10), INK)
        + stroke("M-190 -300q40 36 90 16M-170 -284v16M-140 -276v16", 8)
        + printed(smooth([(-60, -440), (-30, -490), (10, -430)]), color, 8)
    )
    legs = printed(smooth([(-140, 0), (-150, -150), (-80, -160), (-70, -20), (-60, 10), (-150, 10)]), color) + printed(
        smooth([(30, 10), (40, -100), (130, -90), (170, 0), (150, 12)]), color
    )
    tail = printed(smooth([(140, -120), (220, -180), (200, -270), (250, -230), (270, -130), (180, -40)]), color)
    plinth = (
        printed(box(-240, 6, 480, 60, 8), dark, 12)
        + printed(box(-280, 60, 560, 56, 8), color, 12)
        + at(vessels.lotus_band(dark, 500, 104, 50), 0, 0)
    )
    return at(tail + body + legs + head + curls + face + plinth, 500, 720)


def bird_cage(hand: Hand) -> str:
    """A domed bamboo cage with a bird."""
    color, dark = hand.pick(*WOODS)
    bars = stroke("".join(f"M{x} 250C{x} -60 {x * 0.6:.0f} -150 0 -240" for x in range(-200, 201, 40)), 9) + stroke(
        "".join(f"M{x} 250C{x} -60 {x * 0.6:.0f} -150 0 -240" for x in range(-200, 201, 40)), 4, color
    )
    rings = "".join(
        stroke(f"M{-w} {y}Q0 {y + 30} {w} {y}", 14) + stroke(f"M{-w} {y}Q0 {y + 30} {w} {y}", 7, color) for y, w in ((-60, 176), (90, 198))
    )
    bird = at(
        printed(
            smooth([(-70, -40), (-30, -66), (10, -40), (90, -10), (150, 30), (60, 30), (-20, 36), (-64, 0)]),
            hand.pick(SON, HOE, CHAM, LEAF),
        )
        + flat(oval(-46, -36, 6), INK)
        + flat(poly([(-72, -36), (-100, -26), (-70, -20)]), CORAL),
        -20,
        110,
    )
    perch = stroke("M-150 156H150", 13, dark)
    base = printed(box(-226, 240, 452, 60, 12), dark, 11) + stroke("M0 -240v-60a30 30 0 1 1 30 30", 13)
    return at(perch + bird + bars + rings + base, 500, 520)


def puppets(hand: Hand) -> str:
    """A water puppet dragon over waves beneath the theater's roof."""
    scale_color, belly = hand.pick((LEAF, HOE), (SON, HOE), (HOE, SON))
    body = smooth(
        [
            (-330, 120),
            (-250, -40),
            (-150, 20),
            (-60, 120),
            (30, 20),
            (110, -90),
            (190, -60),
            (190, 0),
            (130, 0),
            (70, 100),
            (-40, 210),
            (-150, 130),
            (-230, 80),
            (-270, 170),
        ]
    )
    scales = stroke(
        "".join(f"M{x} {y}a20 20 0 0 0 40 0" for row, y in enumerate(range(-100, 230, 28)) for x in range(-340 + (row % 2) * 20, 200, 40)),
        5,
        belly,
    )
    head = printed(
        smooth([(120, -80), (150, -180), (240, -190), (330, -130), (350, -90), (280, -80), (330, -40), (260, -20), (180, -20)]),
        scale_color,
        11,
    )
    mane = "".join(
        at(printed(smooth([(0, 0), (-40, -40), (-100, -50), (-50, 0)]), SON if scale_color != SON else HOE, 7), 150, y, turn=t)
        for y, t in ((-170, 30), (-130, 0), (-90, -24))
    )
    face = (
        printed(oval(236, -140, 22), CHALK, 7)
        + flat(oval(240, -140, 9), INK)
        + stroke("M330 -128q40 -30 50 -70M320 -130q50 0 70 -30", 8, SON)
        + flat(poly([(290, -82), (300, -60), (310, -82)]), CHALK)
    )
    sea = "".join(
        printed(
            "M" + "".join(f"{'' if k else f'{-20} {y} '}q50 {-44 if k % 2 == 0 else 44} 100 0" for k in range(11)) + "V1010H-20Z", color
        )
        for y, color in ((690, SKY), (760, CHAM), (840, "#24405f"))
    )
    roof = printed(
        smooth([(60, 210), (130, 120), (200, 90), (800, 90), (870, 120), (940, 210), (820, 180), (180, 180)]), SON_DEEP
    ) + printed(box(190, 176, 620, 30, 6), HOE, 8)
    posts = "".join(printed(box(x, 196, 40, 560, 4), SON_DEEP) for x in (170, 790))
    return posts + roof + at(mane + filled(body, scale_color, scales, 11) + head + face, 480, 520, scale=1.1) + sea
