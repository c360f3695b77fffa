"""Things for the home that a drawing names exactly: furniture, frames, clocks, trays, clothes."""

from __future__ import annotations

from marketplace.demo.drawings import bamboo, paper, plants, streets, textiles, vessels, villages, workshops
from marketplace.demo.drawings.ink import (
    BARK,
    CELADON,
    CHALK,
    CHAM,
    CLAY,
    EARTH,
    GOLD,
    HOE,
    INK,
    LEAF_DEEP,
    MIST,
    PLUM,
    ROSE,
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
from marketplace.demo.drawings.wood import WOODS


def dressing_table(hand: Hand) -> str:
    """A dressing table with an oval mirror and a stool."""
    color, dark = hand.pick(*WOODS)
    mirror = (
        printed(oval(0, -520, 150, 200), color, 12)
        + printed(oval(0, -520, 118, 166), MIST, 8)
        + cut([(-60, -600), (-76, -530), (-60, -450)], 15, CHALK)
    )
    top = printed(box(-290, -320, 580, 40, 8), color, 10) + printed(box(-270, -280, 540, 110, 4), color, 10)
    drawers = "".join(printed(box(x - 76, -264, 152, 78, 6), dark, 7) + printed(oval(x, -224, 13), HOE, 5) for x in (-174, 0, 174))
    legs = "".join(
        printed(smooth([(x, -170), (x + 40, -170), (x + 26, -80), (x + 36, 6), (x, 6), (x + 10, -80)]), color) for x in (-266, 226)
    )
    stool = printed(oval(0, -110, 110, 30), SON) + "".join(
        printed(poly([(x, -90), (x + 26, -90), (x + 20, 10), (x + 4, 10)]), color, 8) for x in (-86, 60)
    )
    things = at(vessels.jar(CHALK, ROSE, half=34, tall=70), -200, -322) + at(vessels.cup(CHALK, HOE, 30), 210, -322)
    return at(paper.shade(320), 480, 846) + at(mirror + legs + top + drawers + things, 480, 840, scale=0.98) + at(stool, 740, 870)


def wardrobe(hand: Hand) -> str:
    """A wardrobe with carved doors, one ajar."""
    color, dark = hand.pick(*WOODS)
    body = printed(box(-270, -600, 540, 590, 8), color, 12) + printed(
        smooth([(-300, -596), (-200, -650), (0, -676), (200, -650), (300, -596), (0, -580)]), dark, 10
    )
    doors = "".join(
        printed(box(x, -550, 230, 480, 6), color, 9)
        + printed(box(x + 34, -510, 162, 400, 40), dark, 8)
        + at(vessels.lotus_mark(color, color, 1.5), x + 115, -300)
        for x in (-246, 16)
    )
    knobs = printed(oval(-26, -300, 13), HOE, 5) + printed(oval(28, -300, 13), HOE, 5)
    feet = "".join(printed(box(x, -16, 80, 40, 8), dark) for x in (-262, 182))
    return at(paper.shade(310), 500, 862) + at(feet + body + doors + knobs, 500, 840)


def t_shirt(hand: Hand) -> str:
    """A T-shirt with a patch of silk."""
    color = hand.pick(CHALK, CHAM, CELADON, HOE)
    other, figure = hand.pick(*textiles.DYES[:5])
    shape = smooth(
        [
            (-70, 30),
            (-150, 60),
            (-290, 200),
            (-220, 280),
            (-160, 220),
            (-160, 520),
            (160, 520),
            (160, 220),
            (220, 280),
            (290, 200),
            (150, 60),
            (70, 30),
            (0, 70),
        ]
    )
    patch = filled(oval(0, 290, 104), other, at(textiles.brocade(hand, figure, 300, 300), 0, 290))
    return printed(box(120, 130, 760, 28, 13), EARTH) + at(
        stroke("M0 0q30 -40 0 -60t-30 30", 11)
        + printed(smooth([(-110, 60), (0, 0), (110, 60), (0, 30)]), CLAY, 8)
        + printed(shape, color, 11)
        + stroke("M-70 32Q0 100 70 32", 9)
        + patch,
        500,
        190,
    )


def scarves(hand: Hand) -> str:
    """A silk scarf over a bar, fringed, a flower beside."""
    color, figure = hand.pick((SON, HOE), ("#e88f8a", SON_DEEP), (CHAM, MIST), (PLUM, ROSE), (CELADON, LEAF_DEEP))
    drawn = ""
    for x, low in ((330, 760), (540, 660)):
        length = smooth([(x, 220), (x + 170, 220), (x + 180, 480), (x + 164, low), (x + 84, low + 14), (x + 6, low), (x - 8, 480)])
        fringe = stroke("".join(f"M{x + 8 + k * 16} {low}v50" for k in range(10)), 7, color)
        drawn += (
            fringe
            + filled(length, color, at(textiles.brocade(hand, figure, 420, 900), x + 90, 460))
            + cut([(x + 60, 240), (x + 70, 440), (x + 54, low - 50)], 11)
        )
    return drawn + printed(box(200, 190, 640, 38, 18), CLAY, 11) + at(plants.lotus(hand), 800, 860, scale=0.9)


def quilt(hand: Hand) -> str:
    """A folded silk quilt with cocoons."""
    color, figure = hand.pick(*textiles.DYES)
    folds = ""
    for y in (790, 690, 590):
        folds += at(
            filled(
                smooth([(-310, -50), (280, -54), (330, 0), (290, 54), (-310, 54), (-330, 0)]),
                color,
                textiles.brocade(hand, figure, 800, 200),
            )
            + stroke("M-290 0H310", 7),
            480,
            y,
        )
    cocoons = "".join(
        at(printed(oval(0, 0, 30, 20), CHALK, 6), x, y, turn=t)
        for x, y, t in ((780, 850, 20), (836, 866, -30), (730, 872, 60), (880, 840, 10))
    )
    return at(paper.shade(340), 500, 846) + folds + cocoons


def wall_hats(hand: Hand) -> str:
    """Three painted hats hung on a wall."""
    hats = "".join(
        stroke(f"M{x} 100V{y - 200 * s:.0f}", 5) + at(bamboo.palm_hat(hand), x, y, scale=s) + at(mark, x, y - 60 * s, scale=s)
        for x, y, s, mark in (
            (270, 430, 0.75, plants.blossom(SON)),
            (720, 400, 0.75, plants.blossom(HOE)),
            (500, 720, 1.05, plants.blossom("#e88f8a")),
        )
    )
    return printed(box(120, 84, 760, 26, 12), EARTH) + hats


def chopsticks(hand: Hand) -> str:
    """Chopsticks inlaid with shell in their open case."""
    wood, shell = hand.pick((BARK, MIST), (INK, "#f3d3dc"), (SON_DEEP, MIST))
    case = printed(box(-360, -150, 720, 330, 24), hand.pick(SON, CHAM, LEAF_DEEP), 12) + printed(box(-326, -116, 652, 262, 16), STRAW, 8)
    sticks = "".join(
        printed(poly([(-290, y - 13), (290, y - 6), (290, y + 6), (-290, y + 13)]), wood, 8)
        + "".join(at(plants.blossom(shell, shell), x, y, scale=0.26) for x in (-260, -220, -180, -140))
        for y in (-80, -36, 8, 52, 96)
    )
    return at(paper.shade(370), 500, 800) + at(case + sticks, 500, 620, turn=-5)


def inlaid_tray(hand: Hand) -> str:
    """An octagonal tray inlaid with shell, cups on it."""
    shells = ("#bfe0dc", "#f3d3dc", "#e9e3b8", "#c9d4f0")
    flowers = "".join(
        at(plants.blossom(hand.pick(*shells), hand.pick(*shells)), x, y, scale=s)
        for x, y, s in ((-180, -30, 1.3), (-60, -70, 1), (60, 10, 1.5), (180, -50, 1.1), (-110, 80, 1), (150, 90, 1))
    )
    twigs = cut([(-250, 90), (-100, 20), (60, -20), (240, -90)], 13, shells[0]) + cut([(-60, 10), (20, 90), (150, 100)], 9, shells[2])
    corner = [(330, 110), (330, -110), (190, -230), (-190, -230), (-330, -110), (-330, 110), (-190, 230), (190, 230)]
    tray = printed(poly(corner), BARK, 13) + at(filled(poly(corner), "#241a17", at(twigs + flowers, 0, 0, scale=1.1), 8), 0, 0, scale=0.88)
    return (
        at(paper.shade(340), 500, 830)
        + at(tray, 500, 580)
        + at(vessels.teapot(CHALK, at(vessels.lotus_mark(CHAM, CHAM), 0, -110), 0.5), 800, 866)
    )


def lacquer_painting(hand: Hand) -> str:
    """A lacquer painting of mist on a lake."""
    ground = hand.pick("#241a17", SON_DEEP, CHAM)
    scene = flat(oval(120, -150, 70), HOE) + "".join(
        flat(smooth([(x - 130, 40), (x - 60, -60), (x, -110), (x + 70, -50), (x + 140, 40)]), color)
        for x, color in ((-190, GOLD), (40, SON), (210, GOLD))
    )
    scene += stroke(
        "".join(f"M{x} {y}q50 -20 100 0" for row, y in enumerate(range(80, 260, 44)) for x in range(-330 + (row % 2) * 50, 330, 130)),
        7,
        HOE,
    ) + at(villages.boat(HOE), -60, 150, scale=0.42)
    return at(printed(box(-340, -290, 680, 580, 8), CLAY, 13) + filled(box(-300, -250, 600, 500), ground, scene, 9), 500, 470)


def clock(hand: Hand) -> str:
    """A carved wall clock."""
    color, dark = hand.pick(*WOODS)
    leaves = "".join(at(plants.leaf(color, dark, 150, 50), *arc(0, 0, 190, a, a + 1)[0], turn=a) for a in range(0, 360, 30))
    face = (
        printed(oval(0, 0, 210), dark, 12)
        + printed(oval(0, 0, 170), CHALK, 8)
        + "".join(flat(oval(*arc(0, 0, 140, a, a + 1)[0], 11 if a % 90 == 0 else 6), INK) for a in range(0, 360, 30))
    )
    return at(
        leaves
        + face
        + cut([(0, 20), (-20, -40), (-70, -80)], 20)
        + cut([(0, 20), (20, -50), (50, -120)], 15)
        + printed(oval(0, 0, 17), HOE, 6),
        500,
        480,
    )


def boat_carving(hand: Hand) -> str:
    """A carved boat with full sails on a stand: a wish for fair winds."""
    color, dark = hand.pick(*WOODS)
    hull = printed(smooth([(-300, -60), (-200, -20), (200, -20), (310, -80), (230, 70), (0, 100), (-220, 70)]), color, 12) + stroke(
        "M-230 20Q0 50 240 14", 8, dark
    )
    sails = "".join(
        printed(smooth([(x, -40), (x + 10, -h), (x + 90, -h + 50), (x + 130, -120), (x + 110, -40)]), dark if k % 2 else color, 10)
        + stroke(
            f"M{x + 8} {-h * 0.7:.0f}L{x + 104} {-h * 0.66:.0f}M{x + 6} {-h * 0.42:.0f}L{x + 124} {-h * 0.4:.0f}",
            7,
            dark if k % 2 == 0 else color,
        )
        for k, (x, h) in enumerate(((-210, 330), (-50, 440), (120, 300)))
    )
    waves = "".join(
        printed(smooth([(x - 80, 120), (x - 50, 60), (x, 40), (x + 40, 70), (x + 80, 120)]), dark, 8) for x in range(-240, 260, 96)
    )
    return at(sails + hull + waves + printed(box(-320, 116, 640, 50, 12), color, 11), 500, 690)


def altar_board(hand: Hand) -> str:
    """A carved board and its two hanging panels, without a word on them."""
    color, dark = hand.pick((SON_DEEP, HOE), (BARK, HOE), ("#6b3820", GOLD))
    board = (
        printed(box(-330, -110, 660, 220, 14), color, 12)
        + stroke(box(-300, -84, 600, 168, 8), 9, dark)
        + "".join(at(vessels.lotus_mark(dark, dark, 1.5), x, 0) for x in (-190, 0, 190))
    )
    side = (
        printed(box(-66, -210, 132, 440, 12), color, 11)
        + stroke(box(-46, -188, 92, 396, 6), 8, dark)
        + "".join(at(vessels.star_mark(dark, 0.7), 0, y) for y in (-130, 0, 130))
    )
    vase = at(vessels.stoneware(CHALK, CHAM, half=90, tall=200, painted=at(vessels.lotus_mark(CHAM, CHAM), 0, -110)), 500, 850)
    return at(board, 500, 260) + at(side, 230, 620) + at(side, 770, 620) + vase


def lotus_vase(hand: Hand) -> str:
    """A vase turned from jackwood, carved with lotus."""
    color, dark = hand.pick((HOE, GOLD), (TAN, CLAY), (CLAY, EARTH))
    shape = lathe([(70, -470), (54, -420), (90, -360), (170, -240), (150, -100), (84, -4)])
    art = (
        at(plants.lotus(hand, dark), 0, -160, scale=0.95)
        + at(vessels.lotus_band(dark, 400, -16, 46), 0, 0)
        + stroke("M-220 -330H220M-220 -346H220", 7, dark)
    )
    return (
        at(paper.shade(240), 480, 836)
        + at(filled(shape, color, art, 11) + printed(oval(0, -470, 70, 18), dark, 7), 480, 830, scale=1.08)
        + at(vessels.bowl(color, dark, 90), 780, 850)
    )


def carved_plate(hand: Hand) -> str:
    """A round carved plate on a stand."""
    color, dark = hand.pick(*WOODS)
    rim = "".join(at(paper.cloud(dark, 0.26), *arc(0, 0, 210, a, a + 1)[0], turn=a + 90) for a in range(0, 360, 45))
    disk = printed(oval(0, 0, 270), color, 13) + stroke(oval(0, 0, 160), 8, dark) + rim + at(plants.lotus(hand, dark), 0, 60, scale=0.9)
    stand = printed(
        smooth([(-130, 250), (-60, 210), (0, 236), (60, 210), (130, 250), (160, 322), (90, 322), (0, 284), (-90, 322), (-160, 322)]), dark
    )
    return at(paper.shade(230), 500, 830) + at(disk + stand, 500, 510)


def patchwork_picture(hand: Hand) -> str:
    """A framed landscape sewn from scraps."""
    dyes = hand.random.sample(textiles.DYES, 5)
    sky = flat(box(-260, -220, 520, 440), STRAW) + flat(oval(120, -110, 62), SON)
    land = "".join(
        filled(
            smooth([(-280, y + 60), (-120, y - 30), (60, y + 20), (280, y - 40), (280, 260), (-280, 260)]),
            color,
            at(textiles.brocade(hand, figure, 700, 500), 0, 100),
            8,
        )
        for (color, figure), y in zip(dyes[:3], (-40, 50, 130), strict=True)
    )
    home = at(villages.house(110, 80), -110, 20, scale=0.9)
    stitches = f'<path d="{box(-244, -204, 488, 408)}" fill="none" stroke="{INK}" stroke-width="5" stroke-dasharray="20 14"/>'
    return at(
        printed(box(-320, -280, 640, 560, 8), CLAY, 13) + filled(box(-262, -222, 524, 444), STRAW, sky + home + land, 9) + stitches,
        500,
        470,
    )


def tea_tray(hand: Hand) -> str:
    """A carved tea tray with pot and cups."""
    color, dark = hand.pick(*WOODS)
    tray = (
        printed(poly([(-360, -110), (360, -110), (400, 40), (-400, 40)]), color, 12)
        + printed(poly([(-310, -84), (310, -84), (340, 14), (-340, 14)]), dark, 8)
        + printed(box(-400, 36, 800, 60, 10), color, 11)
        + "".join(at(paper.cloud(dark, 0.3), x, 70) for x in (-270, -90, 90, 270))
    )
    return (
        at(paper.shade(400), 500, 850)
        + at(tray, 500, 750)
        + at(vessels.teapot("#9a5a3a", "", 0.95), 520, 740)
        + "".join(at(vessels.cup("#9a5a3a", HOE, 50), x, y) for x, y in ((230, 750), (310, 768), (740, 764)))
    )


def pottery_morning(hand: Hand) -> str:
    """A corner of the potter's workshop."""
    return at(workshops.potter(hand), -330, 0)


def weaving_morning(hand: Hand) -> str:
    """A corner of the weavers' veranda."""
    return at(workshops.weavers(hand), -30, 0)


def _gate_with_banyan(hand: Hand) -> str:
    return at(streets.old_gate(hand), -290, 0)


def village_day(hand: Hand) -> str:
    """A village to visit."""
    return hand.pick(villages.gate, _gate_with_banyan)(hand)
