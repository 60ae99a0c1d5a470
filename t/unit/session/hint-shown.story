# what the guard has shown is not outweighed by words
0 start
100 reach ready
> up
60000 cause dead
60000 hint asked
60000 exit 255
> lost
= waiting
