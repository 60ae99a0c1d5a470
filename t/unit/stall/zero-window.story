# a closed window is answered: probes are out, each brings a sign of life
patience 10
0 sent
0 every 5 600000 900 1
= alive
