# losses by a restart of the server say nothing about silence
0 10:00:00 event=start pid=1
every 4 0 1
0 10:00:01 event=up pid=1
0 10:40:00 event=lost pid=1 cause=refused lasted=7000 quiet=61000
= pattern -
