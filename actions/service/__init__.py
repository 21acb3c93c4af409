"""Services beside the plan, existing policies and after-sales questions."""
