# the bar of hours shows off, up, half of an hour down, and killed at an unknown time
0 02:00:00 event=start pid=1
0 02:00:00 event=up pid=1
0 03:30:00 event=lost pid=1 cause=dead lasted=5400000
0 04:00:00 event=up pid=1 outage=1800000
0 06:00:00 event=start pid=2
0 06:00:00 event=up pid=2
0 07:00:00 event=end pid=2 why=stopped
= bar 0 08:00:00 8 8 --94??9-
= bar 0 06:30:00 8 1 -
= bar 0 06:30:00 4 1 6
