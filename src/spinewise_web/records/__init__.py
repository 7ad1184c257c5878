"""What is kept about people: answers, decisions, plans, days. All is reached through `visible_to(user)`."""
