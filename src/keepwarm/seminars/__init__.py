"""Seminars: people meet us, in a room or online, at a local time, with so many seats.

A seminar has a page where people sign up, a waiting list that moves up by itself, an invitation for the calendar, reminders in the
guest's own time, a list of who came, and a word to those who did not. Attendance is a touch and a sign.
"""
