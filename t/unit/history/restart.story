# a restart that the user asked for is no loss, but the tunnel was down
0 02:00:00 event=start pid=1
0 02:00:00 event=up pid=1
0 03:00:00 event=lost pid=1 cause=asked lasted=3600000 why=restart
0 04:00:00 event=up pid=1 outage=3600000
= drops 0
= bar 0 05:00:00 3 3 909
