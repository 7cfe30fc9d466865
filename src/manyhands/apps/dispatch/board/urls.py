from django.urls import path

from manyhands.apps.dispatch.board.views import asking, filters, page, past, plan

_board = "g/<slug:group_slug>/board/"

urlpatterns = [
    path(_board, page.board, name="board"),
    path(f"{_board}beside/", page.beside, name="board_beside"),
    path(f"{_board}since/", page.since, name="board_since"),
    path(f"{_board}ask/", asking.ask, name="board_ask"),
    path(f"{_board}undo/", asking.undo, name="board_undo"),
    path(f"{_board}why/", asking.why, name="board_why"),
    path(f"{_board}filters/", filters.filters, name="board_filters"),
    path(f"{_board}views/", filters.save, name="board_save_view"),
    path(f"{_board}views/<int:view_id>/remove/", filters.remove, name="board_remove_view"),
    path(f"{_board}plan/", plan.plan, name="board_plan"),
    path(f"{_board}plans/", past.past_plans, name="past_plans"),
    path(f"{_board}plans/<int:run_id>/", past.past_plan, name="past_plan"),
    path(f"{_board}plan/new/", plan.make_plan, name="board_make_plan"),
    path(f"{_board}plan/approve/", plan.approve, name="board_approve"),
    path(f"{_board}plan/undo/", plan.undo, name="board_plan_undo"),
    path(f"{_board}plan/dismiss/", plan.dismiss, name="board_dismiss"),
    path(f"{_board}plan/dismiss/undo/", plan.undo_dismissal, name="board_undo_dismissal"),
]
