# after kill -9 nobody knows whether the tunnel was up
0 02:00:00 event=start pid=1
0 02:30:00 event=up pid=1
= bar 0 06:00:00 6 6 gone --0???
= bar 0 06:00:00 6 6 --4999
