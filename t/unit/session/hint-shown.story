# words in the log do not outweigh what the guard has shown
0 start
100 reach ready
> up
60000 cause dead
60000 hint asked
60000 exit 255
> lost
= waiting
