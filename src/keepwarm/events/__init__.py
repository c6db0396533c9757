"""Events: what happened in the house, told to other software at the addresses that an admin set.

Nothing below knows of it: the rooms write what they write anyway, and this room reads it once a minute and puts a parcel to the
courier for each address that asked for such an event. A parcel names people by their reference only.
"""
