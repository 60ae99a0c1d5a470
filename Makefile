# SPDX-License-Identifier: ISC
# GNU make.  PREFIX, DESTDIR, CC, CPPFLAGS, CFLAGS, LDFLAGS are the caller's;
# O is where everything built goes.  PLAIN=1 builds what a system gets that has
# POSIX and no more; on Linux, so that it can be run.
VERSION = 0.1
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBEXECDIR ?= $(PREFIX)/libexec
MANDIR ?= $(PREFIX)/share/man
COMPDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d
UNITDIR ?= $(PREFIX)/lib/systemd
DATADIR ?= $(PREFIX)/share/sshp
CFLAGS ?= -O2 -g
ifdef PLAIN
O ?= build/plain
plain = -U__linux__
endif
O ?= build

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla
# A program gets only the functions that it calls.
ifneq ($(shell uname),Darwin)
sections = -ffunction-sections -fdata-sections
unused = -Wl,--gc-sections
endif
own = -std=c11 -D_GNU_SOURCE -DVERSION='"$(VERSION)"' \
	-DLIBEXECDIR='"$(LIBEXECDIR)"' -Ilib -Icmd -I$(O) $(plain) $(WARN) \
	$(sections)
compile = $(CC) $(own) $(CPPFLAGS) $(CFLAGS)

programs = $(notdir $(wildcard cmd/*))
helpers = sshp-askpass
completed = sshp sshconf sshpctl tunnel-guard
manuals = $(wildcard man/*.[1-8])
units = $(patsubst contrib/systemd/%,%,$(wildcard contrib/systemd/system/*.* \
	contrib/systemd/user/*.*))
# What "sshpctl enable --print" prints.
recipes = $(patsubst contrib/%,%,$(foreach d,cron dinit inittab launchd openrc \
	procd runit s6 systemd,$(filter-out %.md,$(shell find contrib/$(d) -type f))))
probes = closefrom explicit_bzero pidfd strtonum
objects = $(patsubst %.c,$(O)/%.o,$(wildcard lib/*/*.c))
testers = $(patsubst t/%.c,$(O)/t/%,$(wildcard t/lib/*.c t/unit/*.c \
	t/lab/*.c t/oracle/*.c)) \
	$(patsubst t/lib/preload/%.c,$(O)/t/lib/%.so,$(wildcard t/lib/preload/*.c))
measures = $(patsubst t/%.c,$(O)/t/%,$(wildcard t/bench/*.c))
replays = $(patsubst t/%.c,$(O)/t/%,$(wildcard t/fuzz/*.c))

all: $(programs:%=$(O)/%)

# All that is compiled; for t/ports, where nothing can be linked.
objects: $(objects) $(patsubst %.c,$(O)/%.o,$(wildcard cmd/*/*.c))

# All of it through the compiler's front end, as fast as that goes; for t/lint.
syntax: $(O)/probes.h
	printf '%s\n' lib/*/*.c cmd/*/*.c | xargs -P "$$(nproc)" -n 24 \
	    $(compile) -Werror -fsyntax-only

