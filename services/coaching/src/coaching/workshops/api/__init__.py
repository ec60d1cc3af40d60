"""The routes of workshops: of those who hold them, and of those who take part."""

from coaching.workshops.api.messages import router as messages
from coaching.workshops.api.mine import router as mine
from coaching.workshops.api.my_seats import router as my_seats
from coaching.workshops.api.my_swaps import router as my_swaps
from coaching.workshops.api.participants import router as participants
from coaching.workshops.api.seatings import router as seatings
from coaching.workshops.api.seats import router as seats
from coaching.workshops.api.workshops import router as workshops

routers = [workshops, participants, seatings, seats, messages, mine, my_seats, my_swaps]
