#!/bin/sh
# The lines of contrib/cron under cron.
. t/lib/tap.sh
command -v cron > /dev/null || skip_all 'no cron'
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
service_world
mkdir -p "$T/var/spool/cron/crontabs"
chmod 1730 "$T/var/spool/cron/crontabs"
# Every minute instead of every five.
sed 's/^\*\/5/*/' contrib/cron/crontab > "$T/spool"
install -m 600 -o tunnel -g tunnel "$T/spool" /var/spool/cron/crontabs/tunnel
cron -f 2> "$T/err" &
cron=$!
ok 'the line @reboot brings the tunnel up' until_ 20 tunnel_up
sshp_again cron 60
first=$(tunnel pid)
ok 'the second line does not start a second sshp' holds_for 65 alive "$first"
is 'one sshp runs' "$(processes '/usr/local/bin/sshp' | wc -l)" 1
rm /var/spool/cron/crontabs/tunnel
sshpctl stop tunnel:vps
ok 'no process and no file of sshp is left' until_ 10 tunnel_clean
kill $cron
ok 'cron ends' until_ 10 gone $cron
finish
