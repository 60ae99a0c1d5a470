#!/bin/sh
# The alert rules of contrib/prometheus, and the metrics that they use.
. t/lib/tap.sh
command -v promtool > /dev/null || skip_all 'no promtool'
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
said() { "$@" > "$T/said" 2>&1 || { sed 's/^/# | /' "$T/said"; return 1; }; }
rules=contrib/prometheus/sshp.rules.yml

ok 'promtool accepts the rules' said promtool check rules "$rules"
ok 'the rules raise the alerts that their tests expect' said promtool test rules contrib/prometheus/sshp.test.yml
keep "$T/log" -N -L 8080:localhost:22 server
until_ 10 says "$T/log" 'up in'
sshpctl metrics > "$T/metrics"
ok 'promtool accepts the metrics' said sh -c 'promtool check metrics < "$1"' sh "$T/metrics"
for metric in $(grep -o 'sshp_[a-z_]*' "$rules" | sort -u); do
	has "a running tunnel has the metric $metric, which a rule uses" "$T/metrics" "^$metric{"
done
for alert in $(sed -n 's/.*- alert: //p' "$rules"); do
	has "the README describes the alert $alert" contrib/prometheus/README.md "^| .$alert. |"
	has "a test of the rules raises the alert $alert" contrib/prometheus/sshp.test.yml "alertname: $alert"
done
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
