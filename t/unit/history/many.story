# the history keeps no more losses than it has room for
0 02:00:00 event=start pid=1
every 3000 0 1
0 02:00:00 event=up pid=1
0 02:30:00 event=lost pid=1 cause=dead lasted=1800000
= drops 3000
= drops 128 0
= bar 125 01:30:00 4 8 09090909
