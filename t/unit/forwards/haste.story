# sshp asks at once when the holder of the port was ended
forwards R R
0 begin
0 login
0 granted
0 refused
1000 wait
> cancel1
1000 done
> forward1
60000 denied
= timer 75000
60100 haste
> forward1
60110 done
> tell1
60120 haste
> -
