"""Lacquer, gilding, bronze, silver, incense, prints and toys."""

from __future__ import annotations

from marketplace.demo.drawings import paper, plants, savory, vessels
from marketplace.demo.drawings.ink import (
    BARK,
    CHALK,
    CHAM,
    CLAY,
    CORAL,
    EARTH,
    GOLD,
    HOE,
    INK,
    LEAF,
    LEAF_DEEP,
    PAPER,
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
    pair,
    poly,
    printed,
    smooth,
    stroke,
)


def _lacquer_art(hand: Hand, gold: str) -> str:
    fish = at(vessels.fish_mark(gold, 1.7), -30, -20) + at(vessels.fish_mark(gold, 1.1), 60, 70, flip=True)
    flowers = (
        at(vessels.lotus_mark(gold, gold, 2.2), 0, 10)
        + at(vessels.sprig_mark(gold, 1.1), -140, 10)
        + at(vessels.sprig_mark(gold, 1.1), 140, 10)
    )
    return hand.pick(fish + stroke("M-190 110q40 -30 80 0t80 0t80 0t80 0", 7, gold), flowers)


_LACQUERS = ((SON, HOE), (INK, HOE), (SON_DEEP, HOE), ("#4a2a1e", CORAL), (CHAM, HOE))


def lacquer_dish(hand: Hand) -> str:
    """A great dish on edge and a bowl."""
    color, gold = hand.pick(*_LACQUERS)
    disk = printed(oval(0, 0, 250), color, 12) + stroke(oval(0, 0, 226), 7, gold) + _lacquer_art(hand, gold)
    bowl = vessels.bowl(color, gold, 116, painted=vessels.lotus_band(gold, 330, -16, 38))
    return at(paper.shade(240), 440, 836) + at(disk, 440, 560) + at(bowl, 770, 840)


def lacquer_box(hand: Hand) -> str:
    """A round box with a domed lid."""
    color, gold = hand.pick(*_LACQUERS)
    dome = smooth([(-280, -150), (-262, -216), (-130, -262), (0, -272), (130, -262), (262, -216), (280, -150), (0, -110)])
    lid = filled(dome, color, at(_lacquer_art(hand, gold), 0, -200, scale=0.8, squash=0.55), 11)
    wall = printed(smooth([(-280, -150), (0, -112), (280, -150), (272, -30), (0, 14), (-272, -30)]), color, 11)
    lines = stroke("M-276 -110Q0 -70 276 -110M-272 -44Q0 0 272 -44", 7, gold) + at(vessels.lotus_band(gold, 460, 0, 50), 0, -30)
    return at(paper.shade(320), 500, 830) + at(wall + lines + lid + printed(oval(0, -276, 30, 16), gold, 7), 500, 816, scale=1.12)


def lacquer(hand: Hand) -> str:
    """A round box or a dish in red, black and gold."""
    return hand.pick(lacquer_dish, lacquer_box)(hand)


def gold_leaf(hand: Hand) -> str:
    """Leaves of gold on dark paper, a soft brush, something gilded."""
    dark = hand.pick("#33231c", SON_DEEP, CHAM)
    square = printed(poly([(-96, -20), (0, -64), (96, -20), (0, 26)]), HOE, 7) + cut([(-50, -26), (0, -40), (40, -30)], 8, STRAW)
    book = "".join(
        at(printed(poly([(-130, -26), (0, -86), (130, -26), (0, 36)]), dark if k % 2 else STRAW, 8), 0, -14 * k) for k in range(7)
    )
    stack = at(book, 320, 800) + at(square, 320, 706)
    brush = at(
        printed(box(-12, -230, 24, 190, 10), CLAY, 8) + printed(smooth([(-30, -44), (30, -44), (38, 30), (0, 70), (-38, 30)]), CHALK, 8),
        520,
        800,
        turn=24,
    )
    flakes = "".join(
        at(flat(poly([(-20, 0), (0, -14), (22, -2), (2, 14)]), HOE), x, y, turn=hand.near(0, 60))
        for x, y in ((200, 480), (330, 400), (470, 460), (420, 560), (240, 590))
    )
    gilded = hand.pick(
        at(plants.lotus(hand, HOE), 0, 0, scale=1.5),
        at(vessels.stoneware(HOE, GOLD, half=120, tall=250, painted=vessels.lotus_band(SON_DEEP, 300, -20, 40)), 0, 30),
        at(savory.hen(HOE, GOLD, HOE, 0.8), 0, 20),
    )
    return at(paper.low_table(dark, 150), 720, 770) + at(gilded, 720, 746) + flakes + stack + brush


