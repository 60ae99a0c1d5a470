# losses around midnight are one time of day
0 12:00:00 event=start pid=1
0 23:58:00 event=lost pid=1 cause=dead lasted=61000
2 00:02:00 event=lost pid=1 cause=dead lasted=160000
2 23:57:00 event=lost pid=1 cause=dead lasted=360000
4 00:01:00 event=lost pid=1 cause=dead lasted=999000
= pattern losses on 4 of 4 days at about 00:01.|What happens at that time: a daily reconnect of the Internet line, a backup, a restart?
