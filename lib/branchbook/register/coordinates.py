"""Coordinates of three systems brought to one.

Maps of China come in three systems: WGS-84 (what a satellite receiver tells), GCJ-02 (the shifted system of the
published maps of 高德 and 腾讯) and BD-09 (百度, shifted once more). Half a kilometre lies between them, so a
coordinate without its system is of no use. All functions take and answer degrees, as numpy arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Degrees = npt.NDArray[np.float64]

SYSTEMS = ("wgs84", "gcj02", "bd09")

_AXIS = 6_378_245.0  # the Krasovsky ellipsoid, on which GCJ-02 is defined
_ECCENTRICITY = 0.00669342162296594323
_BAIDU_PI = np.pi * 3000.0 / 180.0


def to_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike, system: str) -> tuple[Degrees, Degrees]:
    """Degrees of ``system`` as WGS-84; ValueError for a system that is not one of :data:`SYSTEMS`."""
    longitude, latitude = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    match system:
        case "wgs84":
            return longitude, latitude
        case "gcj02":
            return gcj02_to_wgs84(longitude, latitude)
        case "bd09":
            return gcj02_to_wgs84(*bd09_to_gcj02(longitude, latitude))
        case _:
            raise ValueError(f"coordinate system {system!r} is not one of {', '.join(SYSTEMS)}")


def wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """WGS-84 shifted to GCJ-02; points outside China's bounding box are not shifted, as the maps do it."""
    east, north = _shift(lon, lat)
    inside = (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)
    return lon + np.where(inside, east, 0.0), lat + np.where(inside, north, 0.0)


def gcj02_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The inverse of :func:`wgs84_to_gcj02`, by fixed-point iteration; exact to well below a millimetre."""
    guess_lon, guess_lat = lon, lat
    for _ in range(10):
        shifted_lon, shifted_lat = wgs84_to_gcj02(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + (lon - shifted_lon), guess_lat + (lat - shifted_lat)
    return guess_lon, guess_lat


def gcj02_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """GCJ-02 shifted to BD-09."""
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BAIDU_PI)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BAIDU_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The inverse of :func:`gcj02_to_bd09`, by fixed-point iteration."""
    guess_lon, guess_lat = lon - 0.0065, lat - 0.006
    for _ in range(10):
        shifted_lon, shifted_lat = gcj02_to_bd09(guess_lon, guess_lat)
        guess_lon, guess_lat = guess_lon + (lon - shifted_lon), guess_lat + (lat - shifted_lat)
    return guess_lon, guess_lat


def _shift(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """The shift in degrees that GCJ-02 adds to WGS-84 (its published approximation)."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + 2.0 / 3.0 * waves
    north += 2.0 / 3.0 * (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi))
    north += 2.0 / 3.0 * (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + 2.0 / 3.0 * waves
    east += 2.0 / 3.0 * (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi))
    east += 2.0 / 3.0 * (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi))
    phi = np.radians(lat)
    bulge = 1.0 - _ECCENTRICITY * np.sin(phi) ** 2
    north_degrees = np.degrees(north / (_AXIS * (1.0 - _ECCENTRICITY) / bulge**1.5))
    east_degrees = np.degrees(east / (_AXIS / np.sqrt(bulge) * np.cos(phi)))
    return east_degrees, north_degrees