def bronze(hand: Hand) -> str:
    """A drum seen from its face, or a censer on three feet."""
    color, dark = hand.pick((GOLD, EARTH), ("#a9803f", "#5e4420"), ("#8a9a6f", "#4d5c40"))
    if hand.pick(True, False):
        rings = "".join(stroke(oval(0, 0, r), 7, dark) for r in (236, 200, 134, 96))
        birds = "".join(
            f'<g transform="rotate({45 * k}) translate(0 -166)">{flat(poly([(-34, 6), (0, -10), (40, -4), (10, 4), (24, 18), (-6, 8)]), dark)}</g>'
            for k in range(8)
        )
        teeth = flat(
            "".join(
                poly(
                    arc(0, 0, 222, 15 * k, 15 * k + 6)[:1]
                    + arc(0, 0, 208, 15 * k + 3, 15 * k + 9)[:1]
                    + arc(0, 0, 222, 15 * k + 6, 15 * k + 12)[:1]
                )
                for k in range(24)
            ),
            dark,
        )
        face = printed(oval(0, 0, 262), color, 13) + rings + birds + teeth + at(vessels.star_mark(dark, 1.6), 0, 0)
        return (
            at(paper.shade(240), 500, 836)
            + at(face, 500, 540)
            + at(printed(smooth([(-150, 0), (-70, -50), (0, -20), (70, -50), (150, 0), (170, 50), (-170, 50)]), EARTH), 500, 800)
        )
    bowl = filled(
        lathe([(150, -240), (190, -190), (180, -100), (120, -40)]),
        color,
        at(vessels.lotus_band(dark, 460, -60, 52), 0, 0) + stroke("M-220 -180H220M-220 -196H220", 7, dark),
        11,
    )
    feet = "".join(
        printed(smooth([(x - 34, -70), (x + 34, -70), (x + 22, 30), (x + 36, 60), (x - 36, 60), (x - 22, 30)]), color)
        for x in (-110, 110, 0)
    )
    ears = "".join(
        stroke(smooth([(s * 160, -230), (s * 240, -290), (s * 220, -170), (s * 176, -150)], closed=False), 34)
        + stroke(smooth([(s * 160, -232), (s * 238, -290), (s * 218, -172), (s * 174, -152)], closed=False), 17, color)
        for s in (1, -1)
    )
    lid = printed(smooth([(-156, -244), (-110, -320), (0, -350), (110, -320), (156, -244), (0, -226)]), color, 11) + at(
        printed(smooth([(-60, 0), (-40, -70), (20, -90), (60, -40), (50, 0)]), color) + flat(oval(10, -62, 6), INK), 0, -344
    )
    smoke = cut([(0, -450), (40, -510), (-20, -580), (30, -660)], 22, CHALK)
    return at(smoke + feet + ears + bowl + lid, 500, 780)


def incense(hand: Hand) -> str:
    """Bundles of red incense sticks opened like flowers in the sun."""
    color, tip = hand.pick((SON, HOE), (SON, "#e88f8a"), (PLUM, HOE), (HOE, SON), (CORAL, SON_DEEP))
    places = ((300, 420, 0.9), (690, 380, 0.85), (500, 680, 1.15), (180, 780, 0.7), (830, 770, 0.72))
    return "".join(at(incense_bundle(hand, color, tip), x, y, scale=size, squash=0.72) for x, y, size in places)


def incense_bundle(hand: Hand, color: str, tip: str) -> str:
    """One bundle seen from above, 400 across."""
    rays = "".join("M0 0L" + pair(arc(0, 0, hand.near(196, 10), a, a + 1)[0]) for a in range(0, 360, 5))
    tips = flat("".join(oval(*arc(0, 0, hand.near(186, 8), a, a + 1)[0], 8) for a in range(0, 360, 9)), tip)
    return (
        flat(oval(0, 0, 204, 204), INK)
        + flat(oval(-2, -2, 196), SON_DEEP if color != PLUM else INK)
        + stroke(rays, 5, color)
        + tips
        + printed(oval(0, 0, 46), tip, 8)
        + flat("".join(oval(*arc(0, 0, r, a, a + 1)[0], 4) for r in (14, 30) for a in range(0, 360, 40)), color)
    )