# A program is all that stands in its folder, and the library.
define program
$(O)/$(1): $(patsubst %.c,$(O)/%.o,$(wildcard cmd/$(1)/*.c)) $(O)/libsshp.a
	$$(compile) $$(unused) $$(LDFLAGS) -o $$@ $$^
endef
$(foreach p,$(programs),$(eval $(call program,$(p))))

$(filter-out %.so,$(testers)) $(measures): $(O)/t/%: $(O)/t/%.o $(O)/libsshp.a
	$(compile) $(LDFLAGS) -o $@ $^

$(replays): $(O)/t/fuzz/%: $(O)/t/fuzz/%.o $(O)/t/fuzz/replay/main.o $(O)/libsshp.a
	$(compile) $(LDFLAGS) -o $@ $^

$(O)/t/lib/%.so: t/lib/preload/%.c $(O)/flags
	@mkdir -p $(@D)
	$(compile) -shared -fPIC -o $@ $<

$(O)/libsshp.a: $(objects)
	rm -f $@
	$(AR) rcs $@ $(objects)

$(O)/%.o: %.c $(O)/probes.h $(O)/flags
	@mkdir -p $(@D)
	$(compile) -MMD -MP -c -o $@ $<

# Anything compiled is compiled again when the compiler or its flags change.
$(O)/flags: force
	@mkdir -p $(O)
	@printf '%s\n' '$(subst ','\'',$(compile) $(LDFLAGS))' | \
	    cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(compile) $(LDFLAGS))' > $@

# What the libc has: each probe is compiled, nothing is run.
$(O)/probes.h: $(probes:%=$(O)/probes/%.h)
	cat $^ > $@

$(O)/probes/%.h: lib/compat/probes/%.c $(O)/flags
	@mkdir -p $(@D)
	@has=0; if $(compile) -Werror=implicit-function-declaration -c \
	    -o $(O)/probes/$*.o $< 2>/dev/null; then has=1; fi; \
	    name=$$(printf %s $* | tr a-z A-Z); \
	    printf '#define HAVE_%s %s\n' $$name $$has > $@; \
	    echo "probe: $* $$has"

probes: $(O)/probes.h

check: all $(testers) $(replays)
	O=$(O) perl t/run $(TESTS)

# Everything the tests run, under the address and undefined sanitisers.
asan:
	rm -f $(O)/asan/report.*
	ASAN_OPTIONS=log_path=$(abspath $(O)/asan/report) \
	    UBSAN_OPTIONS=log_path=$(abspath $(O)/asan/report) \
	    $(MAKE) O=$(O)/asan CFLAGS="-O1 -g -fno-omit-frame-pointer \
	    -fsanitize=address,undefined -fno-sanitize-recover=undefined" \
	    CPPFLAGS="$(CPPFLAGS) -DNO_SANDBOX" check
	@! cat $(O)/asan/report.* 2>/dev/null

lint: all
	O=$(O) sh t/lint

fuzz:
	O=$(O) sh t/fuzz/run

# What sshp and tunnel-guard cost; ten minutes, see t/bench/run.
bench: all $(testers) $(measures)
	O=$(O) sh t/bench/run $(or $(PARTS),proxycommand transfer config)

# Every fault, every keeper; takes a quarter of an hour, see t/lab/run.
lab: all $(testers)
	O=$(O) sh t/lab/run

# What many tunnels cost; 20 minutes, see t/bench/run.
scale: all $(testers) $(measures)
	O=$(O) sh t/bench/run $(or $(PARTS),storm far reconnects idle memory)

# musl-gcc knows nothing of the kernel's headers, which are the machine's.
static:
	$(MAKE) O=$(O)/musl CFLAGS=-Os all CC="musl-gcc -static \
	    -idirafter /usr/include -idirafter /usr/include/$$(uname -m)-linux-gnu"

# Packages below $(O)/package; contrib/package says what each is.
dist deb rpm static-dist:
	+O=$(O) sh contrib/package $@

demo: all
	O=$(O) sh contrib/demo/demo

# What sshpctl shows of tunnels that are broken for it, and SVG files of the
# live table and the demo; takes two minutes.
pictures: all
	O=$(O) sh t/lab/pictures.sh
	echo '$$ make demo' > $(O)/pictures/demo
	O=$(O) sh contrib/demo/demo >> $(O)/pictures/demo
	for p in list demo; do perl contrib/doc/svg < $(O)/pictures/$$p \
	    > $(O)/pictures/$$p.svg || exit 1; done

# Manuals and guides for a browser, in $(O)/html.
html:
	O=$(O) sh contrib/doc/html

# OpenSSH's own tests with sshp in place of ssh; takes minutes, and with
# REGRESS=all half an hour, see t/oracle/regress.
regress: all
	O=$(O) sh t/oracle/regress $(TESTS)

install: all
	mkdir -p "$(DESTDIR)$(BINDIR)"
	for p in $(filter-out $(helpers),$(programs)); do \
	    install -m 755 $(O)/$$p "$(DESTDIR)$(BINDIR)/" || exit 1; done
	mkdir -p "$(DESTDIR)$(LIBEXECDIR)"
	for p in $(helpers); do \
	    install -m 755 $(O)/$$p "$(DESTDIR)$(LIBEXECDIR)/" || exit 1; done
	for m in $(manuals); do s=$${m##*.}; \
	    mkdir -p "$(DESTDIR)$(MANDIR)/man$$s" && \
	    install -m 644 $$m "$(DESTDIR)$(MANDIR)/man$$s/" || exit 1; done
	mkdir -p "$(DESTDIR)$(COMPDIR)" "$(DESTDIR)$(ZSHDIR)" "$(DESTDIR)$(FISHDIR)"
	for p in $(completed); do install -m 644 contrib/completion/sshp.bash \
	    "$(DESTDIR)$(COMPDIR)/$$p" && \
	    install -m 644 contrib/completion/sshp.fish \
	    "$(DESTDIR)$(FISHDIR)/$$p.fish" || exit 1; done
	install -m 644 contrib/completion/_sshp "$(DESTDIR)$(ZSHDIR)/"
	for u in $(units); do \
	    mkdir -p "$(DESTDIR)$(UNITDIR)/$${u%/*}" && \
	    sed 's|/usr/local/bin|$(BINDIR)|' contrib/systemd/$$u \
	    > "$(DESTDIR)$(UNITDIR)/$$u" && \
	    chmod 644 "$(DESTDIR)$(UNITDIR)/$$u" || exit 1; done

	for r in $(recipes); do \
	    mkdir -p "$(DESTDIR)$(DATADIR)/$${r%/*}" && \
	    install -m 644 contrib/$$r "$(DESTDIR)$(DATADIR)/$$r" || exit 1; done
	install -m 755 contrib/print-service "$(DESTDIR)$(DATADIR)/"

uninstall:
	for r in $(recipes) print-service; do \
	    rm -f "$(DESTDIR)$(DATADIR)/$$r"; done
	[ ! -d "$(DESTDIR)$(DATADIR)" ] || \
	    find "$(DESTDIR)$(DATADIR)" -depth -type d -exec rmdir {} +
	for u in $(units); do rm -f "$(DESTDIR)$(UNITDIR)/$$u"; done
	for p in $(completed); do rm -f "$(DESTDIR)$(COMPDIR)/$$p" \
	    "$(DESTDIR)$(FISHDIR)/$$p.fish"; done
	rm -f "$(DESTDIR)$(ZSHDIR)/_sshp"
	for p in $(programs); do rm -f "$(DESTDIR)$(BINDIR)/$$p"; done
	for p in $(helpers); do rm -f "$(DESTDIR)$(LIBEXECDIR)/$$p"; done
	for m in $(manuals); do \
	    rm -f "$(DESTDIR)$(MANDIR)/man$${m##*.}/$${m##*/}"; done

# Not part of install: it goes before the system's own autossh.
install-autossh:
	mkdir -p "$(DESTDIR)$(BINDIR)"
	install -m 755 contrib/autossh/autossh "$(DESTDIR)$(BINDIR)/"

uninstall-autossh:
	rm -f "$(DESTDIR)$(BINDIR)/autossh"

clean:
	rm -rf $(O)

force:

-include $(wildcard $(O)/*/*.d $(O)/*/*/*.d $(O)/*/*/*/*.d)
.PHONY: all objects syntax probes check asan lint fuzz bench lab scale static dist deb rpm static-dist \
	demo pictures html regress install uninstall \
	install-autossh uninstall-autossh clean force
.SECONDARY:
