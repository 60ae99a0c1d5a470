/* SPDX-License-Identifier: ISC */
#ifndef FAKE_H
#define FAKE_H

#include <stdlib.h>
#include <string.h>

#include "conf/evaluator_callbacks.h"

/* A small world for the evaluator: one file, the user's, which is any file. */
struct fake {
	struct config_source source;
	const char *text;
	size_t len;
	int reads, most;	/* more reads than that find no file */
	int complaints, oopses, heard;
	int release;
};

static enum source_file
fake_read(void *arg, const char *path, bool check, const char **text,
    size_t *len, const char **why)
{
	struct fake *f = arg;

	(void)check;
	(void)why;
	if (strncmp(path, "/etc", 4) == 0 || f->reads++ >= f->most)
		return SOURCE_ABSENT;
	*text = f->text;
	*len = f->len;
	return SOURCE_READ;
}

static const char *const *
fake_glob(void *arg, const char *pattern)
{
	static const char *found[2];

	(void)arg;
	(void)pattern;
	found[0] = "/h/more";
	return found;
}

static const char *
fake_env(void *arg, const char *name)
{
	(void)arg;
	return strcmp(name, "HOME") == 0 ? "/h" : NULL;
}

static int
fake_port(void *arg, const char *service)
{
	(void)arg;
	return strcmp(service, "ssh") == 0 ? 22 : -1;
}

static int
fake_run(void *arg, const char *command)
{
	(void)arg;
	return strcmp(command, "true") != 0;
}

static const char *
fake_none(void *arg, const char *name, const char *family)
{
	(void)arg;
	(void)name;
	(void)family;
	return NULL;
}

static const char *
fake_resolve(void *arg, const char *name, const char *family,
    const char **why)
{
	*why = "not here";
	return fake_none(arg, name, family);
}

static const char *
fake_home(void *arg, const char *user)
{
	(void)arg;
	return strcmp(user, "me") == 0 ? "/h" : NULL;
}

static int
fake_network(void *arg, const char *list, const char **why)
{
	(void)arg;
	*why = "no list\n";
	return *list == '!' ? -1 : 1;
}

static int
fake_release(void *arg)
{
	struct fake *f = arg;

	return f->release;
}

static const char *
fake_version(void *arg)
{
	(void)arg;
	return "OpenSSH_9.2p1";
}

static bool
fake_types(void *arg)
{
	return fake_release(arg) < 1001;
}

static const char *
fake_algorithms(void *arg, enum source_list list)
{
	(void)arg;
	return list == LIST_CIPHER ? "aes128-ctr,aes256-ctr,3des-cbc" : NULL;
}

static bool
fake_there(void *arg, const char *path, const char **why)
{
	(void)arg;
	*why = "no";
	return path[0] == '/';
}

static void
fake_complain(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	struct fake *f = arg;

	(void)level;
	(void)at;
	f->complaints += *text != '\0';
}

static void
fake_oops(void *arg, struct origin at, const char *text)
{
	struct fake *f = arg;

	(void)at;
	f->oopses += *text != '\0';
}

static inline const char *
fake_system(void *arg)
{
	(void)arg;
	return "/etc/ssh/ssh_config";
}

/* A world in which the user's file is len bytes of text. */
static inline void
fake_open(struct fake *f, const char *text, size_t len)
{
	*f = (struct fake){ .text = text, .len = len, .most = 1000,
	    .release = 902 };
	f->source = (struct config_source){
		.arg = f, .user = "me", .uid = "1", .home = "/h",
		.hostname = "local.example", .system = fake_system,
		.read = fake_read, .glob = fake_glob, .env = fake_env,
		.home_of = fake_home, .port = fake_port, .run = fake_run,
		.address = fake_none, .resolve = fake_resolve,
		.local_network = fake_network, .release = fake_release,
		.version = fake_version, .types = fake_types,
		.algorithms = fake_algorithms,
		.there = fake_there, .complain = fake_complain,
		.oops = fake_oops,
	};
}

#endif
