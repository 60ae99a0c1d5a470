#!/bin/sh
# ansible: a master that stays, found again by the next run; sftp by -S; -tt; and
# the settings of contrib/doc/EDITORS.md.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/documents.sh
world
service_programs || exit 1
command -v ansible-playbook > /dev/null || skip_all 'no ansible-playbook'
python=$(command -v python3) || skip_all 'no python3'
keep_world
mkdir -m 700 "$HOME/.ssh"
cp "$T/config" "$HOME/.ssh/config"
ANSIBLE_HOME=$T/ansible ANSIBLE_LOCAL_TEMP=$T/ansible.here
ANSIBLE_REMOTE_TEMP=$T/ansible.there ANSIBLE_SSH_CONTROL_PATH_DIR=$T/control
ANSIBLE_PYTHON_INTERPRETER=$python ANSIBLE_NOCOLOR=1 ANSIBLE_TIMEOUT=60
export ANSIBLE_HOME ANSIBLE_LOCAL_TEMP ANSIBLE_REMOTE_TEMP ANSIBLE_NOCOLOR
export ANSIBLE_SSH_CONTROL_PATH_DIR ANSIBLE_PYTHON_INTERPRETER ANSIBLE_TIMEOUT
echo hello > "$T/hello"
cat > "$T/play.yml" <<END
- hosts: all
  gather_facts: no
  tasks:
  - ping:
  - copy: { src: $T/hello, dest: $T/copied }
  - raw: tty > /dev/null && echo a terminal
    register: raw
  - shell: echo to stderr >&2; exit 3
    register: failed
    ignore_errors: yes
  - debug: msg="raw {{raw.stdout_lines}} failed {{failed.rc}} {{failed.stderr}}"
END
logins() { grep -c 'Accepted publickey' "$T/sshd.log"; }
play() {
	timeout 140 ansible-playbook -i server, "$T/play.yml" > "$1" 2>&1
	is "$2: ansible ends with 0" $? 0
	has "$2: each task of the playbook succeeds" "$1" 'ok=5 .*unreachable=0 .*failed=0 .*ignored=1'
	has "$2: what the commands said" "$1" "raw \['a terminal'\] failed 3 to stderr"
}
document=contrib/doc/EDITORS.md
text ansible > "$T/ansible.cfg"
ANSIBLE_CONFIG=$T/ansible.cfg
export ANSIBLE_CONFIG
play "$T/a" 'a playbook'
is 'the file of the playbook is on the server' "$(cat "$T/copied")" hello
is 'ansible logged in once' "$(logins)" 1
master=$(ls "$T/control")
is 'the master of ansible stays' "$(echo "$master" | wc -w)" 1
ok 'the guard of the master stays' sh -c "[ -n '$(processes tunnel-guard)' ]"
play "$T/b" 'a second run'
is 'a second run of ansible uses the same login' "$(logins)" 1
path_cut
gone_master() { ! ssh -F "$T/config" -O check -S "$T/control/$master" server; }
ok 'the master of ansible ends when the path is dead' until_ 40 gone_master
path_heal
play "$T/c" 'a run after the loss'
is 'a run of ansible after the loss logs in again' "$(logins)" 2
master=$(ls "$T/control")
ok 'ssh -O exit ends the master of ansible' sshp -O exit -S "$T/control/$master" server
ok 'no process and no file of sshp is left' until_ 20 clean
finish
