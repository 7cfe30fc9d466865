"""What if one more person had a van on Tuesdays: asked by staff, answered on a copy, nothing is changed by it."""
