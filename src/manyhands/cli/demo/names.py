"""Names that people in Lansing might have; any likeness is chance."""

from random import Random

ENGLISH_FIRST = (
    "Ana Aaliyah Amara Ben Betty Brian Carla Carol Charles Chloe Darnell Deborah Denise Derek Earl Elena Emma Eric "
    "Esther Frank Gloria Grace Hank Harold Imani Irene Isaac Jack Jada James Janet Jerome Joan Joel Joyce Karen Keisha "
    "Kevin Latoya Leon Linda Lucas Malik Marcus Marge Maya Megan Nadine Nate Nora Omar Opal Owen Pat Paula Pete Quinn "
    "Ray Renee Rosa Ruth Sam Sheila Stan Tamika Teresa Tom Tyrone Vera Wanda Wes Yvonne Zoe"
).split()
ENGLISH_LAST = (
    "Adams Allen Baker Barnes Bell Brooks Brown Burns Carter Clark Cole Cooper Davis Dixon Ellis Evans Fisher Ford "
    "Foster Gibson Graham Grant Green Hall Harper Harris Hayes Hill Howard Hughes Jackson Jenkins Jordan Kelly King "
    "Lewis Long Marsh Mason Miller Mitchell Moore Morgan Murphy Nelson Owens Parker Perry Price Reed Rice Robinson "
    "Russell Scott Shaw Simmons Stone Sullivan Taylor Turner Walker Ward Watson West White Wood Wright Young"
).split()
SPANISH_FIRST = (
    "Alejandra Alma Álvaro Andrés Beatriz Carlos Carmen Claudia Diego Dolores Eduardo Esperanza Ester Fernando "
    "Francisco Gabriela Guadalupe Héctor Inés Ignacio Isabel Iván Jesús Joaquín José Juana Julián Leticia Lourdes "
    "Lucía Luis Manuel Marcela Maricela Martín Miguel Nuria Óscar Pilar Ramón Raúl Rocío Rosario Sofía Tomás Verónica"
).split()
SPANISH_LAST = (
    "Aguilar Álvarez Ayala Cárdenas Castillo Chávez Cruz Delgado Díaz Espinoza Estrada Flores Fuentes García Guerrero "
    "Gutiérrez Hernández Jiménez Juárez León López Luna Martínez Medina Mendoza Mora Morales Muñoz Núñez Ortega Ortiz "
    "Peña Pérez Ramírez Reyes Ríos Rojas Romero Ruiz Salazar Sánchez Soto Torres Vargas Vásquez Vega Zúñiga"
).split()
OTHERS = (
    "Nguyễn Thị Hoa", "Trần Văn Minh", "فاطمة الزهراء", "يوسف حداد", "Abdi Warsame", "Hodan Farah", "Than Htay",
    "Naw Paw Say", "Oluwaseun Adeyemi", "Priya Raghunathan", "Marie-Ève Beauchamp", "Seán O’Connor", "Dr. Lee",
    "Jean Baptiste d’Haïti", "王小明", "Björk Þórsdóttir", "Mrs. B.", "Ludwig van der Meer",
)  # fmt: skip


def english_name(random: Random) -> str:
    return f"{random.choice(ENGLISH_FIRST)} {random.choice(ENGLISH_LAST)}"


def spanish_name(random: Random) -> str:
    """Two surnames mostly, as people write them."""
    first = random.choice(SPANISH_FIRST)
    last = random.sample(SPANISH_LAST, 2 if random.random() < 0.7 else 1)
    return " ".join([first, *last])


def any_name(random: Random, language: str) -> str:
    if random.random() < 0.06:
        return random.choice(OTHERS)
    return spanish_name(random) if language == "es" else english_name(random)


def phone_number(random: Random) -> str:
    """In the range that is kept free for invented numbers."""
    return f"+1517555{random.randint(100, 199):04d}"


def street_address(random: Random) -> str:
    streets = (
        "Oak Maple Cedar Walnut Elm Foster Shepard Horton Regent Prospect Kipling Clifford Bingham Holmes Pershing "
        "Marcus Fairview Magnolia Hayford Allen Virginia Leslie Ferguson Euclid Cavanaugh"
    ).split()
    flat = random.choice(["", "", "", f", apt {random.randint(1, 40)}", ", side door", ", upstairs"])
    return f"{random.randint(100, 2999)} {random.choice(streets)} St{flat}"
