"""The pages of staff: requests at the phone, the desks, one request and everything done with it."""
