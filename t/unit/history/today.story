# the losses of today are told from those of yesterday
0 02:00:00 event=start pid=1
0 23:59:59 event=lost pid=1 cause=dead
1 00:00:00 event=lost pid=1 cause=dead
1 10:00:00 event=lost pid=1 cause=dead
= drops 3
= drops 2 1
= drops 0 2
