"""Tests that cross rooms, and what all tests share."""
