# a loss every day at four is a pattern
0 00:00:00 event=start pid=1
every 6 1 0
0 00:10:00 event=up pid=1
0 04:03:00 event=lost pid=1 cause=dead lasted=61000
3 17:00:00 event=lost pid=1 cause=dead lasted=900000
= pattern losses on 6 of 6 days at about 04:03.|What happens at that time: a daily reconnect of the Internet line, a backup, a restart?
