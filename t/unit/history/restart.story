# a restart that the user asked for is no loss, but the tunnel was down
0 02:00:00 event=start pid=1
0 02:00:00 event=up pid=1
0 03:00:00 event=lost pid=1 cause=asked lasted=3600000 why=restart
0 04:00:00 event=up pid=1 outage=3600000
= drops 0
= bar 0 05:00:00 3 3 909
= asked 0 why restart
= asked 0 outage 3600000
= asked 0 open 0
0 05:00:00 event=lost pid=1 cause=dead why=died
0 05:00:01 event=up pid=1 outage=1000
0 06:00:00 event=end pid=1 why=stopped
= drops 1
= drop 0 outage 1000
= asked 0 why stopped
= asked 1 why restart
0 07:00:00 event=start pid=1
0 07:00:02 event=up pid=1
