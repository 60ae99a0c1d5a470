# a text about a broken pipe does not hide that the command ended
command
0 start
100 reach ready
4000 hint closed
5000 cause signalled
5000 hint dead
5000 exit 255
> end quit
