"""People at work, 1500 by 1000 units."""

from __future__ import annotations

from marketplace.demo.drawings import bamboo, ceramics, paper, people, plants, sweets, textiles, vessels, villages
from marketplace.demo.drawings.ink import (
    BARK,
    CELADON,
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
    MIST,
    PLUM,
    SON,
    SON_DEEP,
    SPROUT,
    STRAW,
    TAN,
    Hand,
    at,
    box,
    filled,
    flat,
    oval,
    poly,
    printed,
    smooth,
    stroke,
    swarm,
)


def _shelf(things: list[str], x: float, y: float, width: float) -> str:
    """A shelf with things standing on it."""
    step = width / len(things)
    stood = "".join(at(thing, x + step * (index + 0.5), y) for index, thing in enumerate(things))
    return stood + printed(box(x - 16, y, width + 32, 26, 6), EARTH)


def potter(hand: Hand) -> str:
    """A potter at the wheel before full shelves."""
    glazes = [hand.pick(*ceramics.GLAZES) for _ in range(12)]
    bowls = [at(vessels.bowl(color, line, 74, painted=vessels.lotus_band(line, 220, -10, 26)), 0, 0) for color, line in glazes[:6]]
    jars = [at(vessels.stoneware(color, line, half=64, tall=130), 0, 0) for color, line in glazes[6:]]
    shelves = _shelf(bowls, 70, 280, 560) + _shelf(jars, 70, 500, 560) + "".join(printed(box(x, 130, 26, 600, 4), EARTH) for x in (40, 634))
    wheel = (
        printed(oval(0, 0, 150, 40), "#a9a08f") + printed(box(-26, 10, 52, 110, 6), EARTH) + at(vessels.bowl("#b98d66", CLAY, 92), 0, -14)
    )
    clay = printed(smooth([(-80, 0), (-60, -60), (0, -84), (60, -60), (80, 0), (0, 14)]), "#b98d66")
    done = "".join(
        at(vessels.bowl(CHALK, CHAM, 80, painted=vessels.lotus_band(CHAM, 220, -10, 28)), x, y)
        for x, y in ((1290, 900), (1290, 848), (1290, 796), (1410, 930))
    )
    figure = at(people.seated(CHAM, BARK, ((-70, -96), (70, -96)), hatted=False), 880, 850, scale=1.9)
    return villages.floor() + shelves + figure + at(wheel, 880, 800) + at(clay, 1120, 900) + done + at(villages.kiln(0.9), 1260, 700)


def loom(hand: Hand) -> str:
    """A weaver at a hand loom, silk growing."""
    color, figure = SON, HOE
    frame = (
        "".join(printed(box(x, 220, 40, 640, 6), EARTH, 10) for x in (420, 1120))
        + printed(box(380, 200, 820, 44, 8), CLAY, 10)
        + printed(box(380, 800, 820, 40, 8), CLAY, 10)
    )
    warp = stroke("".join(f"M{x} 244V560" for x in range(480, 1110, 14)), 4, STRAW)
    cloth = filled(box(476, 540, 632, 300), color, at(textiles.brocade(hand, figure, 700, 400), 790, 690), 10)
    reed = printed(box(450, 500, 690, 52, 10), TAN, 10) + stroke("".join(f"M{x} 506v40" for x in range(470, 1130, 16)), 4, CLAY)
    weaver = at(people.seated(LEAF_DEEP, BARK, ((-150, -176), (150, -176)), hatted=False), 790, 930, scale=1.5)
    bolts = (
        at(textiles.bolt(hand, CHAM, MIST, 260), 210, 860)
        + at(textiles.bolt(hand, HOE, SON, 240), 220, 745)
        + at(textiles.bolt(hand, "#e88f8a", SON_DEEP, 220), 200, 632)
    )
    cocoons = at(vessels.flat_basket(half=150), 1340, 900) + "".join(
        at(printed(oval(0, 0, 24, 16), hand.pick(CHALK, STRAW), 6), 1340 + x, 850 + y, turn=hand.near(0, 50))
        for x, y in swarm(hand, 16, 220, 50)
    )
    return villages.floor("#b9a184", "#94795a") + frame + warp + cloth + reed + weaver + bolts + cocoons


