"""Ratings that papers publish together with the coefficients that they come to."""

KRIPPENDORFF_2011: list[list[int]] = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
]
"""Four observers, twelve units, ratings missing: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
Gwet's Handbook of Inter-Rater Reliability (2014) and his package irrCAC (`cac.raw4raters`) use the same.
"""
