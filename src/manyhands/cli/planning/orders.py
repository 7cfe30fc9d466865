"""In which order day and month stand, as an option says it. Loads nothing: `--help` reads it."""

DAY_FIRST, MONTH_FIRST = "day-first", "month-first"
DATE_ORDERS = (DAY_FIRST, MONTH_FIRST)
