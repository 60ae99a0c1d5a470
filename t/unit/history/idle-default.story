# losses after the same silence, where ServerAliveInterval was not set
0 10:00:00 event=start pid=1
every 3 0 1
0 10:00:01 event=up pid=1
0 10:40:00 event=lost pid=1 cause=dead lasted=99000 quiet=61000
= pattern 3 of 3 losses came after 61s without traffic: the path drops idle connections.|ServerAliveInterval 30 would prevent this.
