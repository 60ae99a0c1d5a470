# losses after silences of all lengths are no pattern
0 10:00:00 event=start pid=1
0 10:01:00 event=up pid=1
0 11:01:00 event=lost pid=1 cause=dead lasted=100000 quiet=300000
0 12:02:00 event=up pid=1
0 13:11:00 event=lost pid=1 cause=dead lasted=300000 quiet=3000000
0 14:02:00 event=up pid=1
0 15:41:00 event=lost pid=1 cause=dead lasted=900000 quiet=60000
0 16:02:00 event=up pid=1
0 17:01:00 event=lost pid=1 cause=dead lasted=2900000
= pattern -
