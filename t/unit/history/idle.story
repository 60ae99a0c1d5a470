# losses after the same silence each time: the path forgets idle connections, and the advice has a line to change
0 10:00:00 event=about name=work alive=600 alive-at=/home/me/.ssh/config:14
0 10:00:00 event=start pid=1
every 5 0 1
0 10:00:01 event=up pid=1
0 10:40:00 event=lost pid=1 cause=dead lasted=2399000 silent=25000 quiet=300400 why="path dead, idle: 5 keepalives unanswered"
= drops 5
= pattern 5 of 5 losses came after 300s without traffic: the path drops idle connections.|You set ServerAliveInterval 600 (~/.ssh/config:14); 120 would prevent this.
