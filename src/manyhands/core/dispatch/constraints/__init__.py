"""What must hold between a request and whoever helps with it: one named rule per file.

Each file has one function ``check(request, volunteer, context)`` that returns a verdict with the
numbers behind it. ``registry`` lists the rules in order, with the reason why each exists.
"""
