"""Dishes, meats and other things for the table that a drawing names exactly."""

from __future__ import annotations

from marketplace.demo.drawings import harvest, paper, plants, savory, vessels
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
    SKY,
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
    swarm,
)


def clay_pot(hand: Hand, filling: str) -> str:
    """A clay pot of braised food, its lid aside."""
    color = hand.pick("#8a4d2c", "#6f4630", "#a3603a")
    pot = (
        printed(smooth([(-220, -150), (220, -150), (240, -70), (170, 0), (-170, 0), (-240, -70)]), color, 11)
        + printed(oval(0, -150, 226, 56), "#5a2f1c", 9)
        + at(filling, 0, -150)
    )
    handles = "".join(
        stroke(f"M{s * 228} -120q{s * 70} 10 {s * 20} 60", 30) + stroke(f"M{s * 228} -120q{s * 70} 10 {s * 20} 60", 15, color)
        for s in (1, -1)
    )
    lid = at(
        printed(smooth([(-170, 0), (-130, -70), (0, -100), (130, -70), (170, 0), (0, 26)]), color)
        + printed(oval(0, -104, 34, 20), color, 7),
        800,
        800,
        turn=30,
        scale=0.8,
    )
    return lid + at(paper.shade(270), 460, 830) + at(handles + pot, 460, 826, scale=1.12) + vessels.steam(440, 560)


def braised_pork(hand: Hand) -> str:
    """Pork braised with eggs in a clay pot."""
    meat = "".join(
        at(printed(box(-44, -32, 88, 64, 12), "#a8562f", 8) + flat(box(-40, -28, 78, 15), "#e9b48a"), x, y, turn=hand.near(0, 14))
        for x, y in ((-110, 0), (-20, -24), (70, -6), (-60, 22), (30, 22))
    )
    egg = printed(oval(0, 0, 46, 36), "#e2b078", 7) + cut([(-24, -14), (-6, -24), (16, -20)], 7, CHALK)
    return clay_pot(hand, meat + at(egg, 120, 10) + at(egg, -150, 16) + at(plants.leaf(length=80, half=18), 0, -20, turn=-30))


def braised_fish(hand: Hand) -> str:
    """Fish braised with chili and galangal."""
    steak = (
        printed(smooth([(-60, 10), (-40, -44), (0, -56), (40, -44), (60, 10), (0, 40)]), "#96552f", 8)
        + printed(oval(0, -6, 13, 16), CHALK, 5)
        + cut([(-40, 0), (0, 22), (40, 0)], 8, "#5a2f1c")
    )
    chili = printed(smooth([(-50, 0), (0, -16), (54, -4), (60, 6), (0, 12)]), SON, 6)
    return clay_pot(
        hand,
        "".join(at(steak, x, y, turn=hand.near(0, 20)) for x, y in ((-110, 4), (0, -16), (110, 4), (-50, 26), (60, 28)))
        + at(chili, 10, -20, turn=16)
        + at(chili, -120, 20, turn=-30),
    )


def sausages(hand: Hand) -> str:
    """Links of sausage hung and on a plate."""
    color = hand.pick("#b4502f", SON, CORAL)
    link = printed(box(-30, -100, 60, 200, 30), color) + cut([(-12, -66), (-16, 0), (-10, 66)], 9, ROSE)
    hung = "".join(at(link, x, y) for x in (240, 340, 440) for y in (270, 480)) + stroke("M240 120V170M340 120V170M440 120V170", 7, TAN)
    dish = at(paper.plate(half=260), 660, 856) + "".join(at(link, x, y, turn=90 + hand.near(0, 8)) for x, y in ((650, 800), (680, 740)))
    return printed(box(150, 100, 400, 28, 13), EARTH) + hung + dish + at(plants.leaf(length=130), 780, 720, turn=-40)


def patties(hand: Hand) -> str:
    """Fried patties with young rice in them, on a lotus leaf."""
    color = hand.pick("#c9a24b", "#b99a45", HOE)
    flecks = "".join(at(flat(oval(0, 0, 8, 4), LEAF), x, y, turn=hand.near(0, 80)) for x, y in swarm(hand, 14, 150, 90))
    patty = filled(oval(0, 0, 98, 64), color, flecks)
    return at(paper.leaf_mat(hand, 400), 500, 856) + "".join(
        at(patty, x, y, turn=hand.near(0, 8)) for x, y in ((500, 600), (400, 670), (600, 676), (310, 760), (500, 764), (690, 758))
    )