def _stove(fire: bool = True) -> str:
    """A clay stove for one great wok, its top at the origin."""
    body = printed(smooth([(-200, 0), (200, 0), (220, 120), (200, 200), (-200, 200), (-220, 120)]), "#b07a4f", 11)
    mouth = printed("M-80 200V110A80 70 0 0 1 80 110V200Z", INK, 8)
    flames = flat(smooth([(-60, 196), (-50, 140), (-20, 160), (0, 100), (24, 150), (46, 130), (60, 196)]), CORAL) + flat(
        smooth([(-26, 196), (-16, 160), (4, 140), (20, 170), (28, 196)]), HOE
    )
    return body + mouth + (flames if fire else "")


def _wok(content: str, color: str = "#4a4440") -> str:
    return (
        printed(smooth([(-230, -30), (0, -10), (230, -30), (160, 40), (0, 60), (-160, 40)]), color)
        + printed(oval(0, -34, 232, 52), color)
        + flat(oval(0, -32, 200, 38), content)
    )


def kitchen(hand: Hand) -> str:
    """Stirring syrup over a wood fire, slabs cooling on a board."""
    cook = at(people.standing(CORAL, HOE, ((-20, -190), (90, -170)), hatted=False), 470, 850, scale=1.45)
    pot = at(_stove() + _wok(GOLD), 720, 700) + at(printed(box(-9, -260, 18, 280, 8), TAN, 7), 650, 660, turn=14) + vessels.steam(760, 570)
    wood = "".join(
        printed(box(x, y, 150, 34, 16), EARTH) + printed(oval(x + 150, y + 17, 12, 17), TAN, 6)
        for x, y in ((90, 880), (110, 846), (80, 914))
    )
    slab = (
        printed(poly([(-60, 24), (60, 24), (60, 44), (-60, 44)]), EARTH, 7)
        + printed(poly([(-60, -24), (60, -24), (60, 24), (-60, 24)]), "#c58a3c", 7)
        + "".join(flat(oval(x, y, 8, 5), STRAW) for x, y in ((-34, -6), (0, 8), (30, -8), (12, -12)))
    )
    board = at(paper.low_table(CLAY, 190), 1200, 800) + "".join(
        at(slab, 1200 + x, 762 - y) for x, y in ((-120, 0), (20, 0), (150, 0), (-56, 72), (84, 72), (14, 142))
    )
    hung = "".join(
        stroke(f"M{x} 60V{y}", 5, CLAY) + at(thing, x, y)
        for x, y, thing in (
            (180, 250, at(vessels.basket(TAN, CLAY, half=80, tall=60), 0, 60)),
            (1010, 230, at(ginger(), 0, 30)),
            (1330, 250, at(ginger(), 0, 30)),
        )
    )
    return (
        villages.floor("#b9a184", "#94795a")
        + hung
        + cook
        + pot
        + wood
        + board
        + at(vessels.jar(CHALK, GOLD, cloth=SON, half=70, tall=160), 1400, 940)
    )


def ginger() -> str:
    """A small root of ginger."""
    return printed(
        smooth([(-60, 0), (-30, -30), (0, -14), (30, -44), (60, -20), (44, 6), (70, 34), (30, 40), (0, 20), (-34, 40)]), TAN, 8
    ) + stroke("M-30 -10q8 10 0 20M14 -16q10 12 2 24", 5, CLAY)


