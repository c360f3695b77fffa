"""The printer's hand: colors, shapes and how a block is printed. Lengths are units of a 1000-unit square; y grows downward."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from random import Random
from typing import TypeVar

Choice = TypeVar("Choice")
Point = tuple[float, float]

INK = "#2b1d16"
PAPER = "#f8efdb"
SHELL = "#fffaf0"
SON = "#b93220"
SON_DEEP = "#861f13"
CORAL = "#dd7350"
ROSE = "#eeb09a"
HOE = "#e5a92d"
GOLD = "#c9851f"
STRAW = "#f2d391"
LEAF = "#5b8c3c"
LEAF_DEEP = "#2f5f35"
SPROUT = "#a3bd5c"
CELADON = "#a9c9b0"
CHAM = "#2f4a6b"
SKY = "#7ea3b8"
MIST = "#cfe0dc"
EARTH = "#7a4a2b"
CLAY = "#b8733f"
TAN = "#d9a86c"
BARK = "#4c3023"
PLUM = "#7b3b52"
CHALK = "#fdf6e6"


class Hand:
    """A hand that never prints the same sheet twice, but the same one again for the same seed."""

    def __init__(self, seed: str) -> None:
        self.random = Random(zlib.crc32(seed.encode()))  # noqa: S311  # pictures, not secrets

    def pick(self, *options: Choice) -> Choice:
        """Give one of the options."""
        return self.random.choice(options)

    def count(self, low: int, high: int) -> int:
        """Give a whole number from `low` to `high`, both included."""
        return self.random.randint(low, high)

    def near(self, value: float, by: float) -> float:
        """Give a number at most `by` away from `value`."""
        return value + self.random.uniform(-by, by)


def number(value: float) -> str:
    """Write a coordinate as short as it can be."""
    return f"{value:.1f}".removesuffix(".0")


def pair(point: Point) -> str:
    """Write a point."""
    return f"{number(point[0])} {number(point[1])}"


def poly(points: Sequence[Point], *, closed: bool = True) -> str:
    """Give the path of straight lines through the points."""
    return "M" + "L".join(map(pair, points)) + ("Z" if closed else "")


def smooth(points: Sequence[Point], *, closed: bool = True) -> str:
    """Give the path of a smooth curve through the points (Catmull-Rom as Béziers)."""
    count = len(points)
    path = ["M" + pair(points[0])]
    for index in range(count if closed else count - 1):
        if closed:
            before, start, end, after = (points[(index + step) % count] for step in (-1, 0, 1, 2))
        else:
            before, start, end, after = (points[min(max(index + step, 0), count - 1)] for step in (-1, 0, 1, 2))
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path.append(f"C{pair(first)} {pair(second)} {pair(end)}")
    return "".join(path) + ("Z" if closed else "")


def oval(x: float, y: float, rx: float, ry: float | None = None) -> str:
    """Give the path of an ellipse around (x, y)."""
    ry = rx if ry is None else ry
    a, b = number(rx), number(ry)
    return f"M{pair((x - rx, y))}a{a} {b} 0 1 0 {number(2 * rx)} 0a{a} {b} 0 1 0 {number(-2 * rx)} 0Z"


def box(x: float, y: float, width: float, height: float, round_by: float = 0) -> str:
    """Give the path of a rectangle from its upper left corner."""
    r = min(round_by, width / 2, height / 2)
    if not r:
        return poly([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    corner = f"a{number(r)} {number(r)} 0 0 1 "
    return (
        f"M{pair((x + r, y))}h{number(width - 2 * r)}{corner}{pair((r, r))}v{number(height - 2 * r)}{corner}{pair((-r, r))}"
        f"h{number(2 * r - width)}{corner}{pair((-r, -r))}v{number(2 * r - height)}{corner}{pair((r, -r))}Z"
    )


def lathe(profile: Sequence[Point]) -> str:
    """Give the outline of a turned vessel: `profile` holds (half width, height) from mouth to foot, mirrored at x = 0."""
    right, foot = smooth(profile, closed=False), profile[-1]
    left = smooth([(-half, height) for half, height in reversed(profile)], closed=False)
    return f"{right}Q{pair((0, foot[1] + 10))} {pair((-foot[0], foot[1]))}{left[left.index('C') :]}Z"


def arc(x: float, y: float, radius: float, begin: float, end: float, squash: float = 1) -> list[Point]:
    """Give points on an arc; angles in degrees, 0 to the right, 90 downward."""
    steps = max(3, int(abs(end - begin) / 18))
    angles = [math.radians(begin + (end - begin) * step / steps) for step in range(steps + 1)]
    return [(x + radius * math.cos(angle), y + radius * squash * math.sin(angle)) for angle in angles]


def printed(path: str, color: str, weight: float = 9) -> str:
    """Print a shape: an ink block, and its color a little off, so that the outline swells on one side."""
    off = number(weight * 0.22)
    return (
        f'<path d="{path}" fill="{INK}" stroke="{INK}" stroke-width="{number(weight)}" stroke-linejoin="round"/>'
        f'<path d="{path}" fill="{color}" transform="translate(-{off} -{off})"/>'
    )


def flat(path: str, color: str, opacity: float = 1) -> str:
    """Print a color without ink."""
    return f'<path d="{path}" fill="{color}"' + (f' fill-opacity="{opacity:.2f}"' if opacity < 1 else "") + "/>"


def stroke(path: str, weight: float = 6, color: str = INK, opacity: float = 1) -> str:
    """Draw a line of even weight with round ends."""
    faint = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
    return (
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{number(weight)}" stroke-linecap="round" '
        f'stroke-linejoin="round"{faint}/>'
    )


def cut(points: Sequence[Point], weight: float = 10, color: str = INK) -> str:
    """Cut a line that swells in the middle and thins out to its ends, as a knife does in wood."""
    last = len(points) - 1
    left, right = [], []
    for index, (x, y) in enumerate(points):
        before, after = points[max(index - 1, 0)], points[min(index + 1, last)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1
        half = weight / 2 * (0.18 + 0.82 * math.sin(math.pi * index / last))
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return flat(smooth([*left, *reversed(right)]), color)


def at(drawn: str, x: float, y: float, *, scale: float = 1, turn: float = 0, flip: bool = False, squash: float = 1) -> str:
    """Place a drawing: its own origin comes to (x, y), turned by `turn` degrees."""
    moves = [f"translate({pair((x, y))})"]
    if turn:
        moves.append(f"rotate({number(turn)})")
    if scale != 1 or flip or squash != 1:
        moves.append(f"scale({-scale if flip else scale:.3f} {scale * squash:.3f})")
    return f'<g transform="{" ".join(moves)}">{drawn}</g>'


def within(path: str, drawn: str) -> str:
    """Show a drawing only inside a shape."""
    name = f"c{zlib.crc32((path + drawn).encode()):x}"
    return f'<clipPath id="{name}"><path d="{path}"/></clipPath><g clip-path="url(#{name})">{drawn}</g>'


def filled(path: str, color: str, pattern: str, weight: float = 9) -> str:
    """Print a shape with a pattern inside."""
    off = number(weight * 0.22)
    ink = f'<path d="{path}" fill="{INK}" stroke="{INK}" stroke-width="{number(weight)}" stroke-linejoin="round"/>'
    return f'{ink}<g transform="translate(-{off} -{off})">{within(path, flat(path, color) + pattern)}</g>'


def swarm(hand: Hand, count: int, width: float, height: float) -> list[Point]:
    """Give points scattered evenly over a field around the origin (one in each cell of a loose grid)."""
    columns = max(1, round(math.sqrt(count * width / height)))
    rows = max(1, math.ceil(count / columns))
    dx, dy = width / columns, height / rows
    cells = [(column, row) for row in range(rows) for column in range(columns)][:count]
    return [(hand.near((c + 0.5) * dx - width / 2, dx * 0.3), hand.near((r + 0.5) * dy - height / 2, dy * 0.3)) for c, r in cells]
