"""Invented people's names, in the many traditions of California's valley.

A pool keeps given and family names together that a family would combine; no record says whose is which.
"""

import unicodedata
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class NamePool:
    weight: int
    given: tuple[str, ...]
    family: tuple[str, ...]


def _pool(weight: int, given: str, family: str) -> NamePool:
    return NamePool(weight, tuple(given.split(", ")), tuple(family.split(", ")))


POOLS = (
    _pool(
        46,
        "Sofía, Mateo, Camila, Santiago, Valentina, Diego, Ximena, Emiliano, Regina, Leonardo, "
        "Guadalupe, Ángel, Itzel, Adrián, Marisol, Rodrigo, Araceli, Iván, Daniela, Joaquín, Paloma, "
        "Octavio, Lucero, Efraín, Citlali, Saúl, Nayeli, Ulises, Xóchitl, Ramiro, Yaretzi, Noé, "
        "Dulce, Alonso, Maribel, Ezequiel",
        "García, Hernández, Martínez, López, González, Pérez, Ramírez, Sánchez, Cruz, Mendoza, Ortiz, "
        "Gutiérrez, Chávez, Vásquez, Aguilar, Bautista, Cervantes, Villanueva, Zepeda, Ybarra, Núñez, "
        "Orozco, Escamilla, de la Torre, Montes de Oca, Quiñones, Barajas, Covarrubias, Tecuatl, "
        "Xicale",
    ),
    _pool(
        12,
        "Mai, Pa Houa, Tou, Kong Meng, Nkauj, Pheng, Gao Sheng, Chue, Mee, Xeng, Pakou, Leng, Maly, "
        "Nhia, Bouavanh, Somchai, Khamla, Sopheap, Dara, Bopha",
        "Vang, Xiong, Yang, Moua, Thao, Lor, Her, Cha, Vue, Khang, Phommachanh, Sayavong, Keo, Chhim",
    ),
    _pool(
        10,
        "Simran, Gurpreet, Harleen, Jaspreet, Arjan, Manpreet, Navdeep, Kiran, Amrit, Ravneet, "
        "Harjot, Anaya, Veer, Ishaan, Meher, Zorawar",
        "Singh, Kaur, Gill, Sandhu, Dhaliwal, Brar, Grewal, Sidhu, Randhawa, Bains, Toor",
    ),
    _pool(
        14,
        "Emma, Wyatt, Hannah, Colton, Abigail, Owen, Molly, Garrett, Tessa, Levi, June, Harlan, "
        "Sadie, Travis, Nora, Beau, Ellie, Shane",
        "Miller, Hollis, Tuttle, Barnett, Whitlock, O’Connell, McCready, Jorgensen, Haskell, Dunning, "
        "Pruitt, Lindqvist, Van Der Linde, Stallings",
    ),
    _pool(
        6,
        "Imani, Malik, Aaliyah, Darius, Zuri, Jamal, Nia, Terrence, Kehinde, Amara, Isaiah, Ebony",
        "Washington, Broussard, Gaines, Okafor, Tolliver, Baptiste, Mosley, Fontenot, Adeyemi, Ruffin",
    ),
    _pool(
        5,
        "Maria Luísa, Tiago, Inês, Duarte, Filomena, Nuno, Ani, Aram, Nairi, Vartan, Sargon, Nineveh, Ashur",
        "Silveira, Avila, Machado, Toste, Borba, Hagopian, Kasparian, Der Manuelian, Bet-Yonan, Khoshaba",
    ),
    _pool(
        4,
        "Jasmine, Angelo, Maricel, Rizal, Ligaya, Renato, Thảo, Quang, Linh, Đức, Mei-Ling, Kenji, Aiko",
        "Dela Cruz, Santos, Magsaysay, Pangilinan, Nguyễn, Trần, Đặng, Chen, Nakagawa, Takemoto",
    ),
    _pool(
        3,
        "Yusuf, Maryam, Khalid, Noor, Ahmed, Layla, Samira, Tariq, Farida, Zaynab",
        "Al-Sabahi, Nasher, Haidari, Rahimi, Mohsin, Saleh, Qasim, Amiri",
    ),
)
_WEIGHTS = [pool.weight for pool in POOLS]


def choose_pool(rng: Random) -> NamePool:
    return rng.choices(POOLS, _WEIGHTS)[0]


def choose_name(rng: Random) -> tuple[str, str]:
    """A given and a family name that go together."""
    pool = choose_pool(rng)
    return rng.choice(pool.given), rng.choice(pool.family)


def email_address(given: str, family: str, number: int, domain: str) -> str:
    """Plain ASCII, and under .example, which can reach nobody."""
    plain = unicodedata.normalize("NFKD", f"{given}.{family}".replace("Đ", "D").replace("đ", "d"))
    local = "".join(sign for sign in plain.casefold() if sign == "." or (sign.isascii() and sign.isalnum()))
    return f"{local}{number}@{domain}.example"
