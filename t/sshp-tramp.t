#!/bin/sh
# SPDX-License-Identifier: ISC
# Emacs' TRAMP with sshp for its ssh, and "Persist yes" for all hosts: a file
# over there is read, changed and written as with ssh, also after a drop.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
command -v emacs > /dev/null || skip_all 'no emacs'
world
keep_world
mkdir -m 700 "$HOME/.ssh"
cp "$T/config" "$HOME/.ssh/config"
mkdir "$T/bin"
ln -s "$O/sshp" "$T/bin/ssh"
PATH=$T/bin:$PATH
export PATH
echo one > "$T/file"

cat > "$T/edit.el" <<'END'
(require 'tramp)
(setq tramp-verbose 1 make-backup-files nil
      tramp-use-ssh-controlmaster-options nil
      tramp-persistency-file-name nil)
(defun append-line (text)
  (with-current-buffer (find-file-noselect (getenv "FAR"))
    (goto-char (point-max))
    (insert text "\n")
    (save-buffer)))
(append-line "two")
(call-process (getenv "DROP"))
(append-line "three")
(tramp-cleanup-all-connections)
END
mkfifo "$T/asked" "$T/done"
cat > "$T/drop" <<END
#!/bin/sh
echo > $T/asked
cat $T/done
END
chmod +x "$T/drop"
FAR=/ssh:server:$T/file DROP=$T/drop
export FAR DROP
timeout 120 emacs -Q --batch -l "$T/edit.el" > "$T/said" 2>&1 < /dev/null &
emacs=$!
read -r _ < "$T/asked"
is 'TRAMP changes a file on the server' "$(cat "$T/file")" 'one
two'
server_down
server_up
: > "$T/done"
wait $emacs
is 'TRAMP ends with 0 after a loss' $? 0
is 'TRAMP changes the file again over a new connection' "$(cat "$T/file")" 'one
two
three'
lacks 'TRAMP sees no message of sshp' "$T/said" 'sshp:'
ok 'no process and no file of sshp is left after TRAMP' until_ 20 clean
finish
