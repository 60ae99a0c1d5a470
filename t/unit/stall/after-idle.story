# hours of silence before the first write do not count
timeout 10
7200000 sent
7201000 look 7201000 1
7205000 look 7205000 4
= alive
7209000 look 7209000 8
= alive
7210000 look 7210000 10
= dead 7210000
