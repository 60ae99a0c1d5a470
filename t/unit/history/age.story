# connections that are lost after two hours each time are a pattern
0 01:00:00 event=start pid=1
every 5 0 5
0 01:00:00 event=up pid=1
0 03:00:00 event=lost pid=1 cause=closed lasted=7200100
= pattern 5 of 5 losses came after 2h00m up.|What ends connections of that age: a firewall, a proxy, a limit on the server?