def green_rice_kiln(hand: Hand) -> str:
    """Roasting young rice, pounding it, lotus leaves ready."""
    grass = villages.tufts(hand, 560, SPROUT, 60, bottom=720)
    roaster = at(people.seated(LEAF, BARK, ((-20, -110), (80, -110))), 420, 880, scale=1.6)
    stove = at(_stove() + _wok("#b9c95f"), 700, 760) + vessels.steam(720, 640)
    mortar = printed(smooth([(-90, -150), (90, -150), (70, -40), (110, 0), (-110, 0), (-70, -40)]), "#a9a08f", 10) + flat(
        oval(0, -148, 70, 14), SPROUT
    )
    pounder = (
        at(people.standing(SON, HOE, ((60, -210), (90, -180))), 1010, 910, scale=1.25)
        + at(mortar, 1190, 920)
        + at(printed(box(-22, -330, 44, 300, 14), CLAY), 1180, 800)
    )
    leaf = at(sweets.lotus_plate(150), 1370, 980) + at(
        printed(smooth([(-90, 0), (-50, -50), (0, -66), (50, -50), (90, 0), (0, 18)]), "#b9c95f"), 1370, 940
    )
    return (
        villages.field(560, LEAF, LEAF_DEEP)
        + grass
        + villages.yard(720)
        + roaster
        + stove
        + pounder
        + leaf
        + at(sweets.lotus_plate(140), 150, 970)
        + at(plants.lotus(hand), 150, 930, scale=0.8)
    )


def weavers(hand: Hand) -> str:
    """Weavers under the eaves, lamps above, baskets about."""
    eaves = at(villages.roof(820, 150), 750, 130) + "".join(printed(box(x, 140, 36, 640, 4), EARTH, 9) for x in (90, 730, 1380))
    dome = smooth([(-40, -150), (40, -150), (100, -70), (120, 0), (0, 30), (-120, 0), (-100, -70)])
    lamp = stroke("M0 -150V-260", 7) + filled(dome, TAN, at(vessels.weave(300, 200, CLAY, cell=26), 0, 20)) + flat(oval(0, 8, 60, 14), HOE)
    lamps = at(lamp, 280, 400) + at(lamp, 540, 360, scale=0.8) + at(lamp, 1000, 380) + at(lamp, 1230, 420, scale=0.85)
    left = at(people.seated(CHAM, BARK, ((-60, -90), (60, -90))), 360, 880, scale=1.55) + at(
        vessels.basket(TAN, CLAY, half=110, tall=90), 360, 860
    )
    right = at(people.seated(SON, BARK, ((-60, -90), (60, -90)), hatted=False), 1060, 880, scale=1.55) + at(
        vessels.basket(STRAW, GOLD, half=120, tall=110), 1060, 870
    )
    goods = (
        at(vessels.basket(TAN, CLAY, half=130, tall=120, handle=True), 700, 900)
        + at(vessels.basket("#e0c08a", "#9a6b3a", half=90, tall=70), 1340, 950)
        + at(vessels.flat_basket(half=120), 130, 960)
    )
    strips = stroke("".join(f"M{760 + x} 960q{hand.near(60, 30):.0f} -50 {hand.near(150, 30):.0f} -6" for x in range(0, 160, 22)), 6, HOE)
    return villages.yard(740, "#c9a576") + eaves + lamps + left + right + goods + strips


def still(hand: Hand) -> str:
    """A still over the fire, jars in a row, rice drying."""
    dome = printed(smooth([(-150, 0), (-130, -160), (-40, -230), (40, -230), (130, -160), (150, 0), (0, 30)]), GOLD, 11) + stroke(
        "M-140 -60Q0 -20 140 -60", 7, EARTH
    )
    pipe = stroke("M20 -220C140 -330 300 -260 360 -60V40", 34) + stroke("M20 -220C140 -330 300 -260 360 -60V40", 18, TAN)
    kit = at(_stove() + dome + pipe, 480, 720) + at(vessels.stoneware(CHAM, SON, half=80, tall=170), 840, 930)
    jars = "".join(
        at(vessels.stoneware(color, SON, half=110, tall=230, painted=at(vessels.lotus_mark(HOE, HOE), 0, -120)), x, 930)
        for color, x in (("#7b4a30", 1010), ("#5d4a3a", 1240), ("#a8663c", 1440))
    )
    person = at(people.seated(SON, BARK, ((-80, -100), (70, -120)), hatted=False), 236, 900, scale=1.5)
    leaves = "".join(at(vessels.flat_basket(half=110), x, 360) for x in (980, 1260)) + "".join(
        at(printed(oval(0, 0, 26, 14), CHALK, 5), x + dx, 330 + dy)
        for x in (980, 1260)
        for dx, dy in ((-50, 0), (0, -12), (50, 0), (0, 14))
    )
    return (
        villages.floor("#b9a184", "#94795a")
        + printed(box(860, 362, 540, 28, 6), EARTH)
        + leaves
        + person
        + kit
        + jars
        + vessels.steam(480, 420)
    )