def folk_print(hand: Hand) -> str:
    """Two prints hung on a line: the hen with chicks, the sow."""
    drawn = stroke("M60 190Q500 250 940 190", 8)
    sheets = [
        (300, 240, at(savory.pig(hand.pick(ROSE, HOE), STRAW, 0.42), 6, 40) + at(savory.pig(HOE, CHALK, 0.2), 40, 130)),
        (
            700,
            240,
            at(savory.hen(SON, LEAF_DEEP, HOE, 0.62), 0, 90)
            + at(savory.chick(), -90, 130, scale=0.7)
            + at(savory.chick(), 90, 136, scale=0.7),
        ),
    ]
    hand.random.shuffle(sheets)
    for (_, _, art), x, turn in zip(sheets, (300, 704), (-2, 2), strict=True):
        ground = hand.pick(CHALK, STRAW, "#f0c79f", "#eab950")
        sheet = printed(box(-170, -220, 340, 460, 4), PAPER, 9) + flat(box(-148, -198, 292, 412), ground) + art
        drawn += at(sheet + "".join(printed(box(dx, -256, 26, 56, 6), CLAY, 6) for dx in (-110, 90)), x, 450, turn=turn)
    block = (
        printed(box(-150, -40, 300, 80, 10), EARTH)
        + printed(poly([(-150, -40), (-100, -90), (200, -90), (150, -40)]), CLAY)
        + at(vessels.fish_mark(BARK, 1), 20, -66)
    )
    return drawn + at(block, 420, 850) + at(vessels.bowl(CHALK, SON, 70), 680, 866) + at(vessels.bowl(CHALK, HOE, 70), 820, 856)


def figurines(hand: Hand) -> str:
    """Toys of colored rice dough on sticks: rooster, flower, fish."""
    colors = hand.random.sample((SON, HOE, LEAF, PLUM, CORAL, CHAM), 4)
    sticks = "".join(stroke(f"M{x} 820V{y}", 15) + stroke(f"M{x} 820V{y}", 8, TAN) for x, y in ((260, 470), (500, 420), (740, 480)))
    rooster = at(savory.hen(colors[0], colors[1], colors[2], 0.72), 260, 500)
    flower = "".join(at(printed(oval(0, -70, 44, 60), colors[1], 8), 500, 390, turn=60 * k) for k in range(6)) + printed(
        oval(500, 390, 46), colors[3], 8
    )
    fish = at(
        printed(smooth([(-120, 0), (-40, -80), (70, -40), (110, 0), (70, 40), (-40, 80)]), colors[3])
        + printed(smooth([(90, 0), (180, -70), (164, 0), (180, 70)]), colors[1])
        + printed(oval(-70, -16, 16), CHALK, 6)
        + flat(oval(-72, -16, 7), INK)
        + stroke("M-20 -50a50 50 0 0 1 0 100M30 -40a40 40 0 0 1 0 80", 7),
        740,
        440,
    )
    block = printed(box(140, 800, 720, 80, 20), STRAW) + "".join(
        flat(oval(x, 840, 26, 14), color) for x, color in zip((230, 400, 600, 770), colors, strict=True)
    )
    return sticks + block + rooster + flower + fish


def jewelry_cushion(color: str, figure: str) -> str:
    """A cushion of silk, standing on the origin."""
    shape = smooth([(-330, -60), (-290, -230), (0, -260), (290, -230), (330, -60), (300, 20), (0, 40), (-300, 20)])
    return printed(shape, color, 12) + stroke("M-290 -20Q0 20 290 -20", 6, figure)


def jewelry(hand: Hand) -> str:
    """Silver necklace and bracelets on a cushion."""
    metal, shade_color = hand.pick(("#e6e3da", "#a7a399"), (HOE, GOLD))
    cushion_color, figure = hand.pick((SON, SON_DEEP), (CHAM, "#1f334d"), (PLUM, "#5a2a3c"), (LEAF_DEEP, "#1e4425"))
    cushion = printed(
        smooth([(-330, -60), (-290, -230), (0, -260), (290, -230), (330, -60), (300, 20), (0, 40), (-300, 20)]), cushion_color, 12
    ) + stroke("M-290 -20Q0 20 290 -20", 6, figure)
    chain = "".join(printed(oval(x, y, 17), metal, 5) for x, y in arc(0, -190, 190, 10, 170, 0.72))
    pendant = printed(oval(0, -20, 62), metal, 9) + at(vessels.lotus_mark(shade_color, shade_color, 0.9), 0, -20)
    rings = "".join(
        stroke(oval(x, y, 84, 52), 34) + stroke(oval(x - 1, y - 2, 84, 52), 19, metal) + stroke(oval(x - 2, y - 4, 84, 52), 5, shade_color)
        for x, y in ((-170, 80), (170, 84))
    )
    return at(cushion + chain + pendant, 500, 740) + at(rings, 500, 770)
