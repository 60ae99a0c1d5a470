# a connection that closes after the command ended is no loss: with a passed
# socket the guard cannot tell who closed it
command
0 start
100 reach ready
60000 cause signalled
60000 cause closed
60000 exit 255
> end quit