def hat_makers(hand: Hand) -> str:
    """A woman sewing a hat between stacks of them."""
    stack = "".join(at(bamboo.palm_hat(hand), 0, -46 * step) for step in range(6))
    seat = at(people.seated(PLUM, BARK, ((-90, -90), (90, -90)), hatted=False), 750, 900, scale=1.9) + at(
        bamboo.palm_hat(hand), 750, 900, scale=0.95
    )
    leaves = "".join(at(plants.leaf(STRAW, GOLD, 230, 34), 1080, 960, turn=turn) for turn in (-160, -140, -120, -100, -80))
    hung = "".join(
        stroke(f"M{x} 40V{y}", 5, CLAY) + at(people.hat(1.4), x, y + 120) for x, y in ((240, 160), (480, 110), (1020, 110), (1270, 170))
    )
    ring = "".join(stroke(oval(430, 950, r, r * 0.3), 7, CLAY) for r in (130, 100, 70))
    return (
        printed(box(-20, 720, 1540, 320), CELADON, 12)
        + hung
        + at(stack, 260, 900, scale=0.9)
        + at(stack, 1260, 890, scale=0.95)
        + seat
        + leaves
        + ring
    )


def lacquer_workshop(hand: Hand) -> str:
    """Polishing a panel by lamplight, gold fish in black."""
    fish = "".join(
        at(vessels.fish_mark(HOE, size), x, y, flip=flip)
        for x, y, size, flip in ((-160, -70, 2.6, False), (130, 40, 2.2, True), (-60, 110, 1.5, False), (200, -110, 1.4, True))
    )
    waves = stroke(
        "".join(f"M{x} {y}q40 -26 80 0" for row, y in enumerate(range(-180, 200, 60)) for x in range(-320 + (row % 2) * 40, 320, 80)),
        5,
        SON_DEEP,
    )
    panel = printed(box(-330, -230, 660, 460, 6), CLAY, 12) + filled(box(-296, -196, 592, 392), "#241a17", waves + fish, 9)
    lamp = (
        stroke("M0 -300V-60", 6)
        + flat(oval(0, 30, 240), HOE, 0.28)
        + printed(smooth([(-90, 20), (-60, -50), (0, -70), (60, -50), (90, 20), (0, 40)]), SON, 9)
        + printed(oval(0, 26, 40, 14), STRAW, 6)
    )
    worker = at(people.seated(CHALK, BARK, ((-110, -150), (20, -140)), hatted=False), 1160, 900, scale=1.8)
    pots = "".join(at(vessels.bowl(INK, color, 70), x, 950) for color, x in ((SON, 140), (HOE, 300), (LEAF, 460)))
    vase = at(vessels.stoneware(SON, HOE, half=80, tall=200, painted=at(vessels.lotus_mark(HOE, HOE, 0.9), 0, -110)), 1400, 940)
    return (
        printed(box(-20, 760, 1540, 300), BARK, 12)
        + at(lamp, 1080, 300)
        + at(panel, 560, 540)
        + at(paper.low_table(EARTH, 360), 560, 790)
        + worker
        + pots
        + vase
    )
