# ssh keeps a local forward that never listened: sshp asks for its alias
forwards L R
0 begin
0 login
0 look 0 down
0 refused
250 wait
> cancel0
251 done
> forward0
252 clings
> alias0
253 denied
> cancel1
254 done
> forward1
255 done
> tell1
503 wait
> alias0
504 done
> tell0
9000 again 0
> cancel0
9001 done
> alias0
9002 done
> tell0
9100 lost
9200 begin
9200 login
9200 look 0 down
9200 granted
9450 wait
> cancel0
9451 done
> forward0
