"""Fired earth: tea sets, bowls, vases, plates, blue-and-white porcelain."""

from __future__ import annotations

from marketplace.demo.drawings import paper, vessels
from marketplace.demo.drawings.ink import (
    CELADON,
    CHALK,
    CHAM,
    CLAY,
    EARTH,
    HOE,
    INK,
    LEAF,
    MIST,
    SKY,
    SON,
    SPROUT,
    TAN,
    Hand,
    at,
    cut,
    filled,
    flat,
    lathe,
    oval,
    printed,
    smooth,
    stroke,
    swarm,
)

GLAZES = ((CHALK, CHAM), (CELADON, "#4e7a5e"), ("#e8d9b5", EARTH), (SKY, CHAM), ("#9a5a3a", HOE), ("#5d3b2e", TAN))


def crackle(hand: Hand, color: str, width: float, height: float) -> str:
    """Draw the fine net of a crackle glaze over a field standing on the origin."""
    lines = []
    for x, y in swarm(hand, 30, width, height):
        lines.append(
            f"M{x:.0f} {y - height / 2:.0f}l{hand.near(0, 46):.0f} {hand.near(26, 18):.0f}l{hand.near(10, 34):.0f} {hand.near(18, 18):.0f}"
        )
    return stroke("".join(lines), 3, color, 0.6)


def painted_scene(hand: Hand, color: str, y: float, width: float) -> str:
    """Draw what painters put on a wall: lotus, fish, sprigs or clouds, with bands above the foot."""
    mark = hand.pick(vessels.lotus_mark(color, color), vessels.fish_mark(color, 1.1), vessels.sprig_mark(color, 1.3))
    bands = stroke(f"M{-width:.0f} {y + 66:.0f}H{width:.0f}M{-width:.0f} {y - 66:.0f}H{width:.0f}", 6, color)
    return at(mark, 0, y) + at(mark, -width * 0.62, y, scale=0.8) + at(mark, width * 0.62, y, scale=0.8, flip=True) + bands


def tea_set(hand: Hand) -> str:
    """A pot and its cups on a tray."""
    color, line = hand.pick(*GLAZES)
    paint = painted_scene(hand, line, -110, 130) if color in (CHALK, SKY) else crackle(hand, line, 320, 260)
    tray = paper.tray(*hand.pick((SON, "#7d1d10"), (EARTH, "#4c3023"), ("#3d3028", INK)))
    cups = "".join(at(vessels.cup(color, HOE), x, y) for x, y in ((-236, 786), (-140, 812), (210, 806)))
    return at(tray, 500, 810) + at(vessels.teapot(color, paint, 1.25), 520, 776) + at(cups, 500, 0) + vessels.steam(840, 480)


def rice_bowls(hand: Hand) -> str:
    """Stacked bowls, one in front with rice, chopsticks across."""
    color, line = hand.pick(*GLAZES)
    wall = vessels.lotus_band(line, 400, -24, 44) + stroke("M-200 -112H200", 7, line)
    stack = "".join(at(vessels.bowl(color, line, 160, painted=wall), 330, y) for y in (800, 726, 652))
    heap = printed(smooth([(-150, 4), (-90, -54), (0, -82), (90, -54), (150, 4), (0, 34)]), CHALK, 7)
    sticks = (
        stroke("M-250 -30L230 -92", 17)
        + stroke("M-250 -32L230 -94", 9, SON)
        + stroke("M-246 -4L238 -56", 17)
        + stroke("M-246 -6L238 -58", 9, SON)
    )
    front = vessels.bowl(color, line, 196, painted=wall, filling=heap + sticks)
    return at(paper.shade(330), 500, 806) + stack + at(front, 640, 826)


def vase(hand: Hand) -> str:
    """A tall vase with a branch of flowers or lotus in it."""
    color, line = hand.pick(*GLAZES)
    shape = hand.pick(
        [(62, -400), (50, -360), (70, -310), (140, -210), (120, -90), (74, -4)],
        [(84, -380), (56, -330), (130, -250), (156, -150), (110, -40), (84, -4)],
        [(50, -410), (46, -300), (110, -200), (146, -110), (128, -30), (90, -4)],
    )
    paint = painted_scene(hand, line, -170, 130) if color in (CHALK, SKY, CELADON) else crackle(hand, line, 320, 400)
    branch = hand.pick(_lotus_stems, _apricot_branch)(hand)
    body = filled(lathe(shape), color, paint) + printed(oval(0, shape[0][1], shape[0][0], 16), line, 6)
    small = (
        at(vessels.cup(color, line, 74), 240, 30)
        if hand.pick(True, False)
        else at(vessels.stoneware(color, line, half=80, tall=150), 240, 20)
    )
    return at(paper.shade(280), 520, 812) + at(branch, 450, 430) + at(body, 450, 812) + at(small, 450, 800)


