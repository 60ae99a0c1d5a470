# connections that were dialled before a drop count as the same drop
0 take
500 dropped 500
500 open 4
600 dropped 600
700 answered
700 dropped 300
700 open 4
900 dropped 300
900 open 2
