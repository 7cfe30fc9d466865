"""The least cost of any plan, found by trying them all, and written down without the engine's own code."""

from itertools import combinations, product

from manyhands.core.dispatch.objectives.tie_break import hash_ids, tie_cost


def least_cost(problem, arcs, weights, *, may_clash=False):
    """The least cost of all plans in grains."""
    pairs = pairs_of(arcs)
    ties = tie_of_pairs(problem)
    best = None
    for plan in every_plan(problem, pairs):
        if is_possible(problem, plan) and (may_clash or not clashes(problem, plan)):
            cost = cost_of(problem, pairs, plan, weights, ties)
            best = cost if best is None else min(best, cost)
    return best


def pairs_of(arcs):
    """The feasible pairs with their distance and preference."""
    rows = zip(
        arcs.request.tolist(),
        arcs.volunteer.tolist(),
        arcs.distance_m.tolist(),
        arcs.preference.tolist(),
        strict=True,
    )
    return {(request, volunteer): (distance_m, wish) for request, volunteer, distance_m, wish in rows}


def every_plan(problem, pairs):
    """Every way to give each request up to as many people as it needs."""
    choices = []
    for request, quantity in enumerate(problem.requests.quantity.tolist()):
        people = [volunteer for row, volunteer in pairs if row == request]
        choices.append([some for size in range(quantity + 1) for some in combinations(people, size)])
    for picked in product(*choices):
        yield [(request, volunteer) for request, people in enumerate(picked) for volunteer in people]


def tasks_of(plan):
    """Each volunteer's requests."""
    tasks = {}
    for request, volunteer in plan:
        tasks.setdefault(volunteer, []).append(request)
    return tasks


def is_possible(problem, plan):
    """Whether nobody has more tasks than they can be given, and places for leads are left to leads."""
    return all(
        len(tasks) <= problem.volunteers.capacity[volunteer] for volunteer, tasks in tasks_of(plan).items()
    ) and all(
        sum(row == request and not leads(problem, request, one) for row, one in plan)
        <= problem.requests.quantity[request] - problem.requests.leads[request]
        for request in range(len(problem.requests))
        if problem.requests.leads[request]
    )


def leads(problem, request, volunteer):
    """Whether the volunteer has all that a lead of the request must have."""
    wanted = int(problem.requests.lead_mask[request])
    return wanted & int(problem.volunteers.have_mask[volunteer]) == wanted


def clashes(problem, plan):
    """Whether somebody's tasks cannot all be at different hours."""
    for volunteer, tasks in tasks_of(plan).items():
        own = int(problem.volunteers.slot_mask[volunteer])
        hours = [
            [slot for slot in range(56) if own & int(problem.requests.slot_mask[task]) & 1 << slot]
            for task in tasks
        ]
        if not any(len(set(picked)) == len(picked) for picked in product(*hours)):
            return True
    return False


def tie_of_pairs(problem):
    """The tie-break of every pair of rows."""
    return tie_cost(hash_ids(problem.requests.id)[:, None], hash_ids(problem.volunteers.id)).tolist()


def cost_of(problem, pairs, plan, weights, ties):
    """What a plan costs, in grains."""
    units = grains = 0
    for request, quantity in enumerate(problem.requests.quantity.tolist()):
        missing = quantity - sum(row == request for row, _volunteer in plan)
        units += missing * weights.unserved * int(problem.requests.weight[request])
    for volunteer, tasks in tasks_of(plan).items():
        recent, per_week = (
            int(column[volunteer])
            for column in (problem.volunteers.recent, problem.volunteers.tasks_per_week)
        )
        for nth in range(1, len(tasks) + 1):
            units += weights.load * (2 * (recent + nth) - 1) // per_week
    published = {tuple(pair) for pair in problem.published.tolist()}
    for pair in plan:
        distance_m, wish = pairs[pair]
        units += distance_m // 10 * weights.travel + wish * weights.preference
        units -= weights.switch * (pair in published)
        grains += ties[pair[0]][pair[1]]
    return 32 * units + grains
