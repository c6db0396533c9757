"""Site: the frame around the rooms: settings, root addresses, the base page and its styles, sign-in, and the house's folder.

It decides nothing about prospects. It knows where files live (`KEEPWARM_HOME`), which database is used
(`KEEPWARM_DATABASE_URL`), and in which order the rooms are opened.
"""
