"""Small pure tools that every room may use: text, dates, ids, the refusal. They know nothing of the business."""