def grilled_loaf(hand: Hand) -> str:
    """A golden loaf of fried pork paste, slices before it."""
    crust, meat = hand.pick(("#b0642f", "#f0d3bd"), (CLAY, "#efc4ae"))
    loaf = printed(smooth([(-220, 0), (-210, -140), (-100, -180), (100, -180), (210, -140), (220, 0)]), crust, 11) + "".join(
        cut([(x, -160), (x + 16, -90), (x + 4, -20)], 9, BARK) for x in (-140, -60, 20, 100)
    )
    cut_piece = printed(poly([(0, -70), (110, 0), (0, 50), (-110, -10)]), meat, 8) + stroke("M-108 -12L0 -72L108 -2", 13, crust)
    return (
        at(paper.plate(half=380), 500, 860)
        + at(loaf, 420, 800)
        + "".join(at(cut_piece, x, y) for x, y in ((660, 720), (720, 780), (600, 800)))
        + at(plants.leaf(length=130), 300, 830, turn=10)
    )


def duck(hand: Hand) -> str:
    """Ducks on a pond among lotus leaves."""
    color, wing = hand.pick((CHALK, CLAY), (TAN, EARTH), ("#b98d5a", CHAM))
    body = printed(
        smooth([(-180, -40), (-120, -120), (20, -130), (150, -110), (230, -160), (220, -60), (140, 10), (-60, 20), (-160, 0)]), color, 11
    )
    head = (
        printed(
            smooth([(-190, -60), (-200, -190), (-240, -230), (-190, -290), (-120, -270), (-110, -200), (-130, -90)]),
            LEAF_DEEP if color != CHALK else color,
            10,
        )
        + printed(smooth([(-230, -246), (-310, -226), (-300, -200), (-226, -206)]), HOE, 8)
        + printed(oval(-176, -244, 12), CHALK, 5)
        + flat(oval(-178, -244, 5), INK)
    )
    wings = printed(smooth([(-70, -80), (40, -100), (160, -70), (100, -10), (-30, -20)]), wing) + cut(
        [(-30, -50), (40, -50), (120, -62)], 8
    )
    one = body + head + wings
    water = printed(box(-20, 680, 1040, 380), SKY, 11) + stroke(
        "".join(
            f"M{x} {y}q30 -16 60 0t60 0" for row, y in enumerate(range(720, 1000, 46)) for x in range(-40 + (row % 2) * 110, 1000, 240)
        ),
        6,
        MIST,
    )
    return (
        water
        + at(plants.lotus_leaf(), 200, 880, scale=0.9)
        + at(plants.lotus(hand), 830, 760, scale=0.8)
        + at(one, 520, 760, scale=1.2)
        + at(one, 760, 920, scale=0.62, flip=True)
        + at(one, 380, 940, scale=0.55)
    )


def black_chicken(hand: Hand) -> str:
    """A black hen and her chicks."""
    chicks = "".join(
        at(savory.chick(color), x, y, flip=flip)
        for color, x, y, flip in (("#5b4a44", 230, 856, False), (STRAW, 360, 866, True), ("#5b4a44", 800, 856, False))
    )
    return at(savory.hen("#4a4040", hand.pick(CHAM, LEAF_DEEP, PLUM), "#2f4a4a", 1.26), 520, 790) + chicks


def ginger_salt(hand: Hand) -> str:
    """A bag of coarse salt with ginger and herbs."""
    heap = printed(smooth([(-130, 0), (-70, -60), (0, -84), (70, -60), (130, 0), (0, 26)]), CHALK, 8) + "".join(
        flat(poly([(x, y), (x + 9, y - 6), (x + 14, y + 5)]), color)
        for (x, y), color in zip(swarm(hand, 16, 170, 50), (TAN, LEAF) * 8, strict=False)
    )
    bag = vessels.pouch(*hand.pick((SON, STRAW), (LEAF, STRAW), (CHAM, MIST)), half=140, tall=350, mark=at(harvest.ginger_root(0.46), 0, 0))
    return at(paper.shade(330), 500, 836) + at(bag, 350, 816) + at(harvest.ginger_root(0.9), 690, 690) + at(heap, 690, 846)


def cordyceps(hand: Hand) -> str:
    """Orange threads of cordyceps in a jar and on a dish."""
    thread = "".join(
        cut([(0, 0), (dx * 0.4, -60), (dx, -130)], 15, color)
        for dx, color in ((-60, CORAL), (-34, HOE), (-8, CORAL), (18, HOE), (44, CORAL), (66, HOE))
    )
    jar = vessels.jar(MIST, STRAW, cloth=hand.pick(SON, CHAM, LEAF), half=140, tall=320)
    return (
        at(paper.shade(320), 500, 840)
        + at(jar, 330, 826)
        + at(thread, 330, 816, scale=1.25)
        + at(paper.plate(half=220), 690, 860)
        + at(thread, 660, 820, turn=-60)
        + at(thread, 740, 824, turn=50)
        + at(thread, 690, 830)
    )


