# two losses at the same time of day are chance, no pattern
0 10:00:00 event=start pid=1
every 2 0 1
0 10:00:01 event=up pid=1
0 10:40:00 event=lost pid=1 cause=dead lasted=99000 quiet=61000
= pattern -
