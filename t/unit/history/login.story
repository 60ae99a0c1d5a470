# losses right after the login each time are a pattern
0 01:00:00 event=start pid=1
every 5 0 5
0 01:00:00 event=up pid=1
0 01:00:01 event=lost pid=1 cause=closed lasted=900
= pattern 5 of 5 losses came right after the login: the server ends the session.|The server's log has the reason: a shell that exits, or a limit on sessions?
