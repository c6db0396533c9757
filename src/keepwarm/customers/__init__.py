"""Promise, case and customer: what was said at the sale, whether it came true, and how whoever bought is kept.

A promise is of one sale, to one person, for one day. Only service, the customer or whoever sold says whether it was kept, with proof;
a change needs the customer's yes. A broken promise and a complaint are cases with an owner and a day: until a case is settled, no
marketing reaches the person. The health of a customer is told in reasons, and those who are unhappy come before those who are quiet.
"""