def reishi(hand: Hand) -> str:
    """Red lacquered bracket mushrooms."""
    cap = printed(smooth([(-150, 0), (-130, -80), (-20, -120), (110, -90), (150, -10), (60, 36), (-80, 40)]), SON_DEEP, 11) + "".join(
        stroke(f"M{-110 + k * 22} {-10 + k * 4}Q0 {-90 + k * 26} {110 - k * 22} {-20 + k * 6}", 8, color)
        for k, color in enumerate((HOE, CORAL, HOE))
    )
    stem = printed(smooth([(-26, 0), (-30, 140), (-10, 220), (26, 220), (30, 130), (26, 0)]), BARK)
    one = stem + cap
    return (
        printed(box(170, 800, 660, 90, 44), EARTH)
        + at(one, 360, 620, scale=1.05)
        + at(one, 660, 660, scale=0.95, flip=True)
        + at(one, 500, 540, scale=1.15)
    )


def sweet_flowers(hand: Hand, color: str) -> str:
    """An armful of one kind of flower, wrapped."""
    drawn = ""
    for turn in (-44, -28, -12, 4, 20, 36, -36, -20, 12, 28):
        length = hand.near(430, 60)
        drawn += at(
            stroke(f"M0 0V{-length:.0f}", 11, LEAF_DEEP)
            + at(plants.leaf(SPROUT, LEAF_DEEP, 80, 22), 0, -length * 0.7, turn=-40)
            + at(_daisy(color), 0, -length),
            500,
            770,
            turn=turn,
        )
    wrap = printed(
        smooth([(-30, 60), (-150, -190), (-60, -150), (0, -210), (70, -150), (160, -190), (36, 60)]), hand.pick(STRAW, TAN, CELADON)
    )
    return drawn + at(wrap, 500, 770)


def _daisy(color: str) -> str:
    petals = "".join(at(printed(smooth([(0, 0), (-13, -40), (0, -78), (13, -40)]), color, 5), 0, 0, turn=24 * step) for step in range(15))
    return petals + printed(oval(0, 0, 24), HOE if color != HOE else EARTH, 6)


def gerberas(hand: Hand) -> str:
    """Gerberas."""
    return sweet_flowers(hand, hand.pick(SON, CORAL, "#e88f8a", HOE))


def chrysanthemum_pot(hand: Hand) -> str:
    """A round cushion of chrysanthemums in a pot."""
    color = hand.pick(HOE, HOE, "#e88f8a")
    dome = printed(smooth([(-280, 40), (-260, -130), (-120, -270), (0, -300), (120, -270), (260, -130), (280, 40), (0, 90)]), LEAF)
    heads = "".join(
        at(_daisy(color), x, y - 90, scale=0.5)
        for x, y in sorted(swarm(hand, 44, 480, 300), key=lambda p: p[1])
        if (x / 270) ** 2 + (y / 175) ** 2 < 1
    )
    pot = vessels.bowl(hand.pick(CLAY, CHALK, SON), EARTH, 180, painted=vessels.lotus_band(CHAM, 420, -22, 42))
    return at(pot, 500, 830) + at(dome + heads, 500, 600)


def bougainvillea(hand: Hand) -> str:
    """A trained bougainvillea in flower."""
    color = hand.pick("#c2477a", CORAL, PLUM)
    trunk = (
        cut([(0, 40), (-50, -80), (40, -190), (-10, -330)], 60)
        + cut([(10, -170), (110, -230), (190, -220)], 34)
        + cut([(-20, -110), (-120, -170), (-190, -170)], 34)
    )
    clouds = ""
    for cx, cy, r in ((-190, -200, 100), (190, -250, 105), (-10, -370, 130)):
        clouds += printed(oval(cx, cy, r, r * 0.7), LEAF_DEEP) + "".join(
            at(plants.blossom(color, CHALK), cx + x, cy + y, scale=0.62) for x, y in swarm(hand, 15, r * 1.8, r * 1.2)
        )
    pot = vessels.bowl(CHALK, EARTH, 180, painted=vessels.lotus_band(CHAM, 420, -22, 42))
    return at(trunk + clouds, 500, 650) + at(pot, 500, 810)
