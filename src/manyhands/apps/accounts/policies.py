"""What a proof is good for, and how long."""

from datetime import timedelta

# Within this time nobody is asked again before changing how they sign in.
FRESH_FOR = timedelta(minutes=10)
# Between the password-less first step and the second one.
HALF_FOR = timedelta(minutes=10)
# Long enough for somebody who reads messages every other day to say: that was not me.
LOSS_WAITS = timedelta(hours=48)
LOSS_LIVES = timedelta(days=14)
ONE_FACTOR, TWO_FACTORS = 1, 2
