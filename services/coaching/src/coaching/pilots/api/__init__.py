"""The routes of pilots."""

from coaching.pilots.api.gates import router as gates
from coaching.pilots.api.measurements import router as measurements
from coaching.pilots.api.pilots import router as pilots
from coaching.pilots.api.teachers import router as teachers
from coaching.pilots.api.waves import router as waves

routers = [pilots, waves, teachers, gates, measurements]