def _lotus_stems(hand: Hand) -> str:
    from marketplace.demo.drawings.plants import lotus, lotus_leaf

    stems = (
        cut([(0, 60), (-30, -60), (-110, -150)], 15, LEAF)
        + cut([(0, 60), (10, -80), (20, -200)], 15, LEAF)
        + cut([(0, 60), (60, -40), (150, -90)], 15, LEAF)
    )
    return (
        stems
        + at(lotus_leaf(), 170, -90, scale=0.62, turn=18)
        + at(lotus(hand), -118, -150, scale=0.6, turn=-12)
        + at(lotus(hand), 20, -210, scale=0.85)
    )


def _apricot_branch(hand: Hand) -> str:
    from marketplace.demo.drawings.plants import blossom

    wood = (
        cut([(0, 60), (-20, -60), (-110, -170), (-130, -290)], 26)
        + cut([(-10, -40), (70, -150), (190, -220)], 20)
        + cut([(-60, -130), (20, -230), (30, -300)], 14)
    )
    color = hand.pick("#f0b7a4", HOE, SON)
    flowers = [(-130, -290), (-112, -180), (-70, -120), (30, -300), (10, -220), (70, -160), (130, -190), (190, -226), (-160, -230)]
    return wood + "".join(at(blossom(color), x, y, scale=hand.near(0.95, 0.15), turn=hand.near(0, 36)) for x, y in flowers)


def plates(hand: Hand) -> str:
    """A great painted plate on its stand, with a small bowl."""
    color, line = hand.pick((CHALK, CHAM), (CHALK, SON), (MIST, CHAM), ("#e8d9b5", "#4e7a5e"))
    rim = "".join(at(vessels.lotus_mark(line, line, 0.62), 0, 0, turn=0) if step < 0 else _rim_mark(line, step) for step in range(12))
    middle = hand.pick(
        vessels.fish_mark(line, 2) + at(vessels.fish_mark(line, 1.2), 30, 74, flip=True),
        vessels.lotus_mark(line, LEAF, 2.1),
        vessels.sprig_mark(line, 2.2),
    )
    disk = printed(oval(0, 0, 262), color, 12) + stroke(oval(0, 0, 246), 6, line) + stroke(oval(0, 0, 178), 6, line) + rim + middle
    stand = printed(
        smooth([(-130, 250), (-60, 210), (0, 236), (60, 210), (130, 250), (150, 312), (90, 312), (0, 280), (-90, 312), (-150, 312)]), EARTH
    )
    return (
        at(paper.shade(230), 470, 808)
        + at(disk + stand, 470, 500)
        + at(vessels.bowl(color, line, 92, painted=vessels.lotus_band(line, 260, -14, 34)), 790, 826)
    )


def _rim_mark(color: str, step: int) -> str:
    return (
        f'<g transform="rotate({step * 30}) translate(0 -212)">{flat(oval(0, 0, 13, 19), color)}{stroke("M-28 8q28 22 56 0", 6, color)}</g>'
    )


def pots(hand: Hand) -> str:
    """Jars of three sizes, side by side."""
    glaze = [hand.pick(*GLAZES) for _ in range(3)]
    sizes = ((290, 804, 0.95), (690, 800, 1.15), (500, 836, 0.72))
    drawn = ""
    for (color, line), (x, y, size) in zip(glaze, sizes, strict=True):
        paint = (
            vessels.lotus_band(line, 340, -20, 42) + at(vessels.lotus_mark(line, line, 1.2), 0, -150) + stroke("M-200 -226H200", 7, line)
        )
        drawn += at(paper.shade(140) + vessels.stoneware(color, line, painted=paint), x, y, scale=size)
    return drawn


def ceramics(hand: Hand) -> str:
    """Whatever came out of the kiln today."""
    return hand.pick(tea_set, rice_bowls, vase, plates, pots)(hand)


def brick_and_tile(hand: Hand) -> str:
    """Patterned tiles leaning in a row."""
    color, line = hand.pick((CLAY, "#8a4d2c"), (SON, "#7d1d10"), (CELADON, "#4e7a5e"))
    tile = (
        printed("M-120 -120H120V120H-120Z", color)
        + stroke(oval(0, 0, 78), 9, line)
        + at(vessels.star_mark(SPROUT if color == SON else line, 1.2), 0, 0)
    )
    return at(tile, 330, 640, turn=-8, scale=1.25) + at(tile, 640, 660, turn=6, scale=1.25)
