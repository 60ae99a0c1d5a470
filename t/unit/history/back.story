# a clock that was set back does not turn time around
0 05:00:00 event=start pid=1
0 05:00:00 event=up pid=1
0 02:00:00 event=lost pid=1 cause=dead
0 02:00:01 event=up pid=1 outage=1000
0 06:00:00 event=end pid=1
= drops 1
= bar 0 08:00:00 6 6 ---9--
