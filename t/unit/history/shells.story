# two shells in one history are told apart
only 2
0 02:00:00 event=start pid=1
0 02:00:00 event=up pid=1
0 02:10:00 event=start pid=2
0 02:10:00 event=up pid=2
0 03:00:00 event=lost pid=1 cause=dead lasted=5 why=theirs
0 03:10:00 event=lost pid=2 cause=dead lasted=5 why=ours
0 03:10:01 event=wait pid=1 why=no
0 03:10:02 event=wait pid=2 phase=dial why=refused
0 03:10:04 event=up pid=1 outage=9
= drops 1
= drop 0 why ours
= drop 0 then dial: refused
= drop 0 open 1
0 03:10:05 event=up pid=2 outage=5000
= drop 0 open 0
= drop 0 outage 5000
